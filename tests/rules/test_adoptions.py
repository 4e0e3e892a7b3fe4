"""Who takes suggestions up, by when they are due, and who says how they go."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from rules.adoptions import LATEST_DUE, accept_due, accept_source, may_adopt, may_note
from rules.refusals import Code
from rules.roles import Role

LATE = datetime(2026, 5, 1, 17, tzinfo=UTC)  # one o'clock of 2 May in China
MINE, OTHER = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize("role", Role)
def test_only_the_staff_take_a_suggestion_up(role: Role):
    refusal = may_adopt(frozenset({role}))
    assert (refusal is None) == (role in {Role.COMMUNITY_STAFF, Role.ADMIN})


def test_a_suggestion_is_due_today_in_china_at_the_earliest_and_in_three_years_at_the_latest():
    today = date(2026, 5, 2)
    assert accept_due(today, LATE) is None
    assert accept_due(today + LATEST_DUE, LATE) is None
    for day in (today - timedelta(days=1), today + LATEST_DUE + timedelta(days=1)):
        refusal = accept_due(day, LATE)
        assert refusal is not None
        assert (refusal.code, refusal.field) == (Code.INVALID, "dueOn")


def test_the_department_responsible_notes_its_own_suggestions_and_no_others():
    officer = frozenset({Role.DEPARTMENT_OFFICER})
    assert may_note(officer, MINE, frozenset({MINE, OTHER})) is None
    refusal = may_note(officer, MINE, frozenset({OTHER}))
    assert refusal is not None
    assert refusal.code == Code.FORBIDDEN


def test_working_in_the_department_is_not_enough_without_the_role():
    assert may_note(frozenset({Role.RESIDENT}), MINE, frozenset({MINE})) is not None
    assert may_note(frozenset({Role.COMMUNITY_STAFF}), MINE, frozenset()) is None


def test_a_suggestion_comes_from_one_place():
    assert accept_source(issue=True, report=False) is None
    assert accept_source(issue=False, report=True) is None
    for both in (True, False):
        refusal = accept_source(issue=both, report=both)
        assert refusal is not None
        assert refusal.code == Code.INVALID
