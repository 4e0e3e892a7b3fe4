"""Procedures and calendars of communities, as they are read."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.reports import CalendarDay, Procedure


async def version(session: AsyncSession, community_id: UUID, number: int) -> Procedure | None:
    """One version of a community's own; None for the first, which is everybody's."""
    return await session.get(Procedure, (community_id, number))


async def current(session: AsyncSession, community_id: UUID, now: datetime) -> Procedure | None:
    """The newest version that is valid already; None where it is the first."""
    query = select(Procedure).where(Procedure.community_id == community_id, Procedure.valid_from <= now)
    return (await session.scalars(query.order_by(Procedure.version.desc()).limit(1))).first()


async def newest(session: AsyncSession, community_id: UUID) -> int:
    """The number of the newest version of a community's own; 1 where it has none."""
    query = select(func.max(Procedure.version)).where(Procedure.community_id == community_id)
    return (await session.execute(query)).scalar_one() or 1


async def calendar(session: AsyncSession, community_id: UUID) -> list[CalendarDay]:
    """The days of a community that are unlike their weekday."""
    query = select(CalendarDay).where(CalendarDay.community_id == community_id).order_by(CalendarDay.day)
    return list(await session.scalars(query))


async def forget_days(session: AsyncSession, community_id: UUID, first: object, last: object) -> None:
    """Takes away what is known of the days from one to another."""
    within = CalendarDay.community_id == community_id, CalendarDay.day >= first, CalendarDay.day <= last
    await session.execute(delete(CalendarDay).where(*within))
