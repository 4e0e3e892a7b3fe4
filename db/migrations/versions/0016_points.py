"""The ledger of points, accounts, and the boards of the months"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from db.models.base import UtcDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

RULES = ("DELIBERATION", "REPORT", "VOLUNTEERING", "SUGGESTION")


def key(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=False)


def moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, UtcDateTime(timezone=True), nullable=nullable)


def one_of(column: str, name: str, *values: str) -> sa.Column[Any]:
    return sa.Column(column, sa.Enum(*values, name=name, native_enum=False, length=20), nullable=False)


def scorer() -> sa.Column[Any]:
    return one_of("scorer", "scorer", "PERSON", "BUILDING", "TEAM")


def of(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))
        for column, other in columns.items()
    ]


def known_by(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def once(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns)


def upgrade() -> None:
    tariffs()
    ledger()
    months()
    voices()


def tariffs() -> None:
    op.create_table(
        "points_tariffs",
        key("community_id"),
        number("version"),
        sa.Column("document", sa.Text(), nullable=False),
        moment("valid_from"),
        moment("adopted_at"),
        key("adopted_by"),
        *of("points_tariffs", community_id="communities", adopted_by="residents"),
        known_by("points_tariffs", "community_id", "version"),
    )


def ledger() -> None:
    op.create_table(
        "points_entries",
        key("id"),
        key("community_id"),
        key("resident_id"),
        one_of("movement", "movement", "EARNED", "CORRECTED"),
        one_of("rule", "rule", *RULES),
        sa.Column("source", sa.String(80), nullable=False),
        number("tariff_version"),
        number("points"),
        number("material"),
        number("uncut"),
        sa.Column("day", sa.Date(), nullable=False),
        moment("at"),
        key("corrects_id", nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        *of("points_entries", community_id="communities", resident_id="residents", corrects_id="points_entries"),
        known_by("points_entries", "id"),
        once("points_entries", "corrects_id"),
        once("points_entries", "resident_id", "rule", "source", "movement"),
    )
    index("points_entries", "resident_id", "rule", "day")
    index("points_entries", "resident_id", "at", "id")
    op.create_table(
        "points_accounts",
        key("resident_id"),
        key("community_id"),
        number("earned"),
        number("balance"),
        *of("points_accounts", resident_id="residents", community_id="communities"),
        known_by("points_accounts", "resident_id"),
    )


def months() -> None:
    op.create_table(
        "points_months",
        key("id"),
        key("community_id"),
        sa.Column("month", sa.Date(), nullable=False),
        moment("closed_at", nullable=True),
        *of("points_months", community_id="communities"),
        known_by("points_months", "id"),
        once("points_months", "community_id", "month"),
    )
    op.create_table(
        "points_scores",
        key("community_id"),
        sa.Column("month", sa.Date(), nullable=False),
        scorer(),
        key("subject_id"),
        number("points"),
        *of("points_scores", community_id="communities"),
        known_by("points_scores", "community_id", "month", "scorer", "subject_id"),
    )
    index("points_scores", "community_id", "month", "scorer", "points", "subject_id")
    op.create_table(
        "points_score_counts",
        key("community_id"),
        sa.Column("month", sa.Date(), nullable=False),
        scorer(),
        number("points"),
        number("n"),
        *of("points_score_counts", community_id="communities"),
        known_by("points_score_counts", "community_id", "month", "scorer", "points"),
    )


def voices() -> None:
    """Who has commented until now; those who had the floor until now are taken from the meetings."""
    op.create_table(
        "voices",
        key("issue_id"),
        key("resident_id"),
        *of("voices", issue_id="issues", resident_id="residents"),
        known_by("voices", "issue_id", "resident_id"),
    )
    op.execute(
        "INSERT INTO voices (issue_id, resident_id)"
        " SELECT issue_id, author_id FROM comments WHERE author_id IS NOT NULL"
        " UNION SELECT meetings.issue_id, participants.resident_id FROM turns"
        " JOIN participants ON participants.id = turns.participant_id"
        " JOIN meetings ON meetings.id = participants.meeting_id"
        " WHERE turns.given_at IS NOT NULL AND meetings.issue_id IS NOT NULL"
        " AND participants.resident_id IS NOT NULL"
    )


def downgrade() -> None:
    for table in (
        "voices",
        "points_score_counts",
        "points_scores",
        "points_months",
        "points_accounts",
        "points_entries",
        "points_tariffs",
    ):
        op.drop_table(table)
