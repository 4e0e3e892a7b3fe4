"""Who types the code was there, and minutes that are confirmed are paid in that same transaction, once."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pyotp
import pytest

from resolvers.activities import attending, codes, joining, planning
from resolvers.activities.codes import STEP, fits
from resolvers.activities.streams import stream_of
from resolvers.notices.streams import stream_of as notices_of
from resolvers.points.streams import stream_of as points_of
from rules.activities import Occasion
from rules.refusals import Code, Refusal
from tests.resolvers.activities.putting_on import code, place, put_on
from tests.resolvers.guards.door import household
from tests.resolvers.points.ledger import earned, entries
from tests.support.deeds import kinds, nothing_changes, refused
from tests.support.house import Hall, done
from tests.support.tables import contents


async def joined(hall: Hall, slot_id: UUID, number: int = 0):
    who = await hall.actor(hall.neighbours[number])
    return who, done(await joining.sign_up(hall.house, who, slot_id))


async def test_the_code_is_that_of_rfc_6238_and_counts_for_its_step_and_the_next(hall: Hall):
    _, (slot, other) = await put_on(hall, 1, 1)
    vault, now = hall.house.vault, hall.clock.now()
    shown = await code(hall, slot.id)
    assert shown.isdigit()
    assert len(shown) == 6
    begun = now - timedelta(seconds=now.timestamp() % 30)
    first = pyotp.TOTP(codes._totp(vault, slot.id).secret).at(begun)
    assert fits(vault, slot.id, first, begun)
    assert fits(vault, slot.id, first, begun + 2 * STEP - timedelta(seconds=1))
    assert not fits(vault, slot.id, first, begun + 2 * STEP)
    assert not fits(vault, slot.id, first, begun - timedelta(seconds=1))
    assert not fits(vault, other.id, first, begun)
    assert not fits(vault, slot.id, "", begun)
    assert not fits(vault, slot.id, "１２３４５６", begun)


async def test_only_who_leads_is_shown_the_code(hall: Hall):
    _, (slot,) = await put_on(hall, 1)
    refused(await codes.shown(hall.house, await hall.actor(hall.neighbours[0]), slot.id), Code.FORBIDDEN)
    refused(await codes.shown(hall.house, await hall.actor(hall.staff), UUID(int=1)), Code.NOT_FOUND, "slotId")


async def test_coming_and_going_by_the_code(hall: Hall):
    activity, (slot,) = await put_on(hall, 2)
    who, _ = await joined(hall, slot.id)
    async with nothing_changes(hall.house):
        refused(
            await attending.check_in(hall.house, who, slot.id, await code(hall, slot.id)), Code.WRONG_STAGE, "slotId"
        )
    hall.clock.turn(hours=1)
    old = await code(hall, slot.id)
    hall.clock.turn(minutes=2)
    async with nothing_changes(hall.house):
        refused(await attending.check_in(hall.house, who, slot.id, old), Code.INVALID, "code")
        refused(await attending.check_out(hall.house, who, slot.id, await code(hall, slot.id)), Code.CONFLICT, "slotId")
        stranger = await hall.actor(hall.neighbours[1])
        refused(
            await attending.check_in(hall.house, stranger, slot.id, await code(hall, slot.id)), Code.CONFLICT, "slotId"
        )
    first = done(await attending.check_in(hall.house, who, slot.id, await code(hall, slot.id)))
    hall.clock.turn(minutes=30)
    again = done(await attending.check_in(hall.house, who, slot.id, await code(hall, slot.id)))
    assert again.came_at == first.came_at
    gone = done(await attending.check_out(hall.house, who, slot.id, await code(hall, slot.id)))
    assert gone.went_at is not None
    assert (await kinds(hall.house, stream_of(activity.id)))[-2:] == ["activity.came", "activity.went"]


async def test_nobody_guesses_codes_for_long(hall: Hall):
    _, (slot,) = await put_on(hall, 1)
    who, _ = await joined(hall, slot.id)
    hall.clock.turn(hours=1)
    tries = [await attending.check_in(hall.house, who, slot.id, "000000x") for _ in range(21)]
    codes_ = [each.code for each in tries if isinstance(each, Refusal)]
    assert codes_ == [Code.INVALID] * 20 + [Code.RATE_LIMITED]


async def attended(hall: Hall, minutes: int = 90, number: int = 0, **more):
    """A neighbour was there for so long, checked in and out by hand."""
    activity, (slot,) = await put_on(hall, 5, **more)
    _, row = await joined(hall, slot.id, number)
    staff = await hall.actor(hall.staff)
    hall.clock.turn(hours=1)
    done(await attending.came(hall.house, staff, row.id))
    hall.clock.turn(minutes=minutes)
    done(await attending.went(hall.house, staff, row.id))
    return activity, slot, row


async def test_confirmed_minutes_are_paid_with_thanks_in_the_same_transaction(hall: Hall):
    activity, slot, row = await attended(hall, 90)
    done(await attending.confirm(hall.house, await hall.actor(hall.staff), row.id, 90))
    assert await entries(hall, hall.neighbours[0]) == [("EARNED", "VOLUNTEERING", 15, 15)]
    assert (await kinds(hall.house, stream_of(activity.id)))[-1] == "activity.confirmed"
    kept = await place(hall, slot.id, hall.neighbours[0])
    assert kept is not None
    assert (kept.minutes, kept.confirmed_by) == (90, (await hall.actor(hall.staff)).resident_id)


async def test_confirming_twice_and_at_once_pays_once(hall: Hall):
    _, _, row = await attended(hall, 60)
    staff = await hall.actor(hall.staff)
    results = await asyncio.gather(*(attending.confirm(hall.house, staff, row.id, 60) for _ in range(8)))
    assert sorted(isinstance(each, Refusal) for each in results) == [False] + [True] * 7
    async with nothing_changes(hall.house):
        refused(await attending.confirm(hall.house, staff, row.id, 60), Code.CONFLICT, "attendanceId")
    assert await earned(hall, hall.neighbours[0]) == (10, 10)
    assert await kinds(hall.house, points_of(hall.community_id)) == ["points.entered"]


async def test_where_points_cannot_be_written_nothing_is_confirmed(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    _, slot, row = await attended(hall, 60)
    before = await contents(hall.house)

    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no ledger")

    monkeypatch.setattr(attending, "earn", broken)
    with pytest.raises(RuntimeError):
        await attending.confirm(hall.house, await hall.actor(hall.staff), row.id, 60)
    assert await contents(hall.house) == before
    kept = await place(hall, slot.id, hall.neighbours[0])
    assert kept is not None
    assert kept.minutes is None


async def test_nobody_confirms_their_own_and_none_beyond_the_slot(hall: Hall):
    organiser = await hall.actor(hall.neighbours[0])
    _, _, row = await attended(hall, 120, organiser=organiser.resident_id)
    staff = await hall.actor(hall.staff)
    hall.clock.turn(hours=3)
    async with nothing_changes(hall.house):
        refused(await attending.confirm(hall.house, organiser, row.id, 60), Code.FORBIDDEN, "attendanceId")
        refused(await attending.confirm(hall.house, staff, row.id, 136), Code.INVALID, "minutes")
        refused(await attending.confirm(hall.house, staff, row.id, -1), Code.INVALID, "minutes")
    assert done(await attending.confirm(hall.house, staff, row.id, 135)).minutes == 135


async def test_nobody_confirms_those_they_live_with_and_staff_confirm_those_of_an_organiser(hall: Hall):
    organiser, staff = await hall.actor(hall.neighbours[0]), await hall.actor(hall.staff)
    _, slot, row = await attended(hall, 60, 1, organiser=organiser.resident_id)
    _, another = await joined(hall, slot.id, 2)
    done(await attending.came(hall.house, organiser, another.id))
    hall.clock.turn(hours=1)
    child, parent = [(await hall.actor(hall.neighbours[number])).resident_id for number in (1, 2)]
    await household(hall, 2, [organiser.resident_id, child])
    await household(hall, 2, [staff.resident_id, parent], code="8")
    async with nothing_changes(hall.house):
        refused(await attending.confirm(hall.house, organiser, row.id, 60), Code.FORBIDDEN, "attendanceId")
        refused(await attending.confirm(hall.house, staff, another.id, 60), Code.FORBIDDEN, "attendanceId")
    assert done(await attending.confirm(hall.house, staff, row.id, 60)).minutes == 60
    assert done(await attending.confirm(hall.house, organiser, another.id, 60)).minutes == 60


async def here_at_once(hall: Hall, occasion: Occasion = Occasion.VOLUNTEERING):
    """A neighbour's places in two slots at the same time, at both of which they were checked in from the beginning."""
    places = [
        (await joined(hall, (await put_on(hall, 5, **more))[1][0].id))[1] for more in ({}, {"occasion": occasion})
    ]
    hall.clock.turn(hours=1)
    for row in places:
        done(await attending.came(hall.house, await hall.actor(hall.staff), row.id))
    hall.clock.turn(hours=3)
    return places


