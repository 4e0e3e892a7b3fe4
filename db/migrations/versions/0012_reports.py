"""Departments, procedures and reports"""

import sqlalchemy as sa
from alembic import op

from db.models.base import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLES = (
    "calendar_days",
    "departments",
    "department_members",
    "procedures",
    "reports",
    "report_clocks",
    "report_followers",
    "report_photos",
)


def upgrade() -> None:
    op.create_index(op.f("ix_roles_community_id_role"), "roles", ["community_id", "role"], unique=False)
    op.create_table(
        "calendar_days",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_calendar_days_community_id")),
        sa.PrimaryKeyConstraint("community_id", "day", name=op.f("pk_calendar_days")),
    )
    op.create_table(
        "departments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_departments_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departments")),
        sa.UniqueConstraint("community_id", "code", name=op.f("uq_departments_community_id_code")),
    )
    op.create_table(
        "department_members",
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_department_members_department_id")
        ),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("fk_department_members_resident_id")),
        sa.PrimaryKeyConstraint("department_id", "resident_id", name=op.f("pk_department_members")),
    )
    op.create_index(op.f("ix_department_members_resident_id"), "department_members", ["resident_id"], unique=False)
    op.create_table(
        "procedures",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("valid_from", UtcDateTime(timezone=True), nullable=False),
        sa.Column("adopted_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("adopted_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["adopted_by"], ["residents.id"], name=op.f("fk_procedures_adopted_by")),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_procedures_community_id")),
        sa.PrimaryKeyConstraint("community_id", "version", name=op.f("pk_procedures")),
    )
    op.create_table(
        "reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("grid_id", sa.Uuid(), nullable=True),
        sa.Column("reporter_id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("procedure_version", sa.BigInteger(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "RECEIVED",
                "ASSIGNED",
                "HANDLING",
                "RESOLVED",
                "RATED",
                "REJECTED",
                "REOPENED",
                name="stage",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("latitude", sa.BigInteger(), nullable=True),
        sa.Column("longitude", sa.BigInteger(), nullable=True),
        sa.Column("reported_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("due_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("warned", sa.Boolean(), nullable=False),
        sa.Column("overdue", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.BigInteger(), nullable=False),
        sa.Column("handovers", sa.BigInteger(), nullable=False),
        sa.Column("reopened", sa.Boolean(), nullable=False),
        sa.Column("question", sa.Text(), nullable=True),
        sa.Column("asked_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("answered_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("resolved_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("elsewhere", sa.Text(), nullable=True),
        sa.Column("rating", sa.BigInteger(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("idempotency_key", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_reports_community_id")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_reports_department_id")),
        sa.ForeignKeyConstraint(["grid_id"], ["grids.id"], name=op.f("fk_reports_grid_id")),
        sa.ForeignKeyConstraint(["reporter_id"], ["residents.id"], name=op.f("fk_reports_reporter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("reporter_id", "idempotency_key", name=op.f("uq_reports_reporter_id_idempotency_key")),
    )
    op.create_index(
        op.f("ix_reports_community_id_latitude_longitude"),
        "reports",
        ["community_id", "latitude", "longitude"],
        unique=False,
    )
    op.create_index(
        op.f("ix_reports_community_id_reported_at_id"), "reports", ["community_id", "reported_at", "id"], unique=False
    )
    op.create_index(
        op.f("ix_reports_community_id_stage_reported_at_id"),
        "reports",
        ["community_id", "stage", "reported_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_reports_department_id_reported_at_id"), "reports", ["department_id", "reported_at", "id"], unique=False
    )
    op.create_index(
        op.f("ix_reports_grid_id_reported_at_id"), "reports", ["grid_id", "reported_at", "id"], unique=False
    )
    op.create_index(
        op.f("ix_reports_reporter_id_reported_at_id"), "reports", ["reporter_id", "reported_at", "id"], unique=False
    )
    op.create_table(
        "report_clocks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("clock", sa.Enum("DISPATCH", "ANSWER", name="clock", native_enum=False, length=20), nullable=False),
        sa.Column("begun_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("due_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("seconds", sa.BigInteger(), nullable=False),
        sa.Column("left", sa.BigInteger(), nullable=True),
        sa.Column("warned_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("overdue_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_report_clocks_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_clocks")),
        sa.UniqueConstraint("report_id", "number", name=op.f("uq_report_clocks_report_id_number")),
    )
    op.create_table(
        "report_followers",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("since", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_report_followers_report_id")),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("fk_report_followers_resident_id")),
        sa.PrimaryKeyConstraint("report_id", "resident_id", name=op.f("pk_report_followers")),
    )
    op.create_index(op.f("ix_report_followers_resident_id"), "report_followers", ["resident_id"], unique=False)
    op.create_table(
        "report_photos",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("after", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["photo_id"], ["photos.id"], name=op.f("fk_report_photos_photo_id")),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_report_photos_report_id")),
        sa.PrimaryKeyConstraint("report_id", "photo_id", name=op.f("pk_report_photos")),
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_index(op.f("ix_roles_community_id_role"), table_name="roles")
