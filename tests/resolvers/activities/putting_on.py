"""What tests of activities begin with."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from db.models.activities import Activity, Attendance, Slot
from resolvers.activities import codes, planning, reading
from resolvers.activities.planning import Proposal
from resolvers.activities.reading import Time
from resolvers.seeding import Seeded
from rules.activities import Occasion, Times
from tests.support.house import Hall, done


def proposal(hall: Hall, *capacities: int, occasion: Occasion = Occasion.VOLUNTEERING, organiser: UUID | None = None):
    """An activity with a slot of two hours for each capacity, the first in an hour."""
    first = hall.clock.now() + timedelta(hours=1)
    starts = [first + timedelta(days=day) for day in range(len(capacities))]
    slots = [(Times(at, at + timedelta(hours=2)), n) for at, n in zip(starts, capacities, strict=True)]
    return Proposal(occasion, "打扫楼道", "请带手套。", "3 号楼门口", slots, organiser)


async def put_on(hall: Hall, *capacities: int, **more) -> tuple[Activity, Sequence[Slot]]:
    """The activity and its slots; staff lead it."""
    staff = await hall.actor(hall.staff)
    activity = done(await planning.plan(hall.house, staff, proposal(hall, *capacities, **more)))
    times = (await reading.load_slots(hall.house, [activity.id]))[activity.id]
    return activity, [each.slot for each in times]


async def time(hall: Hall, slot_id: UUID) -> Time:
    """The slot as it is now, after counting anew who goes."""
    found = (await reading.load_times(hall.house, [slot_id]))[slot_id]
    rows = await reading.of_slot(hall.house, slot_id)
    assert found.slot.going == sum(row.standing.value == "GOING" for row in rows) <= found.slot.capacity
    assert found.waiting == sum(row.standing.value == "WAITING" for row in rows)
    return found


async def place(hall: Hall, slot_id: UUID, person: Seeded) -> Attendance | None:
    """Somebody's place."""
    pair = (slot_id, (await hall.actor(person)).resident_id)
    return (await reading.load_places(hall.house, [pair])).get(pair)


async def code(hall: Hall, slot_id: UUID) -> str:
    """The code shown on the spot."""
    return done(await codes.shown(hall.house, await hall.actor(hall.staff), slot_id)).code
