"""What residents were told. Every query names whose notices it reads."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.notices import Notice
from db.paging import Ask, Page, page


async def of(session: AsyncSession, resident_id: UUID, ask: Ask) -> Page[Notice]:
    """A resident's notices, newest first."""
    query = select(Notice).where(Notice.resident_id == resident_id)
    return await page(session, query, Notice.told_at, Notice.id, ask)


async def own(session: AsyncSession, resident_id: UUID, notice_id: UUID) -> Notice | None:
    """A resident's own notice."""
    query = select(Notice).where(Notice.id == notice_id, Notice.resident_id == resident_id)
    return (await session.scalars(query)).first()


async def after(session: AsyncSession, resident_id: UUID, number: int, limit: int) -> list[Notice]:
    """A resident's notices beyond this number, oldest first."""
    query = select(Notice).where(Notice.resident_id == resident_id, Notice.seq > number)
    return list(await session.scalars(query.order_by(Notice.seq).limit(limit)))


async def unread(session: AsyncSession, resident_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many each has not read; those who have read all are left out."""
    waiting = Notice.resident_id.in_(resident_ids), Notice.read_at.is_(None)
    query = select(Notice.resident_id, func.count().label("number")).where(*waiting).group_by(Notice.resident_id)
    return {row.resident_id: row.number for row in await session.execute(query)}


async def mark_read(session: AsyncSession, resident_id: UUID, up_to: int, at: datetime) -> None:
    """Marks a resident's unread notices up to this number as read at this moment."""
    waiting = Notice.resident_id == resident_id, Notice.seq <= up_to, Notice.read_at.is_(None)
    await session.execute(update(Notice).where(*waiting).values(read_at=at))