async def test_the_same_time_is_not_paid_at_two_slots(hall: Hall):
    (one, other), staff = await here_at_once(hall), await hall.actor(hall.staff)
    done(await attending.confirm(hall.house, staff, one.id, 90))
    async with nothing_changes(hall.house):
        twice = await attending.confirm(hall.house, staff, other.id, 60)
        refused(twice, Code.INVALID, "minutes")
    done(await attending.confirm(hall.house, staff, other.id, 29))
    assert await earned(hall, hall.neighbours[0]) == (19, 19)


async def test_two_who_confirm_the_same_time_at_once_pay_it_once(hall: Hall):
    (one, other), staff = await here_at_once(hall), await hall.actor(hall.staff)
    early = (attending.confirm(hall.house, staff, row.id, -1) for row in (one, other) * 4)
    await asyncio.gather(*early)  # so that each of the two has a connection of its own, and neither waits for one
    results = await asyncio.gather(*(attending.confirm(hall.house, staff, row.id, 120) for row in (one, other)))
    assert sorted(isinstance(each, Refusal) for each in results) == [False, True]
    assert await earned(hall, hall.neighbours[0]) == (20, 20)


async def test_time_at_what_is_not_paid_takes_none_away(hall: Hall):
    places, staff = await here_at_once(hall, Occasion.FAMILY_DAY), await hall.actor(hall.staff)
    for row in places:
        done(await attending.confirm(hall.house, staff, row.id, 120))
    assert await earned(hall, hall.neighbours[0]) == (20, 20)


