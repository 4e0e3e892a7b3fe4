"""Contests as they are read and followed."""

from collections.abc import AsyncGenerator, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db import streams
from db.models.contests import Contest, ContestEntry
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
    """A contest with all that is public: the places while a volunteer month runs, and of all once decided.

    `hidden` are those of its judges, authors and volunteers who do not want to be named, `rewarded` how many are
    rewarded for each of those that won.
    """

    parts: Parts
    places: Sequence[Placed]
    hidden: Collection[UUID]
    rewarded: Mapping[tuple[Award, UUID], int]
    seq: int

    @property
    def contest(self) -> Contest:
        """The contest itself."""
        return self.parts.contest

    @property
    def judges(self) -> list[UUID]:
        """The judges who may be named."""
        return [key for key in self.parts.judges if key not in self.hidden]

    def author(self, entry: ContestEntry) -> UUID | None:
        """Who entered an idea, once it is decided, where it was put to the vote and they may be named."""
        shown = self.contest.decided_at is not None and entry.shortlisted
        return entry.entered_by if shown and entry.entered_by not in self.hidden else None

    @property
    def first(self) -> Sequence[Placed]:
        """The first hundred of each award."""
        return [each for award in Award for each in [row for row in self.places if row.award is award][:SHOWN]]


async def _whole(session: AsyncSession, row: Contest) -> Whole:
    name = stream_of(row.id)
    seq = (await streams.heads(session, [name])).get(name, 0)
    parts = await contests.parts(session, row)
    places = await ranked(session, parts) if row.stage is Stage.RUNNING else _frozen(parts)
    people = {each.subject_id for each in places if each.award is Award.PERSON}
    authors = {each.entered_by for each in parts.entries if each.entered_by}
    hidden = await resolutions.unthanked_of(session, people | authors | set(parts.judges))
    return Whole(parts, places, hidden, await contests.rewarded(session, row.id), seq)


def _frozen(parts: Parts) -> list[Placed]:
    return [
        Placed(
            each.award,
            each.subject_id,
            each.place,
            Marks(each.votes, each.of_votes, each.scored, each.of_scored, each.minutes),
            each.points,
        )
        for each in parts.results
    ]


async def load(house: House, ids: Collection[UUID]) -> Mapping[UUID, Whole]:
    """Contests by id; those unknown are left out."""
    async with house.database.read() as session:
        rows = await contests.by_ids(session, ids)
        return {key: await _whole(session, row) for key, row in rows.items()}


async def scores_of(house: House, contest_id: UUID, judge_id: UUID) -> Mapping[UUID, list[int]]:
    """What a judge has given the buildings of a contest, by entry, in the order of the criteria."""
    async with house.database.read() as session:
        given = [row for row in await contests.scores(session, contest_id) if row.judge_id == judge_id]
    found: dict[UUID, list[int]] = {}
    for row in sorted(given, key=lambda each: each.position):
        found.setdefault(row.entry_id, []).append(row.score)
    return found


async def won(house: House, contest_id: UUID, resident_id: UUID) -> int:
    """The points somebody has won in a contest, 0 for none."""
    async with house.database.read() as session:
        return await contests.won(session, contest_id, resident_id)


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
