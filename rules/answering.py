"""How well departments answer whistles: what is counted, and the rates made of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.refusals import Code, Refusal, refuse

MONTH = re.compile(r"(\d{4})-(\d\d)", re.ASCII)
SATISFIED_FROM = 4


class Measure(StrEnum):
    """What is counted of a department, each in the month in China in which the whistle was blown."""

    CALLED = "CALLED"
    ANSWERED = "ANSWERED"
    ANSWERED_IN_TIME = "ANSWERED_IN_TIME"
    ARRIVED = "ARRIVED"
    TASKS_DONE = "TASKS_DONE"
    TASKS_DONE_IN_TIME = "TASKS_DONE_IN_TIME"
    SOLVED = "SOLVED"
    RATED = "RATED"
    SATISFIED = "SATISFIED"


@dataclass(frozen=True, slots=True)
class Rate:
    """A part of a whole, both as they are counted."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        """In whole per cent, half a per cent rounded up; None of nothing."""
        return (200 * self.part + self.whole) // (2 * self.whole) if self.whole else None


@dataclass(frozen=True, slots=True)
class Rates:
    """The four rates of a department in a month."""

    answer: Rate
    punctuality: Rate
    solution: Rate
    satisfaction: Rate


def rates(counts: Mapping[Measure, int]) -> Rates:
    """Answers within 30 minutes of all calls, tasks done by their day of all done, whistles solved of all calls, and
    ratings of 4 or 5 of all ratings."""

    def of(part: Measure, whole: Measure) -> Rate:
        return Rate(counts.get(part, 0), counts.get(whole, 0))

    return Rates(
        answer=of(Measure.ANSWERED_IN_TIME, Measure.CALLED),
        punctuality=of(Measure.TASKS_DONE_IN_TIME, Measure.TASKS_DONE),
        solution=of(Measure.SOLVED, Measure.CALLED),
        satisfaction=of(Measure.SATISFIED, Measure.RATED),
    )


def is_satisfied(rating: int) -> bool:
    """Whether a rating of 1 to 5 counts as satisfied."""
    return rating >= SATISFIED_FROM


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def read_month(text: str) -> date | Refusal:
    """The first day of a month written like 2026-05."""
    found = MONTH.fullmatch(text)
    if found is None or not 1970 <= int(found[1]) <= 9000 or not 1 <= int(found[2]) <= 12:
        return refuse(Code.INVALID, "month_unreadable", "month")
    return date(int(found[1]), int(found[2]), 1)
