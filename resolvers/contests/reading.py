"""Contests as they are read and followed."""

from collections.abc import AsyncGenerator, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db import streams
from db.models.contests import Contest
from db.paging import Ask, Page
from db.queries import contests, resolutions
from db.queries.contests import Parts
from realtime.pace import newest_states
from resolvers.contests.ranking import Placed, ranked
from resolvers.contests.streams import stream_of
from resolvers.house import House
from resolvers.patience import patiently
from rules.contests import Award, Marks, Stage

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Whole:
    """A contest with all that is public: the places while a volunteer month runs, and of all once decided."""

    parts: Parts
    places: Sequence[Placed]
    seq: int

    @property
    def contest(self) -> Contest:
        """The contest itself."""
        return self.parts.contest

    @property
    def first(self) -> Sequence[Placed]:
        """The first hundred of each award."""
        return [each for award in Award for each in [row for row in self.places if row.award is award][:SHOWN]]


async def named(house: House, resident_id: UUID) -> bool:
    """Whether somebody may be named in public."""
    async with house.database.read() as session:
        return not await resolutions.unthanked(session, resident_id)


async def _whole(session: AsyncSession, row: Contest) -> Whole:
    name = stream_of(row.id)
    seq = (await streams.heads(session, [name])).get(name, 0)
    parts = await contests.parts(session, row)
    if row.stage is Stage.RUNNING:
        return Whole(parts, await ranked(session, parts), seq)
    frozen = [
        Placed(
            each.award,
            each.subject_id,
            each.place,
            Marks(each.votes, each.of_votes, each.scored, each.of_scored, each.minutes),
            each.points,
        )
        for each in parts.results
    ]
    return Whole(parts, frozen, seq)


async def load(house: House, ids: Collection[UUID]) -> Mapping[UUID, Whole]:
    """Contests by id; those unknown are left out."""
    async with house.database.read() as session:
        rows = await contests.by_ids(session, ids)
        return {key: await _whole(session, row) for key, row in rows.items()}


async def listed(house: House, community_id: UUID, ask: Ask) -> Page[Whole]:
    """The contests of a community, newest first."""
    async with house.database.read() as session:
        page = await contests.listed(session, community_id, ask)
        return Page([await _whole(session, row) for row in page.rows], page.cursors, page.more)


async def follow(house: House, contest_id: UUID) -> AsyncGenerator[Whole, None]:
    """The contest as it stands, then the newest state after each change, at most five a second."""

    async def newest() -> tuple[int, Whole]:
        found = (await patiently(partial(load, house, [contest_id]))).get(contest_id)
        if found is None:
            raise LookupError("There is no such contest.")
        return found.seq, found

    with house.hub.follow(stream_of(contest_id)) as follower:
        async for state in newest_states(follower, newest):
            yield state
