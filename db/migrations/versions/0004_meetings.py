"""Meetings and what was said in them"""

import sqlalchemy as sa
from alembic import op

from db.models.base import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meetings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("issue_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column(
            "phase", sa.Enum("SCHEDULED", "LIVE", "ENDED", name="phase", native_enum=False, length=20), nullable=False
        ),
        sa.Column("scheduled_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("starts_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("started_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_meetings_community_id_communities")
        ),
        sa.ForeignKeyConstraint(["issue_id"], ["issues.id"], name=op.f("fk_meetings_issue_id_issues")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
    )
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_meetings_community_id_starts_at_id"), ["community_id", "starts_at", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_meetings_issue_id_starts_at_id"), ["issue_id", "starts_at", "id"], unique=False
        )

    op.create_table(
        "utterances",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("record_seq", sa.BigInteger(), nullable=True),
        sa.Column("started_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("redacted_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("redaction_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_utterances_meeting_id_meetings")),
        sa.PrimaryKeyConstraint("meeting_id", "id", name=op.f("pk_utterances")),
    )
    with op.batch_alter_table("utterances", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_utterances_meeting_id_seq"), ["meeting_id", "seq"], unique=True)


def downgrade() -> None:
    op.drop_table("utterances")
    op.drop_table("meetings")
