"""Working time: it passes on working days, a whole day of it on each, and stands still on all others."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from rules.agreements import CHINA
from rules.refusals import Code, Refusal, refuse

DAY = timedelta(days=1)
SATURDAY = 5
LONGEST_SEARCH = 3_700
"""Days without a working day among them after which a calendar is taken to have none."""
LONGEST_REST = 31
"""Days in a row that may be free; a calendar with more of them would stop every clock."""
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days that are unlike their weekday: holidays (False) and weekend days that are worked (True)."""

    days: Mapping[date, bool] = field(default_factory=dict)

    def works(self, day: date) -> bool:
        """Whether this is a working day: as the calendar says, else Monday to Friday."""
        return self.days.get(day, day.weekday() < SATURDAY)


def add(start: datetime, length: timedelta, calendar: Calendar | None) -> datetime:
    """The moment at which so much time has passed: working time of the calendar, or plain time where it is None."""
    if calendar is None:
        return start + length
    at, left = start, length
    for _ in range(LONGEST_SEARCH):
        midnight = _next_midnight(at)
        if calendar.works(at.astimezone(CHINA).date()):
            if left <= midnight - at:
                return at + left
            left -= midnight - at
        at = midnight
    raise ValueError("A calendar without working days.")


def between(start: datetime, end: datetime, calendar: Calendar | None) -> timedelta:
    """How much time passes from one moment to a later one, counted like that; nothing where it is not later."""
    if calendar is None or end <= start:
        return max(end - start, timedelta(0))
    at, passed = start, timedelta(0)
    while at < end:
        until = min(_next_midnight(at), end)
        if calendar.works(at.astimezone(CHINA).date()):
            passed += until - at
        at = until
    return passed


def _next_midnight(at: datetime) -> datetime:
    day = at.astimezone(CHINA).date() + DAY
    return datetime.combine(day, time(), CHINA).astimezone(at.tzinfo)


def read_day(text: str, working: str) -> tuple[date, bool] | Refusal:
    """A line of a calendar: a day as 2026-10-01, and whether it is worked, as yes or no, 是 or 否, 1 or 0."""
    answers = {"yes": True, "true": True, "1": True, "是": True, "no": False, "false": False, "0": False, "否": False}
    day = _day_of(text.strip())
    if day is None:
        return refuse(Code.INVALID, "calendar_day", "day")
    known = answers.get(working.strip().lower())
    return refuse(Code.INVALID, "calendar_working", "working") if known is None else (day, known)


def _day_of(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def accept(calendar: Calendar) -> Refusal | None:
    """None for a calendar in which somebody works again after 31 days at most, so that no clock stands for ever."""
    rest = 0
    for number in range(min(calendar.days).toordinal(), max(calendar.days).toordinal() + 1) if calendar.days else ():
        day = date.fromordinal(number)
        rest = 0 if calendar.works(day) else rest + 1
        if rest > LONGEST_REST:
            return refuse(Code.INVALID, "calendar_rest", "day", day=day.isoformat(), most=LONGEST_REST)
    return None
