"""What came of things, as everybody may read and follow it."""

from collections.abc import AsyncGenerator, Collection, Mapping, Sequence
from functools import partial
from uuid import UUID

from db.models.adoptions import Adoption, AdoptionNote
from db.models.resolutions import Resolution
from db.paging import Ask, Page
from db.queries import adoptions, resolutions
from db.queries.resolutions import Which
from resolvers import record
from resolvers.house import House
from resolvers.patience import patiently
from resolvers.resolutions.streams import stream_of

READ_AT_ONCE = 100


async def listed(house: House, community_id: UUID, which: Which, ask: Ask) -> Page[Resolution]:
    """What came of things in a community, newest first."""
    async with house.database.read() as session:
        return await resolutions.listed(session, community_id, which, ask)


async def load(house: House, ids: Collection[UUID]) -> Mapping[UUID, Resolution]:
    """Resolutions by id; those unknown are left out."""
    async with house.database.read() as session:
        return await resolutions.by_ids(session, ids)


async def head(house: House, community_id: UUID) -> int:
    """The number of the newest resolution of a community; 0 before the first."""
    stream = stream_of(community_id)
    return (await record.heads(house, [stream])).get(stream, 0)


async def _after(house: House, community_id: UUID, which: Which, seq: int) -> Sequence[Resolution]:
    async with house.database.read() as session:
        return await resolutions.after(session, community_id, which, seq, READ_AT_ONCE)


async def follow(house: House, community_id: UUID, which: Which, *, after: int) -> AsyncGenerator[Resolution, None]:
    """Everything that came of things after number `after`, in order and once each, then what comes."""
    with house.hub.follow(stream_of(community_id)) as follower:
        while True:
            reached = max(after, await patiently(partial(head, house, community_id)))
            while found := await patiently(partial(_after, house, community_id, which, after)):
                for row in found:
                    yield row
                    after = row.seq
            after = max(after, reached)
            await follower.beyond(after)


async def load_adoptions(house: House, ids: Collection[UUID]) -> Mapping[UUID, Adoption]:
    """Suggestions that were taken up, by id; those unknown are left out."""
    async with house.database.read() as session:
        return await adoptions.by_ids(session, ids)


async def adoptions_listed(house: House, community_id: UUID, which: adoptions.Which, ask: Ask) -> Page[Adoption]:
    """The suggestions a community took up, newest first."""
    async with house.database.read() as session:
        return await adoptions.listed(session, community_id, which, ask)


async def load_notes(
    house: House, wanted: Collection[tuple[UUID, int]]
) -> Mapping[tuple[UUID, int], Sequence[AdoptionNote]]:
    """The latest notes on suggestions, oldest of them first, by the suggestion and how many are wanted."""
    found: dict[tuple[UUID, int], Sequence[AdoptionNote]] = {}
    async with house.database.read() as session:
        for latest in {latest for _, latest in wanted}:
            keys = [key for key, number in wanted if number == latest]
            notes = await adoptions.notes(session, keys, latest)
            found.update({(key, latest): rows for key, rows in notes.items()})
    return found
