"""A meeting as it goes: items in order, one who speaks, time that is public, rules that everybody accepted."""

import asyncio
from contextlib import aclosing

import pytest

from resolvers.issues import stream_of as issue_stream
from resolvers.meetings import agenda, attendance, floor, lead, proceedings
from resolvers.meetings.streams import stream_of
from rules.issues import Stage
from rules.proceedings import TEA_HOUSE, BreachAnswer, Ending, Limits, Party
from rules.refusals import Code
from tests.support.deeds import foreigner, kinds, newcomer, nothing_changes, refused, said, swept
from tests.support.house import Hall, done
from tests.support.meeting import scheduled, under_way


async def stands(hall: Hall, meeting_id):
    state = await proceedings.read(hall.house, meeting_id)
    assert state is not None
    return state


async def entered(hall: Hall, meeting_id, person, version=0):
    return done(await attendance.enter(hall.house, await hall.actor(person), meeting_id, version))


async def asked(hall: Hall, meeting_id, person):
    return done(await floor.ask(hall.house, await hall.actor(person), meeting_id))


async def given(hall: Hall, meeting_id, person):
    """A turn of somebody who has the floor."""
    await entered(hall, meeting_id, person)
    turn = await asked(hall, meeting_id, person)
    done(await floor.give(hall.house, await hall.actor(hall.moderator), turn.id))
    return turn


async def test_items_are_opened_one_after_the_other_and_each_step_is_in_the_record(hall: Hall):
    issue = await hall.issue(at=Stage.VOTING)
    meeting, moderator = await under_way(hall, issue.id), await hall.actor(hall.moderator)
    poll_id = (await hall.poll(issue)).poll.id
    first = done(await agenda.add(hall.house, moderator, meeting.id, "路灯", None))
    second = done(await agenda.add(hall.house, moderator, meeting.id, "表决", poll_id))
    done(await agenda.open_item(hall.house, moderator, first.id))
    done(await agenda.open_item(hall.house, moderator, second.id))
    items = (await stands(hall, meeting.id)).agenda
    assert [(item.position, item.poll_id) for item in items] == [(1, None), (2, poll_id)]
    assert [item.closed_at is not None for item in items] == [True, False]
    refused(await agenda.open_item(hall.house, moderator, first.id), Code.WRONG_STAGE, "itemId")
    done(await agenda.close_item(hall.house, moderator, second.id))
    refused(await agenda.close_item(hall.house, moderator, second.id), Code.WRONG_STAGE, "itemId")
    steps = [kind for kind in await kinds(hall.house, issue_stream(issue.id)) if kind.startswith("agenda")]
    assert steps == [*["agenda.added"] * 2, "agenda.opened", "agenda.closed", "agenda.opened", "agenda.closed"]


async def test_an_item_is_tied_to_a_poll_of_the_same_issue_only(hall: Hall):
    meeting, elsewhere = await under_way(hall, (await hall.issue()).id), (await hall.poll()).poll.id
    async with nothing_changes(hall.house):
        result = await agenda.add(hall.house, await hall.actor(hall.moderator), meeting.id, "表决", elsewhere)
        refused(result, Code.NOT_FOUND, "pollId")


async def test_an_item_that_was_not_opened_can_be_taken_off_the_agenda(hall: Hall):
    meeting, staff = await scheduled(hall), await hall.actor(hall.staff)
    item = done(await agenda.add(hall.house, staff, meeting.id, "路灯", None))
    done(await agenda.remove(hall.house, staff, item.id))
    assert (await stands(hall, meeting.id)).agenda == []
    refused(await agenda.remove(hall.house, staff, item.id), Code.NOT_FOUND, "itemId")


async def test_whoever_enters_accepts_the_house_rules_of_this_moment(hall: Hall):
    meeting, staff = await under_way(hall), await hall.actor(hall.staff)
    assert (await stands(hall, meeting.id)).rules == attendance.Rules(0, TEA_HOUSE)
    me = await entered(hall, meeting.id, hall.neighbours[0])
    assert (me.party, me.on_spot, me.signed_in_by) == (Party.RESIDENTS, False, None)
    assert (await entered(hall, meeting.id, hall.neighbours[0])).id == me.id
    adopted = done(await attendance.adopt_rules(hall.house, staff, "先听完，再说话。"))
    assert adopted.version == 1
    other = await hall.actor(hall.neighbours[1])
    refused(await attendance.enter(hall.house, other, meeting.id, 0), Code.CONFLICT, "rulesVersion")
    assert done(await attendance.enter(hall.house, other, meeting.id, 1)).rules_version == 1
    again = await hall.actor(hall.neighbours[0])
    refused(await attendance.enter(hall.house, again, meeting.id, 0), Code.CONFLICT, "rulesVersion")
    assert done(await attendance.enter(hall.house, again, meeting.id, 1)).id == me.id
    assert (await stands(hall, meeting.id)).online == 2


