"""What is right about meetings: who leads one, what may be said in it when, and what may be taken away."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rules.refusals import Code, Refusal, refuse
from rules.roles import Role

LATEST_START = timedelta(days=366)
CLOCK_TOLERANCE = timedelta(minutes=5)
EARLIEST = timedelta(days=1)
LEADS = frozenset({Role.MODERATOR})
WRITES = frozenset({Role.MODERATOR, Role.COMMUNITY_STAFF})


class Phase(StrEnum):
    """Whether a meeting is to come, under way, or over."""

    SCHEDULED = "SCHEDULED"
    LIVE = "LIVE"
    ENDED = "ENDED"


def may_schedule(starts_at: datetime, roles: frozenset[Role], now: datetime) -> Refusal | None:
    """Moderators and staff call meetings, for a time to come within a year; five minutes past is forgiven."""
    if not roles & WRITES:
        return refuse(Code.FORBIDDEN, "moderator_or_staff_only")
    if starts_at < now - CLOCK_TOLERANCE:
        return refuse(Code.INVALID, "meeting_past", "startsAt")
    if starts_at - now > LATEST_START:
        return refuse(Code.INVALID, "meeting_too_far", "startsAt")
    return None


def may_start(phase: Phase, roles: frozenset[Role]) -> Refusal | None:
    """A moderator starts a meeting once, at any time."""
    if not roles & LEADS:
        return refuse(Code.FORBIDDEN, "moderator_only")
    return None if phase == Phase.SCHEDULED else refuse(Code.WRONG_STAGE, "meeting_started", "meetingId")


def may_end(phase: Phase, roles: frozenset[Role]) -> Refusal | None:
    """A moderator ends a meeting that is under way."""
    if not roles & LEADS:
        return refuse(Code.FORBIDDEN, "moderator_only")
    return under_way(phase)


def may_write(phase: Phase, roles: frozenset[Role]) -> Refusal | None:
    """Moderators and staff write down what is said, while the meeting is under way."""
    if not roles & WRITES:
        return refuse(Code.FORBIDDEN, "moderator_or_staff_only")
    return under_way(phase)


def may_import(phase: Phase, roles: frozenset[Role]) -> Refusal | None:
    """Moderators and staff read captions in while the meeting is under way, and afterwards."""
    if not roles & WRITES:
        return refuse(Code.FORBIDDEN, "moderator_or_staff_only")
    if phase == Phase.SCHEDULED:
        return refuse(Code.WRONG_STAGE, "meeting_not_started", "meetingId")
    return None


def may_redact(roles: frozenset[Role]) -> Refusal | None:
    """A moderator takes away what must not stand, during the meeting and at any time after."""
    return None if roles & LEADS else refuse(Code.FORBIDDEN, "moderator_only")


def under_way(phase: Phase) -> Refusal | None:
    """None while the meeting is under way."""
    match phase:
        case Phase.SCHEDULED:
            return refuse(Code.WRONG_STAGE, "meeting_not_started", "meetingId")
        case Phase.ENDED:
            return refuse(Code.WRONG_STAGE, "meeting_over", "meetingId")
    return None


@dataclass(frozen=True, slots=True)
class Span:
    """When something was said. `ended_at` is None while it is still being said."""

    started_at: datetime
    ended_at: datetime | None


def accept_span(
    started_at: datetime | None, ended_at: datetime | None, *, final: bool, now: datetime
) -> Span | Refusal:
    """The span of an utterance, or INVALID where it ends before it starts or lies ahead of now.

    Not said, it starts now, or where it ended; final text has ended now at the latest. What clocks differ, up to five
    minutes, is forgiven and put right.
    """
    latest = now + CLOCK_TOLERANCE
    if any(at is not None and at > latest for at in (started_at, ended_at)):
        return refuse(Code.INVALID, "utterance_ahead", "startedAt" if started_at and started_at > latest else "endedAt")
    if started_at is not None and started_at < now - EARLIEST:
        return refuse(Code.INVALID, "utterance_long_ago", "startedAt")
    started = min(started_at or ended_at or now, now)
    ended = min(ended_at or now, now) if final or ended_at else None
    if started_at and ended_at and ended_at < started_at:
        return refuse(Code.INVALID, "utterance_backwards", "endedAt")
    return Span(started, ended if ended is None else max(started, ended))
