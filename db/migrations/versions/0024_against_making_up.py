"""Against what is made up: when a help was last spoken of, gifts to nobody, rings, and full households"""

import sqlalchemy as sa
from alembic import op

from db.models.base import UtcDateTime

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("helps") as batch:
        batch.add_column(sa.Column("said_at", UtcDateTime(timezone=True), nullable=True))
    with op.batch_alter_table("hours_gifts") as batch:
        batch.alter_column("receiver_id", existing_type=sa.Uuid(), nullable=True)
    op.create_table(
        "hold_parties",
        sa.Column("hold_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["hold_id"], ["points_holds.id"], name=op.f("fk_hold_parties_hold_id")),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("fk_hold_parties_resident_id")),
        sa.PrimaryKeyConstraint("hold_id", "resident_id", name=op.f("pk_hold_parties")),
    )
    with op.batch_alter_table("household_requests") as batch:
        batch.add_column(sa.Column("vouched_by", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("vouched_at", UtcDateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("vouched_note", sa.Text(), nullable=True))
        batch.create_foreign_key(op.f("fk_household_requests_vouched_by"), "residents", ["vouched_by"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("household_requests") as batch:
        batch.drop_constraint(op.f("fk_household_requests_vouched_by"), type_="foreignkey")
        for column in ("vouched_note", "vouched_at", "vouched_by"):
            batch.drop_column(column)
    op.drop_table("hold_parties")
    op.execute("DELETE FROM hours_gifts WHERE receiver_id IS NULL")
    with op.batch_alter_table("hours_gifts") as batch:
        batch.alter_column("receiver_id", existing_type=sa.Uuid(), nullable=False)
    with op.batch_alter_table("helps") as batch:
        batch.drop_column("said_at")
