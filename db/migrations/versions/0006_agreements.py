"""Agreements: points, signatories, and how each point is carried out"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from db.models.base import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, UtcDateTime(timezone=True), nullable=nullable)


def party(column: str) -> sa.Column[Any]:
    parties = ("RESIDENTS", "COMMUNITY", "PROPERTY_COMPANY", "GUESTS")
    return sa.Column(column, sa.Enum(*parties, name="party", native_enum=False, length=20), nullable=False)


def of(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def upgrade() -> None:
    op.create_table(
        "agreements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("drafted_by", sa.Uuid(), nullable=False),
        moment("drafted_at"),
        moment("in_force_at", nullable=True),
        of("agreements", "drafted_by", "residents"),
        of("agreements", "meeting_id", "meetings"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_agreements_meeting_id")),
    )
    op.create_table(
        "agreement_points",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        party("responsible"),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("notes", sa.BigInteger(), nullable=False),
        of("agreement_points", "agreement_id", "agreements"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_points")),
        sa.UniqueConstraint("agreement_id", "number", name=op.f("uq_agreement_points_agreement_id_number")),
    )
    op.create_table(
        "signatories",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        party("party"),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        moment("signed_at", nullable=True),
        of("signatories", "agreement_id", "agreements"),
        of("signatories", "resident_id", "residents"),
        sa.PrimaryKeyConstraint("agreement_id", "party", name=op.f("pk_signatories")),
    )
    op.create_table(
        "point_notes",
        sa.Column("point_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        moment("noted_at"),
        sa.Column("noted_by", sa.Uuid(), nullable=False),
        of("point_notes", "noted_by", "residents"),
        of("point_notes", "point_id", "agreement_points"),
        sa.PrimaryKeyConstraint("point_id", "number", name=op.f("pk_point_notes")),
    )


def downgrade() -> None:
    for table in ("point_notes", "signatories", "agreement_points", "agreements"):
        op.drop_table(table)
