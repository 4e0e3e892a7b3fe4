"""Coming and going, by the code that the slot shows or by the hand of the organiser; and the minutes confirmed."""

from uuid import UUID

from db.models.activities import Attendance, Slot
from db.queries import activities, helping
from db.queries.activities import Placed
from resolvers.activities.codes import fits
from resolvers.activities.streams import attended, called_off, note, on, presence_of, times_of
from resolvers.actors import Actor
from resolvers.badges.earning import consider
from resolvers.contests.streams import counted
from resolvers.deed import Deed, deed
from resolvers.house import House
from resolvers.points.earning import earn
from resolvers.residents.limiter import Limit
from rules.activities import NOT_SIGNED_UP, Occasion, may_come, may_confirm, may_count, may_go, stay
from rules.badges import GoodDeed
from rules.ids import Kind, public_id
from rules.points import Rule
from rules.refusals import Code, Refusal, refuse

TRIES = Limit.SLOT_CODES_PER_RESIDENT


async def check_in(house: House, actor: Actor, slot_id: UUID, code: str) -> Attendance | Refusal:
    """The actor's place with the moment they came. Coming twice is coming once."""
    return await _too_often(house, actor) or await _come(house, actor, slot_id, code)


async def check_out(house: House, actor: Actor, slot_id: UUID, code: str) -> Attendance | Refusal:
    """The actor's place with the moment they went; the last counts, until the minutes are confirmed."""
    return await _too_often(house, actor) or await _go(house, actor, slot_id, code)


async def _too_often(house: House, actor: Actor) -> Refusal | None:
    if await house.limiter.allows(TRIES, actor.resident_id.hex):
        return None
    return refuse(Code.RATE_LIMITED, "activity_codes_too_many", "code", minutes=TRIES.minutes)


async def _mine(deed: Deed, actor: Actor, slot_id: UUID, code: str) -> tuple[Placed, Attendance] | Refusal:
    found = await on(deed, slot_id)
    if isinstance(found, Refusal):
        return found
    if not fits(deed.house.vault, slot_id, code, deed.now):
        return refuse(Code.INVALID, "activity_code_wrong", "code")
    pair = (slot_id, actor.resident_id)
    row = (await activities.of_residents(deed.session, [pair])).get(pair)
    return NOT_SIGNED_UP if row is None else (found, row)


@deed
async def _come(deed: Deed, actor: Actor, slot_id: UUID, code: str) -> Attendance | Refusal:
    found = await _mine(deed, actor, slot_id, code)
    return found if isinstance(found, Refusal) else await _came(deed, *found)


@deed
async def _go(deed: Deed, actor: Actor, slot_id: UUID, code: str) -> Attendance | Refusal:
    found = await _mine(deed, actor, slot_id, code)
    return found if isinstance(found, Refusal) else await _went(deed, *found)


@deed
async def came(deed: Deed, actor: Actor, attendance_id: UUID) -> Attendance | Refusal:
    """Somebody's place with the moment they came, as whoever leads the activity has seen it."""
    found = await attended(deed, actor, attendance_id)
    return found if isinstance(found, Refusal) else await _came(deed, *found)


@deed
async def went(deed: Deed, actor: Actor, attendance_id: UUID) -> Attendance | Refusal:
    """Somebody's place with the moment they went, as whoever leads the activity has seen it."""
    found = await attended(deed, actor, attendance_id)
    return found if isinstance(found, Refusal) else await _went(deed, *found)


async def _came(deed: Deed, placed: Placed, row: Attendance) -> Attendance | Refusal:
    activity, slot = placed
    if row.came_at is not None:
        return row
    if refusal := called_off(activity) or may_come(presence_of(row), times_of(slot), deed.now):
        return refusal
    row.came_at = deed.now
    await note(deed, activity, "activity.came", row)
    return row


async def _went(deed: Deed, placed: Placed, row: Attendance) -> Attendance | Refusal:
    activity, slot = placed
    if row.minutes is not None:
        return row
    if refusal := may_go(presence_of(row), times_of(slot), deed.now):
        return refusal
    row.went_at = deed.now
    await note(deed, activity, "activity.went", row)
    return row


@deed
async def confirm(deed: Deed, actor: Actor, attendance_id: UUID, minutes: int) -> Attendance | Refusal:
    """Somebody's place with its minutes confirmed, once; for volunteering the points come with it.

    FORBIDDEN for oneself and those one lives with; CONFLICT where they are confirmed already; INVALID for more minutes
    than the slot had, with a margin, and for time that was confirmed at another slot.
    """
    found = await attended(deed, actor, attendance_id)
    if isinstance(found, Refusal):
        return found
    (activity, slot), row = found
    own = row.resident_id is not None and await helping.concerns(deed.session, actor.resident_id, {row.resident_id})
    if refusal := may_confirm(presence_of(row), times_of(slot), minutes, deed.now, own=own):
        return refusal
    pays = activity.occasion is Occasion.VOLUNTEERING and row.resident_id is not None
    if pays and (refusal := await _counted_elsewhere(deed, slot, row, minutes)):
        return refusal
    row.minutes, row.confirmed_at, row.confirmed_by = minutes, deed.now, actor.resident_id
    await note(deed, activity, "activity.confirmed", row)
    if pays and row.resident_id and minutes:
        source, opens = public_id(Kind.SLOT, slot.id), {"activityId": public_id(Kind.ACTIVITY, activity.id)}
        who, began = [row.resident_id], slot.starts_at
        await counted(deed, activity.community_id, began, slot.id, minutes)
        rule = Rule.VOLUNTEERING
        await earn(deed, activity.community_id, who, rule, source, opens, minutes=minutes, done_at=began)
        await consider(deed, activity.community_id, who, GoodDeed.VOLUNTEERING)
    return row


async def _counted_elsewhere(deed: Deed, slot: Slot, row: Attendance, minutes: int) -> Refusal | None:
    earlier = [
        (stay(presence_of(each), times_of(other), confirmed), confirmed)
        for each, other, confirmed in await activities.confirmed_around(deed.session, row, times_of(slot))
    ]
    return may_count(stay(presence_of(row), times_of(slot), minutes), minutes, earlier)
