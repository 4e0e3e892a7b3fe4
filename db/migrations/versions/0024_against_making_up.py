"""What it takes so that nobody can make anything up: when a help was last spoken of, and gifts to nobody"""

import sqlalchemy as sa
from alembic import op

from db.models.base import UtcDateTime

revision = "0024"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("helps") as batch:
        batch.add_column(sa.Column("said_at", UtcDateTime(timezone=True), nullable=True))
    with op.batch_alter_table("hours_gifts") as batch:
        batch.alter_column("receiver_id", existing_type=sa.Uuid(), nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM hours_gifts WHERE receiver_id IS NULL")
    with op.batch_alter_table("hours_gifts") as batch:
        batch.alter_column("receiver_id", existing_type=sa.Uuid(), nullable=False)
    with op.batch_alter_table("helps") as batch:
        batch.drop_column("said_at")
