"""What is right about whistles, whatever comes."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from rules.refusals import Code, Refusal
from rules.reports import Stage
from rules.roles import Role
from rules.whistles import (
    ANSWER_WITHIN,
    LATEST_END,
    MOST_DEPARTMENTS,
    MOST_TASKS,
    SOONEST_END,
    Answer,
    Side,
    Task,
    accept_answer,
    accept_call,
    accept_plan,
    in_time,
    is_late,
    may_act_for,
    may_blow,
    may_blow_over,
    may_close,
    may_plan,
    may_rate,
    side_of,
    today,
)

NOW = datetime(2026, 5, 1, 4, tzinfo=UTC)
SECOND = timedelta(seconds=1)
ROLES = st.frozensets(st.sampled_from(Role))
KEYS = st.integers(1, 6).map(lambda number: UUID(int=number))


def code(result: object) -> Code | None:
    return result.code if isinstance(result, Refusal) else None


@given(ROLES)
def test_street_officers_blow_the_whistle_and_nobody_else(roles: frozenset[Role]):
    assert (may_blow(roles) is None) == (Role.STREET_OFFICER in roles)


@given(st.sampled_from(Stage))
def test_a_report_that_has_ended_is_not_whistled_over(stage: Stage):
    ended = stage in {Stage.RESOLVED, Stage.RATED, Stage.REJECTED}
    assert code(may_blow_over(stage)) == (Code.WRONG_STAGE if ended else None)


@given(st.integers(0, 2 * MOST_DEPARTMENTS), st.timedeltas(timedelta(days=-1), 2 * LATEST_END))
def test_a_call_is_accepted_exactly_within_its_bounds(number: int, ahead: timedelta):
    departments = [UUID(int=each) for each in range(number)]
    result = accept_call(departments, " 三家都不管。 ", NOW + ahead, NOW)
    if 1 <= number <= MOST_DEPARTMENTS and SOONEST_END <= ahead <= LATEST_END:
        assert result == "三家都不管。"
    else:
        assert code(result) == Code.INVALID


def test_an_hour_is_enough_and_ninety_days_are_not_too_long():
    called = [UUID(int=1)]
    for ahead, accepted in ((SOONEST_END, True), (SOONEST_END - SECOND, False), (LATEST_END, True)):
        assert isinstance(accept_call(called, "好。", NOW + ahead, NOW), str) == accepted
    assert code(accept_call(called, "好。", NOW + LATEST_END + SECOND, NOW)) == Code.INVALID


@given(st.timedeltas(timedelta(0), timedelta(days=2)))
def test_an_answer_is_in_time_up_to_the_thirtieth_minute(after: timedelta):
    assert in_time(NOW, NOW + after) == (after <= timedelta(minutes=30))


def test_the_last_moment_still_counts():
    assert in_time(NOW, NOW + ANSWER_WITHIN)
    assert not in_time(NOW, NOW + ANSWER_WITHIN + timedelta(microseconds=1))
    assert not is_late(NOW, NOW + ANSWER_WITHIN)
    assert is_late(NOW, NOW + ANSWER_WITHIN + timedelta(microseconds=1))
    assert is_late(NOW, None)


def test_who_comes_or_why_nobody_can_has_to_be_said():
    assert accept_answer(Answer.ON_THE_WAY, "老张", None) == "老张"
    assert accept_answer(Answer.CANNOT_COME, None, "在抢险。") == "在抢险。"
    assert code(accept_answer(Answer.ON_THE_WAY, None, "在抢险。")) == Code.INVALID
    assert code(accept_answer(Answer.CANNOT_COME, "老张", " ")) == Code.INVALID


@given(ROLES, st.sets(KEYS), KEYS)
def test_officers_act_for_where_they_work(roles: frozenset[Role], works_in: set[UUID], department: UUID):
    allowed = Role.DEPARTMENT_OFFICER in roles and department in works_in
    assert (may_act_for(roles, works_in, department) is None) == allowed


@given(ROLES, st.sets(KEYS), st.sets(KEYS))
def test_street_and_the_departments_called_plan_together(
    roles: frozenset[Role], works_in: set[UUID], called: set[UUID]
):
    allowed = Role.STREET_OFFICER in roles or (Role.DEPARTMENT_OFFICER in roles and bool(works_in & called))
    assert (may_plan(roles, works_in, called) is None) == allowed


TASKS = st.lists(
    st.builds(
        Task, KEYS, st.sampled_from(["换管子。", " "]), st.integers(-2, 12).map(lambda n: today(NOW) + timedelta(n))
    ),
    max_size=4,
)


@given(TASKS, st.sets(KEYS, min_size=1), st.data())
def test_a_plan_is_accepted_only_where_each_who_can_come_has_a_task(tasks: list[Task], called: set[UUID], data):
    needed = data.draw(st.sets(st.sampled_from(sorted(called))))
    due_at = NOW + timedelta(days=10)
    sound = all(
        task.text.strip() and task.department_id in called and today(NOW) <= task.due_on <= today(due_at)
        for task in tasks
    )
    whole = bool(tasks) and needed <= {task.department_id for task in tasks}
    result = accept_plan(tasks, called, needed, due_at, NOW)
    assert isinstance(result, Refusal) != (sound and whole)


def test_a_plan_has_thirty_tasks_at_most():
    task = Task(UUID(int=1), "换管子。", today(NOW))
    for number in (MOST_TASKS, MOST_TASKS + 1):
        result = accept_plan([task] * number, {task.department_id}, (), NOW + timedelta(days=1), NOW)
        assert isinstance(result, Refusal) == (number > MOST_TASKS)


def test_one_that_is_overdue_can_still_be_planned_for_today():
    task = Task(UUID(int=1), "换管子。", today(NOW))
    assert not isinstance(accept_plan([task], {task.department_id}, (), NOW - timedelta(days=3), NOW), Refusal)


@given(ROLES, st.lists(st.booleans()))
def test_it_is_closed_by_the_street_once_every_task_is_done(roles: frozenset[Role], done: list[bool]):
    refused = may_close(roles, done)
    assert (refused is None) == (Role.STREET_OFFICER in roles and bool(done) and all(done))
    if refused is not None and Role.STREET_OFFICER in roles:
        assert refused.code == Code.WRONG_STAGE


@given(ROLES, st.booleans())
def test_everybody_rates_for_one_side_at_most(roles: frozenset[Role], concerned: bool):
    side = side_of(roles, concerned=concerned)
    if Role.STREET_OFFICER in roles:
        assert side is Side.STREET
    elif Role.RESIDENT in roles and concerned:
        assert side is Side.RESIDENTS
    else:
        assert code(side) == Code.FORBIDDEN


@given(st.none() | st.just(NOW), st.integers(-3, 9), st.booleans())
def test_each_rates_a_closed_one_once_from_one_to_five(closed_at: datetime | None, rating: int, rated: bool):
    accepted = closed_at is not None and not rated and 1 <= rating <= 5
    assert (may_rate(closed_at, rating, rated=rated) is None) == accepted
