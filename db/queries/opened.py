"""The entries that public figures of points are the sum of."""

from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.points import PointsEntry
from db.models.resolutions import Unthanked
from db.paging import Ask, Page, page
from db.queries.points import OPENED, Board
from rules.points import days_of


async def behind(session: AsyncSession, board: Board, subject_id: UUID, ask: Ask) -> Page[PointsEntry]:
    """The entries that somebody's points in a month are the sum of, newest first."""
    month = PointsEntry.day.between(*days_of(board.month))
    return await _counted(session, ask, OPENED[board.scorer] == subject_id, month)


async def behind_all(session: AsyncSession, resident_id: UUID, ask: Ask) -> Page[PointsEntry]:
    """The entries that all the points somebody ever earned are the sum of, newest first."""
    return await _counted(session, ask, PointsEntry.resident_id == resident_id)


async def _counted(session: AsyncSession, ask: Ask, *which: ColumnElement[bool]) -> Page[PointsEntry]:
    """In the order in which boards have counted them, which is not always that in which they were given."""
    query = select(PointsEntry).where(*which, PointsEntry.points != 0, PointsEntry.counted_at.is_not(None))
    return await page(session, query, PointsEntry.counted_at, PointsEntry.id, ask)


async def is_shown(session: AsyncSession, resident_id: UUID) -> bool:
    """Whether somebody is named on boards: they are unless they said no."""
    return await session.get(Unthanked, resident_id) is None
