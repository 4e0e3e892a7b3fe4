"""Points that wait for two members of staff, what each of them decided, and which devices accounts were opened on."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Enum, ForeignKey, Index, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from rules.guards import Guard, Outcome, Trace
from rules.points import Rule


class PointsHold(Base):
    """Points that a guard has stopped: `entry_id` is the entry that says so, `points` what it would have given.

    `outcome` is None while it is open; `reason` is why it was voided otherwise than by staff.
    """

    __tablename__ = "points_holds"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("points_entries.id"), unique=True)
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    household_id: Mapped[UUID | None] = mapped_column(ForeignKey("households.id"))
    rule: Mapped[Rule] = mapped_column(Enum(Rule, native_enum=False, length=20))
    guard: Mapped[Guard] = mapped_column(Enum(Guard, native_enum=False, length=20))
    points: Mapped[int]
    material: Mapped[int]
    day: Mapped[date]
    held_at: Mapped[datetime]
    outcome: Mapped[Outcome | None] = mapped_column(Enum(Outcome, native_enum=False, length=20))
    reason: Mapped[str | None] = mapped_column(Text)
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        Index(None, "community_id", "held_at", "id"),
        Index(None, "resident_id", "rule", "day"),
        Index(None, "household_id", "day"),
    )


class HoldParty(Base):
    """Somebody who is in the ring that points wait for, besides whoever they belong to: no judge of them."""

    __tablename__ = "hold_parties"

    hold_id: Mapped[UUID] = mapped_column(ForeignKey("points_holds.id"), primary_key=True)
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), primary_key=True)


class HoldDecision(Base):
    """What one member of staff decided about points that wait, and why."""

    __tablename__ = "hold_decisions"

    hold_id: Mapped[UUID] = mapped_column(ForeignKey("points_holds.id"), primary_key=True)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), primary_key=True)
    outcome: Mapped[Outcome] = mapped_column(Enum(Outcome, native_enum=False, length=20))
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class Sighting(Base):
    """An account that was signed in to on a device or from an address, of which only a keyed hash is kept, and that
    until they have not been seen there for as long as the guard looks back."""

    __tablename__ = "sightings"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    mark: Mapped[bytes] = mapped_column(LargeBinary(32))
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), index=True)
    trace: Mapped[Trace] = mapped_column(Enum(Trace, native_enum=False, length=20))
    seen_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("mark", "resident_id"),)
