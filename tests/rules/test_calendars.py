"""Working time stands still on days off, and passes on weekends that are worked."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.calendars import LONGEST_REST, Calendar, accept, add, between, read_day
from rules.refusals import Refusal

FRIDAY_NOON = datetime(2026, 9, 25, 4, tzinfo=UTC)  # noon in China
PLAIN = Calendar()
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
SPANS = st.timedeltas(timedelta(0), timedelta(days=9))
CALENDARS = st.dictionaries(st.dates(date(2026, 1, 1), date(2027, 2, 1)), st.booleans(), max_size=40).map(Calendar)


def test_the_weekend_does_not_count():
    assert add(FRIDAY_NOON, timedelta(days=1), PLAIN) == FRIDAY_NOON + timedelta(days=3)


def test_without_a_calendar_every_hour_counts():
    assert add(FRIDAY_NOON, timedelta(days=1), None) == FRIDAY_NOON + timedelta(days=1)


def test_a_saturday_that_is_worked_counts_and_a_holiday_does_not():
    worked = Calendar({date(2026, 9, 26): True})
    assert add(FRIDAY_NOON, timedelta(days=1), worked) == FRIDAY_NOON + timedelta(days=1)
    holiday = Calendar({date(2026, 9, 28): False})
    assert add(FRIDAY_NOON, timedelta(days=1), holiday) == FRIDAY_NOON + timedelta(days=4)


def test_a_calendar_in_which_nobody_ever_works_is_an_error_and_no_endless_search():
    free = Calendar({date(2026, 1, 1) + timedelta(days=number): False for number in range(5_000)})
    with pytest.raises(ValueError, match="without working days"):
        add(FRIDAY_NOON, timedelta(days=1), free)


@given(MOMENTS, st.timedeltas(timedelta(seconds=1), timedelta(days=20)), CALENDARS)
def test_what_has_been_added_has_passed(start: datetime, length: timedelta, calendar: Calendar):
    assert between(start, add(start, length, calendar), calendar) == length


@given(
    MOMENTS, st.timedeltas(timedelta(0), timedelta(days=9)), st.timedeltas(timedelta(0), timedelta(days=9)), CALENDARS
)
def test_two_times_pass_one_after_the_other(start: datetime, one: timedelta, other: timedelta, calendar: Calendar):
    middle, end = start + one, start + one + other
    assert between(start, end, calendar) == between(start, middle, calendar) + between(middle, end, calendar)


def test_a_line_of_a_calendar_is_read_or_refused():
    assert read_day("2026-10-01", "否") == (date(2026, 10, 1), False)
    assert read_day(" 2026-10-10 ", "yes") == (date(2026, 10, 10), True)
    assert isinstance(read_day("1.10.2026", "否"), Refusal)
    assert isinstance(read_day("2026-10-01", "maybe"), Refusal)
    assert isinstance(read_day("20261001", "否"), Refusal)


def test_a_month_may_be_free_and_not_a_day_more():
    first = date(2026, 6, 1)  # a Monday
    month = {first + timedelta(days=number): False for number in range(LONGEST_REST)}
    assert accept(Calendar(month)) is None
    longer = accept(Calendar({**month, first + timedelta(days=LONGEST_REST): False}))
    assert longer is not None
    assert longer.reason == "calendar_rest"
    assert accept(PLAIN) is None
