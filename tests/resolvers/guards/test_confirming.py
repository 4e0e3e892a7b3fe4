"""Until somebody is confirmed they read and report; nobody confirms themselves or their own household."""

import pytest

from db.models.confirmations import Confirmation
from db.models.residents import Resident
from db.paging import Ask, Page
from resolvers.deed import perform
from resolvers.notices import reading as notices
from resolvers.points import reading
from resolvers.points.earning import earn
from resolvers.polls import cast
from resolvers.reports.submitting import Sent, submit
from resolvers.residents import care, confirming, requests
from resolvers.residents.confirmed import stream_of
from resolvers.residents.confirming import Door
from rules.confirmations import USUAL, Answer, Through, Way
from rules.points import Rule
from rules.refusals import Code
from rules.roles import Role
from tests.resolvers.guards.door import household, next_door
from tests.support.deeds import heads_on_roll, kinds, newcomer, nothing_changes, refused
from tests.support.house import Hall, done


async def gives(hall: Hall, *people) -> None:
    """Something that would earn each of them points, if they may earn any."""

    async def giving(deed) -> None:
        source = f"activity_{deed.new_id().hex}"
        await earn(deed, hall.community_id, [each.resident_id for each in people], Rule.SUGGESTION, source, {})

    await perform(hall.house, giving)


async def points_of(hall: Hall, actor) -> int:
    account = (await reading.accounts(hall.house, [actor.resident_id])).get(actor.resident_id)
    assert await reading.differences(hall.house, hall.community_id) == []
    return account.earned if account else 0


async def told(hall: Hall, actor) -> list[str]:
    return [row.kind for row in (await notices.of(hall.house, actor.resident_id, Ask(20))).rows]


async def test_the_unconfirmed_report_but_neither_vote_nor_earn(hall: Hall):
    person = await newcomer(hall)
    poll = await hall.poll()
    done(await submit(hall.house, person, Sent("单元门坏了。")))
    async with nothing_changes(hall.house):
        refused(await cast.cast_vote(hall.house, person.resident_id, poll.poll.id, "yes"), Code.NOT_ELIGIBLE, "pollId")
        await gives(hall, person)
    assert await points_of(hall, person) == 0


async def test_staff_confirm_with_a_document_and_then_all_doors_are_open(hall: Hall):
    building, home = await household(hall, 2)
    person, staff = await newcomer(hall), await hall.actor(hall.staff)
    asked = done(await confirming.ask(hall.house, person, Door(building, "1", "501"), ""))
    assert (asked.household_id, asked.answer) == (home, None)
    async with nothing_changes(hall.house):
        refused(await confirming.decide(hall.house, staff, asked.id, None, ""), Code.INVALID, "note")
    heads = await heads_on_roll(hall.house, hall.community_id)
    answered = done(await confirming.decide(hall.house, staff, asked.id, None, "看过房产证"))
    assert answered.answer is Answer.CONFIRMED
    assert await heads_on_roll(hall.house, hall.community_id) == heads + 1
    async with hall.house.database.read() as session:
        row = await session.get_one(Confirmation, person.resident_id)
    assert (row.way, row.household_id, row.by_id, row.note) == (Way.DOCUMENT, home, staff.resident_id, "看过房产证")
    assert await kinds(hall.house, stream_of(hall.community_id)) == ["household.asked", "household.confirmed"]
    assert "household.confirmed" in await told(hall, person)
    await gives(hall, person)
    assert await points_of(hall, person) == 20


async def test_the_head_of_the_building_confirms_there_and_nowhere_else(hall: Hall):
    head, admin = await hall.actor(hall.neighbours[0]), await hall.actor(hall.admin)
    done(await care.grant(hall.house, admin, head.resident_id, Role.BUILDING_HEAD))
    head = await hall.actor(hall.neighbours[0])
    theirs, _ = await household(hall, 2, [head.resident_id])
    other, _ = await household(hall, 2, code="8")
    person = await newcomer(hall)
    asked = done(await confirming.ask(hall.house, person, Door(other, "1", "501"), ""))
    refused(await confirming.decide(hall.house, head, asked.id, None, ""), Code.FORBIDDEN)
    again = done(await confirming.ask(hall.house, person, Door(theirs, "1", "501"), ""))
    assert again.id == asked.id
    refused(await confirming.decide(hall.house, head, asked.id, None, ""), Code.FORBIDDEN)  # their own household
    assert "household.asked" in await told(hall, head)
    page = await requests.waiting(hall.house, head, Ask(20))
    assert isinstance(page, Page)
    assert [row.id for row in page.rows] == [asked.id]


