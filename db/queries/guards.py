"""What guards go by, and the points that wait for staff, as they are read."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select, union_all
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db.models.activities import Attendance
from db.models.guards import HoldDecision, HoldParty, PointsHold, Sighting
from db.models.hours import Help
from db.models.points import PointsEntry
from db.models.reports import Report, ReportFollower, ReportPhoto
from db.models.residents import Resident
from db.paging import Ask, Page, page
from rules.guards import Confirmed, Trace
from rules.helping import Standing
from rules.points import Movement, Rule

MOST_LOOKED_AT = 200
"""How many people a ring is looked for among."""


async def lately(session: AsyncSession, resident_ids: Collection[UUID], since: datetime) -> dict[UUID, int]:
    """How many entries have given each of them points since, those held among them; those without any are left out."""
    query = select(PointsEntry.resident_id, func.count()).where(
        PointsEntry.resident_id.in_(resident_ids),
        PointsEntry.at > since,
        PointsEntry.releases_id.is_(None),
        or_(
            PointsEntry.movement == Movement.HELD, (PointsEntry.movement == Movement.EARNED) & (PointsEntry.points > 0)
        ),
    )
    rows = await session.execute(query.group_by(PointsEntry.resident_id))
    return {resident_id: int(number) for resident_id, number in rows}


async def accounts(
    session: AsyncSession, resident_ids: Collection[UUID], since: datetime
) -> dict[UUID, list[tuple[Trace, int]]]:
    """For each device and address of each of them, how many accounts that can earn were signed in to there since.

    Those are of confirmed residents of the same community: nobody's points wait because strangers sign in beside them.
    """
    other, one, beside = aliased(Sighting), aliased(Resident), aliased(Resident)
    query = (
        select(Sighting.resident_id, Sighting.trace, func.count())
        .join(other, other.mark == Sighting.mark)
        .join(one, one.id == Sighting.resident_id)
        .join(beside, (beside.id == other.resident_id) & (beside.community_id == one.community_id))
        .where(beside.verified_at.is_not(None))
        .where(Sighting.resident_id.in_(resident_ids), Sighting.seen_at > since, other.seen_at > since)
        .group_by(Sighting.resident_id, Sighting.trace, Sighting.mark)
    )
    found: dict[UUID, list[tuple[Trace, int]]] = defaultdict(list)
    for resident_id, trace, number in await session.execute(query):
        found[resident_id].append((trace, int(number)))
    return found


async def see(session: AsyncSession, key: UUID, where: tuple[bytes, UUID], trace: Trace, at: datetime) -> UUID:
    """Keeps that an account was seen under a mark; the id of the row, which is another one where there was one."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    mark, resident_id = where
    new = insert(Sighting).values(id=key, mark=mark, resident_id=resident_id, trace=trace, seen_at=at)
    kept = new.on_conflict_do_update(index_elements=["mark", "resident_id"], set_={"seen_at": at})
    return (await session.execute(kept.returning(Sighting.id))).scalar_one()


async def confirmed_around(
    session: AsyncSession, resident_id: UUID, since: datetime, times: int, steps: int
) -> set[Confirmed]:
    """Who confirmed the hours of whom at least so often since, from somebody back by so many steps."""
    found, asked, waiting = set[Confirmed](), set[UUID](), {resident_id}
    for _ in range(steps):
        asked |= waiting
        more = await _confirmers(session, waiting, since, times)
        found |= more
        waiting = {giver for giver, _ in more} - asked
        if not waiting or len(asked) > MOST_LOOKED_AT:
            break
    return found


async def _confirmers(
    session: AsyncSession, resident_ids: Collection[UUID], since: datetime, times: int
) -> set[Confirmed]:
    hours = select(Attendance.confirmed_by.label("giver"), Attendance.resident_id.label("receiver")).where(
        Attendance.resident_id.in_(resident_ids), Attendance.confirmed_at > since, Attendance.minutes > 0
    )
    helps = select(Help.helped_id, Help.helper_id).where(
        Help.helper_id.in_(resident_ids), Help.standing == Standing.DONE, Help.ended_at > since, Help.minutes > 0
    )
    both = union_all(hours, helps).subquery()
    query = select(both.c.giver, both.c.receiver).group_by(both.c.giver, both.c.receiver)
    rows = await session.execute(query.having(func.count() >= times))
    return {(giver, receiver) for giver, receiver in rows}


