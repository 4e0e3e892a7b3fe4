"""What fits is proposed with reasons, and both sides say what was done."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.helping import (
    DAY,
    MOST_WINDOWS,
    OVERDUE,
    Fit,
    HelpSkill,
    Side,
    Standing,
    Window,
    Wish,
    accept_windows,
    match,
    may_agree,
    may_call_off,
    may_decide,
    may_pair,
    may_say,
    together,
)
from rules.refusals import Code
from rules.roles import Role

REQUEST = Wish(Side.REQUEST, HelpSkill.REPAIRS, "A", 60)
OFFER = Wish(Side.OFFER, HelpSkill.REPAIRS, "A", 120)


def code(refusal) -> Code | None:
    return refusal and refusal.code


@st.composite
def windows(draw: st.DrawFn) -> list[Window]:
    def window() -> Window:
        begins = draw(st.integers(0, DAY - 15))
        return Window(draw(st.integers(1, 7)), begins, draw(st.integers(begins + 15, DAY)))

    return [window() for _ in range(draw(st.integers(0, 4)))]


@given(windows(), windows())
def test_time_together_is_the_same_from_both_sides_and_no_longer_than_either(one: list[Window], other: list[Window]):
    found = together(one, other)
    assert found == together(other, one)
    assert found <= max((each.ends - each.begins for each in one or other), default=DAY)


@pytest.mark.parametrize(
    ("offer", "fits", "minutes"),
    [
        (OFFER, (Fit.SKILL, Fit.GRID, Fit.WHOLE_TIME), DAY),
        (replace(OFFER, grid="B"), (Fit.SKILL, Fit.WHOLE_TIME), DAY),
        (replace(OFFER, windows=[Window(3, 540, 570)]), (Fit.SKILL, Fit.GRID, Fit.SOME_TIME), 30),
    ],
)
def test_what_fits_is_told_with_the_reasons(offer: Wish, fits: tuple[Fit, ...], minutes: int):
    found = match(REQUEST, offer)
    assert found is not None
    assert (found.fits, found.together) == (fits, minutes)


def test_another_skill_the_same_side_or_no_common_time_does_not_fit():
    morning, evening = [Window(3, 540, 600)], [Window(3, 1_200, 1_260)]
    assert match(REQUEST, replace(OFFER, skill=HelpSkill.CARE)) is None
    assert match(REQUEST, replace(REQUEST)) is None
    assert match(replace(REQUEST, windows=morning), replace(OFFER, windows=evening)) is None
    assert match(replace(REQUEST, windows=morning), replace(OFFER, windows=[Window(4, 540, 600)])) is None
    assert match(replace(REQUEST, windows=morning), replace(OFFER, windows=[Window(3, 590, 700)])) is None


def test_two_of_whom_nobody_knows_where_they_live_are_not_neighbours():
    found = match(replace(REQUEST, grid=None), replace(OFFER, grid=None))
    assert found is not None
    assert Fit.GRID not in found.fits


def test_the_same_grid_comes_first_then_time_for_all_of_it():
    near = match(REQUEST, replace(OFFER, windows=[Window(3, 540, 570)]))
    far = match(REQUEST, replace(OFFER, grid="B"))
    short = match(REQUEST, replace(OFFER, grid="B", windows=[Window(3, 540, 570)]))
    assert near is not None
    assert far is not None
    assert short is not None
    assert near.rank > far.rank > short.rank


@pytest.mark.parametrize(
    "window", [Window(0, 0, 60), Window(8, 0, 60), Window(1, -1, 60), Window(1, 60, 74), Window(1, 1_400, 1_441)]
)
def test_a_window_lies_within_a_day_of_the_week(window: Window):
    assert code(accept_windows([window])) == Code.INVALID


def test_there_are_so_many_windows_and_no_more():
    assert accept_windows([Window(7, 0, DAY)] * MOST_WINDOWS) is None
    assert code(accept_windows([Window(7, 0, DAY)] * (MOST_WINDOWS + 1))) == Code.INVALID


def test_help_is_for_others_and_outside_the_household():
    assert may_pair(oneself=False, same_household=False) is None
    assert code(may_pair(oneself=True, same_household=True)) == Code.INVALID
    assert code(may_pair(oneself=False, same_household=True)) == Code.CONFLICT


ENDED = [Standing.DONE, Standing.CALLED_OFF]


def test_the_other_side_agrees():
    assert may_agree(Standing.PROPOSED, proposer=False) is None
    assert code(may_agree(Standing.PROPOSED, proposer=True)) == Code.FORBIDDEN
    for ended in ENDED:
        assert code(may_agree(ended, proposer=False)) == Code.CONFLICT


def test_nobody_calls_off_what_somebody_has_said_was_done():
    assert may_call_off(Standing.AGREED, (None, None)) is None
    assert code(may_call_off(Standing.AGREED, (None, 0))) == Code.CONFLICT
    for ended in ENDED:
        assert code(may_call_off(ended, (None, None))) == Code.CONFLICT


def test_how_long_it_took_is_said_once_agreed_and_is_no_more_than_that():
    assert may_say(Standing.AGREED, 0, 60) is None
    assert may_say(Standing.AGREED, 60, 60) is None
    assert code(may_say(Standing.AGREED, 61, 60)) == Code.INVALID
    assert code(may_say(Standing.AGREED, -1, 60)) == Code.INVALID
    for other in (Standing.PROPOSED, *ENDED):
        assert code(may_say(other, 60, 60)) == Code.CONFLICT


STAFF = frozenset({Role.COMMUNITY_STAFF})


@pytest.mark.parametrize(
    ("said", "waited", "fine"),
    [
        ((None, None), OVERDUE * 9, False),
        ((60, None), OVERDUE - timedelta(seconds=1), False),
        ((None, 60), OVERDUE - timedelta(seconds=1), False),
        ((60, None), OVERDUE, True),
        ((60, 0), timedelta(0), True),
    ],
)
def test_staff_decide_what_is_disputed_or_overdue(
    said: tuple[int | None, int | None], waited: timedelta, *, fine: bool
):
    assert code(may_decide(STAFF, said, waited, own=False)) == (None if fine else Code.CONFLICT)


def test_staff_decide_for_others():
    disputed = (60, 30), timedelta(0)
    assert may_decide(STAFF, *disputed, own=False) is None
    assert code(may_decide(STAFF, *disputed, own=True)) == Code.FORBIDDEN
    assert code(may_decide(frozenset({Role.MODERATOR}), *disputed, own=False)) == Code.FORBIDDEN
