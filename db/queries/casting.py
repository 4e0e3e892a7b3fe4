"""What a group of votes is checked against, and how it is written: rows, not objects, since there are hundreds."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple, cast
from uuid import UUID

from sqlalchemy import Row, Select, Table, Uuid, and_, bindparam, column, func, insert, select, true, tuple_, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from db.batches import padded
from db.models.communities import RollEntry
from db.models.polls import Ballot, Poll, PollChoice, Vote, VoteKey
from rules.polls import TallyVisibility, Terms

Pair = tuple[UUID, UUID]
Rows = list[dict[str, Any]]

POLLS, CHOICES, VOTES, BALLOTS, KEYS, ROLL = (
    cast("Table", model.__table__) for model in (Poll, PollChoice, Vote, Ballot, VoteKey, RollEntry)
)


@dataclass(slots=True)
class Count:
    """A poll as it stands: its terms, the newest number of its stream, and the heads behind each choice by its key."""

    issue_id: UUID
    visibility: TallyVisibility
    ballot_key: bytes
    terms: Terms
    seq: int
    heads: dict[str, int]


class Cast(NamedTuple):
    """A vote that counts now."""

    choice: str
    tracker: str
    seq: int
    cast_at: datetime


class Entitled(NamedTuple):
    """Somebody on a poll's roll: what their vote weighs, and the vote they have cast."""

    heads: int
    area: int
    vote: Cast | None


COUNTS = (
    select(
        POLLS.c.id,
        POLLS.c.issue_id,
        POLLS.c.tally_visibility,
        POLLS.c.ballot_key,
        POLLS.c.opens_at,
        POLLS.c.closes_at,
        POLLS.c.opened_at,
        POLLS.c.closed_at,
        POLLS.c.revisable,
        POLLS.c.seq,
        CHOICES.c.key,
        CHOICES.c.votes,
    )
    .join(CHOICES, CHOICES.c.poll_id == POLLS.c.id)
    .where(POLLS.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(POLLS.c.id, CHOICES.c.position)
)
ON_ROLL = and_(
    ROLL.c.community_id == POLLS.c.community_id,
    ROLL.c.since <= POLLS.c.roll_version,
    ROLL.c.until.is_(None) | (ROLL.c.until > POLLS.c.roll_version),
)
WEIGHTS = (ROLL.c.heads, ROLL.c.area)
RECEIPT = (VOTES.c.choice, VOTES.c.tracker, VOTES.c.seq, VOTES.c.cast_at)
ENTITLED = (
    select(POLLS.c.id, ROLL.c.resident_id, *WEIGHTS, *RECEIPT)
    .join(ROLL, ON_ROLL)
    .outerjoin(VOTES, and_(VOTES.c.poll_id == POLLS.c.id, VOTES.c.resident_id == ROLL.c.resident_id))
    .where(tuple_(POLLS.c.id, ROLL.c.resident_id).in_(bindparam("pairs", expanding=True)))
)


def _one_by_one() -> Select[Any]:
    """The same for PostgreSQL, which reads a whole roll and all votes of a poll unless it has to look each up."""
    arrays = (bindparam(name, type_=ARRAY(Uuid())) for name in ("polls", "residents"))
    columns = column("poll", Uuid()), column("resident", Uuid())
    asked = func.unnest(*arrays).table_valued(*columns, name="asked").render_derived()
    mine = select(*WEIGHTS).where(ON_ROLL, ROLL.c.resident_id == asked.c.resident).limit(1).lateral("mine")
    same = VOTES.c.poll_id == asked.c.poll, VOTES.c.resident_id == asked.c.resident
    vote = select(*RECEIPT).where(*same).limit(1).lateral("vote")
    found = asked.join(POLLS, POLLS.c.id == asked.c.poll).join(mine, true()).outerjoin(vote, true())
    return select(asked.c.poll, asked.c.resident, *mine.c, *vote.c).select_from(found)


ONE_BY_ONE = _one_by_one()
USED = select(*KEYS.c).where(tuple_(KEYS.c.resident_id, KEYS.c.key).in_(bindparam("pairs", expanding=True)))
MOVED = update(POLLS).where(POLLS.c.id == bindparam("of")).values(seq=bindparam("to"), changed_at=bindparam("moved_at"))
COUNTED = (
    update(CHOICES)
    .where(CHOICES.c.poll_id == bindparam("of"), CHOICES.c.key == bindparam("of_key"))
    .values(votes=bindparam("heads"))
)
NEW_VOTES, NEW_BALLOTS, NEW_KEYS = insert(VOTES), insert(BALLOTS), insert(KEYS)
OTHER_VOTES = (
    update(VOTES)
    .where(VOTES.c.poll_id == bindparam("of"), VOTES.c.resident_id == bindparam("of_resident"))
    .values({name: bindparam(name) for name in ("choice", "heads", "area", "tracker", "seq", "cast_at")})
)


async def counts(connection: AsyncConnection, poll_ids: Collection[UUID]) -> dict[UUID, Count]:
    """The polls as they stand; those unknown are left out."""
    rows = await connection.execute(COUNTS, {"ids": padded(poll_ids)})
    return {poll_id: _count(list(of_one)) for poll_id, of_one in groupby(rows, attrgetter("id"))}


def _count(rows: Sequence[Any]) -> Count:
    poll, heads = rows[0], {row.key: row.votes for row in rows}
    terms = Terms(
        opens_at=poll.opens_at,
        closes_at=poll.closes_at,
        opened=poll.opened_at is not None,
        closed=poll.closed_at is not None,
        choices=frozenset(heads),
        revisable=poll.revisable,
    )
    return Count(poll.issue_id, poll.tally_visibility, poll.ballot_key, terms, poll.seq, heads)


async def entitled(connection: AsyncConnection, pairs: Collection[Pair]) -> dict[Pair, Entitled]:
    """Those of the (poll, resident) pairs where the resident is on the poll's roll."""
    found: dict[Pair, Entitled] = {}
    if connection.dialect.name == "sqlite":
        rows = await connection.execute(ENTITLED, {"pairs": padded(pairs)})
    else:
        polls, residents = zip(*pairs, strict=True) if pairs else ((), ())
        rows = await connection.execute(ONE_BY_ONE, {"polls": polls, "residents": residents})
    for poll_id, resident_id, heads, area, choice, tracker, seq, cast_at in rows:
        vote = None if choice is None else Cast(choice, tracker, seq, cast_at)
        found[poll_id, resident_id] = Entitled(heads, area, vote)
    return found


async def keys(connection: AsyncConnection, pairs: Collection[tuple[UUID, str]]) -> dict[tuple[UUID, str], Row[Any]]:
    """What the (resident, idempotency key) pairs were used for; those never used are left out."""
    if not pairs:
        return {}
    return {(row.resident_id, row.key): row for row in await connection.execute(USED, {"pairs": padded(pairs)})}


async def keep(
    connection: AsyncConnection, *, polls: Rows, choices: Rows, new: Rows, changed: Rows, ballots: Rows, keys: Rows
) -> None:
    """Writes numbers of polls, heads behind choices, new and changed votes, ballots, and keys they came under."""
    votes = ((NEW_VOTES, new), (OTHER_VOTES, changed), (NEW_BALLOTS, ballots), (NEW_KEYS, keys))
    for statement, rows in ((MOVED, polls), (COUNTED, choices), *votes):
        if rows:
            await connection.execute(statement, rows)
