"""The stream of an activity, and what its deeds look up first."""

from uuid import UUID

from db.models.activities import Activity, Attendance, Slot
from db.queries import activities
from db.queries.activities import Placed
from resolvers.actors import Actor, roles_in
from resolvers.deed import Deed
from rules.activities import Presence, Times, may_lead
from rules.ids import Kind, public_id
from rules.refusals import Code, Refusal, refuse

UNKNOWN = refuse(Code.NOT_FOUND, "activity_unknown", "activityId")
SLOT_UNKNOWN = refuse(Code.NOT_FOUND, "activity_slot_unknown", "slotId")
ATTENDANCE_UNKNOWN = refuse(Code.NOT_FOUND, "activity_attendance_unknown", "attendanceId")


def stream_of(activity_id: UUID) -> str:
    """The name of the stream with all that happens to an activity. It names nobody but by id."""
    return f"activity:{activity_id.hex}"


def times_of(slot: Slot) -> Times:
    """When a slot is."""
    return Times(slot.starts_at, slot.ends_at)


def presence_of(row: Attendance) -> Presence:
    """Where somebody stands with a slot."""
    return Presence(row.standing, row.came_at, row.went_at, row.minutes)


async def on(deed: Deed, slot_id: UUID) -> Placed | Refusal:
    """A slot of an activity that has not been called off, held until the deed is done."""
    found = await activities.placed(deed.session, slot_id)
    return SLOT_UNKNOWN if found is None else called_off(found[0]) or found


def called_off(activity: Activity) -> Refusal | None:
    """None for an activity that takes place."""
    return refuse(Code.WRONG_STAGE, "activity_called_off", "slotId") if activity.called_off_at else None


def may_lead_it(actor: Actor, activity: Activity) -> Refusal | None:
    """None for the organiser of an activity, and for staff of its community."""
    return may_lead(roles_in(actor, activity.community_id), organiser=actor.resident_id == activity.organiser_id)


async def led(deed: Deed, actor: Actor, slot_id: UUID) -> Placed | Refusal:
    """The same slot for whoever leads the activity."""
    found = await on(deed, slot_id)
    return found if isinstance(found, Refusal) else may_lead_it(actor, found[0]) or found


async def attended(deed: Deed, actor: Actor, attendance_id: UUID) -> tuple[Placed, Attendance] | Refusal:
    """Somebody at a slot with that slot, held, for whoever leads the activity, be it called off or not."""
    row = await activities.attendance(deed.session, attendance_id)
    found = await activities.placed(deed.session, row.slot_id) if row else None
    if row is None or found is None:
        return ATTENDANCE_UNKNOWN
    if refusal := may_lead_it(actor, found[0]):
        return refusal
    await deed.session.refresh(row)  # it may have changed while the slot was waited for
    return found, row


async def note(deed: Deed, activity: Activity, kind: str, row: Attendance) -> None:
    """Writes into the record what happened with somebody's place, without the name."""
    payload = {
        "slotId": public_id(Kind.SLOT, row.slot_id),
        "attendanceId": public_id(Kind.ATTENDANCE, row.id),
        "standing": row.standing.value,
        "minutes": row.minutes,
    }
    await deed.append(stream_of(activity.id), kind, payload)
