"""The bank of hours: every hour that somebody has, somebody else owes, and nobody owes more than they may."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from rules.refusals import Code, Refusal, refuse
from rules.roles import STAFF, Role

NEIGHBOUR_CREDIT = 5 * 60
"""How many minutes anybody may owe, so that one can be helped before one has helped."""
CARE_CREDIT = 40 * 60
"""How many minutes those may owe whom staff have named, by age or need, beyond what the pool covers for them."""
LEAST, MOST = 15, 12 * 60
"""Minutes that one help, gift or donation may have."""
MOST_OPENING = 500 * 60


class Account(StrEnum):
    """Whose hours they are: somebody's, or the community's for one purpose."""

    MEMBER = "MEMBER"
    POOL = "POOL"
    OPENING = "OPENING"
    POINTS = "POINTS"


class Move(StrEnum):
    """Why hours go from one account to another."""

    HELP = "HELP"
    COVER = "COVER"
    GIFT = "GIFT"
    DONATION = "DONATION"
    CONVERSION = "CONVERSION"
    OPENING = "OPENING"


@dataclass(frozen=True, slots=True)
class Leg:
    """What a move adds to one account, or takes from it."""

    account: Account
    owner: UUID
    minutes: int


@dataclass(frozen=True, slots=True)
class Purse:
    """What somebody has, what of it is promised, and whether the pool stands in for them."""

    minutes: int = 0
    reserved: int = 0
    supported: bool = False

    @property
    def free(self) -> int:
        """What has not been promised; below zero for who owes."""
        return self.minutes - self.reserved

    @property
    def floor(self) -> int:
        """How far it may go below zero."""
        return -CARE_CREDIT if self.supported else -NEIGHBOUR_CREDIT


def moved(minutes: int, source: tuple[Account, UUID], target: tuple[Account, UUID]) -> Sequence[Leg]:
    """The two legs of a move; their sum is zero."""
    return Leg(*source, -minutes), Leg(*target, minutes)


def accept_minutes(minutes: int) -> Refusal | None:
    """None for a quarter of an hour to twelve hours."""
    return (
        None if LEAST <= minutes <= MOST else refuse(Code.INVALID, "hours_minutes", "minutes", least=LEAST, most=MOST)
    )


def may_bank(*, verified: bool) -> Refusal | None:
    """Confirmed residents have an account."""
    return None if verified else refuse(Code.NOT_ELIGIBLE, "hours_not_verified")


def may_be_helped(purse: Purse, minutes: int) -> Refusal | None:
    """None where somebody can be helped for so long without owing more than they may, all promises kept."""
    if purse.free - minutes >= purse.floor:
        return None
    return refuse(Code.CONFLICT, "hours_overdrawn", "minutes", hours=-purse.floor // 60)


def may_part_with(purse: Purse, minutes: int) -> Refusal | None:
    """None where somebody has so many minutes to give away: nobody gives what they owe."""
    return None if minutes <= purse.free else refuse(Code.CONFLICT, "hours_too_few", "minutes")


@dataclass(frozen=True, slots=True)
class Payment:
    """How the helped have paid for a help: what of it the pool paid, what they owe now, and what they have spent since
    on other things, the pool's part left out."""

    minutes: int
    by_pool: int = 0
    owes: int = 0
    since: int = 0

    @property
    def unpaid(self) -> int:
        """What of the help they still owe. What comes in pays for the oldest first, so what is owed is the newest."""
        return min(self.minutes - self.by_pool, max(0, self.owes - self.since))


def may_turn_in(purse: Purse, payment: Payment) -> Refusal | None:
    """None where the hours of a help may become points: the helper still has them, and the helped have paid for them.

    An hour that is only owed would be points for which nobody has done anything yet.
    """
    if refusal := may_part_with(purse, payment.minutes):
        return refusal
    return refuse(Code.CONFLICT, "hours_unpaid", "helpId") if payment.unpaid else None


def accept_worth(points: int, uncut: int) -> Refusal | None:
    """None where hours give all the points they are worth, and at least one; otherwise they are better kept."""
    if not uncut:
        return refuse(Code.CONFLICT, "hours_worth_nothing", "helpId")
    return None if points == uncut else refuse(Code.CONFLICT, "hours_points_limit", "helpId")


def covered(purse: Purse, minutes: int, pool: int) -> int:
    """What the pool pays of a help for somebody whom it stands in for: what they lack, as far as it goes."""
    lacking = max(0, minutes - max(0, purse.minutes))
    return min(lacking, max(0, pool)) if purse.supported else 0


def may_support(roles: frozenset[Role], *, own: bool) -> Refusal | None:
    """Staff see to the accounts of others, not to their own nor to those of whom they live with."""
    if not roles & STAFF:
        return refuse(Code.FORBIDDEN, "staff_only")
    return refuse(Code.FORBIDDEN, "hours_own") if own else None


def may_open(roles: frozenset[Role], minutes: int, *, own: bool) -> Refusal | None:
    """Staff bring in what somebody has from before, up to 500 hours, and never for their own household."""
    if refusal := may_support(roles, own=own):
        return refusal
    return None if 1 <= minutes <= MOST_OPENING else refuse(Code.INVALID, "hours_opening", "minutes", most=MOST_OPENING)
