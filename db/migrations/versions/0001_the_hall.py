"""The hall: residents, issues, polls, the record"""

import sqlalchemy as sa
from alembic import op

from db.models.base import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "communities",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("households", sa.BigInteger(), nullable=False),
        sa.Column("founded_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("roll_version", sa.BigInteger(), nullable=False),
        sa.Column("roll_heads", sa.BigInteger(), nullable=False),
        sa.Column("roll_area", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_communities")),
    )
    op.create_table(
        "deadlines",
        sa.Column(
            "kind", sa.Enum("POLL_OPENS", "POLL_CLOSES", name="due", native_enum=False, length=30), nullable=False
        ),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("due_at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kind", "subject_id", name=op.f("pk_deadlines")),
    )
    with op.batch_alter_table("deadlines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deadlines_due_at"), ["due_at"], unique=False)

    op.create_table(
        "entries",
        sa.Column("stream", sa.String(length=80), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=True),
        sa.Column("payload_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("previous", sa.LargeBinary(length=32), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("stream", "seq", name=op.f("pk_entries")),
    )
    op.create_table(
        "sign_in_codes",
        sa.Column("phone_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("expires_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("phone_hash", name=op.f("pk_sign_in_codes")),
    )
    op.create_table(
        "streams",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("head", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("changed_at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_streams")),
    )
    op.create_table(
        "residents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("display_name", sa.String(length=80), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("phone_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("registered_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("verified_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_residents_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_residents")),
        sa.UniqueConstraint("phone_hash", name=op.f("uq_residents_phone_hash")),
    )
    with op.batch_alter_table("residents", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_residents_community_id_registered_at_id"),
            ["community_id", "registered_at", "id"],
            unique=False,
        )

    op.create_table(
        "issues",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "PROPOSED",
                "SCREENED",
                "PREPARING",
                "DELIBERATING",
                "VOTING",
                "PUBLISHED",
                "SUPERVISED",
                "CLOSED",
                "DECLINED",
                name="stage",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("important", sa.Boolean(), nullable=False),
        sa.Column("raised_by", sa.Uuid(), nullable=True),
        sa.Column("raised_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("comments", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_issues_community_id")),
        sa.ForeignKeyConstraint(["raised_by"], ["residents.id"], name=op.f("fk_issues_raised_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issues")),
    )
    with op.batch_alter_table("issues", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_issues_community_id_raised_at_id"), ["community_id", "raised_at", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_issues_community_id_stage_raised_at_id"),
            ["community_id", "stage", "raised_at", "id"],
            unique=False,
        )

    op.create_table(
        "roles",
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "RESIDENT",
                "MODERATOR",
                "GRID_WORKER",
                "DEPARTMENT_OFFICER",
                "STREET_OFFICER",
                "COMMUNITY_STAFF",
                "SUPERVISOR",
                "EVALUATOR",
                "ADMIN",
                name="role",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_roles_community_id")),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("fk_roles_resident_id")),
        sa.PrimaryKeyConstraint("resident_id", "community_id", "role", name=op.f("pk_roles")),
    )
    op.create_table(
        "roll_entries",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("heads", sa.BigInteger(), nullable=False),
        sa.Column("area", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_roll_entries_community_id")),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("fk_roll_entries_resident_id")),
        sa.PrimaryKeyConstraint("community_id", "resident_id", "since", name=op.f("pk_roll_entries")),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("started_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("fk_sessions_resident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sessions_token_hash")),
    )
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sessions_resident_id"), ["resident_id"], unique=False)

    op.create_table(
        "comments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("issue_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("posted_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["residents.id"], name=op.f("fk_comments_author_id")),
        sa.ForeignKeyConstraint(["issue_id"], ["issues.id"], name=op.f("fk_comments_issue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
    )
    with op.batch_alter_table("comments", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_comments_issue_id_posted_at_id"), ["issue_id", "posted_at", "id"], unique=False
        )

    op.create_table(
        "issue_steps",
        sa.Column("issue_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column(
            "from_stage",
            sa.Enum(
                "PROPOSED",
                "SCREENED",
                "PREPARING",
                "DELIBERATING",
                "VOTING",
                "PUBLISHED",
                "SUPERVISED",
                "CLOSED",
                "DECLINED",
                name="stage",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "to_stage",
            sa.Enum(
                "PROPOSED",
                "SCREENED",
                "PREPARING",
                "DELIBERATING",
                "VOTING",
                "PUBLISHED",
                "SUPERVISED",
                "CLOSED",
                "DECLINED",
                name="stage",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("taken_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["issue_id"], ["issues.id"], name=op.f("fk_issue_steps_issue_id")),
        sa.PrimaryKeyConstraint("issue_id", "seq", name=op.f("pk_issue_steps")),
    )
    op.create_table(
        "issue_terms",
        sa.Column("term", sa.String(length=40), nullable=False),
        sa.Column("issue_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["issue_id"], ["issues.id"], name=op.f("fk_issue_terms_issue_id")),
        sa.PrimaryKeyConstraint("term", "issue_id", name=op.f("pk_issue_terms")),
    )
    op.create_table(
        "polls",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("issue_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("opens_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("closes_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("revisable", sa.Boolean(), nullable=False),
        sa.Column(
            "tally_visibility",
            sa.Enum("LIVE", "AFTER_MY_VOTE", "AFTER_CLOSE", name="tallyvisibility", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("opened_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("roll_version", sa.BigInteger(), nullable=True),
        sa.Column("electorate", sa.BigInteger(), nullable=True),
        sa.Column("electorate_area", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("winner", sa.String(length=40), nullable=True),
        sa.Column(
            "ground",
            sa.Enum("MOST_VOTES", "TIE", "NO_VOTES", name="ground", native_enum=False, length=20),
            nullable=True,
        ),
        sa.Column("closing_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_polls_community_id")),
        sa.ForeignKeyConstraint(["issue_id"], ["issues.id"], name=op.f("fk_polls_issue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_polls")),
    )
    with op.batch_alter_table("polls", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_polls_issue_id_created_at_id"), ["issue_id", "created_at", "id"], unique=False
        )

    op.create_table(
        "poll_choices",
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("votes", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_poll_choices_poll_id")),
        sa.PrimaryKeyConstraint("poll_id", "key", name=op.f("pk_poll_choices")),
    )
    op.create_table(
        "vote_keys",
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(length=32), nullable=False),
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("tracker", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("cast_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_vote_keys_poll_id")),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("fk_vote_keys_resident_id")),
        sa.PrimaryKeyConstraint("resident_id", "key", name=op.f("pk_vote_keys")),
    )
    op.create_table(
        "votes",
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("choice", sa.String(length=40), nullable=False),
        sa.Column("heads", sa.BigInteger(), nullable=False),
        sa.Column("area", sa.BigInteger(), nullable=False),
        sa.Column("tracker", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("cast_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_votes_poll_id")),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("fk_votes_resident_id")),
        sa.PrimaryKeyConstraint("poll_id", "resident_id", name=op.f("pk_votes")),
    )


def downgrade() -> None:

    op.drop_table("votes")
    op.drop_table("vote_keys")
    op.drop_table("poll_choices")
    with op.batch_alter_table("polls", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_polls_issue_id_created_at_id"))

    op.drop_table("polls")
    op.drop_table("issue_terms")
    op.drop_table("issue_steps")
    with op.batch_alter_table("comments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comments_issue_id_posted_at_id"))

    op.drop_table("comments")
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sessions_resident_id"))

    op.drop_table("sessions")
    op.drop_table("roll_entries")
    op.drop_table("roles")
    with op.batch_alter_table("issues", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_issues_community_id_stage_raised_at_id"))
        batch_op.drop_index(batch_op.f("ix_issues_community_id_raised_at_id"))

    op.drop_table("issues")
    with op.batch_alter_table("residents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_residents_community_id_registered_at_id"))

    op.drop_table("residents")
    op.drop_table("streams")
    op.drop_table("sign_in_codes")
    op.drop_table("entries")
    with op.batch_alter_table("deadlines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deadlines_due_at"))

    op.drop_table("deadlines")
    op.drop_table("communities")