async def bare_reports(session: AsyncSession, report_id: UUID, since: datetime) -> int:
    """How many reports of the sender of a report, sent since, nobody can confirm; 0 where this one can be.

    Such a report has neither place nor photo, and nobody has joined it.
    """
    bare = (
        Report.latitude.is_(None),
        ~select(ReportPhoto.report_id).where(ReportPhoto.report_id == Report.id, ~ReportPhoto.after).exists(),
        ~select(ReportFollower.report_id).where(ReportFollower.report_id == Report.id).exists(),
    )
    reporter = await session.scalar(select(Report.reporter_id).where(Report.id == report_id, *bare))
    if reporter is None:
        return 0
    query = select(func.count()).select_from(Report).where(Report.reporter_id == reporter, Report.reported_at > since)
    return int(await session.scalar(query.where(*bare)) or 0)


async def hold(session: AsyncSession, hold_id: UUID) -> PointsHold | None:
    """Points that wait or waited. Whoever changes it holds the ledger of its community."""
    return await session.get(PointsHold, hold_id, populate_existing=True)


async def open_hold_for(session: AsyncSession, resident_id: UUID, rule: Rule, source: str) -> PointsHold | None:
    """What waits of somebody's points for a source."""
    query = select(PointsHold).join(PointsEntry, PointsEntry.id == PointsHold.entry_id)
    return await session.scalar(
        query.where(
            PointsHold.resident_id == resident_id,
            PointsHold.rule == rule,
            PointsHold.outcome.is_(None),
            PointsEntry.source == source,
        )
    )


async def waiting(session: AsyncSession, resident_id: UUID) -> int:
    """How many points of somebody wait."""
    query = select(func.sum(PointsHold.points)).where(PointsHold.resident_id == resident_id)
    return int(await session.scalar(query.where(PointsHold.outcome.is_(None))) or 0)


async def any_open(session: AsyncSession, community_id: UUID) -> bool:
    """Whether any points wait in a community."""
    query = select(PointsHold.id).where(PointsHold.community_id == community_id, PointsHold.outcome.is_(None))
    return await session.scalar(query.limit(1)) is not None


async def holds(session: AsyncSession, community_id: UUID, ask: Ask, *, waiting: bool) -> Page[PointsHold]:
    """The points of a community that wait, or that have been decided on, newest first."""
    query = select(PointsHold).where(PointsHold.community_id == community_id)
    query = query.where(PointsHold.outcome.is_(None) if waiting else PointsHold.outcome.is_not(None))
    return await page(session, query, PointsHold.held_at, PointsHold.id, ask)


async def holds_of_entries(session: AsyncSession, entry_ids: Collection[UUID]) -> dict[UUID, PointsHold]:
    """What holds each of the entries; those that nothing holds or held are left out."""
    rows = await session.scalars(select(PointsHold).where(PointsHold.entry_id.in_(entry_ids)))
    return {row.entry_id: row for row in rows}


async def entries_by_ids(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, PointsEntry]:
    """Entries of the ledger by id; those unknown are left out."""
    return {row.id: row for row in await session.scalars(select(PointsEntry).where(PointsEntry.id.in_(ids)))}


async def decisions(session: AsyncSession, hold_ids: Collection[UUID]) -> dict[UUID, list[HoldDecision]]:
    """What staff decided about each, oldest first."""
    query = select(HoldDecision).where(HoldDecision.hold_id.in_(hold_ids)).order_by(HoldDecision.at, HoldDecision.by_id)
    found: dict[UUID, list[HoldDecision]] = defaultdict(list)
    for row in await session.scalars(query):
        found[row.hold_id].append(row)
    return found


async def parties(session: AsyncSession, hold_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """Who else is in the ring that each of them waits for; those without a ring are left out."""
    query = select(HoldParty).where(HoldParty.hold_id.in_(hold_ids)).order_by(HoldParty.hold_id, HoldParty.resident_id)
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for row in await session.scalars(query):
        found[row.hold_id].append(row.resident_id)
    return found


async def differences(session: AsyncSession, community_id: UUID) -> list[str]:
    """Where points that wait do not fit the ledger, a line each: only what was released has given anything, once."""
    released = {
        row.releases_id: (row.points, row.material)
        for row in await session.scalars(
            select(PointsEntry).where(PointsEntry.community_id == community_id, PointsEntry.releases_id.is_not(None))
        )
    }
    held = {
        row.entry_id: row
        for row in await session.scalars(select(PointsHold).where(PointsHold.community_id == community_id))
    }
    waiting = select(PointsEntry).where(PointsEntry.community_id == community_id, PointsEntry.movement == Movement.HELD)
    entered = {row.id: (row.points, row.material) for row in await session.scalars(waiting)}
    lines = [f"held {key}: entry and hold do not fit" for key in sorted(entered.keys() ^ held.keys(), key=str)]
    lines += [f"held {key}: gives {sums}" for key, sums in entered.items() if sums != (0, 0)]
    for key, row in held.items():
        due = (row.points, row.material) if row.outcome == "RELEASED" else None
        if released.get(key) != due:
            lines.append(f"held {key}: {released.get(key)} released, {due} due")
    return lines
