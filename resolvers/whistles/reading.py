"""Whistles as they stand, and each new state as it changes."""

from collections.abc import AsyncGenerator, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db import streams
from db.models.whistles import Whistle, WhistleArrival, WhistleCall, WhistleTask
from db.paging import Ask, Page
from db.queries import whistles
from realtime.pace import newest_states
from resolvers.house import House
from resolvers.patience import patiently
from resolvers.whistles.streams import stream_of
from rules.whistles import Side


@dataclass(frozen=True, slots=True)
class Whole:
    """A whistle with its calls, arrivals and tasks in order, how it is rated, and the number of its newest entry.

    `ratings` has for each side that has rated how many did and the sum of what they gave.
    """

    whistle: Whistle
    calls: Sequence[WhistleCall]
    arrivals: Sequence[WhistleArrival]
    tasks: Sequence[WhistleTask]
    ratings: Mapping[Side, tuple[int, int]]
    seq: int

    @property
    def called(self) -> Sequence[UUID]:
        """The departments called, in the order they were named."""
        return [call.department_id for call in self.calls]


async def whole(session: AsyncSession, rows: Sequence[Whistle]) -> Mapping[UUID, Whole]:
    """Each of these whistles with all that belongs to it, by id."""
    ids = [row.id for row in rows]
    heads = await streams.heads(session, [stream_of(key) for key in ids])
    calls, arrivals = await whistles.calls(session, ids), await whistles.arrivals(session, ids)
    tasks, ratings = await whistles.tasks(session, ids), await whistles.ratings(session, ids)
    return {
        row.id: Whole(
            row, calls[row.id], arrivals[row.id], tasks[row.id], ratings[row.id], heads.get(stream_of(row.id), 0)
        )
        for row in rows
    }


async def the_whole(session: AsyncSession, whistle: Whistle) -> Whole:
    """The whistle with all that belongs to it, what this transaction has written as well."""
    await session.flush()
    return (await whole(session, [whistle]))[whistle.id]


async def load(house: House, ids: Collection[UUID]) -> Mapping[UUID, Whole]:
    """Whistles by id; those unknown are left out."""
    async with house.database.read() as session:
        return await whole(session, await whistles.by_ids(session, ids))


async def listed(
    house: House, community_id: UUID, open_only: bool | None, ask: Ask, *, report_id: UUID | None = None
) -> Page[Whole]:
    """The whistles of a community, newest first: all of them, those open, or those closed, and over a report."""
    async with house.database.read() as session:
        page = await whistles.listed(session, community_id, open_only, report_id, ask)
        found = await whole(session, page.rows)
    return Page([found[row.id] for row in page.rows], page.cursors, page.more)


async def follow(house: House, whistle_id: UUID) -> AsyncGenerator[Whole, None]:
    """The whistle as it stands, then the newest state after each change, at most five a second."""

    async def newest() -> tuple[int, Whole]:
        found = (await patiently(partial(load, house, [whistle_id]))).get(whistle_id)
        if found is None:
            raise LookupError("There is no such whistle.")
        return found.seq, found

    with house.hub.follow(stream_of(whistle_id)) as follower:
        async for state in newest_states(follower, newest):
            yield state
