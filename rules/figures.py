"""Public figures: what is counted of how reports are dealt with, by day and by month."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from rules.refusals import Code, Refusal, refuse

Key = TypeVar("Key", bound=tuple[Any, ...])

MEDIAN = (1, 2)
NINETY = (9, 10)
MOST_ROWS = 366


class Figure(StrEnum):
    """What is counted, each on the day in China when it happens."""

    RECEIVED = "RECEIVED"
    ANSWERED_IN_TIME = "ANSWERED_IN_TIME"
    ANSWERED_LATE = "ANSWERED_LATE"
    SOLVED = "SOLVED"
    RATED = "RATED"
    TIMED = "TIMED"


class Period(StrEnum):
    """How long the time is that one row of figures is about."""

    DAY = "DAY"
    MONTH = "MONTH"


def start_of(period: Period, day: date) -> date:
    """The first day of the period that the day lies in."""
    return day if period is Period.DAY else day.replace(day=1)


def end_of(period: Period, start: date) -> date:
    """The last day of the period that begins then."""
    if period is Period.DAY:
        return start
    return (start + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def starts(period: Period, since: date, until: date) -> list[date] | Refusal:
    """The first days of the periods from one day to another, oldest first.

    INVALID where the range runs backwards, comes near the end of the calendar, or has more than `MOST_ROWS` periods.
    """
    if until < since or until.year > date.max.year - 1:
        return refuse(Code.INVALID, "figures_range", "until")
    found = [start_of(period, since)]
    while (following := end_of(period, found[-1]) + timedelta(days=1)) <= until:
        if len(found) == MOST_ROWS:
            return refuse(Code.INVALID, "figures_too_many", "since", most=MOST_ROWS)
        found.append(following)
    return found


def differing(kept: Mapping[Key, int], counted: Mapping[Key, int]) -> list[str]:
    """A line for each number that is kept otherwise than counting anew gives it."""
    return [
        f"{' '.join(map(str, key))}: {kept.get(key, 0)} kept, {counted.get(key, 0)} counted"
        for key in sorted(kept.keys() | counted.keys(), key=str)
        if kept.get(key, 0) != counted.get(key, 0)
    ]
