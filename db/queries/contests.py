"""Contests with all that belongs to them, and what their ranks are made of."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

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
from db.models.guards import PointsHold
from db.models.points import PointsEntry
from db.models.residents import Resident
from db.models.teams import TeamMember
from db.paging import Ask, Page, page
from rules.activities import Occasion
from rules.contests import Award, ContestKind, Stage
from rules.guards import Outcome
from rules.ids import Kind, public_id
from rules.points import Movement, Rule, begin_of, end_of, month_of

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


async def has_poll(session: AsyncSession, poll_id: UUID) -> bool:
    """Whether a poll is that of a contest."""
    return bool(await session.scalar(select(Contest.id).where(Contest.poll_id == poll_id)))


async def naming(session: AsyncSession, community_id: UUID, resident_id: UUID) -> list[UUID]:
    """The contests whose pages may name somebody: as a judge, an author, or one who gave time."""
    by_part = (
        select(ContestJudge.contest_id).where(ContestJudge.resident_id == resident_id),
        select(ContestEntry.contest_id).where(ContestEntry.entered_by == resident_id),
        select(ContestResult.contest_id).where(ContestResult.subject_id == resident_id),
    )
    running = Contest.stage == Stage.RUNNING
    query = select(Contest.id).where(
        Contest.community_id == community_id, or_(running, *(Contest.id.in_(each) for each in by_part))
    )
    return list(await session.scalars(query.order_by(Contest.id)))


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
    """The minutes that count in a volunteer month as (resident, the team they were in then, minutes).

    Those for which points wait, were voided or were taken back do not.
    """
    if contest.month is None:
        return []
    then = and_(
        TeamMember.resident_id == Attendance.resident_id,
        TeamMember.joined_at <= Slot.starts_at,
        or_(TeamMember.left_at.is_(None), TeamMember.left_at > Slot.starts_at),
    )
    query = (
        select(Attendance.resident_id, Slot.id, TeamMember.team_id, func.sum(Attendance.minutes))
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
        .group_by(Attendance.resident_id, Slot.id, TeamMember.team_id)
    )
    void = await _not_paid(session, contest.community_id, begin_of(contest.month).date())
    sums: dict[tuple[UUID, UUID | None], int] = defaultdict(int)
    for resident, slot, team, minutes in await session.execute(query):
        if resident and minutes and (resident, public_id(Kind.SLOT, slot)) not in void:
            sums[resident, team] += int(minutes)
    return [(resident, team, minutes) for (resident, team), minutes in sums.items()]


async def _not_paid(session: AsyncSession, community_id: UUID, since: date) -> set[tuple[UUID, str]]:
    """The (resident, source) of minutes whose points wait, were voided, or were taken back."""
    of = PointsEntry.community_id == community_id, PointsEntry.rule == Rule.VOLUNTEERING, PointsEntry.day >= since
    later = aliased(PointsEntry)
    taken_back = select(PointsEntry.resident_id, PointsEntry.source).join(later, later.corrects_id == PointsEntry.id)
    held = select(PointsEntry.resident_id, PointsEntry.source).join(PointsHold, PointsHold.entry_id == PointsEntry.id)
    waits = or_(PointsHold.outcome.is_(None), PointsHold.outcome == Outcome.VOIDED)
    rows = [*await session.execute(taken_back.where(*of)), *await session.execute(held.where(*of, waits))]
    return {(resident, source) for resident, source in rows}


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
