"""Streams know whether they are to be signed, so that nobody has to look at all of them"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

MOVED = """
UPDATE streams SET unsigned = true WHERE head > 0 AND name NOT LIKE 'resident:%' AND NOT EXISTS (
    SELECT 1 FROM checkpoints WHERE checkpoints.stream = streams.name AND checkpoints.seq = streams.head)
"""


def upgrade() -> None:
    with op.batch_alter_table("streams") as batch:
        batch.add_column(sa.Column("unsigned", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(MOVED)
    with op.batch_alter_table("streams") as batch:
        batch.alter_column("unsigned", existing_type=sa.Boolean(), server_default=None)
    op.create_index(
        "ix_streams_unsigned",
        "streams",
        ["name"],
        sqlite_where=sa.text("unsigned = 1"),
        postgresql_where=sa.text("unsigned"),
    )


def downgrade() -> None:
    op.drop_index("ix_streams_unsigned", "streams")
    with op.batch_alter_table("streams") as batch:
        batch.drop_column("unsigned")
