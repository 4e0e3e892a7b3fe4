"""Who gets a reward, who hands it out, and until when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.agreements import today
from rules.refusals import Refusal
from rules.rewards import (
    MOST_STOCK,
    Bearer,
    Buyer,
    Hands,
    Share,
    Terms,
    VoucherState,
    accept_code,
    accept_terms,
    expires,
    last_day,
    may_hand_out,
    may_redeem,
    restocked,
)
from rules.roles import Role

NOON = datetime(2026, 11, 26, 4, tzinfo=UTC)
HERE, AWAY, SHOP, OTHER, ANNA, BO = (UUID(int=number) for number in range(1, 7))
MEAL = Terms("食堂餐券", "", 100, Share(2, 30), 30)
BUYER = Buyer(verified=True, balance=100, had=1)
SHOWN = Bearer(HERE, ANNA, SHOP, "社区食堂", VoucherState.READY, NOON + timedelta(hours=1))
VOLUNTEER = Hands(BO, HERE, frozenset({Role.RESIDENT}), frozenset({SHOP}))


def why(refusal: Refusal | None) -> str | None:
    return refusal and refusal.reason


@pytest.mark.parametrize(
    ("buyer", "stock", "price", "reason"),
    [
        (BUYER, 1, 100, None),
        (replace(BUYER, verified=False), 1, 100, "not_verified"),
        (BUYER, 0, 100, "reward_gone"),
        (BUYER, 1, 99, "reward_price_changed"),
        (replace(BUYER, balance=99), 1, 100, "points_too_few"),
        (replace(BUYER, had=2), 1, 100, "reward_had"),
    ],
)
def test_who_has_the_points_and_has_not_had_their_share_gets_it(buyer, stock, price, reason):
    assert why(may_redeem(MEAL, stock, buyer, price)) == reason


@pytest.mark.parametrize(
    ("hands", "shown", "reason"),
    [
        (VOLUNTEER, SHOWN, None),
        (replace(VOLUNTEER, places=frozenset()), SHOWN, "hands_out_nowhere"),
        (replace(VOLUNTEER, places=frozenset({OTHER})), SHOWN, "voucher_elsewhere"),
        (replace(VOLUNTEER, places=frozenset(), roles=frozenset({Role.COMMUNITY_STAFF})), SHOWN, None),
        (replace(VOLUNTEER, community_id=AWAY), SHOWN, "voucher_foreign"),
        (replace(VOLUNTEER, resident_id=ANNA), SHOWN, "voucher_own"),
        (VOLUNTEER, replace(SHOWN, state=VoucherState.HANDED_OUT), "voucher_used"),
        (VOLUNTEER, replace(SHOWN, state=VoucherState.RETURNED), "voucher_expired"),
        (VOLUNTEER, replace(SHOWN, expires_at=NOON), "voucher_expired"),
        (VOLUNTEER, None, "voucher_unknown"),
    ],
)
def test_who_hands_out_what(hands, shown, reason):
    assert why(may_hand_out(hands, shown, NOON)) == reason


def test_a_voucher_is_good_until_midnight_in_china():
    assert expires(NOON, 1) == datetime(2026, 11, 26, 16, tzinfo=UTC)
    assert last_day(expires(NOON, 1)) == "2026-11-26"
    assert last_day(expires(datetime(2026, 11, 26, 16, tzinfo=UTC), 1)) == "2026-11-27"


@given(st.integers(0, 10 * 366 * 24), st.integers(1, 366))
def test_the_last_day_is_one_less_than_the_days_away(hours, days):
    now = NOON + timedelta(hours=hours)
    assert expires(now, days) > now
    assert last_day(expires(now, days)) == (today(now) + timedelta(days=days - 1)).isoformat()


@given(st.integers(0, MOST_STOCK), st.integers(-2 * MOST_STOCK, 2 * MOST_STOCK))
def test_a_stock_never_falls_below_nothing(stock, by):
    after = restocked(stock, by)
    assert isinstance(after, Refusal) if by == 0 or not 0 <= stock + by <= MOST_STOCK else after == stock + by


def test_terms_are_cleaned_or_refused():
    assert accept_terms(replace(MEAL, name="  食堂\n餐券 ")) == replace(MEAL, name="食堂 餐券")
    for terms, reason in (
        (replace(MEAL, name=""), "text_empty"),
        (replace(MEAL, price=0), "reward_price"),
        (replace(MEAL, share=Share(1, 367)), "reward_share"),
        (replace(MEAL, voucher_days=0), "reward_days"),
    ):
        refusal = accept_terms(terms)
        assert isinstance(refusal, Refusal)
        assert refusal.reason == reason


def test_a_code_is_read_however_it_is_typed():
    assert accept_code(" abcde-FGH23 \n") == "ABCDEFGH23"
