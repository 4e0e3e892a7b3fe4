"""Proceedings: agenda, house rules, who is there, the floor"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from db.models.base import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, UtcDateTime(timezone=True), nullable=nullable)


def one_of(name: str, column: str, *values: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(column, sa.Enum(*values, name=name, native_enum=False, length=20), nullable=nullable)


def of(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def upgrade() -> None:
    op.create_table(
        "house_rules",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        moment("adopted_at"),
        of("house_rules", "community_id", "communities"),
        sa.PrimaryKeyConstraint("community_id", "version", name=op.f("pk_house_rules")),
    )
    op.create_table(
        "agenda_items",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("poll_id", sa.Uuid(), nullable=True),
        moment("opened_at", nullable=True),
        moment("closed_at", nullable=True),
        of("agenda_items", "meeting_id", "meetings"),
        of("agenda_items", "poll_id", "polls"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_items")),
        sa.UniqueConstraint("meeting_id", "position", name=op.f("uq_agenda_items_meeting_id_position")),
    )
    op.create_table(
        "participants",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        one_of("party", "party", "RESIDENTS", "COMMUNITY", "PROPERTY_COMPANY", "GUESTS"),
        sa.Column("on_spot", sa.Boolean(), nullable=False),
        sa.Column("rules_version", sa.BigInteger(), nullable=False),
        moment("entered_at"),
        sa.Column("signed_in_by", sa.Uuid(), nullable=True),
        of("participants", "meeting_id", "meetings"),
        of("participants", "resident_id", "residents"),
        of("participants", "signed_in_by", "residents"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participants")),
        sa.UniqueConstraint("meeting_id", "resident_id", name=op.f("uq_participants_meeting_id_resident_id")),
    )
    op.create_table(
        "turns",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        moment("asked_at"),
        moment("given_at", nullable=True),
        moment("until", nullable=True),
        moment("ended_at", nullable=True),
        one_of("ending", "ending", "WITHDRAWN", "RETURNED", "TAKEN", "TIME_OVER", "MEETING_OVER", nullable=True),
        of("turns", "meeting_id", "meetings"),
        of("turns", "participant_id", "participants"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turns")),
    )
    with op.batch_alter_table("turns", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_turns_meeting_id_asked_at_id"), ["meeting_id", "asked_at", "id"], unique=False
        )
    op.create_table(
        "breaches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        one_of("breachanswer", "answer", "NOTED", "REMINDED", "FLOOR_TAKEN"),
        moment("noted_at"),
        of("breaches", "meeting_id", "meetings"),
        of("breaches", "participant_id", "participants"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breaches")),
    )
    with op.batch_alter_table("breaches", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_breaches_meeting_id"), ["meeting_id"], unique=False)
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("turn_seconds", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("person_seconds", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("stream_url", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("publish_key_hash", sa.LargeBinary(length=32), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        for column in ("publish_key_hash", "stream_url", "person_seconds", "turn_seconds"):
            batch_op.drop_column(column)
    for table in ("breaches", "turns", "participants", "agenda_items", "house_rules"):
        op.drop_table(table)
