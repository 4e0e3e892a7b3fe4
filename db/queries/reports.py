"""Reports with their photos, followers and clocks, as they are read."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import cast
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, and_, bindparam, exists, false, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db.batches import padded
from db.models.deadlines import Deadline, Due
from db.models.photos import Photo
from db.models.reports import Report, ReportClock, ReportFollower, ReportPhoto
from db.paging import Ask, Page, page
from rules.places import Place
from rules.reports import ENDED, Clock, Stage


class ClockState(StrEnum):
    """How a report's clock stands."""

    RUNNING = "RUNNING"
    WARNED = "WARNED"
    OVERDUE = "OVERDUE"
    STOPPED = "STOPPED"
    ENDED = "ENDED"


@dataclass(frozen=True, slots=True)
class Which:
    """Which reports are asked for: those of which all of this is so."""

    stage: Stage | None = None
    department_id: UUID | None = None
    grid_id: UUID | None = None
    clock: ClockState | None = None
    open_only: bool = False


CLOCKS: dict[ClockState, ColumnElement[bool]] = {
    ClockState.RUNNING: and_(Report.due_at.is_not(None), Report.warned.is_(False), Report.overdue == 0),
    ClockState.WARNED: and_(Report.due_at.is_not(None), Report.warned.is_(True), Report.overdue == 0),
    ClockState.OVERDUE: and_(Report.due_at.is_not(None), Report.overdue > 0),
    ClockState.STOPPED: Report.asked_at.is_not(None),
    ClockState.ENDED: Report.stage.in_(ENDED),
}


# Statements that every step of a report has, made once: making them anew costs more than the database.
REPORTS, REPORT_CLOCKS = cast("Table", Report.__table__), cast("Table", ReportClock.__table__)
FOLLOWERS = cast("Table", ReportFollower.__table__)
COMMUNITY = select(REPORTS.c.community_id).where(REPORTS.c.id == bindparam("report"))
PLACES = (
    select(REPORT_CLOCKS.c.id, REPORTS.c.community_id, REPORTS.c.id)
    .join(REPORTS, REPORTS.c.id == REPORT_CLOCKS.c.report_id)
    .where(REPORT_CLOCKS.c.id.in_(bindparam("clocks", expanding=True)))
)
HELD_TOGETHER = (
    select(Report, ReportClock)
    .join(ReportClock, and_(ReportClock.report_id == Report.id, ReportClock.ended_at.is_(None)))
    .where(Report.id.in_(bindparam("reports", expanding=True)))
    .order_by(Report.id)
    .with_for_update(of=Report)
)
HELD = (
    select(Report, ReportClock)
    .outerjoin(ReportClock, and_(ReportClock.report_id == Report.id, ReportClock.ended_at.is_(None)))
    .where(Report.id == bindparam("report"), Report.community_id == bindparam("community"))
    .with_for_update(of=Report)
)
NEWEST = {"populate_existing": True}
JOINED = select(FOLLOWERS.c.resident_id).where(FOLLOWERS.c.report_id == bindparam("report"))


async def by_ids(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Report]:
    """Reports by id; those unknown are left out."""
    return {row.id: row for row in await session.scalars(select(Report).where(Report.id.in_(ids)))}


async def sent_under(session: AsyncSession, reporter_id: UUID, key: str) -> Report | None:
    """What a resident has reported under an idempotency key."""
    return await session.scalar(select(Report).where(Report.reporter_id == reporter_id, Report.idempotency_key == key))


async def community_of(session: AsyncSession, report_id: UUID) -> UUID | None:
    """The community a report was sent in, which never changes; None where there is no such report."""
    return (await session.execute(COMMUNITY, {"report": report_id})).scalar_one_or_none()


async def held(session: AsyncSession, community_id: UUID, report_id: UUID) -> tuple[Report, ReportClock | None] | None:
    """A report of the community and the clock that counts, as they stand, kept from others until the transaction ends.

    None where the community has no such report.
    """
    found = (
        await session.execute(HELD, {"community": community_id, "report": report_id}, execution_options=NEWEST)
    ).first()
    return None if found is None else (found[0], found[1])


async def held_together(session: AsyncSession, report_ids: Collection[UUID]) -> dict[UUID, tuple[Report, ReportClock]]:
    """By the clock that counts, the reports that have one, kept from others until the transaction ends."""
    rows = await session.execute(HELD_TOGETHER, {"reports": padded(report_ids)}, execution_options=NEWEST)
    return {clock.id: (report, clock) for report, clock in rows}


async def ran_out(session: AsyncSession, report_id: UUID, which: Clock) -> bool:
    """Whether a clock of this kind has run out on a report."""
    query = select(ReportClock.id).where(ReportClock.report_id == report_id, ReportClock.clock == which)
    return await session.scalar(query.where(ReportClock.overdue_at.is_not(None)).limit(1)) is not None


async def listed(session: AsyncSession, community_id: UUID, which: Which, ask: Ask) -> Page[Report]:
    """Reports of a community, newest first."""
    query = select(Report).where(Report.community_id == community_id)
    if which.stage is not None:
        query = query.where(Report.stage == which.stage)
    if which.department_id is not None:
        query = query.where(Report.department_id == which.department_id)
    if which.grid_id is not None:
        query = query.where(Report.grid_id == which.grid_id)
    if which.clock is not None:
        query = query.where(CLOCKS[which.clock])
    if which.open_only:
        query = query.where(Report.stage.not_in(ENDED))
    return await page(session, query, Report.reported_at, Report.id, ask)


