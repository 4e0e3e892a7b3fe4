"""Volunteer teams, and who was in which from when until when."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base

STILL_IN = text("left_at IS NULL")


class Team(Base):
    """A volunteer team. `members` is how many are in it, kept."""

    __tablename__ = "teams"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    name: Mapped[str] = mapped_column(String(40))
    founded_by: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    founded_at: Mapped[datetime]
    members: Mapped[int]
    closed_at: Mapped[datetime | None]
    closing_reason: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (Index(None, "community_id", "founded_at", "id"),)


class TeamMember(Base):
    """Somebody in a team from `joined_at` until just before `left_at`. Nobody is in two at a time."""

    __tablename__ = "team_members"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("teams.id"))
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]

    __table_args__ = (
        Index(None, "team_id", "joined_at", "id"),
        Index(None, "resident_id", "joined_at"),
        Index(
            "uq_team_members_resident_id",
            "resident_id",
            unique=True,
            sqlite_where=STILL_IN,
            postgresql_where=STILL_IN,
        ),
    )
