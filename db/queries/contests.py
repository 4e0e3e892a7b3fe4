"""Contests with all that belongs to them, and what their ranks are made of."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.activities import Activity, Attendance, Slot
from db.models.contests import (
    Contest,
    ContestCriterion,
    ContestEntry,
    ContestJudge,
    ContestPrize,
    ContestResult,
    ContestScore,
    ContestWin,
)
from db.models.grids import Home, Household, Unit
from db.models.points import PointsEntry
from db.models.residents import Resident
from db.models.teams import TeamMember
from db.paging import Ask, Page, page
from rules.activities import Occasion
from rules.contests import Award, ContestKind, Stage
from rules.points import Movement, begin_of, end_of, month_of

Given = tuple[UUID, UUID | None, int]


@dataclass(frozen=True, slots=True)
class Parts:
    """A contest with what belongs to it, each in its order."""

    contest: Contest
    prizes: list[ContestPrize]
    criteria: list[ContestCriterion]
    judges: list[UUID]
    entries: list[ContestEntry]
    results: list[ContestResult]


async def held(session: AsyncSession, contest_id: UUID) -> Contest | None:
    """A contest, kept until this transaction ends."""
    return await session.get(Contest, contest_id, with_for_update=True, populate_existing=True)


async def by_ids(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Contest]:
    """Contests by id; those unknown are left out."""
    return {row.id: row for row in await session.scalars(select(Contest).where(Contest.id.in_(ids)))}


async def listed(session: AsyncSession, community_id: UUID, ask: Ask) -> Page[Contest]:
    """The contests of a community, newest first."""
    query = select(Contest).where(Contest.community_id == community_id)
    return await page(session, query, Contest.planned_at, Contest.id, ask)


async def parts(session: AsyncSession, contest: Contest) -> Parts:
    """The contest with all that belongs to it."""
    of = contest.id
    prizes = select(ContestPrize).where(ContestPrize.contest_id == of).order_by(ContestPrize.award, ContestPrize.place)
    criteria = select(ContestCriterion).where(ContestCriterion.contest_id == of).order_by(ContestCriterion.position)
    judges = select(ContestJudge.resident_id).where(ContestJudge.contest_id == of).order_by(ContestJudge.resident_id)
    results = select(ContestResult).where(ContestResult.contest_id == of)
    in_order = results.order_by(ContestResult.award, ContestResult.place, ContestResult.subject_id)
    return Parts(
        contest,
        list(await session.scalars(prizes)),
        list(await session.scalars(criteria)),
        list(await session.scalars(judges)),
        await entries(session, of),
        list(await session.scalars(in_order)),
    )


async def entries(session: AsyncSession, contest_id: UUID) -> list[ContestEntry]:
    """What was entered, in the order of its numbers."""
    query = select(ContestEntry).where(ContestEntry.contest_id == contest_id).order_by(ContestEntry.number)
    return list(await session.scalars(query))


async def entry(session: AsyncSession, entry_id: UUID) -> ContestEntry | None:
    """One of those compared."""
    return await session.get(ContestEntry, entry_id)


async def scores(session: AsyncSession, contest_id: UUID) -> list[ContestScore]:
    """All scores that judges have given in a contest."""
    query = select(ContestScore).join(ContestEntry, ContestEntry.id == ContestScore.entry_id)
    rows = await session.scalars(
        query.where(ContestEntry.contest_id == contest_id).execution_options(populate_existing=True)
    )
    return list(rows)


async def running(session: AsyncSession, community_id: UUID, at: datetime) -> list[UUID]:
    """The volunteer months under way in which a moment counts."""
    query = select(Contest.id).where(
        Contest.community_id == community_id,
        Contest.kind == ContestKind.VOLUNTEERING,
        Contest.stage == Stage.RUNNING,
        Contest.month == month_of(at),
    )
    return list(await session.scalars(query.order_by(Contest.id)))


async def given(session: AsyncSession, contest: Contest) -> list[Given]:
    """The minutes that count in a volunteer month as (resident, the team they were in then, minutes)."""
    if contest.month is None:
        return []
    then = and_(
        TeamMember.resident_id == Attendance.resident_id,
        TeamMember.joined_at <= Slot.starts_at,
        or_(TeamMember.left_at.is_(None), TeamMember.left_at > Slot.starts_at),
    )
    query = (
        select(Attendance.resident_id, TeamMember.team_id, func.sum(Attendance.minutes))
        .join(Slot, Slot.id == Attendance.slot_id)
        .join(Activity, Activity.id == Slot.activity_id)
        .join(Resident, Resident.id == Attendance.resident_id)
        .outerjoin(TeamMember, then)
        .where(
            Activity.community_id == contest.community_id,
            Activity.occasion == Occasion.VOLUNTEERING,
            Slot.starts_at >= begin_of(contest.month),
            Slot.starts_at < end_of(contest.month),
            Attendance.confirmed_at.is_not(None),
            Attendance.minutes > 0,
            Resident.community_id == contest.community_id,
            Resident.verified_at.is_not(None),
        )
        .group_by(Attendance.resident_id, TeamMember.team_id)
    )
    rows = await session.execute(query)
    return [(resident, team, int(minutes)) for resident, team, minutes in rows if resident and minutes]


async def verified_in(session: AsyncSession, building_ids: Collection[UUID]) -> Mapping[UUID, list[UUID]]:
    """The confirmed residents who live in each building, in the order of their ids."""
    query = (
        select(Unit.building_id, Resident.id)
        .join(Household, Household.unit_id == Unit.id)
        .join(Home, Home.household_id == Household.id)
        .join(Resident, Resident.id == Home.resident_id)
        .where(Unit.building_id.in_(building_ids), Resident.verified_at.is_not(None))
        .order_by(Resident.id)
    )
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for building_id, resident_id in await session.execute(query):
        found[building_id].append(resident_id)
    return found


async def unpaid(session: AsyncSession, contest_id: UUID, limit: int) -> list[ContestWin]:
    """Wins that have not been paid, the first first."""
    query = select(ContestWin).where(ContestWin.contest_id == contest_id, ContestWin.paid_at.is_(None))
    return list(await session.scalars(query.order_by(ContestWin.id).limit(limit)))


async def rewarded(session: AsyncSession, contest_id: UUID) -> dict[tuple[Award, UUID], int]:
    """How many are rewarded for each of those that won."""
    query = select(ContestWin.award, ContestWin.subject_id, func.count()).where(ContestWin.contest_id == contest_id)
    rows = await session.execute(query.group_by(ContestWin.award, ContestWin.subject_id))
    return {(award, subject_id): number for award, subject_id, number in rows}


async def won(session: AsyncSession, contest_id: UUID, resident_id: UUID) -> int:
    """The points of all that somebody has won in a contest."""
    mine = ContestWin.contest_id == contest_id, ContestWin.resident_id == resident_id
    return await session.scalar(select(func.coalesce(func.sum(ContestWin.points), 0)).where(*mine)) or 0


async def differences(session: AsyncSession, community_id: UUID) -> list[str]:
    """Where a paid win has no entry of just its points, or an entry no win; nothing where all is well. For checks."""
    wins = select(ContestWin).join(Contest, Contest.id == ContestWin.contest_id)
    paid = wins.where(Contest.community_id == community_id, ContestWin.paid_at.is_not(None))
    prizes = select(PointsEntry).where(PointsEntry.community_id == community_id, PointsEntry.movement == Movement.PRIZE)
    due = {(row.resident_id, row.id.hex, row.points) for row in await session.scalars(paid)}
    entered = {(row.resident_id, row.source.rpartition("_")[2], row.points) for row in await session.scalars(prizes)}
    return [f"{' '.join(map(str, each))}: due or entered, not both" for each in sorted(due ^ entered, key=str)]
