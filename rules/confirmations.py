"""What is right about confirming who lives here: who may say so of whom, and how it is known afterwards."""

from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from rules.refusals import Code, Refusal, refuse
from rules.roles import STAFF, Role

USUAL = 5
"""How many people are taken to live in a household of which the register does not say."""


class Way(StrEnum):
    """How somebody came to be confirmed."""

    GRID_WORKER = "GRID_WORKER"
    BUILDING_HEAD = "BUILDING_HEAD"
    DOCUMENT = "DOCUMENT"
    REGISTER = "REGISTER"
    STAFF = "STAFF"
    FOUNDER = "FOUNDER"
    BEFORE = "BEFORE"


class Through(StrEnum):
    """Through whom somebody would like to be confirmed. It says who is told; whoever may decide still does."""

    GRID_WORKER = "GRID_WORKER"
    BUILDING_HEAD = "BUILDING_HEAD"
    DOCUMENT = "DOCUMENT"


class Answer(StrEnum):
    """What became of a request."""

    CONFIRMED = "CONFIRMED"
    REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True)
class Decider:
    """Whoever is to decide about a household: what they are, and what they have to do with it."""

    roles: frozenset[Role]
    oneself: bool
    same_household: bool
    on_duty: bool
    same_building: bool


@dataclass(frozen=True, slots=True)
class Rooms:
    """How many people live in a household by the register, 0 where it does not say, and how many are confirmed."""

    people: int = 0
    confirmed: int = 0

    @property
    def full(self) -> bool:
        """Whether as many are confirmed as live there by the register; where it does not say, as usually do."""
        return (self.people or USUAL) <= self.confirmed


def told_of(through: Through | None, workers: Set[UUID], heads: Set[UUID], staff: Set[UUID]) -> Set[UUID]:
    """Who is told that somebody asks: those they would like to go through, or whoever else is near; staff at last."""
    match through:
        case Through.DOCUMENT:
            return staff
        case Through.GRID_WORKER:
            return workers or heads or staff
        case Through.BUILDING_HEAD:
            return heads or workers or staff
    return workers | heads or staff


def way_of(decider: Decider) -> Way | Refusal:
    """As what somebody decides: the grid worker of that grid, the head of that building, or staff with a document.

    Nobody decides about themselves or their own household.
    """
    if decider.oneself:
        return refuse(Code.FORBIDDEN, "confirm_oneself")
    if decider.same_household:
        return refuse(Code.FORBIDDEN, "confirm_own_household")
    if decider.on_duty and Role.GRID_WORKER in decider.roles:
        return Way.GRID_WORKER
    if decider.same_building and Role.BUILDING_HEAD in decider.roles:
        return Way.BUILDING_HEAD
    if decider.roles & STAFF:
        return Way.DOCUMENT
    return refuse(Code.FORBIDDEN, "confirm_not_yours")


def may_confirm(way: Way, rooms: Rooms | None, note: str, *, homes_known: bool) -> Refusal | None:
    """None where it may be confirmed. `rooms` are those of the household, None where none is named.

    A household is needed wherever the community knows its homes. Staff write down what they have seen.
    """
    if rooms is None and (homes_known or way is not Way.DOCUMENT):
        return refuse(Code.INVALID, "confirm_household_needed", "householdId")
    if way is Way.DOCUMENT and not note:
        return refuse(Code.INVALID, "confirm_document_needed", "note")
    return None


def may_second(roles: frozenset[Role], note: str, *, first: bool) -> Refusal | None:
    """One more in a household that is full takes two: whoever says so `first`, and then staff who have seen a document
    and are somebody else."""
    if first:
        return refuse(Code.CONFLICT, "confirm_second_needed", "requestId")
    if not roles & STAFF:
        return refuse(Code.FORBIDDEN, "confirm_second_staff")
    return None if note else refuse(Code.INVALID, "confirm_document_needed", "note")
