"""Rates are parts of wholes, and months are read as they are written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.answering import Measure, Rate, is_satisfied, month_of, rates, read_month
from rules.refusals import Refusal


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_per_cent_are_the_nearest_whole_number(part: int, whole: int):
    percent = Rate(part, whole).percent
    assert percent is not None
    assert abs(200 * part - 2 * percent * whole) <= whole


def test_of_nothing_there_is_no_rate_and_a_half_is_rounded_up():
    assert Rate(0, 0).percent is None
    assert (Rate(1, 200).percent, Rate(1, 3).percent, Rate(2, 3).percent) == (1, 33, 67)


def test_each_rate_is_of_its_own_whole():
    found = rates({measure: number for number, measure in enumerate(Measure, 1)})
    assert (found.answer, found.punctuality) == (Rate(3, 1), Rate(6, 5))
    assert (found.solution, found.satisfaction) == (Rate(7, 1), Rate(9, 8))
    assert rates({}).answer == Rate(0, 0)


@pytest.mark.parametrize("rating", range(1, 6))
def test_four_and_five_are_satisfied(rating: int):
    assert is_satisfied(rating) == (rating in {4, 5})


@given(st.dates(date(1970, 1, 1), date(9000, 12, 31)))
def test_a_month_is_read_as_it_is_written(day: date):
    assert read_month(f"{day:%Y-%m}") == month_of(day) == date(day.year, day.month, 1)


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "2026-5", "2026-05-01", "２０２６-05", "9001-01", " 2026-05"]
)
def test_what_is_no_month_is_refused(text: str):
    assert isinstance(read_month(text), Refusal)
