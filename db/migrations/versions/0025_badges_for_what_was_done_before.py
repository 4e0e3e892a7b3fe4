"""Badges for what was done before"""

import sqlalchemy as sa
from alembic import op

from db.models.base import UtcDateTime

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "badge_rounds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("after", sa.Uuid(), nullable=True),
        sa.Column("ended_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_badge_rounds_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_badge_rounds")),
        sa.UniqueConstraint("community_id", "version", name=op.f("uq_badge_rounds_community_id_version")),
    )


def downgrade() -> None:
    op.drop_table("badge_rounds")
