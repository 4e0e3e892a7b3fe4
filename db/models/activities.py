"""Activities with their slots, who goes to them and who waits, and the addresses of people's own calendars."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Enum, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from rules.activities import Occasion, Standing


class Activity(Base):
    """Something that a community does together. It lasts from its first slot to its last."""

    __tablename__ = "activities"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    occasion: Mapped[Occasion] = mapped_column(Enum(Occasion, native_enum=False, length=20))
    title: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(String(200))
    organiser_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    planned_at: Mapped[datetime]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    called_off_at: Mapped[datetime | None]
    calling_off_reason: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (Index(None, "community_id", "starts_at", "id"),)


class Slot(Base):
    """A time of an activity, and for how many there is room. `going` is how many go, kept."""

    __tablename__ = "activity_slots"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activities.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    capacity: Mapped[int]
    going: Mapped[int]


class Attendance(Base):
    """Somebody and a slot. Of a person who is no resident here there is only the name.

    `asked_at` is when they signed up last, which says who waits before whom.
    """

    __tablename__ = "attendances"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    slot_id: Mapped[UUID] = mapped_column(ForeignKey("activity_slots.id"))
    resident_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"))
    name: Mapped[str] = mapped_column(String(80))
    standing: Mapped[Standing] = mapped_column(Enum(Standing, native_enum=False, length=20))
    asked_at: Mapped[datetime]
    entered_by: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"))
    came_at: Mapped[datetime | None]
    went_at: Mapped[datetime | None]
    minutes: Mapped[int | None]
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"))

    __table_args__ = (
        UniqueConstraint("slot_id", "resident_id"),
        Index(None, "slot_id", "asked_at", "id"),
        Index(None, "resident_id", "asked_at", "id"),
    )


class CalendarAddress(Base):
    """The secret part of the address of somebody's own calendar; only its hash is kept."""

    __tablename__ = "calendar_addresses"

    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    made_at: Mapped[datetime]
