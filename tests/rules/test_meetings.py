from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.meetings import (
    Phase,
    Span,
    accept_span,
    may_end,
    may_import,
    may_redact,
    may_schedule,
    may_start,
    may_write,
)
from rules.refusals import Code, Refusal
from rules.roles import Role

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
NEIGHBOUR, MODERATOR, STAFF = (
    frozenset({Role.RESIDENT, role}) for role in (Role.RESIDENT, Role.MODERATOR, Role.COMMUNITY_STAFF)
)
MOMENTS = st.none() | st.integers(-900, 600).map(lambda seconds: NOON + timedelta(seconds=seconds))


def code(refusal):
    return refusal and refusal.code


def schedule(*, roles=MODERATOR, ahead=timedelta(days=1)):
    return code(may_schedule(NOON + ahead, roles, NOON))


def test_moderators_and_staff_call_meetings_and_neighbours_do_not():
    assert (schedule(), schedule(roles=STAFF), schedule(roles=NEIGHBOUR)) == (None, None, Code.FORBIDDEN)


def test_a_meeting_is_called_for_a_time_to_come_within_a_year():
    assert schedule(ahead=timedelta(minutes=-5)) is None
    assert schedule(ahead=timedelta(minutes=-5, seconds=-1)) == Code.INVALID
    assert schedule(ahead=timedelta(days=366)) is None
    assert schedule(ahead=timedelta(days=367)) == Code.INVALID


def test_a_moderator_starts_once_and_ends_once():
    assert [code(may_start(phase, MODERATOR)) for phase in Phase] == [None, Code.WRONG_STAGE, Code.WRONG_STAGE]
    assert [code(may_end(phase, MODERATOR)) for phase in Phase] == [Code.WRONG_STAGE, None, Code.WRONG_STAGE]
    assert code(may_start(Phase.SCHEDULED, STAFF)) == code(may_end(Phase.LIVE, STAFF)) == Code.FORBIDDEN


@pytest.mark.parametrize("roles", [MODERATOR, STAFF])
def test_what_is_said_is_written_down_while_the_meeting_is_under_way(roles):
    assert [code(may_write(phase, roles)) for phase in Phase] == [Code.WRONG_STAGE, None, Code.WRONG_STAGE]
    assert [code(may_import(phase, roles)) for phase in Phase] == [Code.WRONG_STAGE, None, None]


@pytest.mark.parametrize("phase", Phase)
def test_a_neighbour_writes_nothing_down_whatever_the_phase(phase):
    for may in (may_write, may_import, may_start, may_end):
        assert code(may(phase, NEIGHBOUR)) == Code.FORBIDDEN


def test_only_a_moderator_takes_away_what_was_said():
    assert [code(may_redact(roles)) for roles in (MODERATOR, STAFF, NEIGHBOUR)] == [
        None,
        Code.FORBIDDEN,
        Code.FORBIDDEN,
    ]


@given(MOMENTS, MOMENTS, st.booleans())
def test_a_span_lies_before_now_and_in_order_or_is_refused(started_at, ended_at, final):
    span = accept_span(started_at, ended_at, final=final, now=NOON)
    if isinstance(span, Refusal):
        too_late = any(at is not None and at > NOON + timedelta(minutes=5) for at in (started_at, ended_at))
        assert too_late or (started_at and ended_at and ended_at < started_at)
        return
    assert span.started_at <= NOON
    assert (span.ended_at is None) == (ended_at is None and not final)
    assert span.ended_at is None or span.started_at <= span.ended_at <= NOON


def test_what_is_not_said_is_now():
    assert accept_span(None, None, final=True, now=NOON) == Span(NOON, NOON)
    assert accept_span(None, None, final=False, now=NOON) == Span(NOON, None)
