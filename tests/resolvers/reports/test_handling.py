"""What staff and departments do about a report: hand it over, and ask its sender while the clock stands still."""

from datetime import timedelta

from db.models.deadlines import Due
from resolvers import procedures
from resolvers.procedures import Proposal
from resolvers.reports import ending, handling
from rules.procedures import DEFAULT, Procedure, Urgency
from rules.refusals import Code
from rules.reports import DEFAULT_STEPS, Clock, Stage, Step
from tests.support.deeds import nothing_changes, refused, swept
from tests.support.house import done
from tests.support.office import Office

HOUR = timedelta(hours=1)


async def test_a_third_hand_over_goes_to_the_street_officer(office: Office):
    house, key = office.hall.house, await office.assigned()
    due_at = (await office.report(key)).due_at
    done(await handling.hand_over(house, office.officer, key, office.water, "是水管的事"))
    done(await handling.hand_over(house, office.plumber, key, office.lights, "是灯的事"))
    assert "report.to_street" not in await office.told(office.street)
    third = done(await handling.hand_over(house, office.officer, key, office.water, "还是水管的事"))
    assert (third.department_id, third.level, third.handovers, third.due_at) == (None, 2, 3, due_at)
    assert await office.told(office.street) == ["report.to_street"]
    assert (await office.told(office.sender))[-1] == "report.with_street"
    done(await handling.start(house, office.street, key))


async def test_whom_a_report_was_taken_from_is_told_so(office: Office):
    house, key = office.hall.house, await office.assigned()
    done(await handling.assign(house, office.staff, key, office.lights))
    assert "report.with_others" not in await office.told(office.officer)

    done(await handling.assign(house, office.staff, key, office.water))

    assert (await office.told(office.officer))[-1] == "report.with_others"
    assert (await office.told(office.plumber))[-1] == "report.for_you"


async def test_who_handed_it_over_has_no_more_say_and_who_got_it_has(office: Office):
    house, key = office.hall.house, await office.assigned()
    async with nothing_changes(house):
        refused(await handling.hand_over(house, office.plumber, key, office.water, "给我"), Code.FORBIDDEN)
        there = await handling.hand_over(house, office.officer, key, office.lights, "给自己")
        refused(there, Code.CONFLICT, "departmentId")
        refused(await handling.hand_over(house, office.officer, key, office.water, " "), Code.INVALID, "reason")
    done(await handling.hand_over(house, office.officer, key, office.water, "是水管的事"))
    assert (await office.told(office.plumber))[-1] == "report.for_you"
    async with nothing_changes(house):
        refused(await handling.start(house, office.officer, key), Code.FORBIDDEN)
    done(await handling.start(house, office.plumber, key))


async def test_a_question_stops_the_clock_and_an_answer_lets_it_go_on(office: Office):
    house, clock, key = office.hall.house, office.hall.clock, await office.handled()
    due_at = (await office.report(key)).due_at
    assert due_at is not None
    done(await handling.ask(house, office.officer, key, "是哪一盏?"))
    assert (await office.told(office.sender))[-1] == "report.asked"
    assert await office.due() == [Due.REPORT_UNANSWERED]
    clock.turn(days=6)
    await swept(house)
    stands = await office.report(key)
    assert (stands.due_at, stands.stage) == (None, Stage.HANDLING)
    answered = done(await handling.answer(house, office.sender, key, "东边那盏"))
    assert answered.due_at is not None
    assert abs(answered.due_at - due_at - timedelta(days=6)) < timedelta(seconds=5)
    assert await office.due() == [Due.REPORT_WARNS, Due.REPORT_RUNS_OUT]
    assert (await office.told(office.officer))[-1] == "report.answered"
    clock.turn(days=7)
    await swept(house)
    assert (await office.kinds(key))[-4:] == ["asked", "answered", "warned", "overdue"]


async def test_a_clock_that_has_warned_does_not_warn_again_after_a_question(office: Office):
    house, clock, key = office.hall.house, office.hall.clock, await office.handled()
    clock.turn(days=6)
    await swept(house)
    done(await handling.ask(house, office.officer, key, "是哪一盏?"))
    done(await handling.answer(house, office.sender, key, "东边那盏"))
    assert await office.due() == [Due.REPORT_RUNS_OUT]
    clock.turn(days=1, minutes=1)
    await swept(house)
    assert [kind for kind in await office.kinds(key) if kind in {"warned", "overdue"}] == ["warned", "overdue"]


async def test_a_question_without_an_answer_lets_the_clock_go_on_after_seven_days(office: Office):
    house, clock, key = office.hall.house, office.hall.clock, await office.handled()
    done(await handling.ask(house, office.officer, key, "是哪一盏?"))
    clock.turn(days=7)
    await swept(house)
    await swept(house)
    assert (await office.kinds(key))[-2:] == ["asked", "unanswered"]
    assert (await office.report(key)).due_at is not None
    async with nothing_changes(house):
        late = await handling.answer(house, office.sender, key, "东边那盏")
        refused(late, Code.WRONG_STAGE, "reportId")


async def test_a_step_taken_while_a_question_waits_lets_the_clock_go_on(office: Office):
    house, key = office.hall.house, await office.assigned()
    done(await handling.ask(house, office.officer, key, "是哪一盏?"))
    started = done(await handling.start(house, office.officer, key))
    assert (started.asked_at, started.stage) == (None, Stage.HANDLING)
    assert await office.due() == [Due.REPORT_WARNS, Due.REPORT_RUNS_OUT]
    assert await office.dropped() == 0


async def test_a_running_report_keeps_the_procedure_it_began_under(office: Office):
    house, before = office.hall.house, await office.sent()
    strict = Procedure(
        version=0,
        categories=DEFAULT.categories,
        clocks={urgency: {Clock.DISPATCH: 10, Clock.ANSWER: 20} for urgency in Urgency},
        steps={**DEFAULT_STEPS, Stage.ASSIGNED: DEFAULT_STEPS[Stage.ASSIGNED] | {Step.RESOLVE}},
    )
    done(await procedures.adopt(house, office.staff, Proposal(strict, "快一点", 1)))
    after = await office.sent()
    for key in (before, after):
        done(await handling.assign(house, office.staff, key, office.lights))
    old, new = await office.report(before), await office.report(after)
    assert (old.procedure_version, new.procedure_version) == (1, 2)
    assert old.due_at is not None
    assert new.due_at is not None
    assert old.due_at - new.due_at > timedelta(days=6)
    async with nothing_changes(house):
        refused(await ending.resolve(house, office.officer, before, "好了", []), Code.WRONG_STAGE, "reportId")
    done(await ending.resolve(house, office.officer, after, "好了", []))
