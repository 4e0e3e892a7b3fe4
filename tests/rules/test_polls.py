"""Setting polls up, who may vote and when, what is shown, and what the votes decide."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.polls import (
    Ground,
    Phase,
    TallyVisibility,
    Terms,
    Window,
    accept_choices,
    accept_number_of_choices,
    accept_window,
    decide,
    may_close,
    may_vote,
    phase,
    shows_choices,
)
from rules.refusals import Code, Refusal
from rules.roles import Role

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
DAY, MINUTE, TICK = timedelta(days=1), timedelta(minutes=1), timedelta(microseconds=1)
TERMS = Terms(
    opens_at=NOON,
    closes_at=NOON + 3 * DAY,
    opened=True,
    closed=False,
    choices=frozenset({"yes", "no"}),
    revisable=False,
)
MODERATOR = frozenset({Role.MODERATOR})
VOTES = st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 4), min_size=2, max_size=20)


def window(lasts, opens=None, *, important=False):
    """The window, or the field of its refusal; `opens` from now on."""
    opens_at = None if opens is None else NOON + opens
    result = accept_window(opens_at, (opens_at or NOON) + lasts, important=important, now=NOON)
    if isinstance(result, Refusal):
        assert result.code == Code.INVALID
        return result.field
    return result


def vote(terms=TERMS, choice="yes", *, on_roll=True, voted=False, now=NOON):
    refusal = may_vote(terms, choice, on_roll=on_roll, voted=voted, now=now)
    return refusal and refusal.code


@pytest.mark.parametrize("lasts", [3 * DAY, 5 * DAY, 7 * DAY])
def test_an_important_issue_is_voted_on_for_three_to_seven_days(lasts: timedelta):
    assert window(lasts, important=True) == Window(NOON, NOON + lasts)
    assert window(lasts, DAY, important=True) == Window(NOON + DAY, NOON + DAY + lasts)


@pytest.mark.parametrize("lasts", [MINUTE, 3 * DAY - TICK, 7 * DAY + TICK, timedelta(), -DAY])
def test_an_important_issue_gets_no_shorter_or_longer_vote(lasts: timedelta):
    assert window(lasts, DAY, important=True) == "closesAt"


def test_where_it_opens_at_once_the_clocks_of_three_and_seven_days_may_differ_by_five_minutes():
    for lasts in (3 * DAY - 5 * MINUTE, 7 * DAY + 5 * MINUTE):
        assert window(lasts, important=True) == Window(NOON, NOON + lasts)
    for lasts in (3 * DAY - 5 * MINUTE - TICK, 7 * DAY + 5 * MINUTE + TICK):
        assert window(lasts, important=True) == "closesAt"


@pytest.mark.parametrize("lasts", [MINUTE, DAY, 8 * DAY, 366 * DAY])
def test_any_other_is_voted_on_for_a_minute_at_least(lasts: timedelta):
    assert window(lasts) == Window(NOON, NOON + lasts)


@pytest.mark.parametrize("lasts", [MINUTE - TICK, timedelta(), -MINUTE, 366 * DAY + TICK])
def test_less_than_a_minute_or_more_than_a_leap_year_is_refused(lasts: timedelta):
    assert window(lasts, DAY) == "closesAt"


def test_where_it_opens_at_once_the_request_may_take_five_seconds_of_the_minute():
    second = timedelta(seconds=1)
    assert window(55 * second) == Window(NOON, NOON + 55 * second)
    assert window(55 * second - TICK) == "closesAt"


def test_an_opening_up_to_five_minutes_past_means_now():
    for past in (TICK, MINUTE, 5 * MINUTE):
        assert window(DAY, -past) == Window(NOON, NOON - past + DAY)
    assert window(DAY, -5 * MINUTE - TICK) == "opensAt"
    assert window(DAY, -DAY) == "opensAt"


def test_a_vote_moved_to_now_is_measured_from_now():
    assert window(6 * MINUTE, -5 * MINUTE) == Window(NOON, NOON + MINUTE)
    assert window(5 * MINUTE, -5 * MINUTE) == "closesAt"
    assert window(3 * DAY - 6 * MINUTE, -MINUTE, important=True) == "closesAt"


def test_an_opening_more_than_a_year_ahead_is_refused():
    assert window(DAY, 366 * DAY) == Window(NOON + 366 * DAY, NOON + 367 * DAY)
    assert window(DAY, 366 * DAY + TICK) == "opensAt"
    assert accept_window(datetime.max.replace(tzinfo=UTC), NOON, important=False, now=NOON).field == "opensAt"


def test_a_window_may_be_given_in_any_zone():
    beijing = timezone(timedelta(hours=8))
    opens = (NOON + DAY).astimezone(beijing)
    assert accept_window(opens, opens + DAY, important=False, now=NOON) == Window(NOON + DAY, NOON + 2 * DAY)


@given(
    opens=st.none() | st.datetimes(timezones=st.just(UTC)),
    closes=st.datetimes(timezones=st.just(UTC)),
    important=st.booleans(),
)
def test_a_window_never_begins_in_the_past_or_ends_before_it_lasted_long_enough(opens, closes, important: bool):
    result = accept_window(opens, closes, important=important, now=NOON)
    if isinstance(result, Window):
        assert result.opens_at >= NOON
        assert result.closes_at == closes
        assert result.closes_at - result.opens_at >= (3 * DAY if important else MINUTE)


def test_a_poll_has_two_to_twenty_choices():
    taken = [number for number in range(30) if accept_number_of_choices(number) is None]
    assert taken == list(range(2, 21))


def test_no_two_choices_share_a_key_or_a_label():
    assert accept_choices(["a", "b"], ["甲", "乙"]) is None
    for keys, labels in ((["a", "a"], ["甲", "乙"]), (["a", "b"], ["甲", "甲"]), (["a", "b"], ["甲", "甲\u200b"])):
        refusal = accept_choices(keys, labels)
        assert refusal is not None
        assert (refusal.code, refusal.field) == (Code.INVALID, "choices")


def test_a_poll_is_open_until_just_before_the_closing_second():
    assert phase(TERMS, TERMS.closes_at - TICK) == Phase.OPEN
    assert phase(TERMS, TERMS.closes_at) == Phase.CLOSED
    assert phase(replace(TERMS, opened=False), TERMS.closes_at) == Phase.CLOSED


def test_a_poll_waits_until_it_is_opened_even_when_its_time_has_come():
    waiting = replace(TERMS, opened=False)
    for now in (NOON - DAY, NOON, NOON + TICK, TERMS.closes_at - TICK):
        assert phase(waiting, now) == Phase.SCHEDULED
    assert phase(TERMS, NOON) == Phase.OPEN


def test_a_poll_closed_early_is_closed_at_any_time():
    for opened in (True, False):
        for now in (NOON - DAY, NOON, TERMS.closes_at + DAY):
            assert phase(replace(TERMS, opened=opened, closed=True), now) == Phase.CLOSED


def test_a_vote_counts_from_the_opening_to_just_before_the_closing_second():
    assert vote() is None
    assert vote(now=TERMS.closes_at - TICK) is None
    assert vote(now=TERMS.closes_at) == Code.POLL_CLOSED


def test_a_second_vote_is_refused_unless_minds_may_change():
    assert vote(voted=True) == Code.ALREADY_VOTED
    assert vote(replace(TERMS, revisable=True), voted=True) is None


def test_the_first_thing_that_is_wrong_is_the_one_told():
    """Not open, closed, not on the roll, no such choice, voted already: in this order."""
    wrong = {"choice": "maybe", "on_roll": False, "voted": True}
    assert vote(replace(TERMS, opened=False), **wrong) == Code.POLL_NOT_OPEN
    assert vote(replace(TERMS, closed=True), **wrong) == Code.POLL_CLOSED
    assert vote(**wrong) == Code.NOT_ELIGIBLE
    assert vote(**{**wrong, "on_roll": True}) == Code.INVALID
    assert vote(**{**wrong, "on_roll": True, "choice": "yes"}) == Code.ALREADY_VOTED


@pytest.mark.parametrize("choice", ["", "YES", " yes", "yes ", "yes\0", "\ud800"])
def test_a_choice_is_named_exactly(choice: str):
    assert vote(choice=choice) == Code.INVALID


@pytest.mark.parametrize("role", [*Role, None])
def test_only_a_moderator_closes_a_poll_before_its_time(role: Role | None):
    refusal = may_close(TERMS, frozenset({role} - {None}), NOON)
    if role == Role.MODERATOR:
        assert refusal is None
    else:
        assert refusal is not None
        assert refusal.code == Code.FORBIDDEN


def test_a_poll_is_closed_once_waiting_or_open():
    assert may_close(replace(TERMS, opened=False), MODERATOR, NOON) is None
    for terms, now in ((replace(TERMS, closed=True), NOON), (TERMS, TERMS.closes_at)):
        refusal = may_close(terms, MODERATOR, now)
        assert refusal is not None
        assert refusal.code == Code.POLL_CLOSED


SHOWN = {  # (closed, voted) in which the numbers per choice are shown
    TallyVisibility.LIVE: {(False, False), (False, True), (True, False), (True, True)},
    TallyVisibility.AFTER_MY_VOTE: {(False, True), (True, False), (True, True)},
    TallyVisibility.AFTER_CLOSE: {(True, False), (True, True)},
}


@pytest.mark.parametrize("visibility", TallyVisibility)
@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("voted", [False, True])
def test_numbers_are_shown_to_whom_and_when_it_was_said(visibility: TallyVisibility, closed: bool, voted: bool):
    assert shows_choices(visibility, closed=closed, voted=voted) == ((closed, voted) in SHOWN[visibility])


@given(VOTES)
def test_the_winner_has_more_votes_than_every_other(votes: dict[str, int]):
    verdict = decide(list(votes.items()))
    if verdict.winner is None:
        assert list(votes.values()).count(max(votes.values())) > 1
    else:
        assert all(votes[verdict.winner] > count for key, count in votes.items() if key != verdict.winner)
    most = max(votes.values())
    alone = list(votes.values()).count(most) == 1
    assert verdict.ground == (Ground.NO_VOTES if most == 0 else Ground.MOST_VOTES if alone else Ground.TIE)


@given(VOTES.flatmap(lambda votes: st.tuples(st.just(votes), st.permutations(list(votes.items())))))
def test_the_order_of_the_choices_decides_nothing(votes):
    given_order, other_order = votes
    assert decide(list(given_order.items())) == decide(other_order)


def test_no_votes_and_a_tie_decide_nothing():
    assert decide([("a", 0), ("b", 0)]).ground == Ground.NO_VOTES
    assert decide([("a", 2), ("b", 2), ("c", 1)]).ground == Ground.TIE
    assert decide([("a", 2), ("b", 2), ("c", 3)]).winner == "c"
    assert decide([("a", 1), ("b", 0)]).winner == "a"
