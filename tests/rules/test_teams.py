"""Nobody is in two teams at a time, and only staff rename and close."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.refusals import Code
from rules.roles import Role
from rules.teams import MOST_MEMBERS, Roster, may_found, may_join, may_see_to

OPEN, CLOSED, FULL = Roster(3, closed=False), Roster(3, closed=True), Roster(MOST_MEMBERS, closed=False)


def code(refusal):
    return refusal and refusal.code


def test_a_confirmed_resident_who_is_in_no_team_founds_one():
    assert code(may_found(verified=True, in_team=False)) is None
    assert code(may_found(verified=False, in_team=False)) == Code.NOT_ELIGIBLE
    assert code(may_found(verified=True, in_team=True)) == Code.CONFLICT


def test_a_team_that_is_closed_or_full_takes_nobody():
    assert code(may_join(CLOSED, verified=True, in_team=False)) == Code.WRONG_STAGE
    assert code(may_join(FULL, verified=True, in_team=False)) == Code.CONFLICT


@given(members=st.integers(0, 2 * MOST_MEMBERS), closed=st.booleans(), verified=st.booleans(), in_team=st.booleans())
def test_who_comes_in_is_confirmed_in_no_other_and_there_is_room(members, closed, verified, in_team):
    came_in = may_join(Roster(members, closed), verified=verified, in_team=in_team) is None
    assert came_in == (verified and not in_team and not closed and members < MOST_MEMBERS)


@pytest.mark.parametrize("role", list(Role))
def test_only_staff_see_to_a_team_and_only_while_it_goes_on(role):
    allowed = code(may_see_to(OPEN, frozenset({role})))
    assert allowed in {None, Code.FORBIDDEN}
    assert code(may_see_to(CLOSED, frozenset({Role.COMMUNITY_STAFF}))) == Code.WRONG_STAGE
    assert code(may_see_to(OPEN, frozenset({Role.RESIDENT}))) == Code.FORBIDDEN
    assert code(may_see_to(OPEN, frozenset({Role.COMMUNITY_STAFF}))) is None
