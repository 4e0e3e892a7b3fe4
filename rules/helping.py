"""Help among neighbours: who asks and who offers, what fits together and why, and what both say was done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from rules.hours import LEAST
from rules.refusals import Code, Refusal, refuse
from rules.roles import STAFF, Role

DAY = 24 * 60
MOST_WINDOWS = 28
MOST_POSTS = 20
"""How many requests and offers somebody may have open."""
OVERDUE = timedelta(days=7)
"""How long one side may leave unanswered what the other has said, before staff decide."""


class Side(StrEnum):
    """Whether help is asked for or offered."""

    REQUEST = "REQUEST"
    OFFER = "OFFER"

    @property
    def other(self) -> "Side":
        """The side that it is matched with."""
        return Side.OFFER if self is Side.REQUEST else Side.REQUEST


class HelpSkill(StrEnum):
    """What kind of help it is."""

    COMPANY = "COMPANY"
    ERRANDS = "ERRANDS"
    HOUSEWORK = "HOUSEWORK"
    REPAIRS = "REPAIRS"
    PHONES = "PHONES"
    LESSONS = "LESSONS"
    CARE = "CARE"
    GARDEN = "GARDEN"
    TRANSPORT = "TRANSPORT"
    OTHER = "OTHER"


class Standing(StrEnum):
    """How far a help has come."""

    PROPOSED = "PROPOSED"
    AGREED = "AGREED"
    DONE = "DONE"
    CALLED_OFF = "CALLED_OFF"


class Fit(StrEnum):
    """Why two posts are proposed to each other."""

    SKILL = "SKILL"
    GRID = "GRID"
    WHOLE_TIME = "WHOLE_TIME"
    SOME_TIME = "SOME_TIME"


@dataclass(frozen=True, slots=True)
class Window:
    """A time of the week when somebody is free: the day, 1 for Monday, and minutes after its midnight."""

    weekday: int
    begins: int
    ends: int


@dataclass(frozen=True, slots=True)
class Wish:
    """What of a post says whether it fits another. Without windows any time will do."""

    side: Side
    skill: HelpSkill
    grid: object
    minutes: int
    windows: Sequence[Window] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """Why two wishes fit, and the longest time that suits both."""

    fits: tuple[Fit, ...]
    together: int

    @property
    def rank(self) -> tuple[bool, bool, int]:
        """The higher the better: neighbours of the same grid first, then those with time for all of it."""
        return Fit.GRID in self.fits, Fit.WHOLE_TIME in self.fits, self.together


def together(one: Sequence[Window], other: Sequence[Window]) -> int:
    """The length of the longest window in both, in minutes."""
    if not one or not other:
        return max((each.ends - each.begins for each in (*one, *other)), default=DAY)
    return max(
        min(a.ends, b.ends) - max(a.begins, b.begins) if a.weekday == b.weekday else 0 for a in one for b in other
    )


def match(one: Wish, other: Wish) -> Match | None:
    """Why these fit together; None where sides or skills differ, or both have not a quarter of an hour in common."""
    common = together(one.windows, other.windows)
    if one.side is other.side or one.skill is not other.skill or common < LEAST:
        return None
    wanted = one.minutes if one.side is Side.REQUEST else other.minutes
    near = (Fit.GRID,) if one.grid is not None and one.grid == other.grid else ()
    return Match((Fit.SKILL, *near, Fit.WHOLE_TIME if common >= wanted else Fit.SOME_TIME), common)


def accept_windows(windows: Sequence[Window]) -> Refusal | None:
    """None for at most 28 windows of a quarter of an hour or more, each within a day of the week."""
    fine = all(
        1 <= each.weekday <= 7 and each.begins >= 0 and each.ends <= DAY and each.ends - each.begins >= LEAST
        for each in windows
    )
    return None if fine and len(windows) <= MOST_WINDOWS else refuse(Code.INVALID, "help_windows", "windows")


def may_pair(*, oneself: bool, same_household: bool) -> Refusal | None:
    """Nobody helps themselves for hours, nor those they live with."""
    if oneself:
        return refuse(Code.INVALID, "help_oneself", "postId")
    return refuse(Code.CONFLICT, "help_household", "postId") if same_household else None


def may_agree(standing: Standing, *, proposer: bool) -> Refusal | None:
    """Whoever did not propose it agrees to it, as long as it is not called off."""
    if proposer:
        return refuse(Code.FORBIDDEN, "help_other_side")
    return still_open(standing)


def still_open(standing: Standing) -> Refusal | None:
    """None until a help is done or called off."""
    match standing:
        case Standing.DONE:
            return refuse(Code.CONFLICT, "help_done", "helpId")
        case Standing.CALLED_OFF:
            return refuse(Code.CONFLICT, "help_called_off", "helpId")
    return None


def may_call_off(standing: Standing, said: Sequence[int | None]) -> Refusal | None:
    """Either side calls a help off until one of them has said how long it took; then nobody can go back on it."""
    if any(minutes is not None for minutes in said):
        return refuse(Code.CONFLICT, "help_said", "helpId")
    return still_open(standing)


def may_say(standing: Standing, minutes: int, planned: int) -> Refusal | None:
    """Both say how long a help took that they agreed on: up to what was agreed, 0 where nothing came of it."""
    if standing is Standing.PROPOSED:
        return refuse(Code.CONFLICT, "help_not_agreed", "helpId")
    if refusal := still_open(standing):
        return refusal
    return None if 0 <= minutes <= planned else refuse(Code.INVALID, "help_minutes", "minutes", most=planned)


def may_decide(roles: frozenset[Role], said: Sequence[int | None], waited: timedelta, *, own: bool) -> Refusal | None:
    """Staff decide where the two say different things, or one has been silent for 7 days after the other spoke.

    Not those it concerns, themselves or by their household, and never about a help that nobody has said anything of.
    """
    if not roles & STAFF:
        return refuse(Code.FORBIDDEN, "staff_only")
    if own:
        return refuse(Code.FORBIDDEN, "hours_own")
    if all(minutes is None for minutes in said):
        return refuse(Code.CONFLICT, "help_nothing_said", "helpId")
    if None in said and waited < OVERDUE:
        return refuse(Code.CONFLICT, "help_not_overdue", "helpId", days=OVERDUE.days)
    return None
