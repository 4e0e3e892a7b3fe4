"""Nothing pays more than its limits, the material part only falls, and levels go by what was ever earned."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.points import (
    DEFAULT,
    PRICED,
    Fall,
    Level,
    Part,
    Right,
    Rule,
    Share,
    Worth,
    accept,
    corrected,
    end_of,
    give,
    month_of,
    read_month,
    returned,
)
from rules.refusals import Code, Refusal

DAY = date(2026, 11, 26)
NOTHING = (0, 0)


@pytest.mark.parametrize(
    ("rule", "points"), [(Rule.DELIBERATION, 10), (Rule.REPORT, 5), (Rule.VOLUNTEERING, 10), (Rule.SUGGESTION, 20)]
)
def test_each_rule_gives_what_everybody_was_told(rule: Rule, points: int):
    assert give(DEFAULT, rule, DAY, NOTHING).points == points


@pytest.mark.parametrize(("minutes", "points"), [(0, 0), (5, 0), (6, 1), (30, 5), (59, 9), (60, 10), (150, 25)])
def test_minutes_of_volunteering_count_in_proportion(minutes: int, points: int):
    assert give(DEFAULT, Rule.VOLUNTEERING, DAY, NOTHING, minutes).points == points


def test_minutes_count_for_nothing_else():
    assert give(DEFAULT, Rule.REPORT, DAY, NOTHING, 600).points == 5


@given(st.lists(st.tuples(st.sampled_from(PRICED), st.integers(0, 24 * 60)), max_size=60))
def test_no_order_of_deeds_brings_more_than_the_limits(deeds: list[tuple[Rule, int]]):
    sums = dict.fromkeys(Rule, 0)
    for rule, minutes in deeds:
        found = give(DEFAULT, rule, DAY, (sums[rule], sums[rule]), minutes)
        assert 0 <= found.material <= found.points <= found.uncut
        sums[rule] += found.points
        assert sums[rule] <= min(DEFAULT.worth[rule].a_day, DEFAULT.worth[rule].a_month)


@given(st.lists(st.tuples(st.sampled_from(PRICED), st.integers(0, 24 * 60), st.integers(0, 499)), max_size=60))
def test_a_household_gets_no_more_however_many_accounts_it_has(deeds: list[tuple[Rule, int, int]]):
    tariff = replace(DEFAULT, household=Share(70, 90))
    sums: dict[tuple[int, Rule], int] = {}
    total = 0
    for rule, minutes, account in deeds:
        own = sums.get((account, rule), 0)
        points = give(tariff, rule, DAY, (own, own), minutes, (total, total)).points
        sums[account, rule] = own + points
        total += points
    assert total <= tariff.household.a_day


def test_the_limit_of_a_household_counts_by_day_and_by_month():
    tariff = replace(DEFAULT, household=Share(30, 100))
    assert give(tariff, Rule.SUGGESTION, DAY, NOTHING, household=(20, 20)).points == 10
    assert give(tariff, Rule.SUGGESTION, DAY, NOTHING, household=(0, 95)).points == 5


@pytest.mark.parametrize("share", [Share(-1, 5), Share(6, 5), Share(0, 100_001)])
def test_a_household_limit_that_makes_no_sense_is_refused(share: Share):
    refusal = accept(replace(DEFAULT, household=share))
    assert refusal is not None
    assert refusal.field == "household"


def test_the_part_for_rewards_falls_and_recognition_stays():
    tariff = replace(DEFAULT, taper=(Fall(date(2026, 11, 1), 50), Fall(date(2027, 1, 1), 0)))
    assert accept(tariff) is None
    before, now, later = (give(tariff, Rule.SUGGESTION, day, NOTHING) for day in (date(2026, 10, 31), DAY, date.max))
    assert [each.points for each in (before, now, later)] == [20, 20, 20]
    assert [each.material for each in (before, now, later)] == [20, 10, 0]


@pytest.mark.parametrize(
    ("earned", "level", "following"),
    [
        (99, Level.RESIDENT, 100),
        (100, Level.KEEN, 500),
        (1_499, Level.CAPABLE, 1_500),
        (1_500, Level.EXPERT, None),
    ],
)
def test_levels_begin_at_their_points(earned: int, level: Level, following: int | None):
    step = DEFAULT.next_step(earned)
    assert DEFAULT.step(earned).level == level
    assert (step and step.points) == following


def test_a_level_keeps_the_rights_of_those_below():
    assert DEFAULT.rights(99) == frozenset()
    assert DEFAULT.rights(500) == {Right.SECOND_ISSUES, Right.MODERATE_COMMENTS}
    assert DEFAULT.rights(1_500) == frozenset(Right)


def test_a_month_is_over_at_midnight_in_china():
    assert month_of(datetime(2026, 11, 30, 15, 59, tzinfo=UTC)) == date(2026, 11, 1)
    assert month_of(datetime(2026, 11, 30, 16, 0, tzinfo=UTC)) == date(2026, 12, 1)
    assert end_of(date(2026, 12, 1)).astimezone(UTC) == datetime(2026, 12, 31, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-1", "2026-11-01", "november", "9999-12", "0001-01", "２０２６-11"]
)
def test_what_is_no_month_is_refused(text: str):
    assert isinstance(read_month(text), Refusal)


@pytest.mark.parametrize(
    ("field", "broken"),
    [
        ("rules", {"worth": {**DEFAULT.worth, Rule.REPORT: Worth(-1, 20, 100)}}),
        ("rules", {"worth": {**DEFAULT.worth, Rule.REPORT: Worth(5, 200, 100)}}),
        ("rules", {"worth": {Rule.REPORT: Worth(5, 20, 100)}}),
        ("taper", {"taper": (Fall(DAY, 50), Fall(DAY, 40))}),
        ("taper", {"taper": (Fall(DAY, 50), Fall(date.max, 60))}),
        ("taper", {"taper": (Fall(DAY, -1),)}),
        ("levels", {"levels": DEFAULT.levels[1:]}),
        ("levels", {"levels": (*DEFAULT.levels[:3], replace(DEFAULT.levels[3], points=400))}),
    ],
)
def test_a_tariff_that_makes_no_sense_is_refused(field: str, broken: dict):
    refusal = accept(replace(DEFAULT, **broken))
    assert refusal is not None
    assert (refusal.code, refusal.field) == (Code.INVALID, field)


@given(balance=st.integers(0, 50), deeds=st.lists(st.tuples(st.booleans(), st.integers(0, 40)), max_size=30))
def test_what_is_taken_back_settled_and_owed_is_always_the_whole_and_nothing_is_below_zero(balance, deeds):
    owed, worth = 0, balance
    for mistake, points in deeds:
        part = corrected(points, balance) if mistake else returned(points, owed)
        balance, owed, worth = balance + part.material, owed + part.owed, worth + (-points if mistake else points)
        assert min(balance, owed) >= 0
        assert balance - owed == worth
        assert mistake or part.material == 0 or owed == 0


def test_a_price_comes_back_whole_where_less_is_owed_than_when_it_was_paid():
    assert returned(10, -5) == Part(10, 0)
