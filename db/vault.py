"""Secrets at rest: telephone numbers sealed, and everything looked up by a keyed hash."""

import hashlib
import hmac
import secrets
from base64 import b32encode
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

TOKEN_BYTES = 32
NONCE_BYTES = 12
VOUCHER_SIGNS = 20


class Vault:
    """Seals and hashes with keys drawn from one secret. Without that secret nothing here can be read."""

    def __init__(self, secret: bytes) -> None:
        self._seal = AESGCM(_key(secret, b"phone seal"))
        self._phones = _key(secret, b"phone look-up")
        self._keys = AESGCM(_key(secret, b"signing key"))
        self._codes = _key(secret, b"sign-in code")
        self._vouchers = _key(secret, b"voucher code")
        self._slots = _key(secret, b"slot code")
        self._traces = _key(secret, b"device or address")

    def seal(self, phone: str) -> bytes:
        """The number, encrypted and authenticated with AES-256-GCM, after its nonce."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._seal.encrypt(nonce, phone.encode(), None)

    def unseal(self, sealed: bytes) -> str:
        """The number again. InvalidTag if it was sealed under another secret."""
        return self._seal.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None).decode()

    def seal_key(self, private: bytes) -> bytes:
        """A private key, encrypted and authenticated with AES-256-GCM, after its nonce."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._keys.encrypt(nonce, private, None)

    def unseal_key(self, sealed: bytes) -> bytes:
        """The private key again. InvalidTag if it was sealed under another secret."""
        return self._keys.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None)

    def phone_hash(self, phone: str) -> bytes:
        """What the number is found by; useless without the secret."""
        return hmac.digest(self._phones, phone.encode(), "sha256")

    def code_hash(self, phone: str, code: str) -> bytes:
        """What a typed code is compared with; the same code differs from number to number."""
        return hmac.digest(self._codes, f"{phone} {code}".encode(), "sha256")

    def voucher_code(self, voucher_id: UUID) -> str:
        """What its owner shows: 20 letters and digits of 100 bits, always the same, which nobody else can work out."""
        drawn = hmac.digest(self._vouchers, voucher_id.bytes, "sha256")
        return b32encode(drawn).decode()[:VOUCHER_SIGNS]

    def slot_secret(self, slot_id: UUID) -> bytes:
        """What the codes of a slot are made from: 160 bits, as RFC 4226 recommends. Nothing of it is kept."""
        return hmac.digest(self._slots, slot_id.bytes, "sha1")

    def trace_hash(self, trace: str, what: str) -> bytes:
        """What a device or an address is known again by; useless without the secret."""
        return hmac.digest(self._traces, f"{trace} {what}".encode(), "sha256")


def _key(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=b"heyi " + purpose).derive(secret)


def new_token() -> str:
    """An opaque token of 256 random bits."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> bytes:
    """What a token is found by. A plain hash is enough: nobody can guess 256 random bits."""
    return hashlib.sha256(token.encode()).digest()
