"""Whistles: departments called together over a hard case, what each does about it, and how it is rated."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Enum, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from rules.answering import Measure
from rules.whistles import Answer, Side


class Whistle(Base):
    """A street officer's call to several departments, over a report or a place, with a reason and a deadline.

    The place is that of the report where it is over one, None where that has none. `plan_version` is 0 before there is
    a plan, `overdue_at` when it was found not to be closed by its deadline.
    """

    __tablename__ = "whistles"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    report_id: Mapped[UUID | None] = mapped_column(ForeignKey("reports.id"), index=True)
    grid_id: Mapped[UUID | None] = mapped_column(ForeignKey("grids.id"))
    latitude: Mapped[int | None]
    longitude: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text)
    blown_by: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    blown_at: Mapped[datetime]
    due_at: Mapped[datetime]
    plan_version: Mapped[int]
    overdue_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    result: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (Index(None, "community_id", "blown_at", "id"),)


class WhistleCall(Base):
    """A department that was called. `words` says who comes, or why nobody can.

    `answered_at` is when it first answered; `late_at` is set where it had not after 30 minutes.
    """

    __tablename__ = "whistle_calls"

    whistle_id: Mapped[UUID] = mapped_column(ForeignKey("whistles.id"), primary_key=True)
    department_id: Mapped[UUID] = mapped_column(ForeignKey("departments.id"), primary_key=True)
    position: Mapped[int]
    answer: Mapped[Answer | None] = mapped_column(Enum(Answer, native_enum=False, length=20))
    words: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"))
    late_at: Mapped[datetime | None]


class WhistleArrival(Base):
    """Somebody who came for a department; `metres` is how far from the whistle's place, None where it has none."""

    __tablename__ = "whistle_arrivals"

    whistle_id: Mapped[UUID] = mapped_column(ForeignKey("whistles.id"), primary_key=True)
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), primary_key=True)
    department_id: Mapped[UUID] = mapped_column(ForeignKey("departments.id"), primary_key=True)
    latitude: Mapped[int]
    longitude: Mapped[int]
    metres: Mapped[int | None]
    arrived_at: Mapped[datetime]


class WhistleTask(Base):
    """What a department is to do by a day. One that is done stays as it is."""

    __tablename__ = "whistle_tasks"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    whistle_id: Mapped[UUID] = mapped_column(ForeignKey("whistles.id"))
    department_id: Mapped[UUID] = mapped_column(ForeignKey("departments.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    done_at: Mapped[datetime | None]
    done_by: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"))
    note: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (UniqueConstraint("whistle_id", "number"),)


class WhistleRating(Base):
    """What somebody made of a closed whistle, from 1 to 5."""

    __tablename__ = "whistle_ratings"

    whistle_id: Mapped[UUID] = mapped_column(ForeignKey("whistles.id"), primary_key=True)
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), primary_key=True)
    side: Mapped[Side] = mapped_column(Enum(Side, native_enum=False, length=20))
    rating: Mapped[int]
    comment: Mapped[str | None] = mapped_column(Text)
    rated_at: Mapped[datetime]


class DepartmentCount(Base):
    """How often something happened at the whistles blown in a month, given by its first day."""

    __tablename__ = "department_counts"

    department_id: Mapped[UUID] = mapped_column(ForeignKey("departments.id"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    measure: Mapped[Measure] = mapped_column(Enum(Measure, native_enum=False, length=30), primary_key=True)
    n: Mapped[int]


class DepartmentCountSource(Base):
    """One act that was counted, and the whistle at which it happened."""

    __tablename__ = "department_count_sources"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    department_id: Mapped[UUID] = mapped_column(ForeignKey("departments.id"))
    month: Mapped[date]
    measure: Mapped[Measure] = mapped_column(Enum(Measure, native_enum=False, length=30))
    whistle_id: Mapped[UUID] = mapped_column(ForeignKey("whistles.id"))
    at: Mapped[datetime]

    __table_args__ = (Index(None, "department_id", "month", "measure", "at", "id"),)
