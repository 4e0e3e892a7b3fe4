"""Contests: by what somebody wins, without rounding, and who may do what when."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from rules.contests import (
    Award,
    ContestKind,
    Marks,
    Plan,
    Prize,
    Stage,
    Weights,
    accept_plan,
    accept_scores,
    may_enter,
    may_score,
    may_shortlist,
    places,
    reminded_at,
    shortlist_by,
    volunteer_month,
    worth,
)
from rules.refusals import Code
from rules.roles import Role

NOON = datetime(2026, 11, 10, 12, tzinfo=UTC)
STAFF = frozenset({Role.COMMUNITY_STAFF})
IDEAS = Plan(
    ContestKind.IDEAS,
    [Prize(Award.IDEA, 1, 50)],
    NOON + timedelta(days=14),
    entries_until=NOON + timedelta(days=7),
    shortlist_by=NOON + timedelta(days=9),
)
KEYS = [UUID(int=number) for number in range(1, 6)]
BUILDINGS = replace(
    IDEAS,
    kind=ContestKind.BUILDINGS,
    prizes=[Prize(Award.BUILDING, 1, 20)],
    judges_weight=60,
    residents_weight=40,
    criteria=[("整洁", 10)],
    buildings=KEYS[:2],
    judges=KEYS[2:3],
)


def code(refusal):
    return refusal and refusal.code


def test_staff_put_on_what_is_whole():
    for plan in (IDEAS, BUILDINGS, volunteer_month(date(2026, 11, 1), [Prize(Award.TEAM, 1, 30)])):
        assert accept_plan(plan, STAFF, NOON) is None
        assert code(accept_plan(plan, frozenset({Role.RESIDENT}), NOON)) == Code.FORBIDDEN


def test_what_is_wrong_with_a_plan_is_named():
    wrong = {
        "prizes": replace(IDEAS, prizes=[Prize(Award.TEAM, 1, 50)]),
        "closesAt": replace(IDEAS, closes_at=NOON),
        "entriesUntil": replace(IDEAS, entries_until=IDEAS.closes_at),
        "shortlistBy": replace(IDEAS, shortlist_by=IDEAS.entries_until),
        "judgesWeight": replace(BUILDINGS, judges_weight=0, residents_weight=0),
        "buildingIds": replace(BUILDINGS, buildings=KEYS[:1]),
        "judgeIds": replace(BUILDINGS, judges=[]),
        "criteria": replace(BUILDINGS, criteria=[]),
        "month": volunteer_month(date(2026, 10, 1), [Prize(Award.TEAM, 1, 30)]),
    }
    for field, plan in wrong.items():
        refusal = accept_plan(plan, STAFF, NOON)
        assert refusal is not None
        assert refusal.field == field


def test_a_volunteer_month_waits_three_days_for_confirmations():
    month = volunteer_month(date(2026, 11, 1), [])
    assert month.closes_at == datetime(2026, 12, 3, 16, tzinfo=UTC)


def test_the_closing_second_of_entries_is_closed():
    def enter(now, **more):
        given_ = {"verified": True, "mine": 0, "all_": 0, **more}
        return code(may_enter(Stage.ENTERING, NOON, now, **given_))

    assert enter(NOON - timedelta(seconds=1)) is None
    assert enter(NOON) == Code.WRONG_STAGE
    assert enter(NOON - timedelta(days=1), mine=3) == Code.CONFLICT
    assert enter(NOON - timedelta(days=1), verified=False) == Code.NOT_ELIGIBLE


def test_every_idea_is_chosen_or_left_out_once():
    def shortlist(chosen, left_out, stage=Stage.SHORTLISTING, *, own=False):
        return code(may_shortlist(stage, STAFF, KEYS[:3], chosen, left_out, own=own))

    assert shortlist(KEYS[:2], KEYS[2:3]) is None
    assert shortlist(KEYS[:2], []) == Code.INVALID
    assert shortlist(KEYS[:3], KEYS[2:3]) == Code.INVALID
    assert shortlist(KEYS[:1], KEYS[1:3]) == Code.INVALID
    assert shortlist(KEYS[:2], KEYS[2:3], Stage.VOTING) == Code.WRONG_STAGE
    assert shortlist(KEYS[:2], KEYS[2:3], own=True) == Code.FORBIDDEN


def test_judges_score_until_the_close_and_never_where_they_live():
    def score(now=NOON, *, judge=True, lives_there=False):
        return code(may_score(Stage.VOTING, NOON + timedelta(days=1), now, judge=judge, lives_there=lives_there))

    assert score() is None
    assert score(judge=False) == Code.FORBIDDEN
    assert score(lives_there=True) == Code.NOT_ELIGIBLE
    assert score(NOON + timedelta(days=1)) == Code.WRONG_STAGE
    assert accept_scores([10, 5], [10, 0]) is None
    for scores in ([10], [11, 0], [0, -1], [1, 1, 1]):
        assert code(accept_scores([10, 5], scores)) == Code.INVALID


MARKS = st.tuples(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.integers(0, 50)).map(
    lambda four: Marks(four[0], four[0] + four[1], four[2], four[2] + four[3])
)


@given(marks=MARKS, judges=st.integers(0, 100), residents=st.integers(0, 100))
def test_what_a_building_is_worth_lies_between_nothing_and_all_the_weight(marks, judges, residents):
    value = worth(ContestKind.BUILDINGS, Weights(judges, residents), marks)
    assert 0 <= value <= judges + residents


@given(marks=MARKS)
def test_one_more_vote_of_as_many_never_makes_it_less(marks):
    more = replace(marks, votes=marks.votes + 1, of_votes=marks.of_votes + 1)
    same = replace(marks, of_votes=marks.of_votes + 1)
    weights = Weights(60, 40)
    assert worth(ContestKind.BUILDINGS, weights, more) > worth(ContestKind.BUILDINGS, weights, same)


@given(worths=st.dictionaries(st.uuids(), st.fractions(0, 3, max_denominator=4), max_size=20))
def test_a_place_is_one_more_than_there_are_better_and_nothing_has_none(worths):
    found = {key: place for place, key in places(worths)}
    assert found.keys() == {key for key, value in worths.items() if value}
    for key, place in found.items():
        assert place == 1 + sum(value > worths[key] for value in worths.values())


def test_thirds_are_compared_without_rounding():
    close = {KEYS[0]: Fraction(1, 3), KEYS[1]: Fraction(333_333_333, 1_000_000_000)}
    assert places(close) == [(1, KEYS[0]), (2, KEYS[1])]


def test_the_shortlist_has_three_days_or_half_of_what_is_left():
    assert shortlist_by(NOON, NOON + timedelta(days=20)) == NOON + timedelta(days=3)
    assert shortlist_by(NOON, NOON + timedelta(days=4)) == NOON + timedelta(days=2)


def test_staff_are_reminded_when_a_fifth_of_their_time_is_left():
    assert reminded_at(NOON, NOON + timedelta(days=5)) == NOON + timedelta(days=4)
