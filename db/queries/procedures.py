"""Procedures and calendars of communities, as they are read."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.reports import CalendarDay, Procedure


async def version(session: AsyncSession, community_id: UUID, number: int) -> Procedure | None:
    """One version of a community's own; None for the first, which is everybody's."""
    return await session.get(Procedure, (community_id, number))


async def versions(session: AsyncSession, keys: Collection[tuple[UUID, int]]) -> dict[tuple[UUID, int], Procedure]:
    """Versions of communities' own by community and number; those that there are not are left out."""
    query = select(Procedure).where(tuple_(Procedure.community_id, Procedure.version).in_(list(keys)))
    return {(row.community_id, row.version): row for row in await session.scalars(query)}


async def current(session: AsyncSession, community_id: UUID, now: datetime) -> Procedure | None:
    """The version whose time came last, of several at once the newest; None where it is the first."""
    query = select(Procedure).where(Procedure.community_id == community_id, Procedure.valid_from <= now)
    return (
        await session.scalars(query.order_by(Procedure.valid_from.desc(), Procedure.version.desc()).limit(1))
    ).first()


async def coming(session: AsyncSession, community_id: UUID, now: datetime) -> list[Procedure]:
    """Those whose time has not come, by time; of several for one time the newest, which takes the others' place."""
    query = select(Procedure).where(Procedure.community_id == community_id, Procedure.valid_from > now)
    rows = await session.scalars(query.order_by(Procedure.version))
    return sorted({row.valid_from: row for row in rows}.values(), key=lambda row: row.valid_from)


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
