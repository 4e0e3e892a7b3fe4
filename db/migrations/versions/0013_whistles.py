"""Whistles: calls, arrivals, tasks, ratings, and how well departments answer"""

import sqlalchemy as sa
from alembic import op

from db.models.base import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TABLES = (
    "department_counts",
    "whistles",
    "department_count_sources",
    "whistle_arrivals",
    "whistle_calls",
    "whistle_ratings",
    "whistle_tasks",
)


def upgrade() -> None:
    op.create_table(
        "department_counts",
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column(
            "measure",
            sa.Enum(
                "CALLED",
                "ANSWERED",
                "ANSWERED_IN_TIME",
                "ARRIVED",
                "TASKS_DONE",
                "TASKS_DONE_IN_TIME",
                "SOLVED",
                "RATED",
                "SATISFIED",
                name="measure",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_department_counts_department_id")),
        sa.PrimaryKeyConstraint("department_id", "month", "measure", name=op.f("pk_department_counts")),
    )
    op.create_table(
        "whistles",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=True),
        sa.Column("grid_id", sa.Uuid(), nullable=True),
        sa.Column("latitude", sa.BigInteger(), nullable=True),
        sa.Column("longitude", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("blown_by", sa.Uuid(), nullable=False),
        sa.Column("blown_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("due_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("plan_version", sa.BigInteger(), nullable=False),
        sa.Column("overdue_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["blown_by"], ["residents.id"], name=op.f("fk_whistles_blown_by")),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_whistles_community_id")),
        sa.ForeignKeyConstraint(["grid_id"], ["grids.id"], name=op.f("fk_whistles_grid_id")),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_whistles_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_whistles")),
    )
    with op.batch_alter_table("whistles", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_whistles_community_id_blown_at_id"), ["community_id", "blown_at", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_whistles_report_id"), ["report_id"], unique=False)

    op.create_table(
        "department_count_sources",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column(
            "measure",
            sa.Enum(
                "CALLED",
                "ANSWERED",
                "ANSWERED_IN_TIME",
                "ARRIVED",
                "TASKS_DONE",
                "TASKS_DONE_IN_TIME",
                "SOLVED",
                "RATED",
                "SATISFIED",
                name="measure",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("whistle_id", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_department_count_sources_department_id")
        ),
        sa.ForeignKeyConstraint(["whistle_id"], ["whistles.id"], name=op.f("fk_department_count_sources_whistle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department_count_sources")),
    )
    with op.batch_alter_table("department_count_sources", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_department_count_sources_department_id_month_measure_at_id"),
            ["department_id", "month", "measure", "at", "id"],
            unique=False,
        )

    op.create_table(
        "whistle_arrivals",
        sa.Column("whistle_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("latitude", sa.BigInteger(), nullable=False),
        sa.Column("longitude", sa.BigInteger(), nullable=False),
        sa.Column("metres", sa.BigInteger(), nullable=True),
        sa.Column("arrived_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_whistle_arrivals_department_id")),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("fk_whistle_arrivals_resident_id")),
        sa.ForeignKeyConstraint(["whistle_id"], ["whistles.id"], name=op.f("fk_whistle_arrivals_whistle_id")),
        sa.PrimaryKeyConstraint("whistle_id", "resident_id", "department_id", name=op.f("pk_whistle_arrivals")),
    )
    op.create_table(
        "whistle_calls",
        sa.Column("whistle_id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column(
            "answer", sa.Enum("ON_THE_WAY", "CANNOT_COME", name="answer", native_enum=False, length=20), nullable=True
        ),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("answered_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("late_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["residents.id"], name=op.f("fk_whistle_calls_answered_by")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_whistle_calls_department_id")),
        sa.ForeignKeyConstraint(["whistle_id"], ["whistles.id"], name=op.f("fk_whistle_calls_whistle_id")),
        sa.PrimaryKeyConstraint("whistle_id", "department_id", name=op.f("pk_whistle_calls")),
    )
    op.create_table(
        "whistle_ratings",
        sa.Column("whistle_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.Enum("STREET", "RESIDENTS", name="side", native_enum=False, length=20), nullable=False),
        sa.Column("rating", sa.BigInteger(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("rated_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("fk_whistle_ratings_resident_id")),
        sa.ForeignKeyConstraint(["whistle_id"], ["whistles.id"], name=op.f("fk_whistle_ratings_whistle_id")),
        sa.PrimaryKeyConstraint("whistle_id", "resident_id", name=op.f("pk_whistle_ratings")),
    )
    op.create_table(
        "whistle_tasks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("whistle_id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_whistle_tasks_department_id")),
        sa.ForeignKeyConstraint(["done_by"], ["residents.id"], name=op.f("fk_whistle_tasks_done_by")),
        sa.ForeignKeyConstraint(["whistle_id"], ["whistles.id"], name=op.f("fk_whistle_tasks_whistle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_whistle_tasks")),
        sa.UniqueConstraint("whistle_id", "number", name=op.f("uq_whistle_tasks_whistle_id_number")),
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
