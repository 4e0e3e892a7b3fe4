"""What is right about grids: how large one is, who looks after it, and who covers for whom."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from rules.agreements import CHINA
from rules.refusals import Code, Refusal, refuse
from rules.roles import STAFF, Role

SLIVER_METRES = 0.1
"""Narrower gaps and overlaps are taken for inaccuracies of drawing."""
MOST_IN_A_BUILDING = 100_000
LONGEST_COVER = timedelta(days=366)
EXPIRY_TOLD, EXPIRY_HOUR = timedelta(days=30), time(9)


class Trade(StrEnum):
    """A trade whose own grids are merged into the one grid, and which a grid worker can be trained for."""

    CITY_MANAGEMENT = "CITY_MANAGEMENT"
    POLICE = "POLICE"
    ENVIRONMENT = "ENVIRONMENT"
    MARKET = "MARKET"
    FIRE_SAFETY = "FIRE_SAFETY"
    CIVIL_AFFAIRS = "CIVIL_AFFAIRS"


@dataclass(frozen=True, slots=True)
class Size:
    """How many of what a grid has to hold, ends included."""

    least: int
    most: int
    unit: str


HOUSEHOLDS = Size(300, 500, "households")
PEOPLE = Size(1_000, 1_500, "people")


def may_draw(roles: frozenset[Role]) -> Refusal | None:
    """Staff draw grids, say who looks after them, and keep skills and covers."""
    return None if roles & STAFF else refuse(Code.FORBIDDEN, "staff_only")


def may_see_work(roles: frozenset[Role]) -> Refusal | None:
    """How much work each grid worker has is for those who work here."""
    return None if roles - {Role.RESIDENT} else refuse(Code.FORBIDDEN, "those_who_work_here_only")


@dataclass(frozen=True, slots=True)
class Standin:
    """`cover` looks after the grids of `absent` from `begins` until just before `ends`."""

    absent: UUID
    cover: UUID
    begins: datetime
    ends: datetime

    def counts(self, at: datetime) -> bool:
        """Whether it is so at this moment."""
        return self.begins <= at < self.ends

    def meets(self, other: "Standin") -> bool:
        """Whether there is a moment at which both count."""
        return self.begins < other.ends and other.begins < self.ends


def accept_cover(wanted: Standin, known: Collection[Standin], workers: Collection[UUID]) -> Refusal | None:
    """None when the cover can be. Both are grid workers, and neither is away twice nor covers while away."""
    if wanted.absent == wanted.cover:
        return refuse(Code.INVALID, "cover_oneself", "coverId")
    for resident, field in ((wanted.absent, "absentId"), (wanted.cover, "coverId")):
        if resident not in workers:
            return refuse(Code.INVALID, "not_a_grid_worker", field)
    if not wanted.begins < wanted.ends <= wanted.begins + LONGEST_COVER:
        return refuse(Code.INVALID, "cover_time", "endsAt", most=LONGEST_COVER.days)
    together = [other for other in known if other.meets(wanted)]
    if any(other.absent == wanted.absent for other in together):
        return refuse(Code.CONFLICT, "covered_already", "beginsAt")
    if any(other.absent == wanted.cover or other.cover == wanted.absent for other in together):
        return refuse(Code.CONFLICT, "cover_away", "coverId")
    return None


def on_duty(assigned: Collection[UUID], covers: Collection[Standin], at: datetime) -> dict[UUID, bool]:
    """Who looks after a grid at this moment: those assigned to it, or whoever covers for them, each once.

    With each goes whether they only cover.
    """
    standing_in = {cover.absent: cover.cover for cover in covers if cover.counts(at)}
    present = [_present(resident, standing_in) for resident in assigned]
    return {resident: resident not in assigned for resident in present}


def _present(resident: UUID, standing_in: Mapping[UUID, UUID]) -> UUID:
    seen: set[UUID] = set()
    while resident in standing_in and resident not in seen:
        seen.add(resident)
        resident = standing_in[resident]
    return resident


def accept_training(trained_on: date, expires_on: date | None, day: date) -> Refusal | None:
    """None for a training of today or before, whose end, if it has one, is not before it."""
    if trained_on > day:
        return refuse(Code.INVALID, "training_future", "trainedOn")
    if expires_on is not None and expires_on < trained_on:
        return refuse(Code.INVALID, "training_ends_before", "expiresOn")
    return None


def expiry_told_at(expires_on: date) -> datetime:
    """When it is said that a skill will expire: 30 days before, at 9 in the morning in China."""
    return datetime.combine(expires_on - EXPIRY_TOLD, EXPIRY_HOUR, CHINA)


def counts_on(expires_on: date | None, day: date) -> bool:
    """Whether a skill counts on a day; the day it expires on is its last."""
    return expires_on is None or day <= expires_on
