"""What levels allow: issues seconded, comments hidden, and councils drawn by lot."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class Second(Base):
    """Somebody who stands behind an issue that another has raised."""

    __tablename__ = "issue_seconds"

    issue_id: Mapped[UUID] = mapped_column(ForeignKey("issues.id"), primary_key=True)
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), primary_key=True)
    seconded_at: Mapped[datetime]

    __table_args__ = (Index(None, "issue_id", "seconded_at", "resident_id"),)


class HiddenComment(Base):
    """A comment that was hidden, by whom and why. Once `restored_at` is set it is shown again."""

    __tablename__ = "hidden_comments"

    comment_id: Mapped[UUID] = mapped_column(ForeignKey("comments.id"), primary_key=True)
    hidden_by: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    hidden_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)
    restored_by: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"))
    restored_at: Mapped[datetime | None]
    restored_reason: Mapped[str | None] = mapped_column(Text)


class Willing(Base):
    """Somebody who is willing to be drawn for a council."""

    __tablename__ = "council_willing"

    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"), index=True)
    since: Mapped[datetime]


class CouncilDraw(Base):
    """One draw by lot. `seq` is the entry with who was in it; that entry's digest, in hex, is the seed."""

    __tablename__ = "council_draws"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    purpose: Mapped[str] = mapped_column(String(200))
    places: Mapped[int]
    seq: Mapped[int]
    seed: Mapped[str] = mapped_column(String(64))
    drawn_by: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    drawn_at: Mapped[datetime]

    __table_args__ = (Index(None, "community_id", "drawn_at", "id"),)


class CouncilLot(Base):
    """Somebody who was in a draw. `place` is where their lot came, from 1; the first so many are the council."""

    __tablename__ = "council_lots"

    draw_id: Mapped[UUID] = mapped_column(ForeignKey("council_draws.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
