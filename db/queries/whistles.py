"""Whistles with their calls, arrivals, tasks and ratings, as they are read."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.departments import DepartmentMember
from db.models.grids import Building, Home, Household, Unit
from db.models.whistles import Whistle, WhistleArrival, WhistleCall, WhistleRating, WhistleTask
from db.paging import Ask, Page, page
from rules.whistles import Side


async def by_ids(session: AsyncSession, ids: Collection[UUID]) -> list[Whistle]:
    """Whistles by id; those unknown are left out."""
    return list(await session.scalars(select(Whistle).where(Whistle.id.in_(ids))))


async def report_of(session: AsyncSession, whistle_id: UUID) -> UUID | None:
    """The report a whistle was blown over, which never changes; None where there is none."""
    return (await session.scalars(select(Whistle.report_id).where(Whistle.id == whistle_id))).first()


async def held(session: AsyncSession, whistle_id: UUID) -> Whistle | None:
    """The whistle, which nobody else can change until this transaction ends."""
    return await session.get(Whistle, whistle_id, with_for_update=True, populate_existing=True)


async def listed(
    session: AsyncSession, community_id: UUID, open_only: bool | None, report_id: UUID | None, ask: Ask
) -> Page[Whistle]:
    """The whistles of a community, newest first: all of them, those open, or those closed, and over a report."""
    query = select(Whistle).where(Whistle.community_id == community_id)
    if open_only is not None:
        query = query.where(Whistle.closed_at.is_(None) if open_only else Whistle.closed_at.is_not(None))
    if report_id is not None:
        query = query.where(Whistle.report_id == report_id)
    return await page(session, query, Whistle.blown_at, Whistle.id, ask)


async def open_over(session: AsyncSession, report_id: UUID) -> bool:
    """Whether a whistle that was blown over this report has not been closed."""
    query = select(Whistle.id).where(Whistle.report_id == report_id, Whistle.closed_at.is_(None))
    return (await session.scalars(query.limit(1))).first() is not None


async def of_task(session: AsyncSession, task_id: UUID) -> UUID | None:
    """The whistle that a task belongs to; None for one that is no longer in the plan."""
    return (await session.scalars(select(WhistleTask.whistle_id).where(WhistleTask.id == task_id))).first()


async def calls(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, list[WhistleCall]]:
    """The departments called by each whistle, in the order they were named."""
    query = select(WhistleCall).where(WhistleCall.whistle_id.in_(ids)).order_by(WhistleCall.position)
    found: dict[UUID, list[WhistleCall]] = defaultdict(list)
    for row in await session.scalars(query):
        found[row.whistle_id].append(row)
    return found


async def arrivals(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, list[WhistleArrival]]:
    """Who came to each whistle, in the order they came."""
    query = select(WhistleArrival).where(WhistleArrival.whistle_id.in_(ids))
    found: dict[UUID, list[WhistleArrival]] = defaultdict(list)
    for row in await session.scalars(query.order_by(WhistleArrival.arrived_at, WhistleArrival.resident_id)):
        found[row.whistle_id].append(row)
    return found


async def tasks(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, list[WhistleTask]]:
    """The plan of each whistle, in order."""
    query = select(WhistleTask).where(WhistleTask.whistle_id.in_(ids)).order_by(WhistleTask.number)
    found: dict[UUID, list[WhistleTask]] = defaultdict(list)
    for row in await session.scalars(query):
        found[row.whistle_id].append(row)
    return found


async def drop_open_tasks(session: AsyncSession, whistle_id: UUID) -> None:
    """Takes the tasks away that are not done and that a new plan replaces."""
    query = delete(WhistleTask).where(WhistleTask.whistle_id == whistle_id, WhistleTask.done_at.is_(None))
    await session.execute(query.execution_options(synchronize_session="fetch"))


Sums = dict[Side, tuple[int, int]]


async def ratings(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Sums]:
    """For each whistle and each side that has rated it: how many did, and the sum of what they gave."""
    given = func.count(), func.sum(WhistleRating.rating)
    query = select(WhistleRating.whistle_id, WhistleRating.side, *given).where(WhistleRating.whistle_id.in_(ids))
    found: dict[UUID, Sums] = defaultdict(dict)
    for whistle_id, side, n, total in await session.execute(
        query.group_by(WhistleRating.whistle_id, WhistleRating.side)
    ):
        found[whistle_id][side] = n, int(total)
    return found


async def rated_by(session: AsyncSession, ids: Collection[UUID], resident_id: UUID) -> dict[UUID, int]:
    """What somebody gave each of these whistles that they have rated."""
    given = WhistleRating.whistle_id.in_(ids), WhistleRating.resident_id == resident_id
    return {row.whistle_id: row.rating for row in await session.scalars(select(WhistleRating).where(*given))}


async def members(session: AsyncSession, department_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Who works in each of these departments."""
    query = select(DepartmentMember).where(DepartmentMember.department_id.in_(department_ids))
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for row in await session.scalars(query):
        found[row.department_id].add(row.resident_id)
    return found


async def living_in(session: AsyncSession, grid_id: UUID) -> set[UUID]:
    """The residents whose homes are known to be in a grid."""
    query = (
        select(Home.resident_id)
        .join(Household, Household.id == Home.household_id)
        .join(Unit, Unit.id == Household.unit_id)
        .join(Building, Building.id == Unit.building_id)
        .where(Building.grid_id == grid_id)
    )
    return set(await session.scalars(query))