async def test_strangers_and_the_unconfirmed_watch_but_do_not_enter(hall: Hall):
    meeting = await under_way(hall)
    stranger, new = await foreigner(hall), await newcomer(hall)
    async with nothing_changes(hall.house):
        for who, field in ((stranger, "meetingId"), (new, None)):
            refused(await attendance.enter(hall.house, who, meeting.id, 0), Code.NOT_ELIGIBLE, field)


async def test_people_without_a_phone_are_signed_in_by_the_staff_and_marked_as_such(hall: Hall):
    meeting, staff = await under_way(hall), await hall.actor(hall.staff)
    guest = attendance.Guest("物业张经理", Party.PROPERTY_COMPANY)
    came = done(await attendance.sign_in(hall.house, staff, meeting.id, guest))
    assert (came.resident_id, came.signed_in_by, came.on_spot) == (None, staff.resident_id, True)
    (_, payload) = (await said(hall.house, stream_of(meeting.id)))[-1]
    assert (payload["signedInByStaff"], payload["onSpot"], payload["party"]) == (True, True, "PROPERTY_COMPANY")
    assert "张经理" not in str(payload)
    neighbour = await hall.actor(hall.neighbours[0])
    refused(await attendance.sign_in(hall.house, neighbour, meeting.id, guest), Code.FORBIDDEN)
    same = attendance.Guest("", Party.RESIDENTS, neighbour.resident_id)
    first = done(await attendance.sign_in(hall.house, staff, meeting.id, same))
    assert done(await attendance.sign_in(hall.house, staff, meeting.id, same)).id == first.id


async def test_one_has_the_floor_and_the_others_wait_in_the_order_they_asked(hall: Hall):
    meeting, moderator = await under_way(hall), await hall.actor(hall.moderator)
    turns = []
    for person in hall.neighbours[:3]:
        await entered(hall, meeting.id, person)
        turns.append(await asked(hall, meeting.id, person))
    done(await floor.give(hall.house, moderator, turns[1].id))
    state = await stands(hall, meeting.id)
    assert state.speaking[0].id == turns[1].id
    assert [turn.id for turn, _ in state.queue] == [turns[0].id, turns[2].id]
    refused(await floor.give(hall.house, moderator, turns[0].id), Code.CONFLICT, "turnId")
    refused(await floor.ask(hall.house, await hall.actor(hall.neighbours[0]), meeting.id), Code.CONFLICT, "meetingId")
    done(await floor.give_back(hall.house, await hall.actor(hall.neighbours[1]), turns[1].id))
    done(await floor.give_back(hall.house, await hall.actor(hall.neighbours[2]), turns[2].id))
    done(await floor.give(hall.house, moderator, turns[0].id))
    done(await floor.give_back(hall.house, moderator, turns[0].id))
    told = [payload["how"] for kind, payload in await said(hall.house, stream_of(meeting.id)) if kind == "floor.ended"]
    assert told == [Ending.RETURNED, Ending.WITHDRAWN, Ending.TAKEN]


async def test_nobody_ends_the_turn_of_a_neighbour(hall: Hall):
    meeting = await under_way(hall)
    turn = await given(hall, meeting.id, hall.neighbours[0])
    async with nothing_changes(hall.house):
        for person in (hall.neighbours[1], hall.staff):
            refused(await floor.give_back(hall.house, await hall.actor(person), turn.id), Code.FORBIDDEN)


async def test_whoever_has_not_entered_does_not_ask_for_the_floor(hall: Hall):
    meeting = await under_way(hall)
    refused(await floor.ask(hall.house, await hall.actor(hall.neighbours[0]), meeting.id), Code.FORBIDDEN, "meetingId")


async def test_the_clock_ends_a_turn_and_adds_to_what_the_person_has_had(hall: Hall):
    meeting, staff = await under_way(hall), await hall.actor(hall.staff)
    done(await agenda.limit(hall.house, staff, meeting.id, Limits(60, 90)))
    first = await given(hall, meeting.id, hall.neighbours[0])
    hall.clock.turn(seconds=61)
    await swept(hall.house)
    state = await stands(hall, meeting.id)
    assert state.speaking is None
    ((who, time),) = state.spoken
    assert (who.id, round(time.total_seconds())) == (first.participant_id, 60)
    assert round(state.spoken_by_party[Party.RESIDENTS].total_seconds()) == 60
    second = await given(hall, meeting.id, hall.neighbours[0])
    turn, _ = (await stands(hall, meeting.id)).speaking
    assert (turn.id, round((turn.until - turn.given_at).total_seconds())) == (second.id, 30)
    hall.clock.turn(seconds=31)
    await swept(hall.house)
    result = await floor.ask(hall.house, await hall.actor(hall.neighbours[0]), meeting.id)
    refused(result, Code.CONFLICT, "meetingId")


