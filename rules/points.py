"""What taking part is worth: rules with limits, a schedule by which the material part falls, and levels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from rules.agreements import CHINA
from rules.refusals import Code, Refusal, refuse

MOST_POINTS, MOST_PER_MONTH = 1_000, 100_000
MOST_STEPS = 24
WHOLE = 100
HOUR = 60
EARLIEST_YEAR, LATEST_YEAR = 1970, 9000
Sum = tuple[int, int]
"""What was given on a day, and in its month."""
NOTHING: Sum = (0, 0)
TOP, BESIDE = 10, 2
"""How many are on the board of a month, and how many are shown on each side of one's own place."""


class Rule(StrEnum):
    """What points are given for."""

    DELIBERATION = "DELIBERATION"
    REPORT = "REPORT"
    VOLUNTEERING = "VOLUNTEERING"
    SUGGESTION = "SUGGESTION"
    BADGE_SET = "BADGE_SET"


PRICED = (Rule.DELIBERATION, Rule.REPORT, Rule.VOLUNTEERING, Rule.SUGGESTION)
"""Those whose worth a tariff says; what a set of badges brings is said in the book of badges."""


AFTER_THE_WEEK = frozenset({Rule.REPORT, Rule.BADGE_SET})
"""Those that boards count when the week is over."""


class Movement(StrEnum):
    """What an entry of the ledger is: points for something, or held; one put right, a reward, or a prize."""

    EARNED = "EARNED"
    HELD = "HELD"
    CORRECTED = "CORRECTED"
    SPENT = "SPENT"
    RETURNED = "RETURNED"
    PRIZE = "PRIZE"


class Level(StrEnum):
    """How far somebody has come by the points they have ever earned."""

    RESIDENT = "RESIDENT"
    KEEN = "KEEN"
    CAPABLE = "CAPABLE"
    EXPERT = "EXPERT"


class Right(StrEnum):
    """What a level brings with it."""

    SECOND_ISSUES = "SECOND_ISSUES"
    MODERATE_COMMENTS = "MODERATE_COMMENTS"
    BE_DRAWN = "BE_DRAWN"


@dataclass(frozen=True, slots=True)
class Worth:
    """What a rule gives each time, or for each full hour, and the most it gives one person in a day and in a month."""

    points: int
    a_day: int
    a_month: int


@dataclass(frozen=True, slots=True)
class Share:
    """The most that all rules together give one household in a day and in a month, however many accounts it has."""

    a_day: int
    a_month: int


@dataclass(frozen=True, slots=True)
class Fall:
    """From this day on the material part of every rule is so many hundredths of its points."""

    since: date
    percent: int


@dataclass(frozen=True, slots=True)
class Step:
    """A level, the points ever earned at which it begins, and the rights that come with it."""

    level: Level
    points: int
    rights: frozenset[Right] = frozenset()


@dataclass(frozen=True, slots=True)
class Tariff:
    """One version of what a community gives points for."""

    version: int
    worth: Mapping[Rule, Worth]
    taper: Sequence[Fall]
    levels: Sequence[Step]
    household: Share

    def percent(self, day: date) -> int:
        """How many hundredths of the points count for rewards on a day."""
        return next((fall.percent for fall in reversed(self.taper) if fall.since <= day), WHOLE)

    def step(self, earned: int) -> Step:
        """The level of somebody who has ever earned so many points."""
        return next((step for step in reversed(self.levels) if step.points <= earned), self.levels[0])

    def next_step(self, earned: int) -> Step | None:
        """The level after that; None at the top."""
        return next((step for step in self.levels if step.points > earned), None)

    def rights(self, earned: int) -> frozenset[Right]:
        """The rights of somebody who has ever earned so many points: those of their level and of all below."""
        return frozenset[Right]().union(*(step.rights for step in self.levels if step.points <= earned))


@dataclass(frozen=True, slots=True)
class Given:
    """What one entry gives: points, which stay for ever, and their material part, which can be spent.

    `uncut` is what it would have given but for the limits.
    """

    points: int
    material: int
    uncut: int


