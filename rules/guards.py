"""What makes points wait for people to look: signs that somebody may be making up deeds. None of them punishes."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from rules.refusals import Code, Refusal, refuse
from rules.roles import STAFF, Role


class Guard(StrEnum):
    """Which sign it was."""

    BURST = "BURST"
    RING = "RING"
    CROWD = "CROWD"
    BARE_REPORTS = "BARE_REPORTS"


class Trace(StrEnum):
    """What of a sign-in is kept as a keyed hash, for a while."""

    DEVICE = "DEVICE"
    ADDRESS = "ADDRESS"


class Outcome(StrEnum):
    """What becomes of points that were held."""

    RELEASED = "RELEASED"
    VOIDED = "VOIDED"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From when on each guard stops points. Beyond the number is too many; exactly so many is fine."""

    burst: int
    burst_within: timedelta
    ring_times: int
    ring_size: int
    ring_within: timedelta
    accounts: dict[Trace, int]
    accounts_within: timedelta
    bare_reports: int
    bare_within: timedelta


THRESHOLDS = Thresholds(
    burst=8,
    burst_within=timedelta(minutes=10),
    ring_times=3,
    ring_size=4,
    ring_within=timedelta(days=30),
    accounts={Trace.DEVICE: 6, Trace.ADDRESS: 60},
    accounts_within=timedelta(days=30),
    bare_reports=5,
    bare_within=timedelta(days=30),
)
"""Six on a device is a family with a tablet; sixty at an address is a building behind one line, or the tea house."""

Confirmed = tuple[UUID, UUID]
"""Who confirmed whose hours."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What is known when somebody is to earn points: how many entries gave them some lately, this one not counted;
    how many accounts share a device or an address with theirs; who confirmed whose hours, each often enough; and how
    many of their reports, this one among them, have no photo, no place and nobody else who has seen it.
    """

    lately: int = 0
    accounts: tuple[tuple[Trace, int], ...] = ()
    confirmed: Collection[Confirmed] = ()
    bare: int = 0


def stops(resident: UUID, signs: Signs, limits: Thresholds = THRESHOLDS) -> Guard | None:
    """The guard that stops these points, if one does."""
    if any(number > limits.accounts[trace] for trace, number in signs.accounts):
        return Guard.CROWD
    if in_ring(resident, signs.confirmed, limits.ring_size):
        return Guard.RING
    if signs.bare > limits.bare_reports:
        return Guard.BARE_REPORTS
    return Guard.BURST if signs.lately >= limits.burst else None


def in_ring(resident: UUID, confirmed: Collection[Confirmed], size: int) -> bool:
    """Whether confirmations lead from somebody back to them by way of at most `size` people, themselves among them."""
    return bool(ring_of(resident, confirmed, size))


def ring_of(resident: UUID, confirmed: Collection[Confirmed], size: int) -> frozenset[UUID]:
    """The others by way of whom they do; empty where there is no ring."""
    onward, back = _steps(resident, confirmed, size), _steps(resident, [pair[::-1] for pair in confirmed], size)
    return frozenset(each for each in onward.keys() & back.keys() if 0 < onward[each] + back[each] <= size)


def _steps(resident: UUID, confirmed: Collection[Confirmed], size: int) -> dict[UUID, int]:
    onward: dict[UUID, set[UUID]] = defaultdict(set)
    for giver, receiver in confirmed:
        onward[giver].add(receiver)
    found, reached = {resident: 0}, {resident}
    for step in range(1, size):
        reached = {receiver for giver in reached for receiver in onward[giver]} - found.keys()
        found |= dict.fromkeys(reached, step)
    return found


@dataclass(frozen=True, slots=True)
class Judge:
    """Whoever is to decide about points that wait; `own` are those of their household as well, and all that a ring has
    stopped of which they, or somebody of their household, are part."""

    roles: frozenset[Role]
    own: bool
    decided: bool


def may_decide(judge: Judge, outcome: Outcome | None) -> Refusal | None:
    """None for staff who have not decided yet and have nothing to do with it. CONFLICT once it is decided."""
    if not judge.roles & STAFF:
        return refuse(Code.FORBIDDEN, "staff_only")
    if judge.own:
        return refuse(Code.FORBIDDEN, "hold_own")
    if outcome is not None:
        return refuse(Code.CONFLICT, "hold_ended", "holdId")
    return refuse(Code.CONFLICT, "hold_decided_by_you", "holdId") if judge.decided else None


def decided(votes: Sequence[Outcome]) -> Outcome | None:
    """What two members of staff agree on: the first two, or one of them with a third. None until they do."""
    return next((each for each in Outcome if votes.count(each) > 1), None)
