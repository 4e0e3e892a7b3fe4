"""Activities with their slots, who goes to them, and the bank of hours"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from db.models.base import UtcDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

OCCASIONS = ("VOLUNTEERING", "FAMILY_DAY", "MARKET_STALL", "SENIOR_COLLEGE")
ACCOUNTS = ("MEMBER", "POOL", "OPENING", "POINTS")
MOVES = ("HELP", "COVER", "GIFT", "DONATION", "CONVERSION", "OPENING")
SKILLS = (
    "COMPANY",
    "ERRANDS",
    "HOUSEWORK",
    "REPAIRS",
    "PHONES",
    "LESSONS",
    "CARE",
    "GARDEN",
    "TRANSPORT",
    "OTHER",
)


def key(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def number(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, UtcDateTime(timezone=True), nullable=nullable)


def text(name: str, length: int | None = None, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length) if length else sa.Text(), nullable=nullable)


def one_of(column: str, name: str, *values: str) -> sa.Column[Any]:
    return sa.Column(column, sa.Enum(*values, name=name, native_enum=False, length=20), nullable=False)


def of(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))
        for column, other in columns.items()
    ]


def known_by(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def once(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns)


def upgrade() -> None:
    activities()
    attendances()
    bank()
    helping()


def activities() -> None:
    op.create_table(
        "activities",
        key("id"),
        key("community_id"),
        one_of("occasion", "occasion", *OCCASIONS),
        text("title", 120),
        text("description"),
        text("place", 200),
        key("organiser_id"),
        moment("planned_at"),
        moment("starts_at"),
        moment("ends_at"),
        moment("called_off_at", nullable=True),
        text("calling_off_reason", nullable=True),
        *of("activities", community_id="communities", organiser_id="residents"),
        known_by("activities", "id"),
    )
    index("activities", "community_id", "starts_at", "id")
    op.create_table(
        "activity_slots",
        key("id"),
        key("activity_id"),
        moment("starts_at"),
        moment("ends_at"),
        number("capacity"),
        number("going"),
        *of("activity_slots", activity_id="activities"),
        known_by("activity_slots", "id"),
    )
    index("activity_slots", "activity_id")


def attendances() -> None:
    op.create_table(
        "attendances",
        key("id"),
        key("slot_id"),
        key("resident_id", nullable=True),
        text("name", 80),
        one_of("standing", "standing", "GOING", "WAITING", "LEFT"),
        moment("asked_at"),
        key("entered_by", nullable=True),
        moment("came_at", nullable=True),
        moment("went_at", nullable=True),
        number("minutes", nullable=True),
        moment("confirmed_at", nullable=True),
        key("confirmed_by", nullable=True),
        *of(
            "attendances",
            slot_id="activity_slots",
            resident_id="residents",
            entered_by="residents",
            confirmed_by="residents",
        ),
        known_by("attendances", "id"),
        once("attendances", "slot_id", "resident_id"),
    )
    index("attendances", "slot_id", "asked_at", "id")
    index("attendances", "resident_id", "asked_at", "id")
    op.create_table(
        "calendar_addresses",
        key("resident_id"),
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False),
        moment("made_at"),
        *of("calendar_addresses", resident_id="residents"),
        known_by("calendar_addresses", "resident_id"),
        once("calendar_addresses", "token_hash"),
    )


def bank() -> None:
    op.create_table(
        "hours_accounts",
        one_of("account", "account", *ACCOUNTS),
        key("owner_id"),
        key("community_id"),
        number("minutes"),
        number("reserved"),
        key("supported_by", nullable=True),
        *of("hours_accounts", community_id="communities", supported_by="residents"),
        known_by("hours_accounts", "account", "owner_id"),
    )
    index("hours_accounts", "community_id")
    op.create_table(
        "hours_moves",
        key("id"),
        key("community_id"),
        one_of("move", "move", *MOVES),
        text("source", 240),
        text("note", nullable=True),
        moment("at"),
        *of("hours_moves", community_id="communities"),
        known_by("hours_moves", "id"),
        once("hours_moves", "community_id", "move", "source"),
    )
    op.create_table(
        "hours_entries",
        key("id"),
        key("move_id"),
        key("community_id"),
        one_of("account", "account", *ACCOUNTS),
        key("owner_id"),
        number("minutes"),
        moment("at"),
        *of("hours_entries", move_id="hours_moves", community_id="communities"),
        known_by("hours_entries", "id"),
        once("hours_entries", "move_id", "account", "owner_id"),
    )
    index("hours_entries", "community_id")
    index("hours_entries", "owner_id", "at", "id")
    op.create_table(
        "hours_gifts",
        key("id"),
        key("community_id"),
        key("giver_id"),
        key("receiver_id"),
        number("minutes"),
        text("note"),
        one_of("standing", "giftstanding", "OFFERED", "ACCEPTED", "DECLINED", "WITHDRAWN"),
        moment("offered_at"),
        moment("ended_at", nullable=True),
        *of("hours_gifts", community_id="communities", giver_id="residents", receiver_id="residents"),
        known_by("hours_gifts", "id"),
    )
    index("hours_gifts", "giver_id")
    index("hours_gifts", "receiver_id")


def helping() -> None:
    op.create_table(
        "help_posts",
        key("id"),
        key("community_id"),
        key("resident_id"),
        key("grid_id", nullable=True),
        one_of("side", "side", "REQUEST", "OFFER"),
        one_of("skill", "helpskill", *SKILLS),
        text("text"),
        number("minutes"),
        text("windows"),
        moment("posted_at"),
        moment("closed_at", nullable=True),
        *of("help_posts", community_id="communities", resident_id="residents", grid_id="grids"),
        known_by("help_posts", "id"),
    )
    index("help_posts", "community_id", "side", "posted_at", "id")
    index("help_posts", "resident_id", "posted_at", "id")
    op.create_table(
        "helps",
        key("id"),
        key("community_id"),
        key("post_id"),
        key("helper_id"),
        key("helped_id"),
        number("planned"),
        one_of("standing", "standing", "PROPOSED", "AGREED", "DONE", "CALLED_OFF"),
        key("proposed_by"),
        moment("proposed_at"),
        moment("agreed_at", nullable=True),
        number("helper_said", nullable=True),
        number("helped_said", nullable=True),
        number("minutes", nullable=True),
        moment("ended_at", nullable=True),
        key("decided_by", nullable=True),
        text("decision_reason", nullable=True),
        *of(
            "helps",
            community_id="communities",
            post_id="help_posts",
            helper_id="residents",
            helped_id="residents",
            proposed_by="residents",
            decided_by="residents",
        ),
        known_by("helps", "id"),
    )
    index("helps", "post_id")
    index("helps", "helper_id", "proposed_at", "id")
    index("helps", "helped_id", "proposed_at", "id")


def downgrade() -> None:
    for table in (
        "helps",
        "help_posts",
        "hours_gifts",
        "hours_entries",
        "hours_moves",
        "hours_accounts",
        "calendar_addresses",
        "attendances",
        "activity_slots",
        "activities",
    ):
        op.drop_table(table)
