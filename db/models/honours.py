"""Titles: who was nominated, what was voted on, and who has which."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Enum, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from rules.honours import Honour, Standing

OPEN = text("standing = 'OPEN'")


class Nomination(Base):
    """Somebody nominated for an honour, by whom and for what. `choice` is what votes name them by in the poll."""

    __tablename__ = "nominations"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    honour: Mapped[Honour] = mapped_column(Enum(Honour, native_enum=False, length=20))
    nominee_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    nominated_by: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    what_for: Mapped[str] = mapped_column(Text)
    nominated_at: Mapped[datetime]
    standing: Mapped[Standing] = mapped_column(Enum(Standing, native_enum=False, length=20))
    poll_id: Mapped[UUID | None] = mapped_column(ForeignKey("polls.id"), index=True)
    choice: Mapped[str | None] = mapped_column(String(40))

    __table_args__ = (
        Index("uq_nominations_open", "honour", "nominee_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        Index(None, "community_id", "nominated_at", "id"),
    )


class HonourGiven(Base):
    """An honour that somebody has. `source` is the poll that gave it, or `points`; `points` is what they had then."""

    __tablename__ = "honours"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    honour: Mapped[Honour] = mapped_column(Enum(Honour, native_enum=False, length=20))
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    source: Mapped[str] = mapped_column(String(80))
    what_for: Mapped[str | None] = mapped_column(Text)
    points: Mapped[int | None]
    given_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("resident_id", "honour", "source"),
        Index(None, "community_id", "given_at", "id"),
    )
