"""Checked by anyone: ballots, checkpoints and the keys that sign them"""

import secrets

import sqlalchemy as sa
from alembic import op

from db.models.base import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signing_keys",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("public_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(length=60), nullable=False),
        sa.Column("since", UtcDateTime(timezone=True), nullable=False),
        sa.Column("previous", sa.String(length=16), nullable=True),
        sa.Column("signature", sa.LargeBinary(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_signing_keys")),
        sa.UniqueConstraint("key_id", name=op.f("uq_signing_keys_key_id")),
    )
    op.create_table(
        "checkpoints",
        sa.Column("stream", sa.String(length=80), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("signature", sa.LargeBinary(length=64), nullable=False),
        sa.ForeignKeyConstraint(["key_id"], ["signing_keys.key_id"], name=op.f("fk_checkpoints_key_id_signing_keys")),
        sa.PrimaryKeyConstraint("stream", "seq", name=op.f("pk_checkpoints")),
    )
    with op.batch_alter_table("checkpoints", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_checkpoints_at"), ["at"], unique=False)

    op.create_table(
        "ballots",
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("tracker", sa.String(length=40), nullable=False),
        sa.Column("choice", sa.String(length=40), nullable=False),
        sa.Column("heads", sa.BigInteger(), nullable=False),
        sa.Column("replaces", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_ballots_poll_id_polls")),
        sa.PrimaryKeyConstraint("poll_id", "seq", "place", name=op.f("pk_ballots")),
        sa.UniqueConstraint("tracker", name=op.f("uq_ballots_tracker")),
    )
    with op.batch_alter_table("polls", schema=None) as batch_op:
        batch_op.add_column(sa.Column("secret", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("ballot_key", sa.LargeBinary(length=32), nullable=True))
    _give_keys()
    with op.batch_alter_table("polls", schema=None) as batch_op:
        batch_op.alter_column("secret", server_default=None)
        batch_op.alter_column("ballot_key", nullable=False)


def _give_keys() -> None:
    polls = sa.table("polls", sa.column("id", sa.Uuid()), sa.column("ballot_key", sa.LargeBinary()))
    connection = op.get_bind()
    for (key,) in connection.execute(sa.select(polls.c.id)).all():
        connection.execute(polls.update().where(polls.c.id == key).values(ballot_key=secrets.token_bytes(32)))


def downgrade() -> None:
    with op.batch_alter_table("polls", schema=None) as batch_op:
        batch_op.drop_column("ballot_key")
        batch_op.drop_column("secret")
    op.drop_table("ballots")
    op.drop_table("checkpoints")
    op.drop_table("signing_keys")
