"""What is right about activities: when they are, how many find room, who waits, and how long somebody was there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rules.refusals import Code, Refusal, refuse
from rules.roles import STAFF, Role

ORGANISES = STAFF | {Role.MODERATOR, Role.GRID_WORKER}
MOST_SLOTS, MOST_CAPACITY = 50, 2_000
SHORTEST, LONGEST = timedelta(minutes=15), timedelta(hours=12)
FARTHEST = timedelta(days=366)
EARLY, LATE = timedelta(minutes=30), timedelta(minutes=30)
"""How long before a slot one may check in, and how long after it one may still check out."""
MARGIN = 15
"""Minutes beyond the length of a slot that may be confirmed, for putting up tables and clearing away."""
REACH = EARLY + LATE + timedelta(minutes=MARGIN)
"""How far apart two slots have to be so that nobody's time at one can be time at the other."""
NOT_SIGNED_UP = refuse(Code.CONFLICT, "activity_not_signed_up", "slotId")


class Occasion(StrEnum):
    """What kind of activity it is. Only volunteering is worth points."""

    VOLUNTEERING = "VOLUNTEERING"
    FAMILY_DAY = "FAMILY_DAY"
    MARKET_STALL = "MARKET_STALL"
    SENIOR_COLLEGE = "SENIOR_COLLEGE"


class Standing(StrEnum):
    """Where somebody stands with a slot."""

    GOING = "GOING"
    WAITING = "WAITING"
    LEFT = "LEFT"


@dataclass(frozen=True, slots=True)
class Times:
    """From when until when a slot is."""

    starts_at: datetime
    ends_at: datetime

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return self.ends_at - self.starts_at

    @property
    def most_minutes(self) -> int:
        """The most minutes that can be confirmed for it."""
        return self.length // timedelta(minutes=1) + MARGIN


@dataclass(frozen=True, slots=True)
class Presence:
    """Where somebody stands, and when they came and went, if they have."""

    standing: Standing
    came_at: datetime | None = None
    went_at: datetime | None = None
    minutes: int | None = None


def may_plan(roles: frozenset[Role]) -> Refusal | None:
    """Staff, moderators and grid workers put activities on."""
    return None if roles & ORGANISES else refuse(Code.FORBIDDEN, "activity_planners_only")


def may_lead(roles: frozenset[Role], *, organiser: bool) -> Refusal | None:
    """The organiser leads an activity, and so may staff."""
    return None if organiser or roles & STAFF else refuse(Code.FORBIDDEN, "activity_organiser_only")


def accept_slots(slots: Sequence[tuple[Times, int]], now: datetime) -> Refusal | None:
    """None for 1 to 50 slots to come, each with room for 1 to 2,000 and 15 minutes to 12 hours long."""
    if not 1 <= len(slots) <= MOST_SLOTS:
        return refuse(Code.INVALID, "activity_slots", "slots", most=MOST_SLOTS)
    for times, capacity in slots:
        if not 1 <= capacity <= MOST_CAPACITY:
            return refuse(Code.INVALID, "activity_capacity", "slots", most=MOST_CAPACITY)
        if not SHORTEST <= times.length <= LONGEST:
            return refuse(Code.INVALID, "activity_length", "slots")
        if not now <= times.starts_at <= now + FARTHEST:
            return refuse(Code.INVALID, "activity_when", "slots")
    return None


def may_join(times: Times, now: datetime, *, verified: bool, neighbour: bool) -> Refusal | None:
    """Confirmed residents of the community sign up until the slot is over."""
    if not neighbour:
        return refuse(Code.FORBIDDEN, "activity_elsewhere")
    if not verified:
        return refuse(Code.NOT_ELIGIBLE, "activity_not_verified")
    return still_on(times, now)


def still_on(times: Times, now: datetime) -> Refusal | None:
    """None until the slot is over."""
    return None if now < times.ends_at else refuse(Code.WRONG_STAGE, "activity_over", "slotId")


def place(capacity: int, going: int) -> Standing:
    """Where the next stands who signs up for a slot that so many go to."""
    return Standing.GOING if going < capacity else Standing.WAITING


