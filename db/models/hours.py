"""The bank of hours: accounts, moves with their entries, what is asked for and offered, and what came of it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Enum, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from rules.helping import HelpSkill, Side, Standing
from rules.hours import Account, Move

SAID = text("standing = 'AGREED' AND (helper_said IS NOT NULL OR helped_said IS NOT NULL)")


class HoursAccount(Base):
    """What somebody has, in minutes, and what of it is promised. The community's own have its id as their owner.

    `supported_by` is who of the staff named them as somebody for whom the pool stands in.
    """

    __tablename__ = "hours_accounts"

    account: Mapped[Account] = mapped_column(Enum(Account, native_enum=False, length=20), primary_key=True)
    owner_id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"), index=True)
    minutes: Mapped[int]
    reserved: Mapped[int]
    supported_by: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"))


class HoursMove(Base):
    """Hours that went from one account to another, once for each source. Never changed."""

    __tablename__ = "hours_moves"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    move: Mapped[Move] = mapped_column(Enum(Move, native_enum=False, length=20))
    source: Mapped[str] = mapped_column(String(240))
    note: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("community_id", "move", "source"),)


class HoursEntry(Base):
    """What a move added to an account, or took from it. The entries of a move are zero together."""

    __tablename__ = "hours_entries"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    move_id: Mapped[UUID] = mapped_column(ForeignKey("hours_moves.id"))
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"), index=True)
    account: Mapped[Account] = mapped_column(Enum(Account, native_enum=False, length=20))
    owner_id: Mapped[UUID]
    minutes: Mapped[int]
    at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("move_id", "account", "owner_id"),
        Index(None, "owner_id", "at", "id"),
    )


class HelpPost(Base):
    """Help that somebody asks for or offers. `windows` are the times of the week, as JSON."""

    __tablename__ = "help_posts"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    grid_id: Mapped[UUID | None] = mapped_column(ForeignKey("grids.id"))
    side: Mapped[Side] = mapped_column(Enum(Side, native_enum=False, length=20))
    skill: Mapped[HelpSkill] = mapped_column(Enum(HelpSkill, native_enum=False, length=20))
    text: Mapped[str] = mapped_column(Text)
    minutes: Mapped[int]
    windows: Mapped[str] = mapped_column(Text)
    posted_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    __table_args__ = (
        Index(None, "community_id", "side", "posted_at", "id"),
        Index(None, "resident_id", "posted_at", "id"),
    )


class Help(Base):
    """One neighbour helps another. Each side says how long it took; where both say the same, the hours move."""

    __tablename__ = "helps"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    post_id: Mapped[UUID] = mapped_column(ForeignKey("help_posts.id"), index=True)
    helper_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    helped_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    planned: Mapped[int]
    standing: Mapped[Standing] = mapped_column(Enum(Standing, native_enum=False, length=20))
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    proposed_at: Mapped[datetime]
    agreed_at: Mapped[datetime | None]
    helper_said: Mapped[int | None]
    helped_said: Mapped[int | None]
    said_at: Mapped[datetime | None]
    minutes: Mapped[int | None]
    ended_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"))
    decision_reason: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (
        Index(None, "helper_id", "proposed_at", "id"),
        Index(None, "helped_id", "proposed_at", "id"),
        Index("ix_helps_said", "community_id", "proposed_at", "id", sqlite_where=SAID, postgresql_where=SAID),
    )


class GiftStanding(StrEnum):
    """How far a gift of hours has come."""

    OFFERED = "OFFERED"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"


class HoursGift(Base):
    """Hours that somebody gives to one of their family, who has to accept them.

    `receiver_id` is None where they were offered to a number that no neighbour signs in with, which the giver is not
    told.
    """

    __tablename__ = "hours_gifts"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    giver_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), index=True)
    receiver_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"), index=True)
    minutes: Mapped[int]
    note: Mapped[str] = mapped_column(Text)
    standing: Mapped[GiftStanding] = mapped_column(Enum(GiftStanding, native_enum=False, length=20))
    offered_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
