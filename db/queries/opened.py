"""The entries that public figures of points are the sum of."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.points import PointsEntry
from db.models.resolutions import Unthanked
from db.paging import Ask, Page, page
from db.queries.points import OPENED, Board


async def behind(session: AsyncSession, board: Board, subject_id: UUID, ask: Ask) -> Page[PointsEntry]:
    """The entries that somebody's points in a month are the sum of, newest first."""
    month = PointsEntry.day.between(board.month, (board.month + timedelta(days=31)).replace(day=1) - timedelta(days=1))
    query = select(PointsEntry).where(OPENED[board.scorer] == subject_id, month, PointsEntry.points != 0)
    return await page(session, query, PointsEntry.at, PointsEntry.id, ask)


async def behind_all(session: AsyncSession, resident_id: UUID, ask: Ask) -> Page[PointsEntry]:
    """The entries that all the points somebody ever earned are the sum of, newest first."""
    query = select(PointsEntry).where(PointsEntry.resident_id == resident_id, PointsEntry.points != 0)
    return await page(session, query, PointsEntry.at, PointsEntry.id, ask)


async def is_shown(session: AsyncSession, resident_id: UUID) -> bool:
    """Whether somebody is named on boards: they are unless they said no."""
    return await session.get(Unthanked, resident_id) is None
