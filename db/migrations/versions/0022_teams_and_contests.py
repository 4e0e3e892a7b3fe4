"""Teams and contests"""

import sqlalchemy as sa
from alembic import op

from db.models.base import UtcDateTime

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

WITH_PRIZES = (
    "CASE WHEN rule IS NULL THEN movement IN ('SPENT', 'RETURNED', 'PRIZE', 'CORRECTED')"
    " ELSE movement NOT IN ('SPENT', 'RETURNED', 'PRIZE') END"
)


def upgrade() -> None:
    op.create_table(
        "teams",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("founded_by", sa.Uuid(), nullable=False),
        sa.Column("founded_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("members", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("closing_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_teams_community_id")),
        sa.ForeignKeyConstraint(["founded_by"], ["residents.id"], name=op.f("fk_teams_founded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
    )
    with op.batch_alter_table("teams", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_teams_community_id_founded_at_id"), ["community_id", "founded_at", "id"], unique=False
        )

    op.create_table(
        "team_members",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("joined_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("left_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("fk_team_members_resident_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_team_members_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_members")),
    )
    with op.batch_alter_table("team_members", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_team_members_resident_id_joined_at"), ["resident_id", "joined_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_team_members_team_id_joined_at_id"), ["team_id", "joined_at", "id"], unique=False
        )
        batch_op.create_index(
            "uq_team_members_resident_id",
            ["resident_id"],
            unique=True,
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )

    op.create_table(
        "contests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("IDEAS", "BUILDINGS", "VOLUNTEERING", name="contestkind", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "ENTERING",
                "SHORTLISTING",
                "VOTING",
                "RUNNING",
                "REWARDING",
                "CLOSED",
                "CALLED_OFF",
                name="stage",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("planned_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("planned_by", sa.Uuid(), nullable=False),
        sa.Column("entries_until", UtcDateTime(timezone=True), nullable=True),
        sa.Column("shortlist_by", UtcDateTime(timezone=True), nullable=True),
        sa.Column("closes_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("month", sa.Date(), nullable=True),
        sa.Column("judges_weight", sa.BigInteger(), nullable=False),
        sa.Column("residents_weight", sa.BigInteger(), nullable=False),
        sa.Column("poll_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column(
            "ending",
            sa.Enum("STAFF", "TOO_FEW", "NO_SHORTLIST", name="ending", native_enum=False, length=20),
            nullable=True,
        ),
        sa.Column("calling_off_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_contests_community_id")),
        sa.ForeignKeyConstraint(["planned_by"], ["residents.id"], name=op.f("fk_contests_planned_by")),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_contests_poll_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contests")),
    )
    with op.batch_alter_table("contests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contests_community_id_month"), ["community_id", "month"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_contests_community_id_planned_at_id"), ["community_id", "planned_at", "id"], unique=False
        )

    op.create_table(
        "contest_criteria",
        sa.Column("contest_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("most", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_contest_criteria_contest_id")),
        sa.PrimaryKeyConstraint("contest_id", "position", name=op.f("pk_contest_criteria")),
    )
    op.create_table(
        "contest_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contest_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=True),
        sa.Column("building_id", sa.Uuid(), nullable=True),
        sa.Column("entered_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("shortlisted", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["building_id"], ["buildings.id"], name=op.f("fk_contest_entries_building_id")),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_contest_entries_contest_id")),
        sa.ForeignKeyConstraint(["entered_by"], ["residents.id"], name=op.f("fk_contest_entries_entered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest_entries")),
        sa.UniqueConstraint("contest_id", "building_id", name=op.f("uq_contest_entries_contest_id_building_id")),
        sa.UniqueConstraint("contest_id", "number", name=op.f("uq_contest_entries_contest_id_number")),
    )
    op.create_table(
        "contest_judges",
        sa.Column("contest_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_contest_judges_contest_id")),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("fk_contest_judges_resident_id")),
        sa.PrimaryKeyConstraint("contest_id", "resident_id", name=op.f("pk_contest_judges")),
    )
    op.create_table(
        "contest_prizes",
        sa.Column("contest_id", sa.Uuid(), nullable=False),
        sa.Column(
            "award",
            sa.Enum("IDEA", "BUILDING", "PERSON", "TEAM", name="award", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_contest_prizes_contest_id")),
        sa.PrimaryKeyConstraint("contest_id", "award", "place", name=op.f("pk_contest_prizes")),
    )
    op.create_table(
        "contest_results",
        sa.Column("contest_id", sa.Uuid(), nullable=False),
        sa.Column(
            "award",
            sa.Enum("IDEA", "BUILDING", "PERSON", "TEAM", name="award", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("votes", sa.BigInteger(), nullable=False),
        sa.Column("of_votes", sa.BigInteger(), nullable=False),
        sa.Column("scored", sa.BigInteger(), nullable=False),
        sa.Column("of_scored", sa.BigInteger(), nullable=False),
        sa.Column("minutes", sa.BigInteger(), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_contest_results_contest_id")),
        sa.PrimaryKeyConstraint("contest_id", "award", "subject_id", name=op.f("pk_contest_results")),
    )
    op.create_table(
        "contest_wins",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contest_id", sa.Uuid(), nullable=False),
        sa.Column(
            "award",
            sa.Enum("IDEA", "BUILDING", "PERSON", "TEAM", name="award", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("paid_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_contest_wins_contest_id")),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("fk_contest_wins_resident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest_wins")),
        sa.UniqueConstraint(
            "contest_id",
            "award",
            "subject_id",
            "resident_id",
            name=op.f("uq_contest_wins_contest_id_award_subject_id_resident_id"),
        ),
    )
    with op.batch_alter_table("contest_wins", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_contest_wins_contest_id_paid_at_id"), ["contest_id", "paid_at", "id"], unique=False
        )

    op.create_table(
        "contest_scores",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("judge_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("score", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["contest_entries.id"], name=op.f("fk_contest_scores_entry_id")),
        sa.ForeignKeyConstraint(["judge_id"], ["residents.id"], name=op.f("fk_contest_scores_judge_id")),
        sa.PrimaryKeyConstraint("entry_id", "judge_id", "position", name=op.f("pk_contest_scores")),
    )
    with op.batch_alter_table("points_entries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("team_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_points_entries_team_id"), "teams", ["team_id"], ["id"])
    with op.batch_alter_table("points_entries") as batch:
        batch.drop_constraint(op.f("ck_points_entries_rule"), type_="check")
        batch.create_check_constraint(op.f("ck_points_entries_rule"), WITH_PRIZES)


def downgrade() -> None:
    with op.batch_alter_table("points_entries") as batch:
        batch.drop_constraint(op.f("ck_points_entries_rule"), type_="check")
        batch.create_check_constraint(
            op.f("ck_points_entries_rule"), "(rule IS NULL) = (movement IN ('SPENT', 'RETURNED'))"
        )
    with op.batch_alter_table("points_entries", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_points_entries_team_id"), type_="foreignkey")
        batch_op.drop_column("team_id")

    op.drop_table("contest_scores")
    with op.batch_alter_table("contest_wins", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contest_wins_contest_id_paid_at_id"))

    op.drop_table("contest_wins")
    op.drop_table("contest_results")
    op.drop_table("contest_prizes")
    op.drop_table("contest_judges")
    op.drop_table("contest_entries")
    op.drop_table("contest_criteria")
    with op.batch_alter_table("contests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contests_community_id_planned_at_id"))
        batch_op.drop_index(batch_op.f("ix_contests_community_id_month"))

    op.drop_table("contests")
    with op.batch_alter_table("team_members", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_team_members_resident_id",
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_team_members_team_id_joined_at_id"))
        batch_op.drop_index(batch_op.f("ix_team_members_resident_id_joined_at"))

    op.drop_table("team_members")
    with op.batch_alter_table("teams", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_teams_community_id_founded_at_id"))

    op.drop_table("teams")
