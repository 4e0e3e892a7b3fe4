"""The catalogue of rewards, their vouchers, and entries of the ledger without a rule"""

import sqlalchemy as sa
from alembic import op

from db.models.base import UtcDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

ONCE = "uq_points_entries_source_movement"
WITHOUT_RULE = {"sqlite_where": sa.text("rule IS NULL"), "postgresql_where": sa.text("rule IS NULL")}


def upgrade() -> None:
    places()
    catalogue()
    vouchers()
    with op.batch_alter_table("points_entries") as batch:
        batch.alter_column("rule", existing_type=sa.String(20), nullable=True)
        batch.alter_column("tariff_version", existing_type=sa.BigInteger(), nullable=True)
        batch.create_index(ONCE, ["source", "movement"], unique=True, **WITHOUT_RULE)
        batch.create_check_constraint(
            op.f("ck_points_entries_rule"), "(rule IS NULL) = (movement IN ('SPENT', 'RETURNED'))"
        )
    with op.batch_alter_table("points_accounts") as batch:
        batch.create_check_constraint(op.f("ck_points_accounts_balance"), "balance >= 0")


def places() -> None:
    op.create_table(
        "pickup_places",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_pickup_places_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pickup_places")),
    )
    with op.batch_alter_table("pickup_places", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pickup_places_community_id"), ["community_id"], unique=False)

    op.create_table(
        "handing_out",
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["pickup_places.id"], name=op.f("fk_handing_out_place_id")),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("fk_handing_out_resident_id")),
        sa.PrimaryKeyConstraint("place_id", "resident_id", name=op.f("pk_handing_out")),
    )
    with op.batch_alter_table("handing_out", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handing_out_resident_id"), ["resident_id"], unique=False)


def catalogue() -> None:
    op.create_table(
        "rewards",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("share", sa.BigInteger(), nullable=True),
        sa.Column("share_days", sa.BigInteger(), nullable=True),
        sa.Column("voucher_days", sa.BigInteger(), nullable=False),
        sa.Column("stock", sa.BigInteger(), nullable=False),
        sa.Column("added_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("stock >= 0", name=op.f("ck_rewards_stock")),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_rewards_community_id")),
        sa.ForeignKeyConstraint(["place_id"], ["pickup_places.id"], name=op.f("fk_rewards_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rewards")),
    )
    with op.batch_alter_table("rewards", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rewards_community_id_added_at_id"), ["community_id", "added_at", "id"], unique=False
        )

    op.create_table(
        "stock_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reward_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["residents.id"], name=op.f("fk_stock_changes_by_id")),
        sa.ForeignKeyConstraint(["reward_id"], ["rewards.id"], name=op.f("fk_stock_changes_reward_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_changes")),
    )
    with op.batch_alter_table("stock_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stock_changes_reward_id"), ["reward_id"], unique=False)


def vouchers() -> None:
    op.create_table(
        "vouchers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("reward_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=True),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("idempotency_key", sa.String(length=200), nullable=True),
        sa.Column("redeemed_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("handed_out_by", sa.Uuid(), nullable=True),
        sa.Column("handed_out_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("returned_at", UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("handed_out_at IS NULL OR returned_at IS NULL", name=op.f("ck_vouchers_one_end")),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_vouchers_community_id")),
        sa.ForeignKeyConstraint(["handed_out_by"], ["residents.id"], name=op.f("fk_vouchers_handed_out_by")),
        sa.ForeignKeyConstraint(["household_id"], ["households.id"], name=op.f("fk_vouchers_household_id")),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("fk_vouchers_resident_id")),
        sa.ForeignKeyConstraint(["reward_id"], ["rewards.id"], name=op.f("fk_vouchers_reward_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vouchers")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_vouchers_code_hash")),
        sa.UniqueConstraint("resident_id", "idempotency_key", name=op.f("uq_vouchers_resident_id_idempotency_key")),
    )
    with op.batch_alter_table("vouchers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vouchers_community_id"), ["community_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_vouchers_resident_id_redeemed_at_id"), ["resident_id", "redeemed_at", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_vouchers_reward_id_household_id_redeemed_at"),
            ["reward_id", "household_id", "redeemed_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_vouchers_reward_id_resident_id_redeemed_at"),
            ["reward_id", "resident_id", "redeemed_at"],
            unique=False,
        )


def downgrade() -> None:
    """Who has spent something gets it back; vouchers are gone."""
    op.execute("DELETE FROM deadlines WHERE kind = 'VOUCHER_EXPIRES'")
    op.execute(
        "UPDATE points_accounts SET balance = balance - (SELECT COALESCE(SUM(material), 0) FROM points_entries"
        " WHERE points_entries.resident_id = points_accounts.resident_id AND points_entries.rule IS NULL)"
    )
    op.execute("DELETE FROM points_entries WHERE rule IS NULL")
    with op.batch_alter_table("points_accounts") as batch:
        batch.drop_constraint(op.f("ck_points_accounts_balance"), type_="check")
    with op.batch_alter_table("points_entries") as batch:
        batch.drop_constraint(op.f("ck_points_entries_rule"), type_="check")
        batch.drop_index(ONCE)
        batch.alter_column("tariff_version", existing_type=sa.BigInteger(), nullable=False)
        batch.alter_column("rule", existing_type=sa.String(20), nullable=False)
    for table in ("vouchers", "stock_changes", "rewards", "handing_out", "pickup_places"):
        op.drop_table(table)
