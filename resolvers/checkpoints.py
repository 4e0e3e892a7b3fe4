"""Checkpoints: signed words on where the streams stand, for whoever keeps them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from db import signing
from db.models.deadlines import Due
from db.models.record import Checkpoint, SigningKey
from db.queries import deadlines
from resolvers.deed import Deed, deed, perform
from resolvers.house import House

EVERY = timedelta(minutes=10)
AT_ONCE = 250
ALL_STREAMS = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Newest:
    """All keys there have been, oldest first, and the newest checkpoints, newest first."""

    keys: Sequence[SigningKey]
    checkpoints: Sequence[Checkpoint]


async def sign_ends(deed: Deed, *streams: str) -> None:
    """Signs where these streams end once the deed is done. It has written to each of them."""
    signer = await signing.signer(deed.session, deed.house.vault, deed.now)
    await signing.keep(
        deed.session, [signer.checkpoint(stream, deed.held[stream], deed.now) for stream in sorted(streams)]
    )


async def sign_when_due(deed: Deed, _: UUID) -> None:
    """Signs where each stream ends that has moved since its last checkpoint, and sees to it that it goes on."""
    moved = await signing.unsigned(deed.session, AT_ONCE)
    if moved:
        signer = await signing.signer(deed.session, deed.house.vault, deed.now)
        await signing.keep(deed.session, [signer.checkpoint(stream, end, deed.now) for stream, end in moved])
    deed.set_deadline(Due.CHECKPOINTS, ALL_STREAMS, deed.now + (timedelta(0) if len(moved) == AT_ONCE else EVERY))


async def keep_signing(house: House) -> None:
    """Sees to it that there is a key to sign with, and sets the first deadline where there is none."""

    async def begin(deed: Deed) -> None:
        await signing.signer(deed.session, deed.house.vault, deed.now)
        if not await deadlines.known(deed.session, Due.CHECKPOINTS, ALL_STREAMS):
            deed.set_deadline(Due.CHECKPOINTS, ALL_STREAMS, deed.now + EVERY)

    await perform(house, begin)


@deed
async def rotate_key(deed: Deed) -> SigningKey:
    """A new key, signed by the one before, that everything is signed with from now on."""
    return await signing.rotate(deed.session, deed.house.vault, deed.now)


async def of_stream(house: House, stream: str, *, after: int, first: int) -> Sequence[Checkpoint]:
    """The checkpoints of a stream beyond number `after`, in order."""
    async with house.database.read() as session:
        return await signing.checkpoints(session, stream, after=after, limit=first)


async def keys(house: House) -> Sequence[SigningKey]:
    """All keys there have been, oldest first."""
    async with house.database.read() as session:
        return await signing.keys(session)


async def newest(house: House, first: int) -> Newest:
    """The keys, and the newest checkpoints of all streams."""
    async with house.database.read() as session:
        return Newest(await signing.keys(session), await signing.newest_checkpoints(session, first))
