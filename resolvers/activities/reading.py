"""Activities as they are read, and the address of one's own calendar."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from db.models.activities import Activity, Attendance, CalendarAddress, Slot
from db.paging import Ask, Page
from db.queries import activities
from db.vault import new_token, token_hash
from resolvers.actors import Actor
from resolvers.deed import Deed, deed
from resolvers.house import House
from rules.activities import Occasion

MOST_SHOWN = 500
MOST_IN_CALENDAR = 1_000
KEPT_IN_CALENDAR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Time:
    """A slot, its activity, and how many wait for it."""

    slot: Slot
    activity: Activity
    waiting: int


async def load(house: House, ids: Collection[UUID]) -> Mapping[UUID, Activity]:
    """Activities by id; those unknown are left out."""
    async with house.database.read() as session:
        return await activities.by_ids(session, ids)


async def load_slots(house: House, activity_ids: Collection[UUID]) -> Mapping[UUID, Sequence[Time]]:
    """The slots of activities, the earliest first."""
    async with house.database.read() as session:
        rows = await activities.by_ids(session, activity_ids)
        found = await activities.slots(session, activity_ids)
        waiting = await activities.waiting(session, {slot.id for slots in found.values() for slot in slots})
    return {key: [Time(slot, rows[key], waiting.get(slot.id, 0)) for slot in slots] for key, slots in found.items()}


async def load_times(house: House, slot_ids: Collection[UUID]) -> Mapping[UUID, Time]:
    """Slots by id, with their activities; those unknown are left out."""
    async with house.database.read() as session:
        found = await activities.slots_by_ids(session, slot_ids)
        rows = await activities.by_ids(session, {slot.activity_id for slot in found.values()})
        waiting = await activities.waiting(session, found)
    return {key: Time(slot, rows[slot.activity_id], waiting.get(key, 0)) for key, slot in found.items()}


async def load_places(house: House, pairs: Collection[tuple[UUID, UUID]]) -> Mapping[tuple[UUID, UUID], Attendance]:
    """The places of (slot, resident) pairs; those who never signed up are left out."""
    async with house.database.read() as session:
        return await activities.of_residents(session, pairs)


async def to_come(house: House, community_id: UUID, occasion: Occasion | None, ask: Ask) -> Page[Activity]:
    """The activities of a community that are not over, the next first."""
    async with house.database.read() as session:
        return await activities.to_come(session, community_id, house.now(), occasion, ask)


async def of_slot(house: House, slot_id: UUID) -> Sequence[Attendance]:
    """Who goes to a slot or waits for it, in the order they asked; the first 500."""
    async with house.database.read() as session:
        return await activities.of_slot(session, slot_id, MOST_SHOWN)


async def mine(house: House, resident_id: UUID, ask: Ask) -> Page[Attendance]:
    """What somebody has signed up for, the newest first."""
    async with house.database.read() as session:
        return await activities.mine(session, resident_id, ask)


@deed
async def new_calendar(deed: Deed, actor: Actor) -> str:
    """The secret part of the address of the actor's own calendar, told once; the one before is good no more."""
    token = new_token()
    row = await deed.session.get(CalendarAddress, actor.resident_id, with_for_update=True)
    if row is None:
        row = CalendarAddress(resident_id=actor.resident_id)
        deed.session.add(row)
    row.token_hash, row.made_at = token_hash(token), deed.now
    return token


async def calendar(house: House, community_id: UUID) -> Sequence[tuple[Activity, Slot]]:
    """The slots of a community to come, and those of the last 30 days; 1,000 at most."""
    async with house.database.read() as session:
        return await activities.calendar(session, community_id, _since(house), MOST_IN_CALENDAR)


async def own_calendar(house: House, token: str) -> Sequence[tuple[Activity, Slot, Attendance]] | None:
    """What whoever's address this is has signed up for; None where it is nobody's."""
    async with house.database.read() as session:
        whose = await activities.calendar_of(session, token_hash(token))
        if whose is None:
            return None
        return await activities.my_calendar(session, whose, _since(house), MOST_IN_CALENDAR)


def _since(house: House) -> datetime:
    return house.now() - KEPT_IN_CALENDAR
