"""Signing up for a slot with one tap, signing off, and who moves up then."""

from dataclasses import dataclass
from uuid import UUID

from db.models.activities import Activity, Attendance, Slot
from db.queries import activities, residents
from db.queries.activities import Placed
from db.streams import moment
from resolvers.activities.streams import attended, led, note, on, presence_of, times_of
from resolvers.actors import Actor
from resolvers.deed import Deed, deed
from resolvers.notices.telling import tell
from rules.activities import NOT_SIGNED_UP, Standing, may_come, may_join, may_leave, place, still_on
from rules.ids import Kind, public_id
from rules.refusals import Code, Refusal, refuse
from rules.texts import NAME, accept


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the organiser writes down: a resident, or one of whom there is only a name."""

    name: str = ""
    resident_id: UUID | None = None
    here: bool = False


@deed
async def sign_up(deed: Deed, actor: Actor, slot_id: UUID) -> Attendance | Refusal:
    """The actor's place in a slot, or their place in the queue where it is full. Signing up twice is once."""
    found = await on(deed, slot_id)
    if isinstance(found, Refusal):
        return found
    activity, slot = found
    neighbour = actor.community_id == activity.community_id
    if refusal := may_join(times_of(slot), deed.now, verified=actor.verified, neighbour=neighbour):
        return refusal
    pair = (slot_id, actor.resident_id)
    row = (await activities.of_residents(deed.session, [pair])).get(pair)
    if row is not None and row.standing is not Standing.LEFT:
        return row
    if row is None:
        resident = (await residents.by_ids(deed.session, [actor.resident_id]))[actor.resident_id]
        row = _new(deed, slot, resident.display_name, actor.resident_id)
    return await _take(deed, activity, slot, row)


def _new(deed: Deed, slot: Slot, name: str, resident_id: UUID | None) -> Attendance:
    return Attendance(
        id=deed.new_id(),
        slot_id=slot.id,
        resident_id=resident_id,
        name=name,
        entered_by=None,
        came_at=None,
        went_at=None,
        minutes=None,
        confirmed_at=None,
        confirmed_by=None,
    )


async def _take(deed: Deed, activity: Activity, slot: Slot, row: Attendance) -> Attendance:
    row.standing, row.asked_at = place(slot.capacity, slot.going), deed.now
    slot.going += row.standing is Standing.GOING
    deed.session.add(row)
    await note(deed, activity, "activity.signed_up", row)
    return row


@deed
async def leave(deed: Deed, actor: Actor, slot_id: UUID) -> Attendance | Refusal:
    """The actor's place, given up; who has waited longest gets it and is told."""
    found = await on(deed, slot_id)
    if isinstance(found, Refusal):
        return found
    pair = (slot_id, actor.resident_id)
    row = (await activities.of_residents(deed.session, [pair])).get(pair)
    if row is None:
        return NOT_SIGNED_UP
    return may_leave(presence_of(row)) or still_on(times_of(found[1]), deed.now) or await _give_up(deed, found, row)


@deed
async def strike(deed: Deed, actor: Actor, attendance_id: UUID) -> Attendance | Refusal:
    """Somebody's place, given up for them by whoever leads the activity, as one entered by mistake."""
    found = await attended(deed, actor, attendance_id)
    if isinstance(found, Refusal):
        return found
    placed, row = found
    return may_leave(presence_of(row)) or await _give_up(deed, placed, row)


async def _give_up(deed: Deed, placed: Placed, row: Attendance) -> Attendance:
    activity, slot = placed
    went = row.standing is Standing.GOING
    row.standing = Standing.LEFT
    slot.going -= went
    await note(deed, activity, "activity.signed_off", row)
    if went and still_on(times_of(slot), deed.now) is None:
        await _move_up(deed, activity, slot)
    return row


async def _move_up(deed: Deed, activity: Activity, slot: Slot) -> None:
    await deed.session.flush()
    row = await activities.next_waiting(deed.session, slot.id)
    if row is None:
        return
    row.standing = Standing.GOING
    slot.going += 1
    await note(deed, activity, "activity.moved_up", row)
    if row.resident_id is not None:
        details = {
            "activityId": public_id(Kind.ACTIVITY, activity.id),
            "title": activity.title,
            "startsAt": moment(slot.starts_at),
        }
        tell(deed, [row.resident_id], "activity.moved_up", details)


@deed
async def enter(deed: Deed, actor: Actor, slot_id: UUID, person: Person) -> Attendance | Refusal:
    """Somebody without a phone, written down by whoever leads the activity; with `here` they have come as well.

    CONFLICT where the slot is full. A resident who has signed up already is not written down again.
    """
    found = await led(deed, actor, slot_id)
    if isinstance(found, Refusal):
        return found
    activity, slot = found
    row = await _written_down(deed, activity, slot, person)
    if isinstance(row, Refusal):
        return row
    if refusal := still_on(times_of(slot), deed.now):
        return refusal
    if row.standing is not Standing.GOING:
        if place(slot.capacity, slot.going) is not Standing.GOING:
            return refuse(Code.CONFLICT, "activity_full", "slotId", capacity=slot.capacity)
        row.entered_by = actor.resident_id
        await _take(deed, activity, slot, row)
    if person.here and row.came_at is None:
        if refusal := may_come(presence_of(row), times_of(slot), deed.now):
            return refusal
        row.came_at = deed.now
        await note(deed, activity, "activity.came", row)
    return row


async def _written_down(deed: Deed, activity: Activity, slot: Slot, person: Person) -> Attendance | Refusal:
    if person.resident_id is None:
        name = accept(person.name, NAME)
        return name if isinstance(name, Refusal) else _new(deed, slot, name, None)
    resident = (await residents.by_ids(deed.session, [person.resident_id])).get(person.resident_id)
    if resident is None or resident.community_id != activity.community_id:
        return refuse(Code.NOT_FOUND, "resident_unknown", "residentId")
    pair = (slot.id, resident.id)
    known = (await activities.of_residents(deed.session, [pair])).get(pair)
    return known or _new(deed, slot, resident.display_name, resident.id)