@pytest.mark.parametrize("people", [0, 2])
async def test_one_more_in_a_full_household_is_noted_and_waits_for_a_second(hall: Hall, people: int):
    head, admin, staff = [await hall.actor(each) for each in (hall.neighbours[0], hall.admin, hall.staff)]
    done(await care.grant(hall.house, admin, head.resident_id, Role.BUILDING_HEAD))
    head = await hall.actor(hall.neighbours[0])
    theirs, _ = await household(hall, people)
    await next_door(hall, theirs, head.resident_id)
    for number in range(people or USUAL):
        person = await newcomer(hall, f"+861390000001{number}")
        asked = done(await confirming.ask(hall.house, person, Door(theirs, "1", "501"), ""))
        assert done(await confirming.decide(hall.house, head, asked.id, None, "")).answer is Answer.CONFIRMED
    person = await newcomer(hall)
    asked = done(await confirming.ask(hall.house, person, Door(theirs, "1", "501"), ""))
    first = done(await confirming.decide(hall.house, head, asked.id, None, ""))
    assert (first.answer, first.vouched_by) == (None, head.resident_id)
    async with hall.house.database.read() as session:
        assert (await session.get_one(Resident, person.resident_id)).verified_at is None
    assert "household.second_wanted" in await told(hall, staff)
    async with nothing_changes(hall.house):
        refused(await confirming.decide(hall.house, head, asked.id, None, "真的"), Code.CONFLICT, "requestId")
        refused(await confirming.decide(hall.house, staff, asked.id, None, ""), Code.INVALID, "note")
    second = done(await confirming.decide(hall.house, staff, asked.id, None, "看过户口本"))
    assert second.answer is Answer.CONFIRMED
    said = await kinds(hall.house, stream_of(hall.community_id))
    assert said[-3:] == ["household.asked", "household.vouched", "household.confirmed"]


async def test_asking_for_another_door_takes_back_what_was_said_for_the_first(hall: Hall):
    staff, admin = await hall.actor(hall.staff), await hall.actor(hall.admin)
    person, full = await newcomer(hall), []
    for number, code in ((0, "7"), (1, "8")):
        lives_there = (await hall.actor(hall.neighbours[number])).resident_id
        full.append((await household(hall, 1, [lives_there], code=code))[0])
    for building in full:
        asked = done(await confirming.ask(hall.house, person, Door(building, "1", "501"), ""))
        assert asked.vouched_by is None
        done(await confirming.decide(hall.house, staff, asked.id, None, "看过户口本"))
    assert done(await confirming.decide(hall.house, admin, asked.id, None, "看过")).answer is Answer.CONFIRMED


async def test_a_refusal_is_read_with_its_reason_and_one_may_ask_again(hall: Hall):
    person, staff = await newcomer(hall), await hall.actor(hall.staff)
    first = done(await confirming.ask(hall.house, person, None, "东门第一家"))
    done(await confirming.decline(hall.house, staff, first.id, "没有找到这一户"))
    refused(await confirming.decline(hall.house, staff, first.id, "再说一次"), Code.CONFLICT, "requestId")
    second = done(await confirming.ask(hall.house, person, None, "西门第一家"))
    assert second.id != first.id
    assert "household.refused" in await told(hall, person)


@pytest.mark.parametrize("who", ["neighbour", "oneself"])
async def test_neighbours_without_an_office_and_whoever_asks_decide_nothing(hall: Hall, who: str):
    person = await newcomer(hall)
    asked = done(await confirming.ask(hall.house, person, None, "东门第一家"))
    decider = person if who == "oneself" else await hall.actor(hall.neighbours[0])
    async with nothing_changes(hall.house):
        refused(await confirming.decide(hall.house, decider, asked.id, None, "看过"), Code.FORBIDDEN)
        refused(await confirming.decline(hall.house, decider, asked.id, "不行"), Code.FORBIDDEN)


async def test_who_wants_to_show_a_document_is_told_to_staff_alone(hall: Hall):
    admin, staff = await hall.actor(hall.admin), await hall.actor(hall.staff)
    head = await hall.actor(hall.neighbours[0])
    done(await care.grant(hall.house, admin, head.resident_id, Role.BUILDING_HEAD))
    building, _ = await household(hall, 3, [head.resident_id])
    person = await newcomer(hall)
    asked = done(await confirming.ask(hall.house, person, Door(building, "1", "501"), "", Through.DOCUMENT))
    assert asked.through is Through.DOCUMENT
    assert ("household.asked" in await told(hall, head), "household.asked" in await told(hall, staff)) == (False, True)
    again = done(await confirming.ask(hall.house, person, Door(building, "1", "501"), "", Through.BUILDING_HEAD))
    assert (again.id, again.through) == (asked.id, Through.BUILDING_HEAD)
    assert "household.asked" in await told(hall, head)


async def test_who_has_asked_behind_a_door_is_answered_there_and_not_confirmed_past_it(hall: Hall):
    building, _ = await household(hall, 1, [(await hall.actor(hall.neighbours[0])).resident_id])
    staff, behind_door = await hall.actor(hall.staff), await newcomer(hall)
    in_words = await newcomer(hall, "+8613900000002")
    done(await confirming.ask(hall.house, behind_door, Door(building, "1", "501"), ""))
    asked = done(await confirming.ask(hall.house, in_words, None, "东门第一家"))
    async with nothing_changes(hall.house):
        refused(await care.verify(hall.house, staff, behind_door.resident_id), Code.CONFLICT, "residentId")
    done(await care.verify(hall.house, staff, in_words.resident_id))
    found = await requests.newest(hall.house, in_words.resident_id)
    assert found is not None
    assert (found.id, found.answer) == (asked.id, Answer.CONFIRMED)
