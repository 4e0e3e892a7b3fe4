"""What somebody is at a meeting, as they see it themselves."""

from resolvers.meetings import attendance, floor, lead, me
from tests.support.house import Hall, done
from tests.support.meeting import under_way


async def mine(hall: Hall, meeting_id, person):
    meeting = (await lead.load(hall.house, [meeting_id]))[meeting_id]
    return await me.read(hall.house, meeting, (await hall.actor(person)).resident_id)


async def test_whoever_has_not_entered_is_nothing_there_yet(hall: Hall):
    meeting = await under_way(hall)
    assert await mine(hall, meeting.id, hall.neighbours[0]) is None
    assert await me.read(hall.house, meeting, None) is None


async def test_one_who_has_entered_asks_once_speaks_and_may_ask_again(hall: Hall):
    meeting, person = await under_way(hall), hall.neighbours[0]
    actor, moderator = await hall.actor(person), await hall.actor(hall.moderator)
    came = done(await attendance.enter(hall.house, actor, meeting.id, 0))
    entered = await mine(hall, meeting.id, person)
    assert (entered.participant.id, entered.accepted_rules) == (came.id, True)
    assert (entered.turn, entered.may_ask) == (None, True)

    wish = done(await floor.ask(hall.house, actor, meeting.id))
    waiting = await mine(hall, meeting.id, person)
    assert (waiting.turn.id, waiting.turn.given_at, waiting.may_ask) == (wish.id, None, False)
    done(await floor.give(hall.house, moderator, wish.id))
    assert (await mine(hall, meeting.id, person)).turn.given_at is not None
    done(await floor.give_back(hall.house, actor, wish.id))
    assert (await mine(hall, meeting.id, person)).may_ask
    done(await lead.end(hall.house, moderator, meeting.id))
    over = await mine(hall, meeting.id, person)
    assert (over.participant.id, over.may_ask) == (came.id, False)


async def test_new_house_rules_have_to_be_accepted_before_one_asks(hall: Hall):
    meeting, person = await under_way(hall), hall.neighbours[0]
    actor = await hall.actor(person)
    done(await attendance.enter(hall.house, actor, meeting.id, 0))
    done(await attendance.adopt_rules(hall.house, await hall.actor(hall.moderator), "一人说完，一人再说。"))
    before = await mine(hall, meeting.id, person)
    assert (before.accepted_rules, before.may_ask) == (False, False)
    done(await attendance.enter(hall.house, actor, meeting.id, 1))
    after = await mine(hall, meeting.id, person)
    assert (after.accepted_rules, after.may_ask) == (True, True)
