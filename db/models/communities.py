"""Communities and their rolls."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class Community(Base):
    """A neighbourhood or town that decides together.

    `roll_version` grows with every change of the roll; the sums are those of the newest version.
    """

    __tablename__ = "communities"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    households: Mapped[int]
    founded_at: Mapped[datetime]
    roll_version: Mapped[int] = mapped_column(default=0)
    roll_heads: Mapped[int] = mapped_column(default=0)
    roll_area: Mapped[int] = mapped_column(default=0)


class RollEntry(Base):
    """One person on the roll, from version `since` until just before version `until`.

    A poll remembers the version it opened with, so its roll stays what it was without being copied.
    Weights are integers: heads, and area in 0.01 m².
    """

    __tablename__ = "roll_entries"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), primary_key=True)
    since: Mapped[int] = mapped_column(primary_key=True)
    until: Mapped[int | None]
    heads: Mapped[int] = mapped_column(default=1)
    area: Mapped[int] = mapped_column(default=0)
