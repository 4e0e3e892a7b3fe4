"""How residents were confirmed, and points that wait for two members of staff"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from db.models.base import UtcDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

RULES = ("DELIBERATION", "REPORT", "VOLUNTEERING", "SUGGESTION")
WAYS = ("GRID_WORKER", "BUILDING_HEAD", "DOCUMENT", "REGISTER", "STAFF", "FOUNDER", "BEFORE")
OPEN: dict[str, Any] = {"sqlite_where": sa.text("answer IS NULL"), "postgresql_where": sa.text("answer IS NULL")}
LIVED_IN = (
    "SELECT {column} FROM homes JOIN households ON households.id = homes.household_id"
    " JOIN units ON units.id = households.unit_id WHERE homes.resident_id = points_entries.resident_id"
)


def key(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, UtcDateTime(timezone=True), nullable=nullable)


def one_of(column: str, name: str, *values: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(column, sa.Enum(*values, name=name, native_enum=False, length=20), nullable=nullable)


def of(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))
        for column, other in columns.items()
    ]


def known_by(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns)


def upgrade() -> None:
    confirmations()
    requests()
    entries()
    holds()
    sightings()


def confirmations() -> None:
    """Whoever is confirmed by now stays so, and it is written down that this was before the rule."""
    op.create_table(
        "confirmations",
        key("resident_id"),
        one_of("way", "way", *WAYS),
        key("household_id", nullable=True),
        key("by_id", nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        moment("at"),
        *of("confirmations", resident_id="residents", household_id="households", by_id="residents"),
        known_by("confirmations", "resident_id"),
    )
    index("confirmations", "household_id")
    op.execute(
        "INSERT INTO confirmations (resident_id, way, household_id, by_id, note, at)"
        " SELECT residents.id, 'BEFORE', homes.household_id, NULL, NULL, residents.verified_at"
        " FROM residents LEFT JOIN homes ON homes.resident_id = residents.id WHERE residents.verified_at IS NOT NULL"
    )


def requests() -> None:
    op.create_table(
        "household_requests",
        key("id"),
        key("community_id"),
        key("resident_id"),
        key("household_id", nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        moment("asked_at"),
        one_of("answer", "answer", "CONFIRMED", "REFUSED", nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        key("answered_by", nullable=True),
        moment("answered_at", nullable=True),
        *of(
            "household_requests",
            community_id="communities",
            resident_id="residents",
            household_id="households",
            answered_by="residents",
        ),
        known_by("household_requests", "id"),
    )
    index("household_requests", "community_id", "asked_at", "id")
    index("household_requests", "resident_id", "asked_at", "id")
    op.create_index("uq_household_requests_open", "household_requests", ["resident_id"], unique=True, **OPEN)


def entries() -> None:
    """Entries so far are taken to be of the homes that their owners have now."""
    with op.batch_alter_table("points_entries") as batch:
        for column, other in (
            ("releases_id", "points_entries"),
            ("household_id", "households"),
            ("building_id", "buildings"),
        ):
            batch.add_column(key(column, nullable=True))
            batch.create_foreign_key(op.f(f"fk_points_entries_{column}"), other, [column], ["id"])
        batch.create_unique_constraint(op.f("uq_points_entries_releases_id"), ["releases_id"])
    index("points_entries", "household_id", "day")
    index("points_entries", "building_id", "at", "id")
    for column, lived_in in (("household_id", "households.id"), ("building_id", "units.building_id")):
        op.execute(f"UPDATE points_entries SET {column} = ({LIVED_IN.format(column=lived_in)})")  # noqa: S608


def holds() -> None:
    op.create_table(
        "points_holds",
        key("id"),
        key("community_id"),
        key("entry_id"),
        key("resident_id"),
        key("household_id", nullable=True),
        one_of("rule", "rule", *RULES),
        one_of("guard", "guard", "BURST", "RING", "CROWD", "BARE_REPORTS"),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("material", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        moment("held_at"),
        one_of("outcome", "outcome", "RELEASED", "VOIDED", nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        moment("ended_at", nullable=True),
        *of(
            "points_holds",
            community_id="communities",
            entry_id="points_entries",
            resident_id="residents",
            household_id="households",
        ),
        known_by("points_holds", "id"),
        sa.UniqueConstraint("entry_id", name=op.f("uq_points_holds_entry_id")),
    )
    index("points_holds", "community_id", "held_at", "id")
    index("points_holds", "resident_id", "rule", "day")
    index("points_holds", "household_id", "day")
    op.create_table(
        "hold_decisions",
        key("hold_id"),
        key("by_id"),
        one_of("outcome", "outcome", "RELEASED", "VOIDED"),
        sa.Column("reason", sa.Text(), nullable=False),
        moment("at"),
        *of("hold_decisions", hold_id="points_holds", by_id="residents"),
        known_by("hold_decisions", "hold_id", "by_id"),
    )


def sightings() -> None:
    op.create_table(
        "sightings",
        key("id"),
        sa.Column("mark", sa.LargeBinary(length=32), nullable=False),
        key("resident_id"),
        one_of("trace", "trace", "DEVICE", "ADDRESS"),
        moment("seen_at"),
        *of("sightings", resident_id="residents"),
        known_by("sightings", "id"),
        sa.UniqueConstraint("mark", "resident_id", name=op.f("uq_sightings_mark_resident_id")),
    )
    index("sightings", "resident_id")


def downgrade() -> None:
    """What was held is gone; what was released stays as if it had been given at once."""
    op.execute("DELETE FROM deadlines WHERE kind = 'SIGHTING_FADES'")
    for table in ("sightings", "hold_decisions", "points_holds"):
        op.drop_table(table)
    op.drop_index(op.f("ix_points_entries_building_id_at_id"), "points_entries")
    op.drop_index(op.f("ix_points_entries_household_id_day"), "points_entries")
    with op.batch_alter_table("points_entries") as batch:
        batch.drop_constraint(op.f("uq_points_entries_releases_id"), type_="unique")
        for column in ("releases_id", "household_id", "building_id"):
            batch.drop_constraint(op.f(f"fk_points_entries_{column}"), type_="foreignkey")
            batch.drop_column(column)
    op.execute("DELETE FROM points_entries WHERE movement = 'HELD'")
    for table in ("household_requests", "confirmations"):
        op.drop_table(table)
    op.execute("DELETE FROM roles WHERE role = 'BUILDING_HEAD'")
