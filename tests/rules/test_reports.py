"""A report moves from hand to hand, and is never left without a clock or an end."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import reports as rules
from rules.procedures import DEFAULT, Urgency, accept
from rules.refusals import Code, Refusal
from rules.reports import (
    ALL_STEPS,
    DEFAULT_STEPS,
    ENDED,
    HANDOVERS_TO_STREET,
    TOP,
    Clock,
    Stage,
    Standing,
    Step,
    Taken,
    Turn,
    Who,
    may_take,
)
from rules.roles import Role

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
HERE, THERE = UUID(int=1), UUID(int=2)
SENDER = Who(frozenset({Role.RESIDENT}), sender=True)
OFFICER = Who(frozenset({Role.RESIDENT, Role.DEPARTMENT_OFFICER}), frozenset({HERE}))
STAFF = Who(frozenset({Role.RESIDENT, Role.COMMUNITY_STAFF}))
HANDLED = Standing(Stage.HANDLING, HERE)
SOLVED = Standing(Stage.RESOLVED, HERE, resolved_at=NOON)


def refused(standing: Standing, step: Step, who: Who) -> Code | None:
    refusal = may_take(standing, step, who, DEFAULT_STEPS)
    return refusal and refusal.code


def test_the_sender_rates_and_nobody_else_does():
    assert refused(SOLVED, Step.RATE, SENDER) is None
    assert refused(SOLVED, Step.RATE, STAFF) == Code.FORBIDDEN


def test_the_department_in_charge_solves_and_another_does_not():
    assert refused(HANDLED, Step.RESOLVE, OFFICER) is None
    assert refused(replace(HANDLED, department_id=THERE), Step.RESOLVE, OFFICER) == Code.FORBIDDEN
    assert refused(HANDLED, Step.RESOLVE, SENDER) == Code.FORBIDDEN


def test_staff_give_it_to_a_department_and_an_officer_does_not_take_it():
    received = Standing(Stage.RECEIVED, HERE)
    assert refused(received, Step.ASSIGN, STAFF) is None
    assert refused(received, Step.ASSIGN, OFFICER) == Code.FORBIDDEN


def test_what_was_rejected_stays_so():
    assert {refused(Standing(Stage.REJECTED, HERE), step, STAFF) for step in Step} <= {Code.WRONG_STAGE, Code.FORBIDDEN}


def test_a_question_is_asked_once_and_answered_once():
    assert refused(replace(HANDLED, asked=True), Step.ASK, OFFICER) == Code.WRONG_STAGE
    assert refused(replace(HANDLED, asked=True), Step.ANSWER, SENDER) is None
    assert refused(HANDLED, Step.ANSWER, SENDER) == Code.WRONG_STAGE


def test_the_third_hand_over_goes_to_the_street_officer():
    standing = HANDLED
    for number in range(1, HANDOVERS_TO_STREET + 1):
        taken = rules.hand_over(standing, THERE if standing.department_id == HERE else HERE)
        assert isinstance(taken, Taken)
        standing = taken.standing
        assert standing.handovers == number
    assert (standing.department_id, standing.level) == (None, TOP)


def test_nothing_is_handed_over_to_where_it_is():
    taken = rules.hand_over(HANDLED, HERE)
    assert isinstance(taken, Refusal)
    assert taken.code == Code.CONFLICT


def test_where_there_was_a_photo_before_there_has_to_be_one_after():
    pictured = replace(HANDLED, pictured=True)
    assert isinstance(rules.resolve(pictured, 0, NOON), Refusal)
    assert isinstance(rules.resolve(pictured, 1, NOON), Taken)
    assert isinstance(rules.resolve(HANDLED, 0, NOON), Taken)


@pytest.mark.parametrize("rating", [1, 2])
def test_a_bad_rating_opens_it_again_once(rating: int):
    first = rules.rate(SOLVED, rating, NOON)
    assert isinstance(first, Taken)
    assert (first.standing.stage, first.turn) == (Stage.REOPENED, Turn.RESTART)
    second = rules.rate(replace(first.standing, stage=Stage.RESOLVED), rating, NOON)
    assert isinstance(second, Taken)
    assert second.standing.stage == Stage.RATED


@pytest.mark.parametrize("rating", [0, 6, -1])
def test_a_rating_is_from_1_to_5(rating: int):
    assert isinstance(rules.rate(SOLVED, rating, NOON), Refusal)


def test_a_bad_rating_long_after_is_a_rating_and_opens_nothing():
    late = rules.rate(SOLVED, 1, NOON + timedelta(days=8))
    assert isinstance(late, Taken)
    assert late.standing.stage == Stage.RATED


def test_what_no_department_has_goes_up_from_the_staff_to_the_street():
    assert rules.go_up(Standing(Stage.RECEIVED)).standing.level == rules.TOP
    assert rules.go_up(Standing(Stage.ASSIGNED)).standing.level == 1


def test_its_sender_opens_it_again_within_seven_days():
    assert isinstance(rules.reopen(SOLVED, NOON + timedelta(days=7)), Taken)
    assert isinstance(rules.reopen(SOLVED, NOON + timedelta(days=7, seconds=1)), Refusal)


def test_the_procedure_of_everybody_is_a_good_one_with_the_clocks_of_the_rule():
    assert accept(DEFAULT) is None
    hours = {urgency: DEFAULT.clocks[urgency][Clock.DISPATCH] / 60 for urgency in Urgency}
    assert hours == {Urgency.DANGER: 1, Urgency.UTILITIES: 2, Urgency.ORDINARY: 24, Urgency.COMPLEX: 24}
    hours = {urgency: DEFAULT.clocks[urgency][Clock.ANSWER] / 60 for urgency in Urgency}
    assert hours == {Urgency.DANGER: 2, Urgency.UTILITIES: 24, Urgency.ORDINARY: 7 * 24, Urgency.COMPLEX: 15 * 24}


@pytest.mark.parametrize(
    ("words", "category"),
    [
        ("三号楼的路灯不亮了", "lights"),
        ("楼下漏气了很危险", "danger"),
        ("There is a water leak", "utilities"),
        ("您好", "other"),
    ],
)
def test_the_words_of_a_report_point_to_its_category(words: str, category: str):
    assert DEFAULT.proposed(words).code == category


def test_a_procedure_that_can_leave_a_report_without_an_end_is_refused():
    steps = {**DEFAULT_STEPS, Stage.HANDLING: frozenset({Step.HAND_OVER})}
    steps[Stage.ASSIGNED] = frozenset({Step.START})
    refusal = accept(replace(DEFAULT, steps=steps))
    assert refusal is not None
    assert refusal.reason == "procedure_dead_end"


TAKEN: dict[Step, Callable[[Standing, int], Taken | Refusal]] = {
    Step.ASSIGN: lambda standing, _: rules.assign(standing, HERE),
    Step.START: lambda standing, _: rules.start(standing),
    Step.HAND_OVER: lambda standing, _: rules.hand_over(standing, THERE if standing.department_id == HERE else HERE),
    Step.ASK: lambda standing, _: rules.ask(standing),
    Step.ANSWER: lambda standing, _: rules.go_on(standing),
    Step.RESOLVE: lambda standing, _: rules.resolve(standing, 1, NOON),
    Step.REJECT: lambda standing, _: rules.reject(standing),
    Step.RATE: lambda standing, rating: rules.rate(standing, rating, NOON),
    Step.REOPEN: lambda standing, _: rules.reopen(standing, NOON),
}
RUNS = {Turn.RESTART: True, Turn.GO_ON: True, Turn.PAUSE: False, Turn.END: False}


def allowed(standing: Standing, step: Step) -> bool:
    """Whether anybody may take the step now."""
    everybody = Who(frozenset(Role), frozenset({HERE, THERE}), sender=True)
    return may_take(standing, step, everybody, ALL_STEPS) is None


@given(st.lists(st.tuples(st.sampled_from([*Step, None]), st.integers(1, 5)), max_size=30))
def test_whatever_happens_a_report_moves_with_a_clock_or_has_ended(story: list[tuple[Step | None, int]]):
    standing, running = Standing(Stage.RECEIVED), True
    for step, rating in story:
        if step is None and standing.stage not in ENDED:
            result: Taken | Refusal = rules.go_up(standing) if running else rules.go_on(standing)
        elif step is not None and allowed(standing, step):
            result = TAKEN[step](standing, rating)
        else:
            continue
        if isinstance(result, Taken):
            standing, running = result.standing, RUNS.get(result.turn, running)
        assert running == (standing.stage not in ENDED and not standing.asked)
