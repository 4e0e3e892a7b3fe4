"""Boards count some entries later than they are given, and know which"""

import sqlalchemy as sa
from alembic import op

from db.models.base import UtcDateTime

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

UNCOUNTED = sa.text("counted_at IS NULL")
OWNERS = ("resident_id", "building_id", "team_id")
OLD = "ix_points_entries_building_id_at_id"


def upgrade() -> None:
    with op.batch_alter_table("points_entries") as batch:
        batch.add_column(sa.Column("counted_at", UtcDateTime(timezone=True), nullable=True))
        batch.drop_index(op.f(OLD))
    op.execute("UPDATE points_entries SET counted_at = at")
    for owner in OWNERS:
        op.create_index(op.f(f"ix_points_entries_{owner}_counted_at_id"), "points_entries", [owner, "counted_at", "id"])
    op.create_index(
        "ix_points_entries_uncounted",
        "points_entries",
        ["community_id", "day"],
        sqlite_where=UNCOUNTED,
        postgresql_where=UNCOUNTED,
    )
    with op.batch_alter_table("points_accounts") as batch:
        batch.add_column(sa.Column("uncounted", sa.BigInteger(), nullable=False, server_default="0"))
    with op.batch_alter_table("points_accounts") as batch:
        batch.alter_column("uncounted", existing_type=sa.BigInteger(), server_default=None)


def downgrade() -> None:
    op.execute("DELETE FROM deadlines WHERE kind = 'REPORTS_COUNTED'")
    with op.batch_alter_table("points_accounts") as batch:
        batch.drop_column("uncounted")
    op.drop_index("ix_points_entries_uncounted", "points_entries")
    for owner in OWNERS:
        op.drop_index(op.f(f"ix_points_entries_{owner}_counted_at_id"), "points_entries")
    with op.batch_alter_table("points_entries") as batch:
        batch.create_index(op.f(OLD), ["building_id", "at", "id"])
        batch.drop_column("counted_at")