def give(  # noqa: PLR0917 - what a deed is worth depends on all of it
    tariff: Tariff, rule: Rule, day: date, so_far: Sum, minutes: int = HOUR, household: Sum = NOTHING
) -> Given:
    """What a deed is worth on a day to somebody whom the rule has given so much on that day and in that month.

    `household` is what all rules have given their whole household. `minutes` count in proportion for volunteering,
    down to whole points, and for nothing else.
    """
    worth = tariff.worth[rule]
    uncut = worth.points * minutes // HOUR if rule is Rule.VOLUNTEERING else worth.points
    own = min(worth.a_day - so_far[0], worth.a_month - so_far[1])
    of_all = min(tariff.household.a_day - household[0], tariff.household.a_month - household[1])
    points = max(0, min(uncut, own, of_all))
    return Given(points, points * tariff.percent(day) // WHOLE, uncut)


def bonus(tariff: Tariff, day: date, points: int) -> Given:
    """What so many points are on a day that no limit cuts, since they come once."""
    return Given(points, points * tariff.percent(day) // WHOLE, points)


@dataclass(frozen=True, slots=True)
class Part:
    """What an entry does to what somebody can spend, and to what they owe."""

    material: int
    owed: int


def corrected(material: int, balance: int) -> Part:
    """Takes back what was given by mistake, as far as it is there. What was spent of it stays owed."""
    taken = min(material, balance)
    return Part(-taken, material - taken)


def returned(price: int, owed_since: int) -> Part:
    """Gives a price back, less what has come to be owed since it was paid. What was paid later was rightly theirs."""
    settled = min(price, max(owed_since, 0))
    return Part(price - settled, -settled)


def counted_at(rule: Rule | None, at: datetime) -> datetime:
    """When boards count what a rule gave at a moment: at once, but what is for a report on the Monday after, in China.

    Neighbours are not told who sent a report. Points on the board at the moment at which work on it begins would. What
    a set of badges brings waits too, since the last of them may be for reports.
    """
    return shown_at(at) if rule in AFTER_THE_WEEK else at


def shown_at(at: datetime) -> datetime:
    """The end of the week in which something happened: midnight before the next Monday, in China."""
    day = at.astimezone(CHINA).date()
    monday = day + timedelta(days=7 - day.weekday())
    return datetime(monday.year, monday.month, monday.day, tzinfo=CHINA)


def month_of(at: datetime) -> date:
    """The first day of the month in China that a moment lies in."""
    return at.astimezone(CHINA).date().replace(day=1)


def days_of(month: date) -> tuple[date, date]:
    """The first and the last day of a month."""
    return month, (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def end_of(month: date) -> datetime:
    """The moment at which a month is over in China."""
    after = (month + timedelta(days=31)).replace(day=1)
    return datetime(after.year, after.month, 1, tzinfo=CHINA)


def begin_of(month: date) -> datetime:
    """The moment at which a month begins in China."""
    return datetime(month.year, month.month, 1, tzinfo=CHINA)


def read_month(text: str) -> date | Refusal:
    """The first day of a month written as 2026-11, or INVALID."""
    try:
        month = date.fromisoformat(f"{text}-01") if len(text) == len("2026-11") else date.min
    except ValueError:
        return _not_a_month()
    return month if EARLIEST_YEAR <= month.year <= LATEST_YEAR else _not_a_month()


def _not_a_month() -> Refusal:
    return refuse(Code.INVALID, "points_month", "month")


def accept(tariff: Tariff) -> Refusal | None:
    """None for a tariff that says what everything is worth, falls and never rises, and whose levels go up from 0."""
    for rule in PRICED:
        worth = tariff.worth.get(rule)
        if worth is None or not 0 <= worth.points <= MOST_POINTS or not 0 <= worth.a_day <= worth.a_month:
            return refuse(Code.INVALID, "points_worth", "rules", most=MOST_POINTS)
        if worth.a_month > MOST_PER_MONTH:
            return refuse(Code.INVALID, "points_worth", "rules", most=MOST_POINTS)
    if not 0 <= tariff.household.a_day <= tariff.household.a_month <= MOST_PER_MONTH:
        return refuse(Code.INVALID, "points_household", "household", most=MOST_PER_MONTH)
    return _accept_taper(tariff.taper) or _accept_levels(tariff.levels)


def may_begin(since: datetime, known: Sequence[datetime], now: datetime) -> Refusal | None:
    """None where a tariff may begin then, neither before now nor before those that are known."""
    return refuse(Code.INVALID, "points_tariff_past", "validFrom") if since < max([now, *known]) else None


def _accept_taper(taper: Sequence[Fall]) -> Refusal | None:
    days, parts = [fall.since for fall in taper], [WHOLE, *(fall.percent for fall in taper)]
    if len(taper) > MOST_STEPS or days != sorted(set(days)) or any(part < 0 for part in parts):
        return refuse(Code.INVALID, "points_taper", "taper", most=MOST_STEPS)
    if parts != sorted(parts, reverse=True):
        return refuse(Code.INVALID, "points_taper_rises", "taper")
    return None


def _accept_levels(levels: Sequence[Step]) -> Refusal | None:
    starts = [step.points for step in levels]
    if [step.level for step in levels] != list(Level) or starts[0] != 0 or starts != sorted(set(starts)):
        return refuse(Code.INVALID, "points_levels", "levels")
    return None


DEFAULT = Tariff(
    version=1,
    worth={
        Rule.DELIBERATION: Worth(10, 30, 200),
        Rule.REPORT: Worth(5, 20, 100),
        Rule.VOLUNTEERING: Worth(10, 80, 800),
        Rule.SUGGESTION: Worth(20, 40, 100),
    },
    taper=(),
    levels=(
        Step(Level.RESIDENT, 0),
        Step(Level.KEEN, 100, frozenset({Right.SECOND_ISSUES})),
        Step(Level.CAPABLE, 500, frozenset({Right.MODERATE_COMMENTS})),
        Step(Level.EXPERT, 1_500, frozenset({Right.BE_DRAWN})),
    ),
    household=Share(400, 3_000),
)
"""Where a community has not adopted one of its own. It is version 1 everywhere."""
