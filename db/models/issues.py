"""Issues, the steps they took, and what neighbours say about them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Enum, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from rules.issues import Stage


class Issue(Base):
    """Something the people of a community raised, and where it stands."""

    __tablename__ = "issues"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    title: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(Text)
    stage: Mapped[Stage] = mapped_column(Enum(Stage, native_enum=False, length=20))
    important: Mapped[bool] = mapped_column(default=False)
    raised_by: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"))
    raised_at: Mapped[datetime]
    comments: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        Index(None, "community_id", "raised_at", "id"),
        Index(None, "community_id", "stage", "raised_at", "id"),
    )


class IssueStep(Base):
    """One step of an issue from a stage to the next, with the reason residents read."""

    __tablename__ = "issue_steps"

    issue_id: Mapped[UUID] = mapped_column(ForeignKey("issues.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    from_stage: Mapped[Stage] = mapped_column(Enum(Stage, native_enum=False, length=20))
    to_stage: Mapped[Stage] = mapped_column(Enum(Stage, native_enum=False, length=20))
    reason: Mapped[str] = mapped_column(Text)
    taken_at: Mapped[datetime]


class IssueTerm(Base):
    """A word or pair of signs that an issue's text contains, for search."""

    __tablename__ = "issue_terms"

    term: Mapped[str] = mapped_column(String(40), primary_key=True)
    issue_id: Mapped[UUID] = mapped_column(ForeignKey("issues.id"), primary_key=True)


class Comment(Base):
    """What a neighbour said about an issue."""

    __tablename__ = "comments"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    issue_id: Mapped[UUID] = mapped_column(ForeignKey("issues.id"))
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"))
    body: Mapped[str] = mapped_column(Text)
    posted_at: Mapped[datetime]

    __table_args__ = (Index(None, "issue_id", "posted_at", "id"), Index(None, "author_id", "posted_at"))
