from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.meetings import Phase
from rules.proceedings import (
    MOST_WISHES,
    Limits,
    accept_limits,
    may_ask,
    may_enter,
    may_guide,
    may_prepare,
    turn_until,
)
from rules.refusals import Code
from rules.roles import Role

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
NEIGHBOUR, MODERATOR, STAFF = (frozenset({role}) for role in (Role.RESIDENT, Role.MODERATOR, Role.COMMUNITY_STAFF))


def code(refusal):
    return refusal and refusal.code


def ask(*, person=None, spoken=0, waiting=False, wishes=0):
    return code(may_ask(Limits(None, person), timedelta(seconds=spoken), waiting=waiting, wishes=wishes))


def test_moderators_and_staff_prepare_until_the_meeting_is_over():
    for roles in (MODERATOR, STAFF):
        assert [code(may_prepare(phase, roles)) for phase in Phase] == [None, None, Code.WRONG_STAGE]
    assert code(may_prepare(Phase.LIVE, NEIGHBOUR)) == Code.FORBIDDEN


def test_only_a_moderator_guides_and_only_while_the_meeting_is_under_way():
    assert [code(may_guide(phase, MODERATOR)) for phase in Phase] == [Code.WRONG_STAGE, None, Code.WRONG_STAGE]
    assert code(may_guide(Phase.LIVE, STAFF)) == Code.FORBIDDEN


def test_confirmed_neighbours_enter_while_the_meeting_is_under_way():
    assert may_enter(Phase.LIVE, verified=True, neighbour=True) is None
    assert code(may_enter(Phase.LIVE, verified=False, neighbour=True)) == Code.NOT_ELIGIBLE
    assert code(may_enter(Phase.LIVE, verified=True, neighbour=False)) == Code.NOT_ELIGIBLE
    assert code(may_enter(Phase.SCHEDULED, verified=True, neighbour=True)) == Code.WRONG_STAGE


@pytest.mark.parametrize(
    ("turn", "person", "field"),
    [
        (None, None, None),
        (10, 10, None),
        (3_600, 28_800, None),
        (9, None, "turnSeconds"),
        (3_601, None, "turnSeconds"),
        (None, 9, "personSeconds"),
        (None, 28_801, "personSeconds"),
        (60, 59, "personSeconds"),
    ],
)
def test_a_turn_lasts_ten_seconds_to_an_hour_and_nobody_gets_less_than_a_turn(turn, person, field):
    refusal = accept_limits(Limits(turn, person))
    assert (refusal and refusal.field) == field


def test_who_waits_already_or_has_used_their_time_does_not_ask_again():
    assert ask() is None
    assert ask(waiting=True) == Code.CONFLICT
    assert ask(person=60, spoken=59) is None
    assert ask(person=60, spoken=60) == Code.CONFLICT
    assert ask(wishes=MOST_WISHES) == Code.RATE_LIMITED


@given(st.none() | st.integers(10, 3_600), st.none() | st.integers(10, 28_800), st.integers(0, 30_000))
def test_a_turn_ends_with_its_own_limit_or_with_the_persons(turn, person, spoken):
    until = turn_until(Limits(turn, person), timedelta(seconds=spoken), NOON)
    if turn is None and person is None:
        assert until is None
        return
    seconds = (until - NOON).total_seconds()
    assert seconds >= 0
    assert turn is None or seconds <= turn
    assert person is None or seconds + spoken <= max(person, spoken)
    assert seconds in {turn, (person or 0) - spoken, 0}
