"""Meetings, and what was said in them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Enum, ForeignKey, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from rules.meetings import Phase


class Meeting(Base):
    """A meeting of a community, perhaps about one issue, perhaps with a video stream that only its key may publish."""

    __tablename__ = "meetings"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    issue_id: Mapped[UUID | None] = mapped_column(ForeignKey("issues.id"))
    title: Mapped[str] = mapped_column(Text)
    phase: Mapped[Phase] = mapped_column(Enum(Phase, native_enum=False, length=20))
    scheduled_at: Mapped[datetime]
    starts_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    turn_seconds: Mapped[int | None]
    person_seconds: Mapped[int | None]
    stream_url: Mapped[str | None] = mapped_column(Text)
    publish_key_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))

    __table_args__ = (Index(None, "issue_id", "starts_at", "id"), Index(None, "community_id", "starts_at", "id"))


class Utterance(Base):
    """Where a final utterance stands: its number in the transcript, and in the record that the meeting belongs to.

    `record_seq` is None for what was said without an issue before such meetings had a record.

    Its id is that of whoever writes it down, and means nothing in another meeting.
    What was said and by whom is only in the entries themselves, so that there is one place to take it away from.
    """

    __tablename__ = "utterances"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int]
    record_seq: Mapped[int | None]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    redacted_at: Mapped[datetime | None]
    redaction_reason: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (Index(None, "meeting_id", "seq", unique=True),)
