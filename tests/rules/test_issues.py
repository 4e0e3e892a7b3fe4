"""The way of an issue: who may take it from where to where, and what each stage allows."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.issues import Stage, may_advance, may_mark_important, may_open_polls, may_speak, next_stages
from rules.refusals import Code
from rules.roles import Role

# The issue's own words: from, to, and who. M a moderator alone, F a moderator, community staff or a supervisor.
TABLE = """
PROPOSED     SCREENED     M
PROPOSED     DECLINED     M
SCREENED     PREPARING    M
SCREENED     DECLINED     M
PREPARING    DELIBERATING M
DELIBERATING VOTING       M
VOTING       PUBLISHED    M
PUBLISHED    SUPERVISED   F
SUPERVISED   CLOSED       F
"""
WHO = {"M": {Role.MODERATOR}, "F": {Role.MODERATOR, Role.COMMUNITY_STAFF, Role.SUPERVISOR}}
STEPS = {(Stage(start), Stage(to)): WHO[who] for start, to, who in (line.split() for line in TABLE.split("\n")[1:-1])}
LAST = (Stage.CLOSED, Stage.DECLINED)
ROLES = st.frozensets(st.sampled_from(Role))


def advance(stage, to, *roles, polls=1, polls_unfinished=0):
    refusal = may_advance(stage, to, frozenset(roles), polls=polls, polls_unfinished=polls_unfinished)
    return refusal and refusal.code


@pytest.mark.parametrize("role", [*Role, None])
def test_every_step_is_taken_by_those_in_the_table_and_by_nobody_else(role: Role | None):
    held = () if role is None else (role,)
    for start, to in product(Stage, Stage):
        expected = None
        if role not in WHO["F"]:
            expected = Code.FORBIDDEN
        elif (start, to) not in STEPS:
            expected = Code.WRONG_STAGE
        elif role not in STEPS[start, to]:
            expected = Code.FORBIDDEN
        assert advance(start, to, *held) == expected, (start, to, role)


@given(roles=ROLES, stage=st.sampled_from(Stage), to=st.sampled_from(Stage))
def test_several_roles_may_together_what_one_of_them_may(roles: frozenset[Role], stage: Stage, to: Stage):
    alone = [advance(stage, to, role) is None for role in roles]
    assert (advance(stage, to, *roles) is None) == any(alone)


@given(roles=ROLES, stage=st.sampled_from(Stage))
def test_the_steps_offered_are_the_steps_allowed(roles: frozenset[Role], stage: Stage):
    assert next_stages(stage, roles) == [to for to in Stage if advance(stage, to, *roles) is None]


@pytest.mark.parametrize("stage", LAST)
def test_nothing_leads_out_of_the_end(stage: Stage):
    assert next_stages(stage, frozenset(Role)) == []


@given(st.lists(st.sampled_from(Stage), max_size=30))
def test_no_way_visits_a_stage_twice(wishes: list[Stage]):
    visited = [Stage.PROPOSED]
    for wish in wishes:
        if advance(visited[-1], wish, *Role) is None:
            visited.append(wish)
    assert len(visited) == len(set(visited))


def test_a_moderator_alone_brings_an_issue_from_the_first_word_to_the_last_check():
    way = [Stage.PROPOSED]
    while steps := next_stages(way[-1], frozenset({Role.MODERATOR})):
        way.append(steps[0])
    assert way == [stage for stage in Stage if stage != Stage.DECLINED]


def test_an_issue_is_declined_only_before_it_is_prepared():
    declinable = [stage for stage in Stage if advance(stage, Stage.DECLINED, *Role) is None]
    assert declinable == [Stage.PROPOSED, Stage.SCREENED]


@pytest.mark.parametrize("role", sorted(WHO["F"]))
def test_nothing_is_published_while_a_poll_runs_or_without_any(role: Role):
    allowed = role == Role.MODERATOR
    expected = Code.WRONG_STAGE if allowed else Code.FORBIDDEN
    assert advance(Stage.VOTING, Stage.PUBLISHED, role, polls=2, polls_unfinished=1) == expected
    assert advance(Stage.VOTING, Stage.PUBLISHED, role, polls=0) == expected
    assert (advance(Stage.VOTING, Stage.PUBLISHED, role, polls=2) is None) == allowed


def test_unfinished_polls_hinder_no_other_step():
    for (start, to), who in STEPS.items():
        if to != Stage.PUBLISHED:
            assert advance(start, to, *who, polls=3, polls_unfinished=3) is None
            assert advance(start, to, *who, polls=0) is None


@pytest.mark.parametrize("role", Role)
def test_a_moderator_says_what_is_important_until_the_first_poll(role: Role):
    before = may_mark_important(frozenset({role}), polls=0)
    after = may_mark_important(frozenset({role}), polls=1)
    if role == Role.MODERATOR:
        assert before is None
        assert after is not None
        assert after.code == Code.CONFLICT
    else:
        assert before is not None
        assert after is not None
        assert {before.code, after.code} == {Code.FORBIDDEN}


@pytest.mark.parametrize("role", Role)
def test_a_moderator_opens_polls_while_an_issue_is_talked_through_or_voted_on(role: Role):
    for stage in Stage:
        refusal = may_open_polls(stage, frozenset({role}))
        if role != Role.MODERATOR:
            assert refusal is not None
            assert refusal.code == Code.FORBIDDEN
        elif stage in (Stage.DELIBERATING, Stage.VOTING):
            assert refusal is None
        else:
            assert refusal is not None
            assert refusal.code == Code.WRONG_STAGE


def test_who_is_verified_may_speak_and_who_is_not_may_not():
    assert may_speak(verified=True) is None
    refusal = may_speak(verified=False)
    assert refusal is not None
    assert refusal.code == Code.NOT_ELIGIBLE
