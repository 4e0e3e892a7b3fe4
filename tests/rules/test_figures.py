"""Figures by day and month."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rules.figures import MOST_ROWS, Period, end_of, start_of, starts
from rules.refusals import Code, Refusal

days = st.dates(date(1970, 1, 1), date(9000, 12, 31))


def test_a_range_of_days_has_a_row_for_each():
    assert starts(Period.DAY, date(2026, 2, 27), date(2026, 3, 1)) == [
        date(2026, 2, 27),
        date(2026, 2, 28),
        date(2026, 3, 1),
    ]


def test_a_range_of_months_begins_with_the_month_of_its_first_day():
    assert starts(Period.MONTH, date(2025, 12, 31), date(2026, 2, 1)) == [
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    ]


def test_a_leap_year_is_shown_day_by_day_and_not_one_day_more():
    first = date(2028, 1, 1)
    found = starts(Period.DAY, first, date(2028, 12, 31))
    assert isinstance(found, list)
    assert len(found) == MOST_ROWS
    refused = starts(Period.DAY, first, date(2029, 1, 1))
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.field) == (Code.INVALID, "since")


def test_a_range_that_runs_backwards_is_refused():
    for until in (date(2026, 4, 30), date(9999, 12, 31)):
        refused = starts(Period.DAY, date(2026, 5, 1), until)
        assert isinstance(refused, Refusal)
        assert refused.field == "until"


@given(days)
def test_every_day_lies_in_its_month_and_the_next_day_after_it_in_the_next(day: date):
    start = start_of(Period.MONTH, day)
    end = end_of(Period.MONTH, start)
    assert start <= day <= end
    assert start_of(Period.MONTH, end) == start
    assert start_of(Period.MONTH, end + timedelta(days=1)) == end + timedelta(days=1)
