"""Suggestions that the community took up: who sees to each, by when, and how it goes."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class Adoption(Base):
    """A suggestion that was taken up. `notes` counts what was said about its progress, `done` is the latest word."""

    __tablename__ = "adoptions"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    issue_id: Mapped[UUID | None] = mapped_column(ForeignKey("issues.id"))
    report_id: Mapped[UUID | None] = mapped_column(ForeignKey("reports.id"))
    grid_id: Mapped[UUID | None] = mapped_column(ForeignKey("grids.id"))
    department_id: Mapped[UUID] = mapped_column(ForeignKey("departments.id"))
    suggestion: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[date]
    adopted_at: Mapped[datetime]
    adopted_by: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    done: Mapped[bool] = mapped_column(default=False)
    notes: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        Index(None, "community_id", "adopted_at", "id"),
        Index(None, "issue_id"),
        Index(None, "report_id"),
    )


class AdoptionNote(Base):
    """What was said about the progress of a suggestion. It is never changed; numbers have no gaps."""

    __tablename__ = "adoption_notes"

    adoption_id: Mapped[UUID] = mapped_column(ForeignKey("adoptions.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    note: Mapped[str] = mapped_column(Text)
    done: Mapped[bool]
    noted_at: Mapped[datetime]
    noted_by: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
