"""Photos and notices"""

import sqlalchemy as sa
from alembic import op

from db.models.base import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "photos",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("width", sa.BigInteger(), nullable=False),
        sa.Column("height", sa.BigInteger(), nullable=False),
        sa.Column("uploaded_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["residents.id"], name=op.f("fk_photos_owner_id_residents")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photos")),
        sa.UniqueConstraint("name", name=op.f("uq_photos_name")),
    )
    op.create_index(op.f("ix_photos_owner_id"), "photos", ["owner_id"])
    op.create_table(
        "notices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("told_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("read_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("fk_notices_resident_id_residents")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    op.create_index(op.f("ix_notices_resident_id_seq"), "notices", ["resident_id", "seq"], unique=True)
    op.create_index(op.f("ix_notices_resident_id_told_at_id"), "notices", ["resident_id", "told_at", "id"])
    op.create_index(op.f("ix_notices_resident_id_read_at"), "notices", ["resident_id", "read_at"])


def downgrade() -> None:
    op.drop_table("notices")
    op.drop_table("photos")
