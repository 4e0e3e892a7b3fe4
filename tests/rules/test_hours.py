"""Every move is zero in all, and nobody comes to owe more than they may."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.hours import (
    CARE_CREDIT,
    LEAST,
    MOST,
    MOST_OPENING,
    NEIGHBOUR_CREDIT,
    Account,
    Payment,
    Purse,
    accept_minutes,
    accept_worth,
    covered,
    may_bank,
    may_be_helped,
    may_open,
    may_part_with,
    may_support,
    may_turn_in,
    moved,
)
from rules.refusals import Code
from rules.roles import Role

ONE, OTHER = (Account.MEMBER, UUID(int=1)), (Account.POOL, UUID(int=2))
STAFF = frozenset({Role.COMMUNITY_STAFF})
PURSES = st.builds(Purse, st.integers(-3_000, 3_000), st.integers(0, 2_000), st.booleans())
MINUTES = st.integers(LEAST, MOST)


def code(refusal) -> Code | None:
    return refusal and refusal.code


@given(st.integers(0, 30_000))
def test_what_one_account_gets_another_loses(minutes: int):
    legs = moved(minutes, ONE, OTHER)
    assert [(leg.account, leg.owner, leg.minutes) for leg in legs] == [(*ONE, -minutes), (*OTHER, minutes)]


@given(PURSES, MINUTES)
def test_who_may_be_helped_stays_above_the_floor_with_all_promises_kept(purse: Purse, minutes: int):
    may = may_be_helped(purse, minutes) is None
    assert may == (purse.minutes - purse.reserved - minutes >= purse.floor)


def test_anybody_may_owe_five_hours_and_those_named_by_staff_forty():
    assert (NEIGHBOUR_CREDIT, CARE_CREDIT) == (300, 2_400)
    assert may_be_helped(Purse(), 300) is None
    assert code(may_be_helped(Purse(), 301)) == Code.CONFLICT
    assert may_be_helped(Purse(-2_300, supported=True), 100) is None
    assert code(may_be_helped(Purse(-2_300, supported=True), 101)) == Code.CONFLICT
    assert code(may_be_helped(Purse(reserved=290), 15)) == Code.CONFLICT


@given(PURSES, MINUTES)
def test_nobody_gives_away_what_they_owe_or_have_promised(purse: Purse, minutes: int):
    assert (may_part_with(purse, minutes) is None) == (purse.minutes - purse.reserved >= minutes)


@given(PURSES, MINUTES, st.integers(-10, 5_000))
def test_the_pool_pays_what_is_lacking_as_far_as_it_goes_and_only_for_those_named(
    purse: Purse, minutes: int, pool: int
):
    paid = covered(purse, minutes, pool)
    assert 0 <= paid <= min(minutes, max(pool, 0))
    if not purse.supported:
        assert paid == 0
    elif paid < pool:
        assert purse.minutes + paid - minutes >= min(purse.minutes, 0)


@given(st.lists(st.integers(-MOST, MOST).filter(bool), max_size=12), MINUTES)
def test_what_is_owed_is_that_of_the_newest_helps_and_all_of_it(moves: list[int], minutes: int):
    spent = [minutes, *(-each for each in moves if each < 0)]
    owes = max(0, sum(spent) - sum(each for each in moves if each > 0))
    payments = [Payment(each, owes=owes, since=sum(spent[place + 1 :])) for place, each in enumerate(spent)]
    assert sum(payment.unpaid for payment in payments) == owes
    unpaid = [bool(payment.unpaid) for payment in payments]
    assert unpaid == sorted(unpaid)


def test_only_hours_that_are_paid_for_become_points():
    assert may_turn_in(Purse(60), Payment(60)) is None
    assert code(may_turn_in(Purse(59), Payment(60))) == Code.CONFLICT
    assert code(may_turn_in(Purse(60, reserved=1), Payment(60))) == Code.CONFLICT
    assert code(may_turn_in(Purse(60), Payment(60, owes=1))) == Code.CONFLICT
    assert may_turn_in(Purse(60), Payment(60, owes=30, since=30)) is None
    assert may_turn_in(Purse(60), Payment(60, by_pool=60, owes=300)) is None
    assert code(may_turn_in(Purse(60), Payment(60, by_pool=59, owes=300))) == Code.CONFLICT


def test_hours_give_all_their_points_and_at_least_one():
    assert accept_worth(10, 10) is None
    assert code(accept_worth(9, 10)) == Code.CONFLICT
    assert code(accept_worth(0, 0)) == Code.CONFLICT


@pytest.mark.parametrize(("minutes", "fine"), [(LEAST - 1, False), (LEAST, True), (MOST, True), (MOST + 1, False)])
def test_a_help_takes_a_quarter_of_an_hour_to_twelve_hours(minutes: int, *, fine: bool):
    assert (accept_minutes(minutes) is None) == fine


def test_the_bank_is_for_confirmed_residents():
    assert may_bank(verified=True) is None
    assert code(may_bank(verified=False)) == Code.NOT_ELIGIBLE


def test_staff_bring_in_hours_from_before_for_others():
    assert may_open(STAFF, 1, own=False) is None
    assert may_open(STAFF, MOST_OPENING, own=False) is None
    assert code(may_open(STAFF, MOST_OPENING + 1, own=False)) == Code.INVALID
    assert code(may_open(STAFF, 0, own=False)) == Code.INVALID
    assert code(may_open(STAFF, 60, own=True)) == Code.FORBIDDEN
    assert code(may_open(frozenset({Role.MODERATOR}), 60, own=False)) == Code.FORBIDDEN


def test_staff_name_whom_the_pool_stands_in_for_but_nobody_of_their_own():
    assert may_support(STAFF, own=False) is None
    assert code(may_support(STAFF, own=True)) == Code.FORBIDDEN
    assert code(may_support(frozenset({Role.MODERATOR}), own=False)) == Code.FORBIDDEN
