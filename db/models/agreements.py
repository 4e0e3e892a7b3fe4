"""Written agreements: their points, who signs them, and how each point is carried out."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Enum, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from rules.proceedings import Party


class Agreement(Base):
    """What a meeting ended with, in its newest version; those before are in the meeting's stream."""

    __tablename__ = "agreements"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meetings.id"), unique=True)
    version: Mapped[int]
    drafted_by: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    drafted_at: Mapped[datetime]
    in_force_at: Mapped[datetime | None]


class AgreementPoint(Base):
    """One point of the newest version. `notes` counts what was said about its progress, `done` is the latest word."""

    __tablename__ = "agreement_points"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreements.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    responsible: Mapped[Party] = mapped_column(Enum(Party, native_enum=False, length=20))
    due_on: Mapped[date]
    done: Mapped[bool] = mapped_column(default=False)
    notes: Mapped[int] = mapped_column(default=0)

    __table_args__ = (UniqueConstraint("agreement_id", "number"),)


class Signatory(Base):
    """Who signs the newest version for a party, and when they did."""

    __tablename__ = "signatories"

    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreements.id"), primary_key=True)
    party: Mapped[Party] = mapped_column(Enum(Party, native_enum=False, length=20), primary_key=True)
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    signed_at: Mapped[datetime | None]


class PointNote(Base):
    """What was said about the progress of a point. It is never changed; numbers have no gaps."""

    __tablename__ = "point_notes"

    point_id: Mapped[UUID] = mapped_column(ForeignKey("agreement_points.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    note: Mapped[str] = mapped_column(Text)
    done: Mapped[bool]
    noted_at: Mapped[datetime]
    noted_by: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
