"""Resolutions, suggestions taken up, thanks and figures"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from db.models.base import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def key(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def number(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=nullable)


def moment(name: str) -> sa.Column[Any]:
    return sa.Column(name, UtcDateTime(timezone=True), nullable=False)


def one_of(column: str, name: str, length: int, *values: str) -> sa.Column[Any]:
    return sa.Column(column, sa.Enum(*values, name=name, native_enum=False, length=length), nullable=False)


def figure() -> sa.Column[Any]:
    values = ("RECEIVED", "ANSWERED_IN_TIME", "ANSWERED_LATE", "SOLVED", "RATED", "TIMED")
    return one_of("figure", "figure", 20, *values)


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
    suggestions()
    resolutions()
    thanks()
    figures()


def suggestions() -> None:
    op.create_table(
        "adoptions",
        key("id"),
        key("community_id"),
        key("issue_id", nullable=True),
        key("report_id", nullable=True),
        key("grid_id", nullable=True),
        key("department_id"),
        sa.Column("suggestion", sa.String(200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        moment("adopted_at"),
        key("adopted_by"),
        sa.Column("done", sa.Boolean(), nullable=False),
        number("notes"),
        *of("adoptions", community_id="communities", issue_id="issues", report_id="reports", grid_id="grids"),
        *of("adoptions", department_id="departments", adopted_by="residents"),
        known_by("adoptions", "id"),
    )
    index("adoptions", "community_id", "adopted_at", "id")
    index("adoptions", "issue_id")
    index("adoptions", "report_id")
    op.create_table(
        "adoption_notes",
        key("adoption_id"),
        number("number"),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        moment("noted_at"),
        key("noted_by"),
        *of("adoption_notes", adoption_id="adoptions", noted_by="residents"),
        known_by("adoption_notes", "adoption_id", "number"),
    )


def resolutions() -> None:
    op.create_table(
        "resolutions",
        key("id"),
        key("community_id"),
        number("seq"),
        one_of("kind", "resolutionkind", 20, "DECISION", "SOLVED", "SUGGESTION"),
        sa.Column("headline", sa.String(200), nullable=False),
        sa.Column("detail", sa.Text(), nullable=True),
        moment("at"),
        *(key(f"{name}_id", nullable=True) for name in ("report", "poll", "issue", "adoption", "grid", "department")),
        *of("resolutions", community_id="communities", report_id="reports", poll_id="polls", issue_id="issues"),
        *of("resolutions", adoption_id="adoptions", grid_id="grids", department_id="departments"),
        known_by("resolutions", "id"),
        once("resolutions", "community_id", "seq"),
    )
    index("resolutions", "grid_id", "seq")
    index("resolutions", "department_id", "seq")


def thanks() -> None:
    op.create_table(
        "credits",
        key("id"),
        key("resolution_id"),
        key("resident_id"),
        key("community_id"),
        one_of("part", "part", 20, "RAISED", "SPOKE", "REPORTED", "JOINED", "SUGGESTED"),
        moment("at"),
        *of("credits", resolution_id="resolutions", resident_id="residents", community_id="communities"),
        known_by("credits", "id"),
        once("credits", "resolution_id", "resident_id", "part"),
    )
    index("credits", "community_id", "at", "id")
    index("credits", "resident_id")
    op.create_table(
        "unthanked",
        key("resident_id"),
        moment("since"),
        *of("unthanked", resident_id="residents"),
        known_by("unthanked", "resident_id"),
    )


def figures() -> None:
    for table, column in (("figure_counts", figure()), ("handling_times", number("minutes"))):
        op.create_table(
            table,
            key("community_id"),
            one_of("period", "period", 10, "DAY", "MONTH"),
            sa.Column("since", sa.Date(), nullable=False),
            column,
            number("n"),
            *of(table, community_id="communities"),
            known_by(table, "community_id", "period", "since", column.name),
        )
    op.create_table(
        "figure_sources",
        key("id"),
        key("community_id"),
        sa.Column("day", sa.Date(), nullable=False),
        figure(),
        key("report_id"),
        number("minutes", nullable=True),
        moment("at"),
        *of("figure_sources", community_id="communities", report_id="reports"),
        known_by("figure_sources", "id"),
    )
    index("figure_sources", "community_id", "figure", "day", "at", "id")
    index("figure_sources", "report_id")


def downgrade() -> None:
    for table in ("figure_sources", "handling_times", "figure_counts", "unthanked", "credits", "resolutions"):
        op.drop_table(table)
    op.drop_table("adoption_notes")
    op.drop_table("adoptions")
