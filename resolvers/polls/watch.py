"""Reading polls: their state, a person's own vote, and the tally as it moves."""

from collections.abc import AsyncGenerator, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.polls import Poll, Vote
from db.queries import casting, communities, polls
from db.queries.polls import Standing
from realtime.pace import newest_states
from resolvers.actors import Actor
from resolvers.house import House
from resolvers.patience import patiently
from resolvers.polls.crowds import Crowd
from resolvers.polls.streams import stream_of
from rules.polls import Phase, TallyVisibility, phase, shows_choices


@dataclass(frozen=True, slots=True)
class Tally:
    """How a poll stands. `choices` are (key, label, heads) in order, and empty while they are hidden."""

    poll_id: UUID
    seq: int
    phase: Phase
    votes: int
    electorate: int
    visible: bool
    choices: list[tuple[str, str, int]]
    at: datetime


async def load(house: House, ids: Collection[UUID]) -> Mapping[UUID, Standing]:
    """Polls with their choices by id; those unknown are left out."""
    async with house.database.read() as session:
        return await polls.by_ids(session, ids)


async def load_of_issues(house: House, ids: Collection[UUID]) -> Mapping[UUID, list[UUID]]:
    """The polls of each issue, oldest first."""
    async with house.database.read() as session:
        return await polls.of_issues(session, ids)


async def load_votes(house: House, pairs: Collection[tuple[UUID, UUID]]) -> Mapping[tuple[UUID, UUID], Vote]:
    """The votes that count now of (poll, resident) pairs."""
    async with house.database.read() as session:
        return await polls.votes_of(session, pairs)


async def load_on_roll(house: House, pairs: Collection[tuple[UUID, UUID]]) -> Collection[tuple[UUID, UUID]]:
    """Those of the (poll, resident) pairs where the resident may vote in the poll."""
    async with house.database.read() as session:
        return (await casting.entitled(await session.connection(), pairs)).keys()


def phase_now(house: House, standing: Standing) -> Phase:
    """Whether votes are taken yet, now, or no more."""
    return phase(standing.terms, house.now())


def tally_of(house: House, standing: Standing, electorate: int, *, voted: bool) -> Tally:
    """The tally as somebody sees it who has or has not voted."""
    poll = standing.poll
    visible = shows_choices(poll.tally_visibility, closed=poll.closed_at is not None, voted=voted)
    shown = [(choice.key, choice.label, choice.votes) for choice in standing.choices] if visible else []
    now = phase_now(house, standing)
    return Tally(poll.id, poll.seq, now, standing.votes, electorate, visible, shown, poll.changed_at)


async def follow(house: House, poll_id: UUID, viewer: Crowd | Actor | None) -> AsyncGenerator[Tally, None]:
    """The tally as it stands, then the newest state after each change, at most five a second.

    For a whole crowd, for one person whose first vote may come at any time, or for a guest.
    """

    async def read() -> tuple[int, Tally]:
        tally = await patiently(lambda: read_tally(house, poll_id, viewer))
        return tally.seq, tally

    with house.hub.follow(stream_of(poll_id)) as follower:
        async for tally in newest_states(follower, read):
            yield tally


async def read_tally(house: House, poll_id: UUID, viewer: Crowd | Actor | None) -> Tally:
    """The tally as it may be seen, all of one state. LookupError where there is no such poll."""
    async with house.database.read() as session:
        standing = (await polls.by_ids(session, [poll_id])).get(poll_id)
        if standing is None:
            raise LookupError("There is no such poll.")
        voted = await _has_voted(session, standing.poll, viewer)
        electorate = standing.poll.electorate
        if electorate is None:
            found = await communities.by_ids(session, [standing.poll.community_id])
            electorate = found[standing.poll.community_id].roll_heads
    return tally_of(house, standing, electorate, voted=voted)


async def _has_voted(session: AsyncSession, poll: Poll, viewer: Crowd | Actor | None) -> bool:
    if isinstance(viewer, Crowd):
        return viewer is Crowd.VOTED
    if viewer is None or poll.tally_visibility != TallyVisibility.AFTER_MY_VOTE:
        return False
    return bool(await polls.votes_of(session, [(poll.id, viewer.resident_id)]))
