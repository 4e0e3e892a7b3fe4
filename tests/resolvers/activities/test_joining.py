"""Nobody more finds a place than there is room, and who gives theirs up makes room for who has waited longest."""

import asyncio
from uuid import UUID

import pytest

from db.paging import Ask
from resolvers import seeding
from resolvers.activities import attending, joining, planning, reading
from resolvers.activities.joining import Person
from resolvers.activities.streams import stream_of
from resolvers.actors import actor_of
from resolvers.notices import reading as notices
from rules.activities import Occasion, Standing
from rules.refusals import Code
from rules.roles import Role
from tests.resolvers.activities.putting_on import place, proposal, put_on, time
from tests.support.deeds import foreigner, kinds, newcomer, nothing_changes, refused
from tests.support.house import Hall, done

NOBODY = UUID(int=0)


async def join(hall: Hall, slot_id: UUID, number: int):
    return done(await joining.sign_up(hall.house, await hall.actor(hall.neighbours[number]), slot_id))


async def told(hall: Hall, number: int) -> list[str]:
    key = (await hall.actor(hall.neighbours[number])).resident_id
    return [row.kind for row in (await notices.of(hall.house, key, Ask(20))).rows]


async def standings(hall: Hall, slot_id: UUID) -> list[str]:
    places = [await place(hall, slot_id, person) for person in hall.neighbours]
    return ["" if each is None else each.standing.value for each in places]


async def test_one_tap_gives_a_place_and_another_gives_no_second(hall: Hall):
    activity, (slot,) = await put_on(hall, 2)
    first, again = await join(hall, slot.id, 0), await join(hall, slot.id, 0)
    assert (first.id, first.standing) == (again.id, Standing.GOING)
    assert (await time(hall, slot.id)).slot.going == 1
    assert await kinds(hall.house, stream_of(activity.id)) == ["activity.planned", "activity.signed_up"]


async def test_who_leaves_makes_room_for_who_has_waited_longest_and_they_are_told(hall: Hall):
    _, (slot,) = await put_on(hall, 2)
    for number in range(4):
        await join(hall, slot.id, number)
    assert await standings(hall, slot.id) == ["GOING", "GOING", "WAITING", "WAITING", ""]
    done(await joining.leave(hall.house, await hall.actor(hall.neighbours[0]), slot.id))
    assert await standings(hall, slot.id) == ["LEFT", "GOING", "GOING", "WAITING", ""]
    assert (await told(hall, 2), await told(hall, 3)) == (["activity.moved_up"], [])
    await join(hall, slot.id, 0)
    done(await joining.leave(hall.house, await hall.actor(hall.neighbours[1]), slot.id))
    assert await standings(hall, slot.id) == ["WAITING", "LEFT", "GOING", "GOING", ""]
    assert (await time(hall, slot.id)).waiting == 1


async def test_who_leaves_the_queue_moves_nobody_up(hall: Hall):
    _, (slot,) = await put_on(hall, 1)
    for number in range(3):
        await join(hall, slot.id, number)
    done(await joining.leave(hall.house, await hall.actor(hall.neighbours[1]), slot.id))
    assert await standings(hall, slot.id) == ["GOING", "LEFT", "WAITING", "", ""]
    assert await told(hall, 2) == []


async def test_fifty_who_sign_up_at_once_for_ten_places_find_ten(hall: Hall):
    _, (slot, other) = await put_on(hall, 10, 10)
    people = await seeding.add_residents(hall.house, hall.community_id, [seeding.Newcomer() for _ in range(50)])
    actors = [await actor_of(hall.house, person.token) for person in people]
    rows = await asyncio.gather(*(joining.sign_up(hall.house, actor, slot.id) for actor in actors))
    assert sorted(done(row).standing.value for row in rows) == ["GOING"] * 10 + ["WAITING"] * 40
    assert (await time(hall, slot.id)).waiting == 40

    going = [actor for actor, row in zip(actors, rows, strict=True) if done(row).standing is Standing.GOING]
    await asyncio.gather(*(joining.leave(hall.house, actor, slot.id) for actor in going[:5]))
    found = await time(hall, slot.id)
    assert (found.slot.going, found.waiting) == (10, 35)
    assert (await time(hall, other.id)).slot.going == 0


async def test_people_without_a_phone_are_written_down_as_far_as_there_is_room(hall: Hall):
    _, (slot,) = await put_on(hall, 2)
    staff, key = await hall.actor(hall.staff), (await hall.actor(hall.neighbours[0])).resident_id
    named = done(await joining.enter(hall.house, staff, slot.id, Person("王奶奶")))
    known = done(await joining.enter(hall.house, staff, slot.id, Person(resident_id=key)))
    assert (named.name, named.resident_id, named.entered_by) == ("王奶奶", None, staff.resident_id)
    assert done(await joining.enter(hall.house, staff, slot.id, Person(resident_id=key))).id == known.id
    async with nothing_changes(hall.house):
        refused(await joining.enter(hall.house, staff, slot.id, Person("李爷爷")), Code.CONFLICT, "slotId")
        refused(await joining.enter(hall.house, staff, slot.id, Person(" ")), Code.INVALID, "name")
    done(await joining.strike(hall.house, staff, named.id))
    assert (await time(hall, slot.id)).slot.going == 1