@pytest.mark.parametrize("occasion", [Occasion.FAMILY_DAY, Occasion.MARKET_STALL, Occasion.SENIOR_COLLEGE])
async def test_coming_to_other_occasions_is_noted_and_not_paid(hall: Hall, occasion: Occasion):
    _, _, row = await attended(hall, 60, occasion=occasion)
    done(await attending.confirm(hall.house, await hall.actor(hall.staff), row.id, 60))
    assert await entries(hall, hall.neighbours[0]) == []


async def test_a_person_of_whom_there_is_only_a_name_is_confirmed_and_not_paid(hall: Hall):
    _, (slot,) = await put_on(hall, 2)
    staff = await hall.actor(hall.staff)
    hall.clock.turn(hours=1)
    row = done(await joining.enter(hall.house, staff, slot.id, joining.Person("王奶奶", here=True)))
    hall.clock.turn(hours=3)
    assert done(await attending.confirm(hall.house, staff, row.id, 120)).minutes == 120
    assert await kinds(hall.house, points_of(hall.community_id)) == []
    assert await kinds(hall.house, notices_of(staff.resident_id)) == []


async def test_what_somebody_gave_before_an_activity_was_called_off_is_confirmed(hall: Hall):
    activity, (slot,) = await put_on(hall, 2)
    _, row = await joined(hall, slot.id)
    _, late = await joined(hall, slot.id, 1)
    staff = await hall.actor(hall.staff)
    hall.clock.turn(hours=1)
    done(await attending.came(hall.house, staff, row.id))
    hall.clock.turn(hours=1)
    done(await planning.call_off(hall.house, staff, activity.id, "下大雨"))
    async with nothing_changes(hall.house):
        refused(await attending.came(hall.house, staff, late.id), Code.WRONG_STAGE, "slotId")
    done(await attending.went(hall.house, staff, row.id))
    done(await attending.confirm(hall.house, staff, row.id, 60))
    assert await earned(hall, hall.neighbours[0]) == (10, 10)
