"""The keys that checkpoints are signed with, and the checkpoints.

docs/record-format.md tells what is signed to those who check.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.record import Checkpoint, SigningKey, Stream
from db.streams import STREAMS, End, canonical, moment
from db.vault import Vault

KEY_ID_DIGITS = 16
SIGNED = (
    update(STREAMS)
    .where(STREAMS.c.name == bindparam("stream"), STREAMS.c.head == bindparam("seq"))
    .values(unsigned=False)
)


class Signer:
    """Signs with one key. `key_id` says which."""

    def __init__(self, key: SigningKey, private: Ed25519PrivateKey) -> None:
        self.key_id = key.key_id
        self._since = key.since
        self._private = private

    def sign(self, content: Mapping[str, object]) -> bytes:
        """The signature, 64 bytes, over the content with the key's id in it, in canonical JSON."""
        return self._private.sign(canonical({**content, "keyId": self.key_id}))

    def checkpoint(self, stream: str, end: End, now: datetime) -> Checkpoint:
        """The signed word that the stream ends like this."""
        at = max(now, end.changed_at, self._since)  # the key may have been changed since the deed began
        signed = Checkpoint(stream=stream, seq=end.head, digest=end.digest, at=at, key_id=self.key_id)
        signed.signature = self.sign(statement(signed))
        return signed


async def signer(session: AsyncSession, vault: Vault, now: datetime) -> Signer:
    """Signs with the newest key; the first one is made here."""
    newest = await _newest(session)
    return _signer(vault, newest or await _add(session, vault, now, None))


def newest_signer(keys: Sequence[SigningKey], vault: Vault) -> Signer:
    """Signs with the newest of these keys, of which there is at least one."""
    return _signer(vault, keys[-1])


async def rotate(session: AsyncSession, vault: Vault, now: datetime) -> SigningKey:
    """A new key, signed by the one before, for everything from now on."""
    return await _add(session, vault, now, await _newest(session))


async def opens_keys(session: AsyncSession, vault: Vault) -> bool:
    """Whether this vault's secret is the one that the newest key was sealed with; True before there is one."""
    newest = await _newest(session)
    try:
        return newest is None or bool(vault.unseal_key(newest.sealed))
    except InvalidTag:
        return False


async def keys(session: AsyncSession) -> Sequence[SigningKey]:
    """All keys there have been, oldest first."""
    return (await session.scalars(select(SigningKey).order_by(SigningKey.number))).all()


async def unsigned(session: AsyncSession, limit: int) -> list[tuple[str, End]]:
    """Streams that have moved since their last checkpoint, and where they end, held until this transaction ends; none
    that is for one person, and none that is being written to."""
    query = select(Stream.name, Stream.head, Stream.digest, Stream.changed_at).where(Stream.unsigned)
    # Whoever writes to a stream just now is not waited for: it is signed the next time.
    rows = await session.execute(query.order_by(Stream.name).limit(limit).with_for_update(skip_locked=True))
    return [(name, End(head, digest, changed_at)) for name, head, digest, changed_at in rows]


async def keep(session: AsyncSession, signed: Sequence[Checkpoint]) -> None:
    """Keeps checkpoints. Streams that have moved on meanwhile are to be signed again."""
    session.add_all(signed)
    await session.flush()
    if signed:
        await session.execute(SIGNED, [{"stream": each.stream, "seq": each.seq} for each in signed])


async def checkpoints(session: AsyncSession, stream: str, *, after: int, limit: int) -> Sequence[Checkpoint]:
    """A stream's checkpoints of entries beyond number `after`, in order, at most `limit`."""
    query = select(Checkpoint).where(Checkpoint.stream == stream, Checkpoint.seq > after)
    return (await session.scalars(query.order_by(Checkpoint.seq).limit(limit))).all()


async def newest_checkpoints(session: AsyncSession, limit: int) -> Sequence[Checkpoint]:
    """The checkpoints signed last, newest first, at most `limit`."""
    order = Checkpoint.at.desc(), Checkpoint.stream, Checkpoint.seq
    return (await session.scalars(select(Checkpoint).order_by(*order).limit(limit))).all()


async def _newest(session: AsyncSession) -> SigningKey | None:
    last = select(func.max(SigningKey.number)).scalar_subquery()
    return (await session.scalars(select(SigningKey).where(SigningKey.number == last))).first()


async def _add(session: AsyncSession, vault: Vault, now: datetime, before: SigningKey | None) -> SigningKey:
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    new = SigningKey(
        number=before.number + 1 if before else 1,
        key_id=hashlib.sha256(public).hexdigest()[:KEY_ID_DIGITS],
        public_key=public,
        sealed=vault.seal_key(private.private_bytes_raw()),
        since=max(now, before.since) if before else now,
        previous=before.key_id if before else None,
    )
    signing = _signer(vault, before)._private if before else private  # the first key signs itself
    new.signature = signing.sign(canonical(introduction(new)))
    session.add(new)
    await session.flush()
    return new


def statement(checkpoint: Checkpoint) -> Mapping[str, object]:
    """What is signed about where a stream stood."""
    where = {"stream": checkpoint.stream, "seq": checkpoint.seq, "digest": checkpoint.digest.hex()}
    return {**where, "at": moment(checkpoint.at), "keyId": checkpoint.key_id}


def published(signed: Checkpoint | SigningKey) -> Mapping[str, object]:
    """A checkpoint or a key as everybody gets it: what was signed, and the signature."""
    content = statement(signed) if isinstance(signed, Checkpoint) else introduction(signed)
    return {**content, "signature": signed.signature.hex()}


def introduction(key: SigningKey) -> Mapping[str, object]:
    """What the key before signs about a key."""
    about = {"keyId": key.key_id, "publicKey": key.public_key.hex()}
    return {**about, "since": moment(key.since), "previous": key.previous}


def _signer(vault: Vault, key: SigningKey) -> Signer:
    return Signer(key, Ed25519PrivateKey.from_private_bytes(vault.unseal_key(key.sealed)))