async def test_who_is_written_down_on_the_spot_has_come(hall: Hall):
    _, (slot,) = await put_on(hall, 2, occasion=Occasion.MARKET_STALL)
    staff = await hall.actor(hall.staff)
    async with nothing_changes(hall.house):
        early = await joining.enter(hall.house, staff, slot.id, Person("王奶奶", here=True))
        refused(early, Code.WRONG_STAGE, "slotId")
    hall.clock.turn(hours=1)
    row = done(await joining.enter(hall.house, staff, slot.id, Person("王奶奶", here=True)))
    assert row.came_at is not None
    async with nothing_changes(hall.house):
        refused(await joining.strike(hall.house, staff, row.id), Code.CONFLICT, "slotId")


async def test_a_called_off_activity_is_told_to_all_who_wanted_to_come(hall: Hall):
    activity, (slot,) = await put_on(hall, 1)
    await join(hall, slot.id, 0)
    await join(hall, slot.id, 1)
    staff = await hall.actor(hall.staff)
    done(await planning.call_off(hall.house, staff, activity.id, "下大雨"))
    done(await planning.call_off(hall.house, staff, activity.id, "还是下大雨"))
    assert [await told(hall, number) for number in range(3)] == [["activity.called_off"]] * 2 + [[]]
    async with nothing_changes(hall.house):
        late = await joining.sign_up(hall.house, await hall.actor(hall.neighbours[2]), slot.id)
        refused(late, Code.WRONG_STAGE, "slotId")


async def test_strange_hands_change_nothing(hall: Hall):
    organiser = (await hall.actor(hall.neighbours[4])).resident_id
    activity, (slot,) = await put_on(hall, 1, organiser=organiser)
    row = await join(hall, slot.id, 0)
    neighbour, moderator = await hall.actor(hall.neighbours[1]), await hall.actor(hall.moderator)
    strangers = [neighbour, moderator, await foreigner(hall, Role.COMMUNITY_STAFF)]
    unconfirmed = await newcomer(hall)
    async with nothing_changes(hall.house):
        for who in strangers:
            refused(await joining.enter(hall.house, who, slot.id, Person("某人")), Code.FORBIDDEN)
            refused(await joining.strike(hall.house, who, row.id), Code.FORBIDDEN)
            refused(await attending.came(hall.house, who, row.id), Code.FORBIDDEN)
            refused(await attending.confirm(hall.house, who, row.id, 10), Code.FORBIDDEN)
            refused(await planning.call_off(hall.house, who, activity.id, "不办了"), Code.FORBIDDEN)
        refused(await joining.sign_up(hall.house, strangers[2], slot.id), Code.FORBIDDEN)
        refused(await joining.sign_up(hall.house, unconfirmed, slot.id), Code.NOT_ELIGIBLE)
        refused(await planning.plan(hall.house, neighbour, proposal(hall, 1)), Code.FORBIDDEN)
        refused(await joining.leave(hall.house, neighbour, slot.id), Code.CONFLICT, "slotId")
        refused(await joining.sign_up(hall.house, neighbour, NOBODY), Code.NOT_FOUND, "slotId")
        refused(await attending.confirm(hall.house, neighbour, NOBODY, 10), Code.NOT_FOUND, "attendanceId")
    done(await joining.strike(hall.house, await hall.actor(hall.neighbours[4]), row.id))


@pytest.mark.parametrize("organiser", ["foreign", "unconfirmed"])
async def test_the_organiser_is_a_confirmed_resident_of_the_community(hall: Hall, organiser: str):
    who = await (foreigner(hall) if organiser == "foreign" else newcomer(hall))
    staff = await hall.actor(hall.staff)
    async with nothing_changes(hall.house):
        result = await planning.plan(hall.house, staff, proposal(hall, 1, organiser=who.resident_id))
        refused(result, Code.NOT_FOUND, "organiserId")


async def test_what_is_to_come_is_listed_by_time_and_by_kind(hall: Hall):
    late, _ = await put_on(hall, 1, occasion=Occasion.SENIOR_COLLEGE)
    hall.clock.turn(hours=-0.5)
    soon, _ = await put_on(hall, 1)
    rows = (await reading.to_come(hall.house, hall.community_id, None, Ask(10))).rows
    assert [row.id for row in rows] == [soon.id, late.id]
    rows = (await reading.to_come(hall.house, hall.community_id, Occasion.SENIOR_COLLEGE, Ask(10))).rows
    assert [row.id for row in rows] == [late.id]
    hall.clock.turn(hours=3.2)
    assert [row.id for row in (await reading.to_come(hall.house, hall.community_id, None, Ask(10))).rows] == [late.id]
