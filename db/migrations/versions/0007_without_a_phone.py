"""Residents without a phone, for whom the staff types in what they say and vote"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("residents", schema=None) as batch_op:
        batch_op.alter_column("phone_sealed", existing_type=sa.LargeBinary(), nullable=True)
        batch_op.alter_column("phone_hash", existing_type=sa.LargeBinary(length=32), nullable=True)


def downgrade() -> None:
    with op.batch_alter_table("residents", schema=None) as batch_op:
        batch_op.alter_column("phone_hash", existing_type=sa.LargeBinary(length=32), nullable=False)
        batch_op.alter_column("phone_sealed", existing_type=sa.LargeBinary(), nullable=False)
