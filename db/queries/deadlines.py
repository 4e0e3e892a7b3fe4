"""Deadlines, as they are found and claimed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.deadlines import Deadline, Due


async def due(session: AsyncSession, now: datetime, limit: int) -> list[tuple[Due, UUID]]:
    """What should have been done by now, the oldest first; a poll opens before it closes, and photos go last."""
    query = select(Deadline.kind, Deadline.subject_id).where(Deadline.due_at <= now)
    last = Deadline.kind == Due.PHOTO_UNCLAIMED
    rows = await session.execute(query.order_by(last, Deadline.due_at, Deadline.kind.desc()).limit(limit))
    return [(kind, subject_id) for kind, subject_id in rows]


async def next_due(session: AsyncSession) -> datetime | None:
    """When the next deadline is, be it past or to come."""
    return (await session.execute(select(func.min(Deadline.due_at)))).scalar_one()


async def known(session: AsyncSession, kind: Due, subject_id: UUID) -> bool:
    """Whether this is to be done at some time."""
    return await session.get(Deadline, (kind, subject_id)) is not None


async def claim(session: AsyncSession, kind: Due, subject_id: UUID, now: datetime) -> bool:
    """Whether this transaction is the one that does it; the deadline is gone once the transaction commits."""
    query = select(Deadline).where(Deadline.kind == kind, Deadline.subject_id == subject_id, Deadline.due_at <= now)
    row = (await session.scalars(query.with_for_update(skip_locked=True))).first()
    if row is None:
        return False
    await session.delete(row)
    return True
