"""What a correction could not take back stays owed, also of those there are"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

OF_CORRECTIONS = """
UPDATE points_entries SET owed = material
    + (SELECT given.material FROM points_entries AS given WHERE given.id = points_entries.corrects_id)
WHERE corrects_id IS NOT NULL
"""
OF_ACCOUNTS = """
UPDATE points_accounts SET owed = (
    SELECT coalesce(sum(entry.owed), 0) FROM points_entries AS entry
    WHERE entry.resident_id = points_accounts.resident_id)
"""


def upgrade() -> None:
    for table in ("points_entries", "points_accounts"):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("owed", sa.BigInteger(), nullable=False, server_default="0"))
    op.execute(OF_CORRECTIONS)
    op.execute(OF_ACCOUNTS)
    for table in ("points_entries", "points_accounts"):
        with op.batch_alter_table(table) as batch:
            batch.alter_column("owed", existing_type=sa.BigInteger(), server_default=None)
    with op.batch_alter_table("points_accounts") as batch:
        batch.create_check_constraint(op.f("ck_points_accounts_owed"), "owed >= 0")


def downgrade() -> None:
    with op.batch_alter_table("points_accounts") as batch:
        batch.drop_constraint(op.f("ck_points_accounts_owed"), type_="check")
        batch.drop_column("owed")
    with op.batch_alter_table("points_entries") as batch:
        batch.drop_column("owed")
