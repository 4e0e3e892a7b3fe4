"""Slots have an end and a size, and nobody is confirmed for longer than they can have been there."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.activities import (
    EARLY,
    FARTHEST,
    LATE,
    MARGIN,
    MOST_CAPACITY,
    MOST_SLOTS,
    Presence,
    Standing,
    Times,
    accept_slots,
    may_come,
    may_confirm,
    may_count,
    may_go,
    may_join,
    may_lead,
    may_leave,
    may_plan,
    place,
    proposed_minutes,
    stay,
)
from rules.refusals import Code
from rules.roles import Role

NINE = datetime(2026, 11, 28, 1, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
MORNING = Times(NINE, NINE + 2 * HOUR)
GOING = Presence(Standing.GOING)
THERE = replace(GOING, came_at=NINE)


def code(refusal) -> Code | None:
    return refusal and refusal.code


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.COMMUNITY_STAFF, True),
        (Role.ADMIN, True),
        (Role.MODERATOR, True),
        (Role.GRID_WORKER, True),
        (Role.RESIDENT, False),
        (Role.STREET_OFFICER, False),
    ],
)
def test_who_puts_activities_on(role: Role, *, may: bool):
    assert (may_plan(frozenset({role})) is None) == may


def test_the_organiser_leads_and_staff_may():
    assert may_lead(frozenset(), organiser=True) is None
    assert may_lead(frozenset({Role.COMMUNITY_STAFF}), organiser=False) is None
    assert code(may_lead(frozenset({Role.MODERATOR}), organiser=False)) == Code.FORBIDDEN


@pytest.mark.parametrize(
    ("times", "capacity", "fine"),
    [
        (MORNING, 1, True),
        (MORNING, MOST_CAPACITY, True),
        (MORNING, 0, False),
        (MORNING, MOST_CAPACITY + 1, False),
        (Times(NINE, NINE + 15 * MINUTE), 5, True),
        (Times(NINE, NINE + 14 * MINUTE), 5, False),
        (Times(NINE, NINE + 12 * HOUR), 5, True),
        (Times(NINE, NINE + 12 * HOUR + MINUTE), 5, False),
        (Times(NINE + HOUR, NINE), 5, False),
        (Times(NINE - MINUTE, NINE + HOUR), 5, False),
        (Times(NINE + FARTHEST, NINE + FARTHEST + HOUR), 5, True),
        (Times(NINE + FARTHEST + MINUTE, NINE + FARTHEST + HOUR), 5, False),
    ],
)
def test_a_slot_is_to_come_and_of_a_sensible_size(times: Times, capacity: int, *, fine: bool):
    assert (accept_slots([(times, capacity)], NINE) is None) == fine


def test_an_activity_has_slots_but_not_too_many():
    assert code(accept_slots([], NINE)) == Code.INVALID
    assert accept_slots([(MORNING, 1)] * MOST_SLOTS, NINE) is None
    assert code(accept_slots([(MORNING, 1)] * (MOST_SLOTS + 1), NINE)) == Code.INVALID


def test_confirmed_neighbours_join_until_the_slot_is_over():
    last = MORNING.ends_at - MINUTE
    assert may_join(MORNING, last, verified=True, neighbour=True) is None
    assert code(may_join(MORNING, MORNING.ends_at, verified=True, neighbour=True)) == Code.WRONG_STAGE
    assert code(may_join(MORNING, last, verified=False, neighbour=True)) == Code.NOT_ELIGIBLE
    assert code(may_join(MORNING, last, verified=True, neighbour=False)) == Code.FORBIDDEN


@given(st.integers(1, 50), st.integers(0, 50))
def test_there_is_a_place_exactly_as_long_as_there_is_room(capacity: int, going: int):
    assert (place(capacity, going) is Standing.GOING) == (going < capacity)


def test_who_has_come_stays_on_the_list():
    assert may_leave(GOING) is None
    assert may_leave(Presence(Standing.WAITING)) is None
    assert code(may_leave(Presence(Standing.LEFT))) == Code.CONFLICT
    assert code(may_leave(THERE)) == Code.CONFLICT


def test_checking_in_begins_a_little_before_and_ends_with_the_slot():
    assert may_come(GOING, MORNING, NINE - EARLY) is None
    assert code(may_come(GOING, MORNING, NINE - EARLY - MINUTE)) == Code.WRONG_STAGE
    assert may_come(GOING, MORNING, MORNING.ends_at - MINUTE) is None
    assert code(may_come(GOING, MORNING, MORNING.ends_at)) == Code.WRONG_STAGE
    assert code(may_come(Presence(Standing.WAITING), MORNING, NINE)) == Code.CONFLICT


def test_checking_out_takes_having_come_and_ends_a_little_after():
    assert may_go(THERE, MORNING, MORNING.ends_at + LATE) is None
    assert code(may_go(THERE, MORNING, MORNING.ends_at + LATE + MINUTE)) == Code.WRONG_STAGE
    assert code(may_go(GOING, MORNING, NINE)) == Code.CONFLICT


@pytest.mark.parametrize(
    ("came", "went", "minutes"),
    [(0, 120, 120), (-20, 130, 120), (30, 90, 60), (30, None, 90), (100, 100, 0), (-20, -10, 0)],
)
def test_what_is_proposed_lies_within_the_slot(came: int, went: int | None, minutes: int):
    left = None if went is None else NINE + went * MINUTE
    assert proposed_minutes(Presence(Standing.GOING, NINE + came * MINUTE, left), MORNING) == minutes


def test_nothing_is_proposed_for_who_did_not_come():
    assert proposed_minutes(GOING, MORNING) is None


def confirmed(minutes: int, *, presence: Presence = THERE, now: datetime = NINE + 9 * HOUR, own: bool = False):
    return code(may_confirm(presence, MORNING, minutes, now, own=own))


def test_no_more_is_confirmed_than_the_slot_lasted_and_a_margin():
    assert confirmed(0) is None
    assert confirmed(120 + MARGIN) is None
    assert confirmed(120 + MARGIN + 1) == Code.INVALID
    assert confirmed(-1) == Code.INVALID


def test_nobody_is_confirmed_for_time_that_has_not_passed():
    gone = replace(THERE, went_at=NINE + 20 * MINUTE)
    assert confirmed(20, presence=gone, now=NINE + 20 * MINUTE) is None
    assert confirmed(21, presence=gone, now=NINE + 20 * MINUTE) == Code.INVALID


def test_minutes_are_confirmed_once_by_another_and_after_the_fact():
    assert confirmed(60, own=True) == Code.FORBIDDEN
    assert confirmed(60, presence=replace(THERE, minutes=60)) == Code.CONFLICT
    assert confirmed(60, presence=GOING) == Code.CONFLICT
    assert confirmed(60, now=MORNING.ends_at - MINUTE) == Code.WRONG_STAGE
    assert confirmed(60, now=MORNING.ends_at) is None


def at(begins: int, ends: int) -> tuple[datetime, datetime]:
    return NINE + begins * MINUTE, NINE + ends * MINUTE


@pytest.mark.parametrize(
    ("span", "earlier", "most"),
    [
        ((0, 120), [], 120),
        ((0, 120), [((0, 120), 120)], 0),
        ((0, 120), [((60, 180), 120)], 60),
        ((0, 120), [((120, 240), 120)], 120),
        ((0, 120), [((0, 120), 30)], 90),
        ((0, 120), [((0, 120), 60), ((0, 120), 60)], 0),
        ((0, 120), [((30, 90), 60)], 60),
        ((30, 90), [((0, 120), 30), ((0, 120), 30)], 30),
    ],
)
def test_the_same_time_counts_once(span: tuple[int, int], earlier: list[tuple[tuple[int, int], int]], most: int):
    stays = [(at(*each), minutes) for each, minutes in earlier]
    assert may_count(at(*span), most, stays) is None
    refusal = may_count(at(*span), most + 1, stays)
    assert refusal is not None
    assert (refusal.code, dict(refusal.values)) == (Code.INVALID, {"most": most})


STAYS = st.tuples(st.integers(0, 300), st.integers(1, 120), st.integers(1, 120))


@given(st.lists(STAYS, max_size=8))
def test_whatever_is_confirmed_never_comes_to_more_than_the_time_there_was(stays: list[tuple[int, int, int]]):
    counted = list[tuple[tuple[datetime, datetime], int]]()
    minutes = set[int]()
    for begins, length, wanted in stays:
        if wanted <= length and may_count(at(begins, begins + length), wanted, counted) is None:
            counted.append((at(begins, begins + length), wanted))
            minutes |= set(range(begins, begins + length))
    assert sum(each for _, each in counted) <= len(minutes)


def test_a_stay_is_from_coming_to_going_or_to_the_end_and_longer_where_more_is_confirmed():
    assert stay(replace(THERE, went_at=NINE + 20 * MINUTE), MORNING, 10) == (THERE.came_at, NINE + 20 * MINUTE)
    assert stay(replace(THERE, went_at=None), MORNING, 10) == (THERE.came_at, MORNING.ends_at)
    assert stay(replace(THERE, went_at=None), MORNING, 150) == (THERE.came_at, THERE.came_at + 150 * MINUTE)
