"""Rights, badges and honours"""

import sqlalchemy as sa
from alembic import op

from db.models.base import UtcDateTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "badge_books",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("valid_from", UtcDateTime(timezone=True), nullable=False),
        sa.Column("adopted_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("adopted_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["adopted_by"], ["residents.id"], name=op.f("fk_badge_books_adopted_by")),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_badge_books_community_id")),
        sa.PrimaryKeyConstraint("community_id", "version", name=op.f("pk_badge_books")),
    )
    op.create_table(
        "badge_sets_earned",
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("badge_set", sa.String(length=40), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("earned_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_badge_sets_earned_community_id")),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("fk_badge_sets_earned_resident_id")),
        sa.PrimaryKeyConstraint("resident_id", "badge_set", name=op.f("pk_badge_sets_earned")),
    )
    with op.batch_alter_table("badge_sets_earned", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_badge_sets_earned_community_id"), ["community_id"], unique=False)

    op.create_table(
        "badges_earned",
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("badge", sa.String(length=40), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("have", sa.BigInteger(), nullable=False),
        sa.Column("earned_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_badges_earned_community_id")),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("fk_badges_earned_resident_id")),
        sa.PrimaryKeyConstraint("resident_id", "badge", name=op.f("pk_badges_earned")),
    )
    with op.batch_alter_table("badges_earned", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_badges_earned_community_id"), ["community_id"], unique=False)

    op.create_table(
        "council_draws",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("places", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("drawn_by", sa.Uuid(), nullable=False),
        sa.Column("drawn_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_council_draws_community_id")),
        sa.ForeignKeyConstraint(["drawn_by"], ["residents.id"], name=op.f("fk_council_draws_drawn_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_draws")),
    )
    with op.batch_alter_table("council_draws", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_council_draws_community_id_drawn_at_id"), ["community_id", "drawn_at", "id"], unique=False
        )

    op.create_table(
        "council_willing",
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("since", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_council_willing_community_id")),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("fk_council_willing_resident_id")),
        sa.PrimaryKeyConstraint("resident_id", name=op.f("pk_council_willing")),
    )
    with op.batch_alter_table("council_willing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_council_willing_community_id"), ["community_id"], unique=False)

    op.create_table(
        "honours",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column(
            "honour",
            sa.Enum("MODEL", "PIONEER", "VOLUNTEER", name="honour", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("what_for", sa.Text(), nullable=True),
        sa.Column("points", sa.BigInteger(), nullable=True),
        sa.Column("given_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_honours_community_id")),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("fk_honours_resident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_honours")),
        sa.UniqueConstraint("resident_id", "honour", "source", name=op.f("uq_honours_resident_id_honour_source")),
    )
    with op.batch_alter_table("honours", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_honours_community_id_given_at_id"), ["community_id", "given_at", "id"], unique=False
        )

    op.create_table(
        "council_lots",
        sa.Column("draw_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["draw_id"], ["council_draws.id"], name=op.f("fk_council_lots_draw_id")),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("fk_council_lots_resident_id")),
        sa.PrimaryKeyConstraint("draw_id", "place", name=op.f("pk_council_lots")),
    )
    op.create_table(
        "issue_seconds",
        sa.Column("issue_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("seconded_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["issue_id"], ["issues.id"], name=op.f("fk_issue_seconds_issue_id")),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("fk_issue_seconds_resident_id")),
        sa.PrimaryKeyConstraint("issue_id", "resident_id", name=op.f("pk_issue_seconds")),
    )
    with op.batch_alter_table("issue_seconds", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_issue_seconds_issue_id_seconded_at_resident_id"),
            ["issue_id", "seconded_at", "resident_id"],
            unique=False,
        )

    op.create_table(
        "hidden_comments",
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("hidden_by", sa.Uuid(), nullable=False),
        sa.Column("hidden_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("restored_by", sa.Uuid(), nullable=True),
        sa.Column("restored_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("restored_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f("fk_hidden_comments_comment_id")),
        sa.ForeignKeyConstraint(["hidden_by"], ["residents.id"], name=op.f("fk_hidden_comments_hidden_by")),
        sa.ForeignKeyConstraint(["restored_by"], ["residents.id"], name=op.f("fk_hidden_comments_restored_by")),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_hidden_comments")),
    )
    op.create_table(
        "nominations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column(
            "honour",
            sa.Enum("MODEL", "PIONEER", "VOLUNTEER", name="honour", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("nominee_id", sa.Uuid(), nullable=False),
        sa.Column("nominated_by", sa.Uuid(), nullable=False),
        sa.Column("what_for", sa.Text(), nullable=False),
        sa.Column("nominated_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column(
            "standing",
            sa.Enum("OPEN", "VOTING", "DECLINED", "ENDED", name="standing", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("poll_id", sa.Uuid(), nullable=True),
        sa.Column("choice", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_nominations_community_id")),
        sa.ForeignKeyConstraint(["nominated_by"], ["residents.id"], name=op.f("fk_nominations_nominated_by")),
        sa.ForeignKeyConstraint(["nominee_id"], ["residents.id"], name=op.f("fk_nominations_nominee_id")),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_nominations_poll_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nominations")),
    )
    with op.batch_alter_table("nominations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_nominations_community_id_nominated_at_id"),
            ["community_id", "nominated_at", "id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_nominations_poll_id"), ["poll_id"], unique=False)
        batch_op.create_index(
            "uq_nominations_open",
            ["honour", "nominee_id"],
            unique=True,
            sqlite_where=sa.text("standing = 'OPEN'"),
            postgresql_where=sa.text("standing = 'OPEN'"),
        )

    with op.batch_alter_table("comments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comments_author_id_posted_at"), ["author_id", "posted_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("comments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comments_author_id_posted_at"))

    with op.batch_alter_table("nominations", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_nominations_open",
            sqlite_where=sa.text("standing = 'OPEN'"),
            postgresql_where=sa.text("standing = 'OPEN'"),
        )
        batch_op.drop_index(batch_op.f("ix_nominations_poll_id"))
        batch_op.drop_index(batch_op.f("ix_nominations_community_id_nominated_at_id"))

    op.drop_table("nominations")
    op.drop_table("hidden_comments")
    with op.batch_alter_table("issue_seconds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_issue_seconds_issue_id_seconded_at_resident_id"))

    op.drop_table("issue_seconds")
    op.drop_table("council_lots")
    with op.batch_alter_table("honours", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_honours_community_id_given_at_id"))

    op.drop_table("honours")
    with op.batch_alter_table("council_willing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_council_willing_community_id"))

    op.drop_table("council_willing")
    with op.batch_alter_table("council_draws", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_council_draws_community_id_drawn_at_id"))

    op.drop_table("council_draws")
    with op.batch_alter_table("badges_earned", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_badges_earned_community_id"))

    op.drop_table("badges_earned")
    with op.batch_alter_table("badge_sets_earned", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_badge_sets_earned_community_id"))

    op.drop_table("badge_sets_earned")
    op.drop_table("badge_books")