@pytest.mark.parametrize("answer", BreachAnswer)
async def test_a_breach_is_noted_and_may_cost_the_floor(hall: Hall, answer):
    meeting, moderator = await under_way(hall), await hall.actor(hall.moderator)
    turn = await given(hall, meeting.id, hall.neighbours[0])
    noted = done(await floor.note_breach(hall.house, moderator, turn.participant_id, "骂人了", answer))
    state = await stands(hall, meeting.id)
    assert [(breach.id, who.id) for breach, who in state.breaches] == [(noted.id, turn.participant_id)]
    assert (state.speaking is None) == (answer == BreachAnswer.FLOOR_TAKEN)


async def test_the_floor_is_not_taken_from_somebody_who_does_not_have_it(hall: Hall):
    meeting, moderator = await under_way(hall), await hall.actor(hall.moderator)
    me = await entered(hall, meeting.id, hall.neighbours[0])
    async with nothing_changes(hall.house):
        result = await floor.note_breach(hall.house, moderator, me.id, "打断别人", BreachAnswer.FLOOR_TAKEN)
        refused(result, Code.CONFLICT, "answer")


async def test_the_end_of_a_meeting_ends_whatever_is_open(hall: Hall):
    meeting, moderator = await under_way(hall), await hall.actor(hall.moderator)
    item = done(await agenda.add(hall.house, moderator, meeting.id, "路灯", None))
    done(await agenda.open_item(hall.house, moderator, item.id))
    await given(hall, meeting.id, hall.neighbours[0])
    await entered(hall, meeting.id, hall.neighbours[1])
    await asked(hall, meeting.id, hall.neighbours[1])
    done(await lead.end(hall.house, moderator, meeting.id))
    state = await stands(hall, meeting.id)
    assert (state.speaking, list(state.queue)) == (None, [])
    assert state.agenda[0].closed_at is not None
    assert (await kinds(hall.house, stream_of(meeting.id)))[-1] == "meeting.ended"


async def test_whoever_follows_sees_each_new_state(hall: Hall):
    meeting = await under_way(hall)
    async with aclosing(proceedings.follow(hall.house, meeting.id)) as following, asyncio.timeout(20):
        assert (await anext(following)).online == 0
        await entered(hall, meeting.id, hall.neighbours[0])
        assert (await anext(following)).online == 1


async def test_two_who_are_given_the_floor_at_once_do_not_both_get_it(hall: Hall):
    meeting, moderator = await under_way(hall), await hall.actor(hall.moderator)
    turns = []
    for person in hall.neighbours[:2]:
        await entered(hall, meeting.id, person)
        turns.append(await asked(hall, meeting.id, person))
    results = await asyncio.gather(*(floor.give(hall.house, moderator, turn.id) for turn in turns))
    assert sorted(hasattr(result, "code") for result in results) == [False, True]


async def test_of_two_who_take_the_same_item_off_the_agenda_one_does(hall: Hall):
    meeting, moderator = await under_way(hall), await hall.actor(hall.moderator)
    item = done(await agenda.add(hall.house, moderator, meeting.id, "路灯", None))
    deeds = (agenda.remove, agenda.open_item, agenda.remove)
    results = await asyncio.gather(*(deed(hall.house, moderator, item.id) for deed in deeds))
    assert sum(not hasattr(result, "code") for result in results) == 1


async def test_new_house_rules_reach_whoever_watches_and_are_accepted_in_the_record(hall: Hall):
    meeting = await under_way(hall)
    await entered(hall, meeting.id, hall.neighbours[0])
    async with aclosing(proceedings.follow(hall.house, meeting.id)) as following, asyncio.timeout(20):
        assert (await anext(following)).rules.version == 0
        done(await attendance.adopt_rules(hall.house, await hall.actor(hall.staff), "先听完，再说话。"))
        assert (await anext(following)).rules == attendance.Rules(1, "先听完，再说话。")
    again = await floor.ask(hall.house, await hall.actor(hall.neighbours[0]), meeting.id)
    refused(again, Code.CONFLICT, "meetingId")
    await entered(hall, meeting.id, hall.neighbours[0], 1)
    assert (await kinds(hall.house, stream_of(meeting.id)))[-2:] == ["house_rules.adopted", "house_rules.accepted"]
