"""Who looks after which grid, what they are trained for, and how much work there is, as it is read."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.grids import Cover, Grid, GridDuty, Skill
from db.models.reports import Report
from rules.grids import Standin
from rules.reports import ENDED


async def duties(session: AsyncSession, grid_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """Who is assigned to each grid, longest first; covers are not looked at."""
    query = select(GridDuty).where(GridDuty.grid_id.in_(grid_ids)).order_by(GridDuty.since, GridDuty.resident_id)
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for row in await session.scalars(query):
        found[row.grid_id].append(row.resident_id)
    return found


async def duties_in(session: AsyncSession, community_id: UUID) -> dict[UUID, list[UUID]]:
    """Who is assigned to each grid on the map of a community that somebody is assigned to."""
    query = select(GridDuty).join(Grid, Grid.id == GridDuty.grid_id).order_by(GridDuty.since, GridDuty.resident_id)
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for row in await session.scalars(query.where(Grid.community_id == community_id, Grid.retired_at.is_(None))):
        found[row.grid_id].append(row.resident_id)
    return found


async def covers_for(session: AsyncSession, resident_ids: Iterable[UUID], at: datetime) -> list[Standin]:
    """The covers that count at this moment for any of these people, and for whoever covers for them."""
    asked, found, waiting = set[UUID](), list[Standin](), set(resident_ids)
    while waiting:
        asked |= waiting
        query = select(Cover).where(Cover.absent_id.in_(waiting), Cover.begins_at <= at, Cover.ends_at > at)
        more = [standin(row) for row in await session.scalars(query)]
        found += more
        waiting = {each.cover for each in more} - asked
    return found


async def covers_with(session: AsyncSession, resident_ids: Collection[UUID], since: datetime) -> list[Cover]:
    """The covers that concern any of these people and end after `since`, earliest first."""
    of = or_(Cover.absent_id.in_(resident_ids), Cover.cover_id.in_(resident_ids))
    return list(
        await session.scalars(select(Cover).where(of, Cover.ends_at > since).order_by(Cover.begins_at, Cover.id))
    )


def standin(row: Cover) -> Standin:
    """The cover, for the rules."""
    return Standin(row.absent_id, row.cover_id, row.begins_at, row.ends_at)


async def skills(session: AsyncSession, resident_ids: Collection[UUID]) -> dict[UUID, list[Skill]]:
    """What each of these people was trained for, by trade; those who were for nothing are left out."""
    query = select(Skill).where(Skill.resident_id.in_(resident_ids)).order_by(Skill.trade)
    found: dict[UUID, list[Skill]] = defaultdict(list)
    for row in await session.scalars(query):
        found[row.resident_id].append(row)
    return found


async def skill(session: AsyncSession, skill_id: UUID) -> Skill | None:
    """One training by its id."""
    return (await session.scalars(select(Skill).where(Skill.id == skill_id))).first()


async def codes_of(session: AsyncSession, resident_id: UUID) -> list[str]:
    """The codes of the grids on the map that somebody is assigned to."""
    query = select(Grid.code).join(GridDuty, GridDuty.grid_id == Grid.id).where(GridDuty.resident_id == resident_id)
    return list(await session.scalars(query.where(Grid.retired_at.is_(None)).order_by(Grid.code)))


async def open_reports(session: AsyncSession, grid_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many reports in each grid have not ended; grids without one are left out."""
    query = select(Report.grid_id, func.count()).where(Report.grid_id.in_(grid_ids), Report.stage.not_in(ENDED))
    rows = await session.execute(query.group_by(Report.grid_id))
    return {grid_id: int(number) for grid_id, number in rows if grid_id is not None}