async def of_resident(session: AsyncSession, resident_id: UUID, ask: Ask) -> Page[Report]:
    """What somebody sent or joined, newest first."""
    joined = select(ReportFollower.report_id).where(ReportFollower.resident_id == resident_id)
    query = select(Report).where(or_(Report.reporter_id == resident_id, Report.id.in_(joined)))
    return await page(session, query, Report.reported_at, Report.id, ask)


async def near(
    session: AsyncSession, community_id: UUID, corners: tuple[Place, Place], category: str | None, limit: int
) -> list[Report]:
    """Open reports between the south-western and the north-eastern corner, newest first."""
    low, high = corners
    query = select(Report).where(
        Report.community_id == community_id,
        Report.latitude.between(low.latitude, high.latitude),
        Report.longitude.between(low.longitude, high.longitude),
        Report.stage.not_in(ENDED),
    )
    if category is not None:
        query = query.where(Report.category == category)
    return list(await session.scalars(query.order_by(Report.reported_at.desc()).limit(limit)))


async def photos(session: AsyncSession, wanted: Collection[tuple[UUID, bool]]) -> dict[tuple[UUID, bool], list[Photo]]:
    """The photos of reports in order, before (False) or after (True)."""
    query = (
        select(ReportPhoto.report_id, ReportPhoto.after, Photo)
        .join(Photo, Photo.id == ReportPhoto.photo_id)
        .where(ReportPhoto.report_id.in_({report_id for report_id, _ in wanted}))
        .order_by(ReportPhoto.position)
    )
    found: dict[tuple[UUID, bool], list[Photo]] = defaultdict(list)
    for report_id, after, photo in await session.execute(query):
        found[report_id, after].append(photo)
    return found


async def photo_count(session: AsyncSession, report_id: UUID) -> int:
    """How many photos a report has, before and after."""
    query = select(func.count()).select_from(ReportPhoto).where(ReportPhoto.report_id == report_id)
    return int((await session.execute(query)).scalar_one())


async def pictured(session: AsyncSession, report_id: UUID) -> bool:
    """Whether a report came with a photo."""
    query = select(ReportPhoto.photo_id).where(ReportPhoto.report_id == report_id, ReportPhoto.after.is_(False))
    return (await session.scalars(query.limit(1))).first() is not None


async def joined(session: AsyncSession, report_id: UUID) -> set[UUID]:
    """Who joined a report."""
    return set((await session.execute(JOINED, {"report": report_id})).scalars())


async def joiners(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, int]:
    """How many joined each report; those that nobody joined are left out."""
    query = select(ReportFollower.report_id, func.count()).where(ReportFollower.report_id.in_(ids))
    return {key: int(n) for key, n in await session.execute(query.group_by(ReportFollower.report_id))}


async def joined_by(session: AsyncSession, pairs: Collection[tuple[UUID, UUID]]) -> set[tuple[UUID, UUID]]:
    """Those of the (report, resident) where the resident joined the report."""
    columns = ReportFollower.report_id, ReportFollower.resident_id
    found = await session.execute(select(*columns).where(tuple_(*columns).in_(list(pairs))))
    return {(report_id, resident_id) for report_id, resident_id in found}


async def clocks_so_far(session: AsyncSession, report_id: UUID) -> int:
    """How many clocks a report has had."""
    query = select(func.count()).select_from(ReportClock).where(ReportClock.report_id == report_id)
    return int((await session.execute(query)).scalar_one())


async def places_of_clocks(session: AsyncSession, clock_ids: Collection[UUID]) -> dict[UUID, tuple[UUID, UUID]]:
    """The (community, report) of each clock; those unknown are left out."""
    rows = await session.execute(PLACES, {"clocks": padded(clock_ids)})
    return {clock_id: (community_id, report_id) for clock_id, community_id, report_id in rows}


def _dropped(community_id: UUID) -> Select[Report]:
    """Reports that are neither moving with a clock nor ended with a reason. There are none."""
    clock = aliased(ReportClock)
    runs = and_(Deadline.kind == Due.REPORT_RUNS_OUT, clock.due_at.is_not(None), Report.due_at == clock.due_at)
    waits = and_(Deadline.kind == Due.REPORT_UNANSWERED, clock.due_at.is_(None), Report.asked_at.is_not(None))
    moving = exists().where(
        clock.report_id == Report.id, clock.ended_at.is_(None), Deadline.subject_id == clock.id, or_(runs, waits)
    )
    told = {Stage.RESOLVED: Report.note, Stage.RATED: Report.note, Stage.REJECTED: Report.reason}
    ended = or_(false(), *(and_(Report.stage == stage, words.is_not(None)) for stage, words in told.items()))
    return select(Report).where(
        Report.community_id == community_id,
        or_(and_(Report.stage.in_(ENDED), ~ended), and_(Report.stage.not_in(ENDED), ~moving)),
    )


async def dropped(session: AsyncSession, community_id: UUID, limit: int) -> list[Report]:
    """Some of the reports that nobody will ever answer: neither moving with a clock nor ended with a reason."""
    return list(await session.scalars(_dropped(community_id).limit(limit)))


async def dropped_count(session: AsyncSession, community_id: UUID) -> int:
    """How many such reports there are. Anything but 0 is a fault of this program."""
    query = select(func.count()).select_from(_dropped(community_id).subquery())
    return int((await session.execute(query)).scalar_one())
