"""Grids and the base register"""

import sqlalchemy as sa
from alembic import op

from db.models.base import UtcDateTime

revision = "0010"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = (
    "grid_maps",
    "grids",
    "register_kinds",
    "trade_grids",
    "buildings",
    "covers",
    "grid_duties",
    "register_items",
    "skills",
    "trade_grid_parts",
    "units",
    "households",
    "homes",
)


def upgrade() -> None:
    op.create_table(
        "grid_maps",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("outline", sa.Text(), nullable=False),
        sa.Column("drawn_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_grid_maps_community_id")),
        sa.PrimaryKeyConstraint("community_id", name=op.f("pk_grid_maps")),
    )
    op.create_table(
        "grids",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("polygon", sa.Text(), nullable=False),
        sa.Column("drawn_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("retired_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_grids_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grids")),
        sa.UniqueConstraint("community_id", "code", name=op.f("uq_grids_community_id_code")),
    )
    op.create_table(
        "register_kinds",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "sort",
            sa.Enum("PLACE", "THING", "ORGANIZATION", "EVENT", name="sort", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("schema", sa.Text(), nullable=False),
        sa.Column("drawn_up_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_register_kinds_community_id")),
        sa.PrimaryKeyConstraint("community_id", "code", "version", name=op.f("pk_register_kinds")),
    )
    op.create_table(
        "trade_grids",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column(
            "trade",
            sa.Enum(
                "CITY_MANAGEMENT",
                "POLICE",
                "ENVIRONMENT",
                "MARKET",
                "FIRE_SAFETY",
                "CIVIL_AFFAIRS",
                name="trade",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_trade_grids_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trade_grids")),
        sa.UniqueConstraint("community_id", "trade", "code", name=op.f("uq_trade_grids_community_id_trade_code")),
    )
    op.create_table(
        "buildings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("grid_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("polygon", sa.Text(), nullable=False),
        sa.Column("households", sa.BigInteger(), nullable=False),
        sa.Column("people", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_buildings_community_id")),
        sa.ForeignKeyConstraint(["grid_id"], ["grids.id"], name=op.f("fk_buildings_grid_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_buildings")),
        sa.UniqueConstraint("community_id", "code", name=op.f("uq_buildings_community_id_code")),
    )
    op.create_index(op.f("ix_buildings_grid_id"), "buildings", ["grid_id"], unique=False)
    op.create_table(
        "covers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("absent_id", sa.Uuid(), nullable=False),
        sa.Column("cover_id", sa.Uuid(), nullable=False),
        sa.Column("begins_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["absent_id"], ["residents.id"], name=op.f("fk_covers_absent_id")),
        sa.ForeignKeyConstraint(["cover_id"], ["residents.id"], name=op.f("fk_covers_cover_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_covers")),
    )
    op.create_index(op.f("ix_covers_absent_id_ends_at"), "covers", ["absent_id", "ends_at"], unique=False)
    op.create_index(op.f("ix_covers_cover_id_ends_at"), "covers", ["cover_id", "ends_at"], unique=False)
    op.create_table(
        "grid_duties",
        sa.Column("grid_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("since", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["grid_id"], ["grids.id"], name=op.f("fk_grid_duties_grid_id")),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("fk_grid_duties_resident_id")),
        sa.PrimaryKeyConstraint("grid_id", "resident_id", name=op.f("pk_grid_duties")),
    )
    op.create_index(op.f("ix_grid_duties_resident_id"), "grid_duties", ["resident_id"], unique=False)
    op.create_table(
        "register_items",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("grid_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("kind_version", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("latitude", sa.BigInteger(), nullable=False),
        sa.Column("longitude", sa.BigInteger(), nullable=False),
        sa.Column("attributes", sa.Text(), nullable=False),
        sa.Column("written_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "kind", "kind_version"],
            ["register_kinds.community_id", "register_kinds.code", "register_kinds.version"],
            name=op.f("fk_register_items_community_id_kind_kind_version"),
        ),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_register_items_community_id")),
        sa.ForeignKeyConstraint(["grid_id"], ["grids.id"], name=op.f("fk_register_items_grid_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_items")),
        sa.UniqueConstraint("community_id", "kind", "code", name=op.f("uq_register_items_community_id_kind_code")),
    )
    op.create_index(
        op.f("ix_register_items_community_id_written_at_id"),
        "register_items",
        ["community_id", "written_at", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_register_items_grid_id"), "register_items", ["grid_id"], unique=False)
    op.create_table(
        "skills",
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column(
            "trade",
            sa.Enum(
                "CITY_MANAGEMENT",
                "POLICE",
                "ENVIRONMENT",
                "MARKET",
                "FIRE_SAFETY",
                "CIVIL_AFFAIRS",
                name="trade",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("trained_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("fk_skills_resident_id")),
        sa.PrimaryKeyConstraint("resident_id", "trade", name=op.f("pk_skills")),
    )
    op.create_table(
        "trade_grid_parts",
        sa.Column("grid_id", sa.Uuid(), nullable=False),
        sa.Column(
            "trade",
            sa.Enum(
                "CITY_MANAGEMENT",
                "POLICE",
                "ENVIRONMENT",
                "MARKET",
                "FIRE_SAFETY",
                "CIVIL_AFFAIRS",
                name="trade",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("trade_grid_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["grid_id"], ["grids.id"], name=op.f("fk_trade_grid_parts_grid_id")),
        sa.ForeignKeyConstraint(["trade_grid_id"], ["trade_grids.id"], name=op.f("fk_trade_grid_parts_trade_grid_id")),
        sa.PrimaryKeyConstraint("grid_id", "trade", name=op.f("pk_trade_grid_parts")),
    )
    op.create_index(op.f("ix_trade_grid_parts_trade_grid_id"), "trade_grid_parts", ["trade_grid_id"], unique=False)
    op.create_table(
        "units",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("building_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["building_id"], ["buildings.id"], name=op.f("fk_units_building_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
        sa.UniqueConstraint("building_id", "code", name=op.f("uq_units_building_id_code")),
    )
    op.create_table(
        "households",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("people", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_households_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_households")),
        sa.UniqueConstraint("unit_id", "code", name=op.f("uq_households_unit_id_code")),
    )
    op.create_table(
        "homes",
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["household_id"], ["households.id"], name=op.f("fk_homes_household_id")),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("fk_homes_resident_id")),
        sa.PrimaryKeyConstraint("resident_id", name=op.f("pk_homes")),
    )
    op.create_index(op.f("ix_homes_household_id"), "homes", ["household_id"], unique=False)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
