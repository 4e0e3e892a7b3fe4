"""Who has spoken about an issue, who has voted on it, and whom points are due for both."""

from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.points import PointsEntry, Voice
from db.models.polls import Poll, Vote
from db.models.residents import Resident
from rules.points import Rule


async def raise_voice(session: AsyncSession, issue_id: UUID, resident_id: UUID) -> None:
    """Notes that somebody has spoken about an issue; once is enough."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = insert(Voice).values(issue_id=issue_id, resident_id=resident_id)
    await session.execute(statement.on_conflict_do_nothing())


async def voters(session: AsyncSession, poll_id: UUID) -> list[UUID]:
    """Who voted in a poll, in the order of their ids."""
    query = select(Vote.resident_id).where(Vote.poll_id == poll_id)
    return list(await session.scalars(query.order_by(Vote.resident_id)))


async def unpaid_voices(session: AsyncSession, poll: Poll, source: str, limit: int) -> list[UUID]:
    """Those confirmed who have spoken about the issue of a poll, voted in it, and got no points for the issue yet."""
    paid = select(PointsEntry.id).where(
        PointsEntry.resident_id == Vote.resident_id,
        PointsEntry.rule == Rule.DELIBERATION,
        PointsEntry.source == source,
    )
    query = (
        select(Vote.resident_id)
        .join(Voice, and_(Voice.issue_id == poll.issue_id, Voice.resident_id == Vote.resident_id))
        .join(Resident, Resident.id == Vote.resident_id)
        .where(
            Vote.poll_id == poll.id,
            Resident.verified_at.is_not(None),
            Resident.community_id == poll.community_id,
            ~paid.exists(),
        )
    )
    return list(await session.scalars(query.order_by(Vote.resident_id).limit(limit)))


async def has_voted(session: AsyncSession, issue_id: UUID, resident_id: UUID) -> bool:
    """Whether somebody has voted in a poll on an issue that has closed."""
    query = select(Vote.seq).join(Poll, Poll.id == Vote.poll_id)
    in_it = Poll.issue_id == issue_id, Poll.closed_at.is_not(None), Vote.resident_id == resident_id
    found = await session.scalar(query.where(*in_it).limit(1))
    return found is not None
