"""What has to happen at a time, whoever is running then."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Enum, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class Due(StrEnum):
    """What there is to do at a deadline."""

    POLL_OPENS = "POLL_OPENS"
    POLL_CLOSES = "POLL_CLOSES"
    CHECKPOINTS = "CHECKPOINTS"
    TURN_ENDS = "TURN_ENDS"
    PHOTO_UNCLAIMED = "PHOTO_UNCLAIMED"
    REPORT_WARNS = "REPORT_WARNS"
    REPORT_RUNS_OUT = "REPORT_RUNS_OUT"
    REPORT_UNANSWERED = "REPORT_UNANSWERED"
    WHISTLE_ANSWERS = "WHISTLE_ANSWERS"
    WHISTLE_ENDS = "WHISTLE_ENDS"
    SKILL_EXPIRES = "SKILL_EXPIRES"
    MONTH_CLOSES = "MONTH_CLOSES"
    REPORTS_COUNTED = "REPORTS_COUNTED"
    VOUCHER_EXPIRES = "VOUCHER_EXPIRES"
    VOICES_PAID = "VOICES_PAID"
    SIGHTING_FADES = "SIGHTING_FADES"
    CONTEST_MOVES = "CONTEST_MOVES"
    SHORTLIST_WAITS = "SHORTLIST_WAITS"
    BADGES_CAUGHT_UP = "BADGES_CAUGHT_UP"


class Deadline(Base):
    """One thing to do once, at `due_at` or as soon after as anybody runs; gone when it is done."""

    __tablename__ = "deadlines"

    kind: Mapped[Due] = mapped_column(Enum(Due, native_enum=False, length=30), primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    due_at: Mapped[datetime]

    __table_args__ = (Index(None, "due_at"),)