def may_leave(presence: Presence) -> Refusal | None:
    """Who has signed up may sign off, until they have come."""
    if presence.standing is Standing.LEFT:
        return NOT_SIGNED_UP
    if presence.came_at is not None:
        return refuse(Code.CONFLICT, "activity_came", "slotId")
    return None


def may_come(presence: Presence, times: Times, now: datetime) -> Refusal | None:
    """Who goes to a slot may check in from half an hour before it until it is over."""
    if presence.standing is not Standing.GOING:
        return refuse(Code.CONFLICT, "activity_not_going", "slotId")
    if now < times.starts_at - EARLY:
        return refuse(Code.WRONG_STAGE, "activity_too_early", "slotId", minutes=EARLY // timedelta(minutes=1))
    return still_on(times, now)


def may_go(presence: Presence, times: Times, now: datetime) -> Refusal | None:
    """Who has checked in may check out, until half an hour after the slot."""
    if presence.came_at is None:
        return refuse(Code.CONFLICT, "activity_not_come", "slotId")
    return None if now <= times.ends_at + LATE else refuse(Code.WRONG_STAGE, "activity_over", "slotId")


def proposed_minutes(presence: Presence, times: Times) -> int | None:
    """The minutes between coming and going, as far as they lie in the slot; None for who has not come.

    Who forgot to check out is taken to have stayed until the end.
    """
    if presence.came_at is None:
        return None
    came = max(presence.came_at, times.starts_at)
    went = min(presence.went_at or times.ends_at, times.ends_at)
    return max(0, (went - came) // timedelta(minutes=1))


def may_confirm(presence: Presence, times: Times, minutes: int, now: datetime, *, own: bool) -> Refusal | None:
    """The minutes of somebody who came are confirmed once, by somebody of another household, and are no more than have
    passed or fit in."""
    if own:
        return refuse(Code.FORBIDDEN, "activity_own_minutes", "attendanceId")
    if presence.minutes is not None:
        return refuse(Code.CONFLICT, "activity_confirmed", "attendanceId")
    if presence.came_at is None:
        return refuse(Code.CONFLICT, "activity_not_come", "attendanceId")
    if presence.went_at is None and now < times.ends_at:
        return refuse(Code.WRONG_STAGE, "activity_still_there", "attendanceId")
    passed = (now - min(times.starts_at, presence.came_at)) // timedelta(minutes=1)
    most = min(times.most_minutes, passed)
    return None if 0 <= minutes <= most else refuse(Code.INVALID, "activity_minutes", "minutes", most=most)


Span = tuple[datetime, datetime]


def stay(presence: Presence, times: Times, minutes: int) -> Span:
    """From when until when somebody was there who is confirmed for so many minutes; longer where they do not fit in."""
    came = presence.came_at or times.starts_at
    return came, max(presence.went_at or times.ends_at, came + timedelta(minutes=minutes))


def may_count(span: Span, minutes: int, earlier: Sequence[tuple[Span, int]]) -> Refusal | None:
    """None where so many minutes of a stay have not been confirmed elsewhere: nobody is paid twice for the same time.

    `earlier` are the other stays with their minutes, in the order in which they were confirmed. Each takes the earliest
    time of its own that those before it have left.
    """
    taken: list[Span] = []
    for other, confirmed in earlier:
        left = timedelta(minutes=confirmed)
        for begins, ends in _free(other, taken):
            part = min(ends - begins, left)
            taken.append((begins, begins + part))
            left -= part
    free = sum((ends - begins for begins, ends in _free(span, taken)), timedelta())
    most = free // timedelta(minutes=1)
    return None if minutes <= most else refuse(Code.INVALID, "activity_minutes_elsewhere", "minutes", most=most)


def _free(span: Span, taken: Sequence[Span]) -> Sequence[Span]:
    found, at = [], span[0]
    for begins, ends in sorted(taken):
        if at < min(begins, span[1]):
            found.append((at, min(begins, span[1])))
        at = max(at, ends)
    return [*found, (at, span[1])] if at < span[1] else found
