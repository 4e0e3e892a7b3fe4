"""Polls, tallies and votes, as they are read."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, bindparam, case, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from db.batches import padded
from db.models.polls import Poll, PollChoice, Vote
from rules.polls import Terms

Pair = tuple[UUID, UUID]


@dataclass(frozen=True, slots=True)
class Standing:
    """A poll with its choices in order, both of one and the same state."""

    poll: Poll
    choices: list[PollChoice]

    @property
    def terms(self) -> Terms:
        """The terms as the rules take them."""
        poll = self.poll
        return Terms(
            opens_at=poll.opens_at,
            closes_at=poll.closes_at,
            opened=poll.opened_at is not None,
            closed=poll.closed_at is not None,
            choices=frozenset(choice.key for choice in self.choices),
            revisable=poll.revisable,
        )

    @property
    def votes(self) -> int:
        """The heads that have voted."""
        return sum(choice.votes for choice in self.choices)


BY_IDS = (
    select(Poll, PollChoice)
    .join(PollChoice, PollChoice.poll_id == Poll.id)
    .where(Poll.id.in_(bindparam("ids", expanding=True)))
    .order_by(Poll.created_at, Poll.id, PollChoice.position)
    .execution_options(populate_existing=True)
)


async def by_ids(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Standing]:
    """Polls with their choices by id, in one statement so that the numbers belong together."""
    found: dict[UUID, Standing] = {}
    for poll, choice in await session.execute(BY_IDS, {"ids": padded(ids)}):
        found.setdefault(poll.id, Standing(poll, [])).choices.append(choice)
    return found


async def of_issues(session: AsyncSession, issue_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """The polls of each issue, oldest first."""
    query = select(Poll.issue_id, Poll.id).where(Poll.issue_id.in_(issue_ids)).order_by(Poll.created_at, Poll.id)
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for issue_id, poll_id in await session.execute(query):
        found[issue_id].append(poll_id)
    return found


async def count_of_issue(session: AsyncSession, issue_id: UUID) -> tuple[int, int]:
    """How many polls an issue has, and how many of them have not closed."""
    unfinished = func.coalesce(func.sum(case((Poll.closed_at.is_(None), 1), else_=0)), 0)
    row = (await session.execute(select(func.count(), unfinished).where(Poll.issue_id == issue_id))).one()
    return int(row[0]), int(row[1])


VOTES_OF = select(Vote).where(tuple_(Vote.poll_id, Vote.resident_id).in_(bindparam("pairs", expanding=True)))


async def votes_of(session: AsyncSession, pairs: Collection[Pair]) -> dict[Pair, Vote]:
    """The votes that count now of the (poll, resident) pairs; those who have not voted are left out."""
    return {
        (vote.poll_id, vote.resident_id): vote for vote in await session.scalars(VOTES_OF, {"pairs": padded(pairs)})
    }


async def voters_since(session: AsyncSession, poll_id: UUID, seq: int) -> list[tuple[UUID, int]]:
    """Who has voted in a poll after entry `seq` of its stream, or changed a vote, with the entry of each."""
    query = select(Vote.resident_id, Vote.seq).where(Vote.poll_id == poll_id, Vote.seq > seq)
    return [(resident_id, entry) for resident_id, entry in await session.execute(query)]


async def recount(session: AsyncSession, issue_id: UUID) -> dict[UUID, dict[str, int]]:
    """The heads behind every choice of an issue's polls, counted anew from the votes. For checks, not for screens."""
    query = (
        select(PollChoice.poll_id, PollChoice.key, func.coalesce(func.sum(Vote.heads), 0))
        .join(Poll, Poll.id == PollChoice.poll_id)
        .outerjoin(Vote, and_(Vote.poll_id == PollChoice.poll_id, Vote.choice == PollChoice.key))
        .where(Poll.issue_id == issue_id)
        .group_by(PollChoice.poll_id, PollChoice.key)
    )
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    for poll_id, key, heads in await session.execute(query):
        found[poll_id][key] = int(heads)
    return found
