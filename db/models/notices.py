"""What residents are told."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class Notice(Base):
    """Something one resident is told: `seq` is its number in their stream, `details` what its sentence needs, as JSON.

    Nothing changes but `read_at`.
    """

    __tablename__ = "notices"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    seq: Mapped[int]
    kind: Mapped[str] = mapped_column(String(60))
    details: Mapped[str] = mapped_column(Text)
    told_at: Mapped[datetime]
    read_at: Mapped[datetime | None]

    __table_args__ = (
        Index(None, "resident_id", "seq", unique=True),
        Index(None, "resident_id", "told_at", "id"),
        Index(None, "resident_id", "read_at"),
    )
