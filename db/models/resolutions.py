"""What became of what residents asked for, and who is thanked for it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Enum, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from rules.resolutions import Part, ResolutionKind


class Resolution(Base):
    """One thing that came of it: a decision, a solved report, or a step of a suggestion carried out.

    `seq` is its number in the community's stream of resolutions, `detail` what was said of it there.
    """

    __tablename__ = "resolutions"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    seq: Mapped[int]
    kind: Mapped[ResolutionKind] = mapped_column(Enum(ResolutionKind, native_enum=False, length=20))
    headline: Mapped[str] = mapped_column(String(200))
    detail: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime]
    report_id: Mapped[UUID | None] = mapped_column(ForeignKey("reports.id"))
    poll_id: Mapped[UUID | None] = mapped_column(ForeignKey("polls.id"))
    issue_id: Mapped[UUID | None] = mapped_column(ForeignKey("issues.id"))
    adoption_id: Mapped[UUID | None] = mapped_column(ForeignKey("adoptions.id"))
    grid_id: Mapped[UUID | None] = mapped_column(ForeignKey("grids.id"))
    department_id: Mapped[UUID | None] = mapped_column(ForeignKey("departments.id"))

    __table_args__ = (
        UniqueConstraint("community_id", "seq"),
        Index(None, "grid_id", "seq"),
        Index(None, "department_id", "seq"),
    )


class Credit(Base):
    """What somebody did towards a resolution. It is shown unless they said no."""

    __tablename__ = "credits"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    resolution_id: Mapped[UUID] = mapped_column(ForeignKey("resolutions.id"))
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    part: Mapped[Part] = mapped_column(Enum(Part, native_enum=False, length=20))
    at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("resolution_id", "resident_id", "part"),
        Index(None, "community_id", "at", "id"),
        Index(None, "resident_id"),
    )


class Unthanked(Base):
    """Somebody who does not want to be thanked by name, anywhere."""

    __tablename__ = "unthanked"

    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), primary_key=True)
    since: Mapped[datetime]
