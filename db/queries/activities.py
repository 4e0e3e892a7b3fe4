"""Activities, their slots, and who goes to them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.activities import Activity, Attendance, CalendarAddress, Slot
from db.paging import Ask, Page, page
from rules.activities import REACH, Occasion, Standing, Times

Placed = tuple[Activity, Slot]


async def placed(session: AsyncSession, slot_id: UUID) -> Placed | None:
    """A slot with its activity, held until this transaction ends."""
    slot = await session.get(Slot, slot_id, with_for_update=True, populate_existing=True)
    return None if slot is None else (await session.get_one(Activity, slot.activity_id), slot)


async def held(session: AsyncSession, activity_id: UUID) -> Activity | None:
    """An activity, kept until this transaction ends."""
    return await session.get(Activity, activity_id, with_for_update=True, populate_existing=True)


async def hold_slots(session: AsyncSession, activity_id: UUID) -> None:
    """Waits for all who are at a slot of an activity, and keeps its slots until this transaction ends."""
    query = select(Slot.id).where(Slot.activity_id == activity_id).order_by(Slot.id)
    await session.execute(query.with_for_update())


async def by_ids(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Activity]:
    """Activities by id; those unknown are left out."""
    return {row.id: row for row in await session.scalars(select(Activity).where(Activity.id.in_(ids)))}


async def slots_by_ids(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Slot]:
    """Slots by id; those unknown are left out."""
    return {row.id: row for row in await session.scalars(select(Slot).where(Slot.id.in_(ids)))}


async def slots(session: AsyncSession, activity_ids: Collection[UUID]) -> Mapping[UUID, Sequence[Slot]]:
    """The slots of activities, the earliest first."""
    found: dict[UUID, list[Slot]] = defaultdict(list)
    query = select(Slot).where(Slot.activity_id.in_(activity_ids)).order_by(Slot.starts_at, Slot.id)
    for row in await session.scalars(query):
        found[row.activity_id].append(row)
    return found


async def to_come(
    session: AsyncSession, community_id: UUID, now: datetime, occasion: Occasion | None, ask: Ask
) -> Page[Activity]:
    """The activities of a community that are not over, the next first."""
    query = select(Activity).where(Activity.community_id == community_id, Activity.ends_at > now)
    if occasion is not None:
        query = query.where(Activity.occasion == occasion)
    return await page(session, query, Activity.starts_at, Activity.id, ask, newest_first=False)


async def attendance(session: AsyncSession, attendance_id: UUID) -> Attendance | None:
    """Somebody at a slot."""
    return await session.get(Attendance, attendance_id, populate_existing=True)


async def of_residents(
    session: AsyncSession, pairs: Collection[tuple[UUID, UUID]]
) -> dict[tuple[UUID, UUID], Attendance]:
    """The attendances of (slot, resident) pairs; those who never signed up are left out."""
    query = select(Attendance).where(
        Attendance.slot_id.in_({slot for slot, _ in pairs}), Attendance.resident_id.in_({who for _, who in pairs})
    )
    found = {(row.slot_id, row.resident_id): row for row in await session.scalars(query) if row.resident_id}
    return {pair: found[pair] for pair in pairs if pair in found}


async def confirmed_around(
    session: AsyncSession, attendance: Attendance, times: Times
) -> Sequence[tuple[Attendance, Slot, int]]:
    """Where else around that time minutes of the same resident were confirmed for volunteering, in that order.

    All their places around that time are held, so that none is confirmed meanwhile.
    """
    query = (
        select(Attendance, Slot)
        .join(Slot, Slot.id == Attendance.slot_id)
        .join(Activity, Activity.id == Slot.activity_id)
        .where(
            Attendance.resident_id == attendance.resident_id,
            Activity.occasion == Occasion.VOLUNTEERING,
            Slot.starts_at < times.ends_at + REACH,
            Slot.ends_at > times.starts_at - REACH,
        )
    )
    held = query.order_by(Attendance.id).with_for_update(of=Attendance).execution_options(populate_existing=True)
    rows = [
        (row.confirmed_at, row.id, (row, slot, row.minutes))
        for row, slot in await session.execute(held)
        if row.id != attendance.id and row.minutes
    ]
    return [found for _, _, found in sorted(rows, key=itemgetter(0, 1))]


async def of_slot(session: AsyncSession, slot_id: UUID, limit: int) -> list[Attendance]:
    """Who goes to a slot or waits for it, in the order they asked."""
    query = select(Attendance).where(Attendance.slot_id == slot_id, Attendance.standing != Standing.LEFT)
    return list(await session.scalars(query.order_by(Attendance.asked_at, Attendance.id).limit(limit)))


async def next_waiting(session: AsyncSession, slot_id: UUID) -> Attendance | None:
    """Who has waited longest for a slot."""
    query = select(Attendance).where(Attendance.slot_id == slot_id, Attendance.standing == Standing.WAITING)
    return (await session.scalars(query.order_by(Attendance.asked_at, Attendance.id).limit(1))).first()


async def waiting(session: AsyncSession, slot_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many wait for each slot; those that nobody waits for are left out."""
    query = (
        select(Attendance.slot_id, func.count())
        .where(Attendance.slot_id.in_(slot_ids), Attendance.standing == Standing.WAITING)
        .group_by(Attendance.slot_id)
    )
    return {slot_id: int(n) for slot_id, n in await session.execute(query)}


async def expected(session: AsyncSession, activity_id: UUID) -> set[UUID]:
    """The residents who go to an activity or wait for it."""
    query = (
        select(Attendance.resident_id)
        .join(Slot, Slot.id == Attendance.slot_id)
        .where(Slot.activity_id == activity_id, Attendance.standing != Standing.LEFT)
    )
    return {key for key in await session.scalars(query) if key is not None}


async def mine(session: AsyncSession, resident_id: UUID, ask: Ask) -> Page[Attendance]:
    """What somebody has signed up for, the newest first."""
    query = select(Attendance).where(Attendance.resident_id == resident_id, Attendance.standing != Standing.LEFT)
    return await page(session, query, Attendance.asked_at, Attendance.id, ask)


async def my_calendar(
    session: AsyncSession, resident_id: UUID, since: datetime, limit: int
) -> list[tuple[Activity, Slot, Attendance]]:
    """The slots that somebody goes to or waits for and that end after a moment, the next first."""
    query = (
        select(Activity, Slot, Attendance)
        .join(Slot, Slot.activity_id == Activity.id)
        .join(Attendance, Attendance.slot_id == Slot.id)
        .where(Attendance.resident_id == resident_id, Attendance.standing != Standing.LEFT, Slot.ends_at > since)
    )
    rows = await session.execute(query.order_by(Slot.starts_at, Slot.id).limit(limit))
    return [(activity, slot, row) for activity, slot, row in rows]


async def calendar(session: AsyncSession, community_id: UUID, since: datetime, limit: int) -> list[Placed]:
    """The slots of a community that end after a moment, the next first."""
    query = select(Activity, Slot).join(Slot, Slot.activity_id == Activity.id)
    query = query.where(Activity.community_id == community_id, Slot.ends_at > since)
    rows = await session.execute(query.order_by(Slot.starts_at, Slot.id).limit(limit))
    return [(activity, slot) for activity, slot in rows]


async def calendar_of(session: AsyncSession, token_hash: bytes) -> UUID | None:
    """Whose calendar has this address."""
    return await session.scalar(select(CalendarAddress.resident_id).where(CalendarAddress.token_hash == token_hash))
