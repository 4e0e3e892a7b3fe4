"""What is right about how a meeting goes: agenda, floor, time limits, house rules and breaches of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rules.meetings import LEADS, WRITES, Phase, under_way
from rules.refusals import Code, Refusal, refuse
from rules.roles import Role

MOST_ITEMS = 50
MOST_WISHES = 200
SHORTEST_TURN, LONGEST_TURN = 10, 3_600
SHORTEST_SHARE, LONGEST_SHARE = 10, 8 * 3_600
TEA_HOUSE = "不攻击别人，不指责别人，不打断别人说话。"
"""The house rules of a tea-house meeting (DOMAIN, system 8), until a community has its own."""


class Party(StrEnum):
    """For whom somebody speaks."""

    RESIDENTS = "RESIDENTS"
    COMMUNITY = "COMMUNITY"
    PROPERTY_COMPANY = "PROPERTY_COMPANY"
    GUESTS = "GUESTS"


class Ending(StrEnum):
    """How a turn ended."""

    WITHDRAWN = "WITHDRAWN"
    RETURNED = "RETURNED"
    TAKEN = "TAKEN"
    TIME_OVER = "TIME_OVER"
    MEETING_OVER = "MEETING_OVER"


class BreachAnswer(StrEnum):
    """What a moderator does about a broken rule."""

    NOTED = "NOTED"
    REMINDED = "REMINDED"
    FLOOR_TAKEN = "FLOOR_TAKEN"


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a turn may take, and all turns of one person together, in seconds; None for as long as they like."""

    turn: int | None
    person: int | None


def accept_limits(limits: Limits) -> Refusal | None:
    """None where a turn lasts 10 s to an hour, and a person's turns together up to 8 hours and not less than one."""
    if limits.turn is not None and not SHORTEST_TURN <= limits.turn <= LONGEST_TURN:
        return refuse(Code.INVALID, "turn_limit", "turnSeconds", least=SHORTEST_TURN, most=LONGEST_TURN)
    if limits.person is not None and not SHORTEST_SHARE <= limits.person <= LONGEST_SHARE:
        return refuse(Code.INVALID, "turn_limit", "personSeconds", least=SHORTEST_SHARE, most=LONGEST_SHARE)
    if limits.person is not None and limits.turn is not None and limits.person < limits.turn:
        return refuse(Code.INVALID, "person_limit_short", "personSeconds")
    return None


def may_prepare(phase: Phase, roles: frozenset[Role]) -> Refusal | None:
    """Moderators and staff prepare a meeting, and change how it goes, until it is over."""
    if not roles & WRITES:
        return refuse(Code.FORBIDDEN, "moderator_or_staff_only")
    return refuse(Code.WRONG_STAGE, "meeting_over", "meetingId") if phase == Phase.ENDED else None


def may_guide(phase: Phase, roles: frozenset[Role]) -> Refusal | None:
    """A moderator guides a meeting that is under way: agenda, floor, breaches."""
    if not roles & LEADS:
        return refuse(Code.FORBIDDEN, "moderator_only")
    return under_way(phase)


def may_enter(phase: Phase, *, verified: bool, neighbour: bool) -> Refusal | None:
    """Verified residents of the community come by themselves while the meeting is under way; anybody may watch."""
    if not neighbour:
        return refuse(Code.NOT_ELIGIBLE, "other_community", "meetingId")
    return under_way(phase) if verified else refuse(Code.NOT_ELIGIBLE, "not_verified")


def may_vote_for(phase: Phase, roles: frozenset[Role], *, helped: bool, phoneless: bool) -> Refusal | None:
    """Moderators and staff type in the vote of a resident without a phone whom the staff has signed in in the room."""
    if not roles & WRITES:
        return refuse(Code.FORBIDDEN, "moderator_or_staff_only")
    if refusal := under_way(phase):
        return refusal
    return None if helped and phoneless else refuse(Code.NOT_ELIGIBLE, "votes_themselves", "participantId")


def may_ask(limits: Limits, spoken: timedelta, *, waiting: bool, wishes: int) -> Refusal | None:
    """None when somebody may ask for the floor: once at a time, and while some of their time is left."""
    if waiting:
        return refuse(Code.CONFLICT, "floor_asked", "meetingId")
    if limits.person is not None and spoken >= timedelta(seconds=limits.person):
        return refuse(Code.CONFLICT, "floor_time_used", "meetingId")
    if wishes >= MOST_WISHES:
        return refuse(Code.RATE_LIMITED, "floor_queue_full", "meetingId")
    return None


def turn_until(limits: Limits, spoken: timedelta, given_at: datetime) -> datetime | None:
    """When the turn is over at the latest; None where nothing limits it."""
    left = [timedelta(seconds=limits.turn)] if limits.turn is not None else []
    if limits.person is not None:
        left.append(max(timedelta(seconds=limits.person) - spoken, timedelta(0)))
    return given_at + min(left) if left else None
