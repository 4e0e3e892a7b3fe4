"""Who is confirmed to live here, how that was done, and who has asked for it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Enum, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from rules.confirmations import Answer, Through, Way

OPEN = text("answer IS NULL")


class Confirmation(Base):
    """How somebody came to be confirmed; whoever has `verified_at` has one, and nobody else.

    `note` is what staff have seen. It is for staff alone, as the household is.
    """

    __tablename__ = "confirmations"

    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), primary_key=True)
    way: Mapped[Way] = mapped_column(Enum(Way, native_enum=False, length=20))
    household_id: Mapped[UUID | None] = mapped_column(ForeignKey("households.id"), index=True)
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"))
    note: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime]


class HouseholdRequest(Base):
    """Somebody asks to be confirmed as living in a household, or where their words say; one is open at most.

    `through` is whom they would like to go through, None where they did not say; `reason` is why it was refused.
    `vouched_by` is who has said yes to one more in a household that is full, for whom a second is needed.
    """

    __tablename__ = "household_requests"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    household_id: Mapped[UUID | None] = mapped_column(ForeignKey("households.id"))
    words: Mapped[str] = mapped_column(Text)
    through: Mapped[Through | None] = mapped_column(Enum(Through, native_enum=False, length=20))
    asked_at: Mapped[datetime]
    answer: Mapped[Answer | None] = mapped_column(Enum(Answer, native_enum=False, length=20))
    reason: Mapped[str | None] = mapped_column(Text)
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"))
    answered_at: Mapped[datetime | None]
    vouched_by: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"))
    vouched_at: Mapped[datetime | None]
    vouched_note: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (
        Index(
            "uq_household_requests_open",
            "resident_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index(None, "community_id", "asked_at", "id"),
        Index(None, "resident_id", "asked_at", "id"),
    )
