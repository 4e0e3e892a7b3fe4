"""A street officer blows the whistle, departments answer, come, plan and do, and all of it is counted and told."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from db.models.deadlines import Due
from db.queries import deadlines
from resolvers.deadlines import sweep
from resolvers.reports.streams import stream_of as report_stream
from resolvers.whistles import answering, closing, counting, planning, reading
from resolvers.whistles.blowing import Call, blow
from resolvers.whistles.streams import stream_of
from rules.agreements import today
from rules.answering import Measure, month_of
from rules.places import Place
from rules.refusals import Code, Refusal
from rules.reports import Stage
from rules.roles import Role
from rules.whistles import Answer, Side
from tests.support.deeds import foreigner, kinds, nothing_changes, refused, swept
from tests.support.house import Hall, done
from tests.support.resolutions import report
from tests.support.whistles import CANNOT, COMING, HERE, street, told


async def figures(hall: Hall, department_id) -> dict[Measure, int]:
    month = month_of(today(hall.clock.now()))
    rows = await counting.of_month(hall.house, hall.community_id, month)
    return next((row.counts for row in rows if row.department_id == department_id), {})


async def test_a_whistle_over_a_report_is_in_its_stream_and_everybody_concerned_is_told(hall: Hall):
    there, about = await street(hall), await report(hall)
    whole = await there.blown(about.id)
    assert (whole.called, whole.seq) == (list(there.departments), 1)
    assert (await kinds(hall.house, stream_of(whole.whistle.id))) == ["whistle.blown"]
    assert (await kinds(hall.house, report_stream(about.id))) == ["whistle.blown"]
    for officer in there.officers:
        assert await told(hall, officer) == ["whistle.blown"]
    assert await told(hall, hall.neighbours[1]) == ["whistle.over_report"]
    assert await told(hall, hall.neighbours[0]) == []


async def test_the_whole_way_to_two_ratings(hall: Hall):
    there, about = await street(hall), await report(hall)
    whole = await there.closed(about.id)
    assert whole.whistle.closed_at is not None
    assert (await kinds(hall.house, report_stream(about.id))) == ["whistle.blown", "whistle.closed"]
    assert (await told(hall, hall.neighbours[1]))[-1] == "whistle.closed"
    for person, rating in ((there.street, 5), (hall.neighbours[1], 3)):
        whole = done(await closing.rate(hall.house, await hall.actor(person), whole.whistle.id, rating, None))
    assert whole.ratings == {Side.STREET: (1, 5), Side.RESIDENTS: (1, 3)}
    for department_id in there.departments:
        assert await figures(hall, department_id) == {
            Measure.CALLED: 1,
            Measure.ANSWERED: 1,
            Measure.ANSWERED_IN_TIME: 1,
            Measure.TASKS_DONE: 1,
            Measure.TASKS_DONE_IN_TIME: 1,
            Measure.SOLVED: 1,
            Measure.RATED: 2,
            Measure.SATISFIED: 1,
        }
    ways = ["blown", "answered", "answered", "planned", "task_done", "task_done", "closed", "rated", "rated"]
    assert [kind.partition(".")[2] for kind in await kinds(hall.house, stream_of(whole.whistle.id))] == ways


async def test_whoever_has_not_answered_after_thirty_minutes_is_late_and_it_goes_up_once(hall: Hall):
    there = await street(hall)
    key_ = (await there.blown()).whistle.id
    done(await there.answered(key_, 0))
    hall.clock.turn(minutes=31)
    await asyncio.gather(*(sweep(hall.house) for _ in range(4)))
    await swept(hall.house)
    whole = (await reading.load(hall.house, [key_]))[key_]
    assert [call.late_at is not None for call in whole.calls] == [False, True]
    assert (await kinds(hall.house, stream_of(key_))).count("whistle.answer_late") == 1
    assert await told(hall, there.officers[0]) == ["whistle.blown"]
    assert await told(hall, there.officers[1]) == ["whistle.blown", "whistle.late"]
    assert (await told(hall, hall.staff)) == ["whistle.late"]
    assert (await told(hall, there.street)) == ["whistle.coming", "whistle.late"]


async def test_a_late_answer_still_counts_as_an_answer_but_not_in_time(hall: Hall):
    there = await street(hall)
    key_ = (await there.blown()).whistle.id
    hall.clock.turn(minutes=31)
    await swept(hall.house)
    whole = done(await there.answered(key_, 0, CANNOT))
    assert (whole.calls[0].answer, whole.calls[0].late_at is None) == (Answer.CANNOT_COME, False)
    assert await figures(hall, there.departments[0]) == {Measure.CALLED: 1, Measure.ANSWERED: 1}


async def test_an_answer_after_thirty_minutes_is_late_though_nobody_has_looked_yet(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
):
    there = await street(hall)
    key_ = (await there.blown()).whistle.id
    done(await there.answered(key_, 1))
    with monkeypatch.context() as asleep:
        asleep.setattr(deadlines, "due", nothing_due)
        hall.clock.turn(minutes=31)
        done(await there.answered(key_, 0))
    await swept(hall.house)
    whole = (await reading.load(hall.house, [key_]))[key_]
    assert [call.late_at is not None for call in whole.calls] == [True, False]
    assert (await kinds(hall.house, stream_of(key_))).count("whistle.answer_late") == 1
    assert "whistle.late" in await told(hall, hall.staff)


async def nothing_due(*_: object) -> list[tuple[Due, UUID]]:
    return []


async def test_nobody_is_late_who_answered_and_another_answer_is_not_counted_again(hall: Hall):
    there = await street(hall, 1)
    key_ = (await there.blown()).whistle.id
    done(await there.answered(key_, 0, CANNOT))
    hall.clock.turn(minutes=40)
    whole = done(await there.answered(key_, 0, COMING))
    await swept(hall.house)
    assert (whole.calls[0].answer, whole.calls[0].words) == (Answer.ON_THE_WAY, COMING.who)
    assert "whistle.answer_late" not in await kinds(hall.house, stream_of(key_))
    counted = await figures(hall, there.departments[0])
    assert counted == {Measure.CALLED: 1, Measure.ANSWERED: 1, Measure.ANSWERED_IN_TIME: 1}


async def test_arrivals_are_checked_in_once_with_their_distance(hall: Hall):
    there = await street(hall)
    key_ = (await there.blown()).whistle.id
    place = Place(HERE.latitude + 9_000, HERE.longitude)
    for _ in range(2):
        whole = done(await answering.arrive(hall.house, await there.officer(0), key_, there.departments[0], place))
    (arrival,) = whole.arrivals
    assert (arrival.metres, arrival.department_id) == (100, there.departments[0])
    assert (await kinds(hall.house, stream_of(key_))).count("whistle.arrived") == 1
    assert (await figures(hall, there.departments[0]))[Measure.ARRIVED] == 1
    unplaced = (await there.blown((await report(hall)).id)).whistle.id
    whole = done(await answering.arrive(hall.house, await there.officer(0), unplaced, there.departments[0], place))
    assert whole.arrivals[0].metres is None


async def test_a_new_plan_replaces_what_is_not_done_and_keeps_what_is(hall: Hall):
    there = await street(hall)
    key_ = (await there.blown()).whistle.id
    first = done(await there.planned(key_, 0, 1))
    done(await there.finished(first, 0))
    actor = await there.officer(1)
    second = done(await planning.plan(hall.house, actor, key_, 1, there.tasks(1, 1)))
    assert [(task.number, task.done_at is not None) for task in second.tasks] == [(1, True), (2, False), (3, False)]
    async with nothing_changes(hall.house):
        refused(await there.planned(key_, 0, 1, version=1), Code.CONFLICT, "version")
        refused(await there.finished(first, 1), Code.NOT_FOUND, "taskId")
        refused(await there.finished(first, 0), Code.CONFLICT, "taskId")


async def test_two_who_plan_at_once_leave_one_plan(hall: Hall):
    there = await street(hall)
    key_ = (await there.blown()).whistle.id
    results = await asyncio.gather(*(there.planned(key_, 0, 1) for _ in range(4)))
    assert sum(not isinstance(each, Refusal) for each in results) == 1
    whole = (await reading.load(hall.house, [key_]))[key_]
    assert (whole.whistle.plan_version, len(whole.tasks)) == (1, 2)


async def test_it_is_closed_only_once_every_task_is_done(hall: Hall):
    there = await street(hall)
    key_ = (await there.blown()).whistle.id
    refused(await there.asked_to_close(key_), Code.WRONG_STAGE, "whistleId")
    whole = done(await there.planned(key_, 0, 1))
    done(await there.finished(whole, 0))
    async with nothing_changes(hall.house):
        refused(await there.asked_to_close(key_), Code.WRONG_STAGE, "whistleId")
    done(await there.finished(whole, 1))
    done(await there.asked_to_close(key_))
    async with nothing_changes(hall.house):
        refused(await there.asked_to_close(key_), Code.WRONG_STAGE, "whistleId")
        refused(await there.answered(key_, 0), Code.WRONG_STAGE, "whistleId")
        refused(await there.planned(key_, 0, 1, version=1), Code.WRONG_STAGE, "whistleId")


async def test_one_that_is_not_closed_in_time_is_overdue_once(hall: Hall):
    there = await street(hall)
    key_ = (await there.blown()).whistle.id
    done(await there.finished(done(await there.planned(key_, 0, 1)), 0))
    hall.clock.turn(days=8)
    await swept(hall.house)
    await swept(hall.house)
    assert (await kinds(hall.house, stream_of(key_))).count("whistle.overdue") == 1
    assert "whistle.behind" not in await told(hall, there.officers[0])
    assert (await told(hall, there.officers[1]))[-1] == "whistle.behind"
    assert (await told(hall, hall.staff))[-1] == "whistle.overdue"
    late = done(await there.finished((await reading.load(hall.house, [key_]))[key_], 1))
    assert late.tasks[1].done_at is not None
    assert Measure.TASKS_DONE_IN_TIME not in await figures(hall, there.departments[1])


async def test_a_closed_whistle_is_neither_late_nor_overdue(hall: Hall):
    there = await street(hall)
    key_ = (await there.closed()).whistle.id
    hall.clock.turn(days=8)
    await swept(hall.house)
    found = await kinds(hall.house, stream_of(key_))
    assert not {"whistle.answer_late", "whistle.overdue"} & set(found)


async def test_only_street_officers_blow_and_only_over_what_is_their_own_and_open(hall: Hall):
    there, about = await street(hall), await report(hall)
    over = await report(hall, stage=Stage.RESOLVED)
    stranger = await foreigner(hall, Role.STREET_OFFICER)
    await there.blown(about.id)
    soon = hall.clock.now() + timedelta(minutes=5)
    async with nothing_changes(hall.house):
        refused(await there.asked_to_blow(about.id), Code.CONFLICT, "reportId")
        refused(await there.asked_to_blow(over.id), Code.WRONG_STAGE, "reportId")
        refused(await there.asked_to_blow(hall.house.new_id()), Code.NOT_FOUND, "reportId")
        refused(await there.asked_to_blow(about.id, place=HERE), Code.INVALID, "reportId")
        refused(await there.asked_to_blow(place=None), Code.INVALID, "reportId")
        refused(await there.asked_to_blow(department_ids=[]), Code.INVALID, "departmentIds")
        refused(await there.asked_to_blow(department_ids=[hall.house.new_id()]), Code.NOT_FOUND, "departmentIds")
        refused(await there.asked_to_blow(due_at=soon), Code.INVALID, "dueAt")
        refused(await there.asked_to_blow(reason=" "), Code.INVALID, "reason")
        call = {"department_ids": there.departments, "reason": "好。", "due_at": soon + timedelta(days=1)}
        for person in (hall.staff, hall.admin, hall.neighbours[0], there.officers[0]):
            refused(await blown_by(hall, person, call), Code.FORBIDDEN)
        refused(await blow(hall.house, stranger, Call(**call, place=HERE)), Code.NOT_FOUND, "departmentIds")
        refused(await blow(hall.house, stranger, Call(**call, report_id=about.id)), Code.NOT_FOUND, "reportId")


async def blown_by(hall: Hall, person, call):
    return await blow(hall.house, await hall.actor(person), Call(**call, place=HERE))


async def test_officers_act_for_their_own_department_only(hall: Hall):
    there = await street(hall)
    key_ = (await there.blown(department_ids=there.departments[:1])).whistle.id
    mine, other = there.departments
    stranger = await foreigner(hall, Role.DEPARTMENT_OFFICER, Role.STREET_OFFICER)
    whole = done(await there.planned(key_, 0))
    async with nothing_changes(hall.house):
        for actor in (await there.officer(1), await hall.actor(hall.staff), await hall.actor(there.street)):
            refused(await answering.answer(hall.house, actor, key_, mine, COMING), Code.FORBIDDEN, "departmentId")
            refused(await answering.arrive(hall.house, actor, key_, mine, HERE), Code.FORBIDDEN, "departmentId")
            refused(await planning.finish(hall.house, actor, whole.tasks[0].id, "好。"), Code.FORBIDDEN, "departmentId")
        refused(
            await answering.answer(hall.house, await there.officer(1), key_, other, COMING),
            Code.NOT_FOUND,
            "departmentId",
        )
        refused(await answering.answer(hall.house, stranger, key_, mine, COMING), Code.NOT_FOUND, "whistleId")
        refused(await planning.finish(hall.house, stranger, whole.tasks[0].id, "好。"), Code.NOT_FOUND, "taskId")
        refused(await planning.plan(hall.house, await there.officer(1), key_, 1, there.tasks(0)), Code.FORBIDDEN)
        refused(await closing.close(hall.house, await there.officer(0), key_, "好。"), Code.FORBIDDEN)
        refused(await closing.close(hall.house, stranger, key_, "好。"), Code.NOT_FOUND, "whistleId")
