"""The keys of a file, what they have signed, and the keys that somebody knows from elsewhere."""

import re
from collections.abc import Sequence
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from commands.verify.canonical import canonical
from commands.verify.forms import Fields
from commands.verify.wrong import WHOLE_FILE, WrongError

PIN = re.compile(r"[0-9a-f]{16}|[0-9a-f]{64}", re.ASCII)


def pin_of(text: str) -> str:
    """A key id or a public key as it may be pinned. ValueError for anything else."""
    pin = text.strip().lower()
    if not PIN.fullmatch(pin):
        raise ValueError("a key is given by its id, 16 hex digits, or as a public key, 64 hex digits")
    return pin


class Keys:
    """The chain of keys: each signed by the one before."""

    def __init__(self) -> None:
        self._known: dict[str, Fields] = {}
        self._last: Fields | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids, in order."""
        return tuple(self._known)

    def add(self, key: Fields) -> None:
        """Takes the next key. WrongError where it is not what its id says, or does not go on from the one before."""
        before = self._last
        if key["keyId"] != sha256(bytes.fromhex(key["publicKey"])).hexdigest()[:16]:
            raise WrongError("keyId is not that of the public key")
        if key["keyId"] in self._known:
            raise WrongError(f"the key {key['keyId']} comes twice")
        if key["previous"] != (before and before["keyId"]):
            raise WrongError("previous is not the key before, which is " + (before["keyId"] if before else "none"))
        if before and key["since"] < before["since"]:
            raise WrongError("since is before that of the key before")
        self._known[key["keyId"]] = self._last = key
        self._verify((before or key)["keyId"], key, ("keyId", "previous", "publicKey", "since"))

    def signed(self, fields: Fields, *names: str) -> Fields:
        """The key that signed these fields, which their `keyId` names. WrongError where it did not."""
        if fields["keyId"] not in self._known:
            raise WrongError(f"the key {fields['keyId']} is not in the file")
        self._verify(fields["keyId"], fields, names)
        return self._known[fields["keyId"]]

    def pinned(self, pins: Sequence[str]) -> tuple[str, ...]:
        """The ids of the pinned keys. WrongError for one that the file does not have."""
        by_pin = {name: key_id for key_id, key in self._known.items() for name in (key_id, key["publicKey"])}
        for pin in pins:
            if pin not in by_pin:
                raise WrongError(f"the pinned key {pin} is not among the keys of the file", WHOLE_FILE)
        return tuple(dict.fromkeys(by_pin[pin] for pin in pins))

    def descends(self, key_id: str, pinned: Sequence[str]) -> bool:
        """Whether a key is one of these, or comes after one in the chain."""
        order = self.ids
        return order.index(key_id) >= min(map(order.index, pinned))

    def _verify(self, key_id: str, fields: Fields, names: Sequence[str]) -> None:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self._known[key_id]["publicKey"]))
        try:
            key.verify(bytes.fromhex(fields["signature"]), canonical({name: fields[name] for name in names}))
        except InvalidSignature:
            raise WrongError(f"the signature is not by the key {key_id}") from None
