"""The ledger of points, what each resident has of them, and who gave most in a month."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from rules.points import Movement, Rule

WITHOUT_RULE = text("rule IS NULL")
UNCOUNTED = text("counted_at IS NULL")


class PointsTariff(Base):
    """One version of what a community gives points for, as a JSON document."""

    __tablename__ = "points_tariffs"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[datetime]
    adopted_at: Mapped[datetime]
    adopted_by: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))


class PointsEntry(Base):
    """One entry of the ledger. `source` is the public id of what it was for.

    Nothing in it ever changes but `counted_at`: since when boards count it, null while they do not yet.

    `points` stay for ever, `material` is what of them can be spent, `uncut` what they were but for the limits. A
    correction has both below zero and names the entry it puts right. What is spent on a reward, and returned, is
    material alone, with neither rule nor tariff; the prize of a contest, and what puts it right, has no rule. HELD is
    0 points that say what waits; where it is released, another entry gives the points and names it. Household,
    building and team are those at that time, or of the entry put right. `owed` is what a correction could not take,
    since it was spent, and below zero what of that a returned price has settled.
    """

    __tablename__ = "points_entries"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    movement: Mapped[Movement] = mapped_column(Enum(Movement, native_enum=False, length=20))
    rule: Mapped[Rule | None] = mapped_column(Enum(Rule, native_enum=False, length=20))
    source: Mapped[str] = mapped_column(String(80))
    tariff_version: Mapped[int | None]
    points: Mapped[int]
    material: Mapped[int]
    uncut: Mapped[int]
    owed: Mapped[int]
    day: Mapped[date]
    at: Mapped[datetime]
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("points_entries.id"), unique=True)
    reason: Mapped[str | None] = mapped_column(Text)
    releases_id: Mapped[UUID | None] = mapped_column(ForeignKey("points_entries.id"), unique=True)
    household_id: Mapped[UUID | None] = mapped_column(ForeignKey("households.id"))
    building_id: Mapped[UUID | None] = mapped_column(ForeignKey("buildings.id"))
    counted_at: Mapped[datetime | None]
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("teams.id"))

    __table_args__ = (
        UniqueConstraint("resident_id", "rule", "source", "movement"),
        Index(  # null is unlike null, so the constraint above does not hold there
            "uq_points_entries_source_movement",
            "source",
            "movement",
            unique=True,
            sqlite_where=WITHOUT_RULE,
            postgresql_where=WITHOUT_RULE,
        ),
        CheckConstraint(
            "CASE WHEN rule IS NULL THEN movement IN ('SPENT', 'RETURNED', 'PRIZE', 'CORRECTED')"
            " ELSE movement NOT IN ('SPENT', 'RETURNED', 'PRIZE') END",
            name="rule",
        ),
        Index(None, "resident_id", "rule", "day"),
        Index(None, "resident_id", "at", "id"),
        Index(None, "household_id", "day"),
        Index(None, "resident_id", "counted_at", "id"),
        Index(None, "building_id", "counted_at", "id"),
        Index(None, "team_id", "counted_at", "id"),
        Index(
            "ix_points_entries_uncounted",
            "community_id",
            "day",
            sqlite_where=UNCOUNTED,
            postgresql_where=UNCOUNTED,
        ),
    )


class PointsAccount(Base):
    """What a resident has ever earned, can spend, and still owes: the sums of their entries, kept.

    `uncounted` is what of the earned no board counts yet.
    """

    __tablename__ = "points_accounts"

    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    earned: Mapped[int]
    balance: Mapped[int]
    owed: Mapped[int]
    uncounted: Mapped[int]

    __table_args__ = (CheckConstraint("balance >= 0", name="balance"), CheckConstraint("owed >= 0", name="owed"))


class PointsMonth(Base):
    """A month in which somebody earned something; once it is closed, nothing in it changes."""

    __tablename__ = "points_months"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    month: Mapped[date]
    closed_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("community_id", "month"),)


class Scorer(StrEnum):
    """Whose points are added up."""

    PERSON = "PERSON"
    BUILDING = "BUILDING"
    TEAM = "TEAM"


class Score(Base):
    """What somebody earned in a month."""

    __tablename__ = "points_scores"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    scorer: Mapped[Scorer] = mapped_column(Enum(Scorer, native_enum=False, length=20), primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    points: Mapped[int]

    __table_args__ = (Index(None, "community_id", "month", "scorer", "points", "subject_id"),)


class ScoreCount(Base):
    """How many earned just so many points in a month; makes anybody's place a short sum."""

    __tablename__ = "points_score_counts"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    scorer: Mapped[Scorer] = mapped_column(Enum(Scorer, native_enum=False, length=20), primary_key=True)
    points: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    n: Mapped[int]


class Voice(Base):
    """Somebody who has commented on an issue or has had the floor at a meeting about it."""

    __tablename__ = "voices"

    issue_id: Mapped[UUID] = mapped_column(ForeignKey("issues.id"), primary_key=True)
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), primary_key=True)
