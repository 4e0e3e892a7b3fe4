"""What became of every report, told anew from its stream alone: each clock fires once, in its time, and never else."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone
from typing import Any

CHINA = timezone(timedelta(hours=8))
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
WAITS = timedelta(days=7)
FRIDAY = 4
WORKING_TIME = frozenset({"noise", "building"})
MINUTES = {
    "danger": (60, 120),
    "utilities": (120, 24 * 60),
    "lights": (24 * 60, 7 * 24 * 60),
    "noise": (24 * 60, 7 * 24 * 60),
    "building": (24 * 60, 15 * 24 * 60),
    "other": (24 * 60, 7 * 24 * 60),
}
OPEN = frozenset({"RECEIVED", "ASSIGNED", "HANDLING", "REOPENED"})
STEPS: dict[str, tuple[frozenset[str], str | None]] = {
    "report.assigned": (OPEN, "ASSIGNED"),
    "report.handling": (frozenset({"ASSIGNED", "REOPENED"}), "HANDLING"),
    "report.handed_over": (OPEN - {"RECEIVED"}, "ASSIGNED"),
    "report.asked": (OPEN, None),
    "report.answered": (OPEN, None),
    "report.unanswered": (OPEN, None),
    "report.warned": (OPEN, None),
    "report.overdue": (OPEN, None),
    "report.joined": (OPEN, None),
    "report.resolved": (frozenset({"HANDLING"}), "RESOLVED"),
    "report.rejected": (OPEN, "REJECTED"),
    "report.rated": (frozenset({"RESOLVED"}), "RATED"),
    "report.reopened": (frozenset({"RESOLVED", "RATED"}), "REOPENED"),
}
"""From which stages a step is taken, and where it leads; None where it stays."""
BY_THEMSELVES = frozenset({"report.warned", "report.overdue", "report.unanswered"})


@dataclass(slots=True)
class Clock:
    """A clock that runs until `due`, or stands still with `left` of it."""

    kind: str
    whole: timedelta
    due: datetime | None
    warns: datetime | None
    left: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Turns:
    """The moments at which the clock of the town stood, in order; what is due is done at the next of them."""

    moments: Sequence[datetime]

    def after(self, due: datetime) -> datetime | None:
        """The first of them that is not before what is due."""
        place = bisect_left(self.moments, due)
        return self.moments[place] if place < len(self.moments) else None


class Story:
    """One report as its entries tell it. ValueError where they tell what cannot be."""

    def __init__(self, turns: Turns) -> None:
        self.turns = turns
        self.stage, self.level, self.handovers = "", 0, 0
        self.asked: datetime | None = None
        self.clock: Clock | None = None
        self.category = ""
        self.told: Counter[str] = Counter()

    def take(self, kind: str, at: datetime, payload: dict[str, Any]) -> None:
        """The next entry."""
        self.told[kind] += 1
        if kind == "report.received":
            self.category, self.stage = payload["category"], "RECEIVED"
            self._restart(at)
            return
        came_from, leads_to = STEPS[kind]
        if self.stage not in came_from:
            raise ValueError(f"{kind} at {self.stage}")
        self._nothing_missed(kind, at)
        received, self.stage = self.stage == "RECEIVED", leads_to or self.stage
        getattr(self, "_" + kind.removeprefix("report."), self._went_on)(at, payload, received)

    def end(self, now: datetime) -> None:
        """Nothing more is told until now."""
        self._nothing_missed("the end", now, late=False)

    @property
    def due(self) -> datetime | None:
        """When the running clock ends."""
        return self.clock.due if self.clock else None

    def _nothing_missed(self, kind: str, at: datetime, *, late: bool = True) -> None:
        """Whatever was due before this moment has been done; what is due at it may still come."""
        waiting = {
            "report.warned": self.clock.warns if self.clock else None,
            "report.overdue": self.due,
            "report.unanswered": self.asked + WAITS if self.asked else None,
        }
        for what, due in waiting.items():
            if due is None:
                continue
            if what == kind:
                if at != self.turns.after(due):
                    raise ValueError(f"{kind} at {at} was due at {due}")
            elif kind == "report.warned" and what == "report.overdue":
                continue
            elif due < at or (due == at and not late):
                raise ValueError(f"{what} was due at {due} and has not come by {at}: {kind}")
        if kind in waiting and waiting[kind] is None:
            raise ValueError(f"{kind} at {at} and nothing was due")

    def _restart(self, at: datetime) -> None:
        answers = self.stage != "RECEIVED"
        whole = MINUTES[self.category][answers] * MINUTE
        self.asked = None
        self._run("ANSWER" if answers else "DISPATCH", whole, whole, at, warned=False)

    def _run(self, kind: str, whole: timedelta, left: timedelta, at: datetime, *, warned: bool) -> None:
        quiet = max(left - whole / 5, timedelta())
        self.clock = Clock(kind, whole, self._later(at, left), None if warned else self._later(at, quiet))

    def _go_on(self, at: datetime) -> None:
        if self.asked is None or self.clock is None:
            raise ValueError("It goes on and did not stand still.")
        self.asked, stopped = None, self.clock
        self._run(stopped.kind, stopped.whole, stopped.left, at, warned=stopped.warns is None)

    def _assigned(self, at: datetime, payload: dict[str, Any], received: bool) -> None:
        if received:
            self._restart(at)
        else:
            self._went_on(at, payload, received)

    def _went_on(self, at: datetime, _: dict[str, Any], __: bool) -> None:
        if self.asked is not None:
            self._go_on(at)

    def _joined(self, *_: object) -> None:
        pass

    def _handed_over(self, at: datetime, payload: dict[str, Any], received: bool) -> None:
        self.handovers += 1
        self.level = 2 if self.handovers >= 3 else self.level
        self._went_on(at, payload, received)

    def _asked(self, at: datetime, *_: object) -> None:
        if self.clock is None or self.clock.due is None:
            raise ValueError("It was asked while it stood still.")
        self.asked, self.clock.left, self.clock.due = at, self._passed(at, self.clock.due), None
        # Kept to tell that it has not warned yet.
        self.clock.warns = self.clock.warns and datetime.max.replace(tzinfo=UTC)

    def _answered(self, at: datetime, *_: object) -> None:
        self._go_on(at)

    _unanswered = _answered

    def _warned(self, at: datetime, payload: dict[str, Any], _: bool) -> None:
        if self.clock is None or payload["clock"] != self.clock.kind:
            raise ValueError(f"Another clock warned at {at}.")
        self.clock.warns = None

    def _overdue(self, at: datetime, payload: dict[str, Any], _: bool) -> None:
        if self.clock is None or payload["clock"] != self.clock.kind or self.clock.warns is not None:
            raise ValueError(f"A clock ran out at {at} that had not warned, or another one.")
        self.level = 2 if self.stage == "RECEIVED" else min(2, self.level + 1)
        if payload["goesUpTo"] != ("DEPARTMENT_OFFICER", "COMMUNITY_STAFF", "STREET_OFFICER")[self.level]:
            raise ValueError("It went up to the wrong level.")
        self._restart(at)

    def _resolved(self, *_: object) -> None:
        self.clock = self.asked = None

    _rejected = _resolved

    def _rated(self, at: datetime, payload: dict[str, Any], received: bool) -> None:
        if payload["reopened"]:
            self.stage = "REOPENED"
            self._reopened(at, payload, received)

    def _reopened(self, at: datetime, *_: object) -> None:
        self.level = 0
        self._restart(at)

    def _later(self, start: datetime, length: timedelta) -> datetime:
        """When so much time has passed, which on a Saturday or Sunday in China passes for some categories not."""
        if self.category not in WORKING_TIME:
            return start + length
        at = start
        while True:
            worked, midnight = _day(at)
            if worked and at + length <= midnight:
                return at + length
            length -= (midnight - at) * worked
            at = midnight

    def _passed(self, start: datetime, end: datetime) -> timedelta:
        if self.category not in WORKING_TIME:
            return end - start
        at, passed = start, timedelta()
        while at < end:
            worked, midnight = _day(at)
            passed += (min(midnight, end) - at) * worked
            at = midnight
        return passed


def _day(at: datetime) -> tuple[bool, datetime]:
    """Whether the day is a working day, and when it ends."""
    day = at.astimezone(CHINA).date()
    return day.weekday() <= FRIDAY, datetime.combine(day + DAY, time(), CHINA).astimezone(UTC)
