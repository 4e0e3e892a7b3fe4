"""Reports of residents, their clocks and followers, and how each community deals with them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Enum, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from rules.reports import Clock, Stage


class Report(Base):
    """Something broken, as a resident told it, with the stage it has come to and the clock that is running.

    `due_at` is when the running clock ends, None once the report has ended or while a question stops it; then
    `asked_at` is set. `level` counts how often it went up, `overdue` how many of its clocks ran out.
    `procedure_version` is that of the community's steps, clocks and categories it began under. `idempotency_key` is
    what its sender's program called the intent, if anything.
    """

    __tablename__ = "reports"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    grid_id: Mapped[UUID | None] = mapped_column(ForeignKey("grids.id"))
    reporter_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    department_id: Mapped[UUID | None] = mapped_column(ForeignKey("departments.id"))
    description: Mapped[str] = mapped_column(Text)
    category: Mapped[str] = mapped_column(String(40))
    procedure_version: Mapped[int]
    stage: Mapped[Stage] = mapped_column(Enum(Stage, native_enum=False, length=20))
    latitude: Mapped[int | None]
    longitude: Mapped[int | None]
    reported_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    warned: Mapped[bool] = mapped_column(default=False)
    overdue: Mapped[int] = mapped_column(default=0)
    level: Mapped[int] = mapped_column(default=0)
    handovers: Mapped[int] = mapped_column(default=0)
    reopened: Mapped[bool] = mapped_column(default=False)
    question: Mapped[str | None] = mapped_column(Text)
    asked_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    note: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    elsewhere: Mapped[str | None] = mapped_column(Text)
    rating: Mapped[int | None]
    comment: Mapped[str | None] = mapped_column(Text)
    idempotency_key: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (
        UniqueConstraint("reporter_id", "idempotency_key"),
        Index(None, "community_id", "reported_at", "id"),
        Index(None, "community_id", "stage", "reported_at", "id"),
        Index(None, "reporter_id", "reported_at", "id"),
        Index(None, "department_id", "reported_at", "id"),
        Index(None, "grid_id", "reported_at", "id"),
        Index(None, "community_id", "latitude", "longitude"),
    )


class ReportPhoto(Base):
    """A photo of a report: as it was found, or after it was solved."""

    __tablename__ = "report_photos"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    photo_id: Mapped[UUID] = mapped_column(ForeignKey("photos.id"), primary_key=True)
    position: Mapped[int]
    after: Mapped[bool]


class ReportFollower(Base):
    """Somebody who found the same and joined the report instead of sending another; they get every notice."""

    __tablename__ = "report_followers"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), primary_key=True, index=True)
    since: Mapped[datetime]


class ReportClock(Base):
    """One clock of a report. It warns once and runs out once at most.

    `seconds` is its whole length, `left` how much of it a question left; another clock goes on with that. `ended_at`
    is set once it no longer counts: what it was for has been done, or the next one began.
    """

    __tablename__ = "report_clocks"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"))
    number: Mapped[int]
    clock: Mapped[Clock] = mapped_column(Enum(Clock, native_enum=False, length=20))
    begun_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    seconds: Mapped[int]
    left: Mapped[int | None]
    warned_at: Mapped[datetime | None]
    overdue_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("report_id", "number"),)


class Procedure(Base):
    """A version of how a community deals with reports, as JSON, and from when on new reports begin under it."""

    __tablename__ = "procedures"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[datetime]
    adopted_at: Mapped[datetime]
    adopted_by: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))


class CalendarDay(Base):
    """A day that is worked or free unlike its weekday."""

    __tablename__ = "calendar_days"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    working: Mapped[bool]
    name: Mapped[str] = mapped_column(String(80))
