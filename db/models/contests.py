"""Contests: what they are about, who entered what, the judges' scores, and who won what."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Enum, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from rules.contests import Award, ContestKind, Ending, Stage


class Contest(Base):
    """A contest and where it stands. Issue and poll are there once there is something to vote on."""

    __tablename__ = "contests"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    kind: Mapped[ContestKind] = mapped_column(Enum(ContestKind, native_enum=False, length=20))
    title: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(Text)
    stage: Mapped[Stage] = mapped_column(Enum(Stage, native_enum=False, length=20))
    planned_at: Mapped[datetime]
    planned_by: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    entries_until: Mapped[datetime | None]
    shortlist_by: Mapped[datetime | None]
    closes_at: Mapped[datetime]
    month: Mapped[date | None]
    judges_weight: Mapped[int]
    residents_weight: Mapped[int]
    poll_id: Mapped[UUID | None] = mapped_column(ForeignKey("polls.id"))
    decided_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    ending: Mapped[Ending | None] = mapped_column(Enum(Ending, native_enum=False, length=20))
    calling_off_reason: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (
        Index(None, "community_id", "planned_at", "id"),
        Index(None, "community_id", "month"),
    )


class ContestPrize(Base):
    """The points for a place, as they were announced."""

    __tablename__ = "contest_prizes"

    contest_id: Mapped[UUID] = mapped_column(ForeignKey("contests.id"), primary_key=True)
    award: Mapped[Award] = mapped_column(Enum(Award, native_enum=False, length=20), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    points: Mapped[int]


class ContestCriterion(Base):
    """What judges give marks for, and the most they may give."""

    __tablename__ = "contest_criteria"

    contest_id: Mapped[UUID] = mapped_column(ForeignKey("contests.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    label: Mapped[str] = mapped_column(String(80))
    most: Mapped[int]


class ContestJudge(Base):
    """Somebody whom staff have named a judge."""

    __tablename__ = "contest_judges"

    contest_id: Mapped[UUID] = mapped_column(ForeignKey("contests.id"), primary_key=True)
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), primary_key=True)


class ContestEntry(Base):
    """An idea somebody entered, or a building. `shortlisted` is None as long as nobody has decided."""

    __tablename__ = "contest_entries"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    contest_id: Mapped[UUID] = mapped_column(ForeignKey("contests.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    entered_by: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"))
    building_id: Mapped[UUID | None] = mapped_column(ForeignKey("buildings.id"))
    entered_at: Mapped[datetime]
    shortlisted: Mapped[bool | None]
    reason: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (UniqueConstraint("contest_id", "number"), UniqueConstraint("contest_id", "building_id"))


class ContestScore(Base):
    """What a judge gave a building by one criterion."""

    __tablename__ = "contest_scores"

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("contest_entries.id"), primary_key=True)
    judge_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    score: Mapped[int]


class ContestResult(Base):
    """Where one of those compared came in, and by what. Written once, when the contest is decided."""

    __tablename__ = "contest_results"

    contest_id: Mapped[UUID] = mapped_column(ForeignKey("contests.id"), primary_key=True)
    award: Mapped[Award] = mapped_column(Enum(Award, native_enum=False, length=20), primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    place: Mapped[int]
    votes: Mapped[int]
    of_votes: Mapped[int]
    scored: Mapped[int]
    of_scored: Mapped[int]
    minutes: Mapped[int]
    points: Mapped[int]


class ContestWin(Base):
    """The prize of one resident, paid once by an entry of the ledger whose source it is."""

    __tablename__ = "contest_wins"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    contest_id: Mapped[UUID] = mapped_column(ForeignKey("contests.id"))
    award: Mapped[Award] = mapped_column(Enum(Award, native_enum=False, length=20))
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    subject_id: Mapped[UUID]
    place: Mapped[int]
    points: Mapped[int]
    paid_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("contest_id", "award", "subject_id", "resident_id"),
        Index(None, "contest_id", "paid_at", "id"),
    )
