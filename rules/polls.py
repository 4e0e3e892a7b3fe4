"""What is right about polls: how one is set up, who may vote and when, and what the votes decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rules.refusals import Code, Refusal, refuse
from rules.roles import Role
from rules.texts import alike

FEWEST_CHOICES = 2
MOST_CHOICES = 20
SHORTEST = timedelta(minutes=1)
IMPORTANT_SHORTEST = timedelta(days=3)
IMPORTANT_LONGEST = timedelta(days=7)
LONGEST = timedelta(days=366)
LATEST_OPENING = timedelta(days=366)
CLOCK_TOLERANCE = timedelta(minutes=5)
REQUEST_TAKES = timedelta(seconds=5)


class Phase(StrEnum):
    """Whether votes are taken yet, now, or no more."""

    SCHEDULED = "SCHEDULED"
    OPEN = "OPEN"
    CLOSED = "CLOSED"


class TallyVisibility(StrEnum):
    """When the numbers per choice may be seen; the turnout always may."""

    LIVE = "LIVE"
    AFTER_MY_VOTE = "AFTER_MY_VOTE"
    AFTER_CLOSE = "AFTER_CLOSE"


@dataclass(frozen=True, slots=True)
class Window:
    """When votes are taken: from `opens_at` until just before `closes_at`."""

    opens_at: datetime
    closes_at: datetime


def accept_window(
    opens_at: datetime | None, closes_at: datetime, *, important: bool, now: datetime
) -> Window | Refusal:
    """The window a poll gets, or INVALID.

    No opening time means now, and so does one up to five minutes past, since telephones' clocks differ.
    An important issue is voted on for 3 to 7 days (DOMAIN, system 6), any other for at least a minute; where it
    opens at once, what the clocks differ and the request takes is forgiven.
    """
    opens_at = opens_at or now
    if now - CLOCK_TOLERANCE <= opens_at < now:
        opens_at = now
    if opens_at < now:
        return refuse(Code.INVALID, "opening_past", "opensAt")
    if opens_at - now > LATEST_OPENING:
        return refuse(Code.INVALID, "opening_too_far", "opensAt")
    grace = timedelta(0)
    if opens_at == now:
        grace = CLOCK_TOLERANCE if important else REQUEST_TAKES
    return _fits(Window(opens_at, closes_at), grace, important=important)


def _fits(window: Window, grace: timedelta, *, important: bool) -> Window | Refusal:
    lasts = window.closes_at - window.opens_at
    if important and not IMPORTANT_SHORTEST - grace <= lasts <= IMPORTANT_LONGEST + grace:
        return refuse(
            Code.INVALID, "important_window", "closesAt", least=IMPORTANT_SHORTEST.days, most=IMPORTANT_LONGEST.days
        )
    if lasts < SHORTEST - grace:
        return refuse(Code.INVALID, "window_too_short", "closesAt")
    if lasts > LONGEST:
        return refuse(Code.INVALID, "window_too_long", "closesAt", most=LONGEST.days)
    return window


def accept_number_of_choices(number: int) -> Refusal | None:
    """None when there are 2 to 20 choices."""
    if FEWEST_CHOICES <= number <= MOST_CHOICES:
        return None
    return refuse(Code.INVALID, "choices_number", "choices", least=FEWEST_CHOICES, most=MOST_CHOICES)


def accept_choices(keys: Sequence[str], labels: Sequence[str]) -> Refusal | None:
    """None when no two choices share a key, or have labels that a reader cannot tell apart."""
    if len(set(keys)) < len(keys) or len(set(map(alike, labels))) < len(labels):
        return refuse(Code.INVALID, "choices_alike", "choices")
    return None


def accept_secrecy(visibility: TallyVisibility, *, secret: bool, revisable: bool) -> Refusal | None:
    """None unless a secret poll would tell: its numbers come once it has closed, and a vote is final.

    A tally that moves while single votes come in, or a vote that takes another's place, says what somebody chose.
    """
    if secret and (revisable or visibility != TallyVisibility.AFTER_CLOSE):
        return refuse(Code.INVALID, "secret_means_hidden", "secret")
    return None


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms a poll was opened under; they never change while it is open."""

    opens_at: datetime
    closes_at: datetime
    opened: bool
    closed: bool
    choices: frozenset[str]
    revisable: bool


def phase(terms: Terms, now: datetime) -> Phase:
    """CLOSED from the closing second on, even in the moment before the result is written."""
    if terms.closed or now >= terms.closes_at:
        return Phase.CLOSED
    return Phase.OPEN if terms.opened else Phase.SCHEDULED


def may_vote(terms: Terms, choice: str, *, on_roll: bool, voted: bool, now: datetime) -> Refusal | None:
    """None when the vote counts. The closing second itself is closed."""
    match phase(terms, now):
        case Phase.SCHEDULED:
            return refuse(Code.POLL_NOT_OPEN, "poll_not_open", "pollId")
        case Phase.CLOSED:
            return refuse(Code.POLL_CLOSED, "poll_closed", "pollId")
    if not on_roll:
        return refuse(Code.NOT_ELIGIBLE, "not_on_roll", "pollId")
    if choice not in terms.choices:
        return refuse(Code.INVALID, "choice_unknown", "choice")
    if voted and not terms.revisable:
        return refuse(Code.ALREADY_VOTED, "already_voted", "pollId")
    return None


def may_close(terms: Terms, roles: frozenset[Role], now: datetime) -> Refusal | None:
    """A moderator may end a poll before its time; one that waits to open is ended without a vote."""
    if Role.MODERATOR not in roles:
        return refuse(Code.FORBIDDEN, "moderator_only")
    if phase(terms, now) == Phase.CLOSED:
        return refuse(Code.POLL_CLOSED, "poll_already_closed", "pollId")
    return None


def shows_choices(visibility: TallyVisibility, *, closed: bool, voted: bool) -> bool:
    """Whether the numbers per choice may be shown to this viewer now."""
    if closed or visibility == TallyVisibility.LIVE:
        return True
    return visibility == TallyVisibility.AFTER_MY_VOTE and voted


class Ground(StrEnum):
    """Why a poll ended as it did."""

    MOST_VOTES = "MOST_VOTES"
    TIE = "TIE"
    NO_VOTES = "NO_VOTES"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the votes decided: `winner` is a choice's key, and None where nothing is decided."""

    winner: str | None
    ground: Ground


def decide(votes: Sequence[tuple[str, int]]) -> Verdict:
    """The choice with more votes than any other wins; a tie at the top, or no vote at all, decides nothing."""
    most = max(count for _, count in votes)
    if most == 0:
        return Verdict(None, Ground.NO_VOTES)
    first = [key for key, count in votes if count == most]
    return Verdict(first[0], Ground.MOST_VOTES) if len(first) == 1 else Verdict(None, Ground.TIE)
