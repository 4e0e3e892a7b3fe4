"""What a community gives badges for, and who has earned which."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class BadgeBook(Base):
    """One version of a community's badges, sets and title by points, as a JSON document."""

    __tablename__ = "badge_books"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[datetime]
    adopted_at: Mapped[datetime]
    adopted_by: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))


class BadgeRound(Base):
    """Going through the residents once for a book, in the order of their ids, for deeds they did before it was valid.

    `after` is the last who was looked at; `ended_at` is set once everybody was.
    """

    __tablename__ = "badge_rounds"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    version: Mapped[int]
    after: Mapped[UUID | None]
    ended_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("community_id", "version"),)


class BadgeEarned(Base):
    """A badge somebody has, once and for ever; `version` is that of the book by which they earned it."""

    __tablename__ = "badges_earned"

    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), primary_key=True)
    badge: Mapped[str] = mapped_column(String(40), primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"), index=True)
    version: Mapped[int]
    have: Mapped[int]
    earned_at: Mapped[datetime]


class BadgeSetEarned(Base):
    """A set of badges that somebody has whole, once and for ever."""

    __tablename__ = "badge_sets_earned"

    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), primary_key=True)
    badge_set: Mapped[str] = mapped_column(String(40), primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    version: Mapped[int]
    earned_at: Mapped[datetime]

    __table_args__ = (Index(None, "community_id"),)
