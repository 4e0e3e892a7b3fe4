"""Ballots, as they are read for proofs and exports."""

from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.polls import Ballot


async def by_tracker(session: AsyncSession, tracker: str) -> Ballot | None:
    """The ballot with this tracker."""
    return (await session.scalars(select(Ballot).where(Ballot.tracker == tracker))).first()


async def of_group(session: AsyncSession, poll_id: UUID, seq: int) -> list[Ballot]:
    """The ballots that were counted together, by place."""
    query = select(Ballot).where(Ballot.poll_id == poll_id, Ballot.seq == seq).order_by(Ballot.place)
    return list(await session.scalars(query))


async def of_poll(session: AsyncSession, poll_id: UUID, after: tuple[int, int], limit: int) -> list[Ballot]:
    """The ballots of a poll that follow (entry, place), in order, at most `limit`."""
    beyond = tuple_(Ballot.seq, Ballot.place) > after
    query = select(Ballot).where(Ballot.poll_id == poll_id, beyond).order_by(Ballot.seq, Ballot.place).limit(limit)
    return list(await session.scalars(query))
