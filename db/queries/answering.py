"""How well departments answer whistles: one more of each count, as they are kept, and what is behind them."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.departments import Department
from db.models.whistles import DepartmentCount, DepartmentCountSource
from db.paging import Ask, Page, page
from rules.answering import Measure

Kept = dict[tuple[str, date, Measure], int]


async def add(session: AsyncSession, department_ids: Collection[UUID], month: date, measure: Measure) -> None:
    """One more for each of these departments."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    rows = [{"department_id": key, "month": month, "measure": measure, "n": 1} for key in sorted(set(department_ids))]
    statement = insert(DepartmentCount).values(rows)
    key = [column.name for column in DepartmentCount.__table__.primary_key]
    await session.execute(
        statement.on_conflict_do_update(index_elements=key, set_={"n": DepartmentCount.n + statement.excluded.n})
    )


async def counts(session: AsyncSession, community_id: UUID, month: date) -> dict[UUID, dict[Measure, int]]:
    """What is kept of a month, for each department of the community that was called in it, in the order of names."""
    query = (
        select(DepartmentCount)
        .join(Department, Department.id == DepartmentCount.department_id)
        .where(Department.community_id == community_id, DepartmentCount.month == month)
        .order_by(Department.name, Department.id)
    )
    found: dict[UUID, dict[Measure, int]] = defaultdict(dict)
    for row in await session.scalars(query):
        found[row.department_id][row.measure] = row.n
    return found


async def behind(
    session: AsyncSession, department_id: UUID, month: date, measure: Measure, ask: Ask
) -> Page[DepartmentCountSource]:
    """What was counted, newest first."""
    query = select(DepartmentCountSource).where(
        DepartmentCountSource.department_id == department_id,
        DepartmentCountSource.month == month,
        DepartmentCountSource.measure == measure,
    )
    return await page(session, query, DepartmentCountSource.at, DepartmentCountSource.id, ask)


async def kept(session: AsyncSession, community_id: UUID) -> Kept:
    """Every kept count of a community, by the codes of its departments."""
    columns = Department.code, DepartmentCount.month, DepartmentCount.measure
    query = select(*columns, DepartmentCount.n).join(Department, Department.id == DepartmentCount.department_id)
    rows = await session.execute(query.where(Department.community_id == community_id))
    return {(code, month, measure): n for code, month, measure, n in rows}


async def recount(session: AsyncSession, community_id: UUID) -> Kept:
    """The same, counted anew from what is behind them. For checks, not for screens."""
    columns = Department.code, DepartmentCountSource.month, DepartmentCountSource.measure
    query = select(*columns, func.count()).join(Department, Department.id == DepartmentCountSource.department_id)
    rows = await session.execute(query.where(Department.community_id == community_id).group_by(*columns))
    return {(code, month, measure): n for code, month, measure, n in rows}
