"""The grids of a community, what stands in them, and who looks after them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, Enum, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from rules.grids import Trade


class GridMap(Base):
    """The outline of a community, where it has been drawn. `outline` is a GeoJSON geometry (RFC 7946)."""

    __tablename__ = "grid_maps"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    outline: Mapped[str] = mapped_column(Text)
    drawn_at: Mapped[datetime]


class Grid(Base):
    """A part of a community with a grid worker of its own. `polygon` is a GeoJSON geometry (RFC 7946).

    One that is no longer on the map is kept with the time at which it was taken off, for what happened in it.
    """

    __tablename__ = "grids"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(80))
    polygon: Mapped[str] = mapped_column(Text)
    drawn_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("community_id", "code"),)


class Building(Base):
    """A building with its outline as a GeoJSON geometry, and how many live there.

    `grid_id` is None only as long as the community has no grids. Households and people are as told, or as counted
    once single households are known.
    """

    __tablename__ = "buildings"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    grid_id: Mapped[UUID | None] = mapped_column(ForeignKey("grids.id"), index=True)
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(80))
    polygon: Mapped[str] = mapped_column(Text)
    households: Mapped[int]
    people: Mapped[int]

    __table_args__ = (UniqueConstraint("community_id", "code"),)


class Unit(Base):
    """A staircase of a building."""

    __tablename__ = "units"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    building_id: Mapped[UUID] = mapped_column(ForeignKey("buildings.id"))
    code: Mapped[str] = mapped_column(String(40))

    __table_args__ = (UniqueConstraint("building_id", "code"),)


class Household(Base):
    """A home in a unit, by its door, and how many people live in it."""

    __tablename__ = "households"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    code: Mapped[str] = mapped_column(String(40))
    people: Mapped[int]

    __table_args__ = (UniqueConstraint("unit_id", "code"),)


class Home(Base):
    """Where a resident lives."""

    __tablename__ = "homes"

    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), primary_key=True)
    household_id: Mapped[UUID] = mapped_column(ForeignKey("households.id"), index=True)


class GridDuty(Base):
    """A grid worker looks after a grid."""

    __tablename__ = "grid_duties"

    grid_id: Mapped[UUID] = mapped_column(ForeignKey("grids.id"), primary_key=True)
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), primary_key=True, index=True)
    since: Mapped[datetime]


class Skill(Base):
    """What a grid worker has been trained for; `expires_on` is the last day on which it counts, in China.

    `id` is another one as soon as that day is.
    """

    __tablename__ = "skills"

    id: Mapped[UUID] = mapped_column(unique=True)
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), primary_key=True)
    trade: Mapped[Trade] = mapped_column(Enum(Trade, native_enum=False, length=30), primary_key=True)
    trained_on: Mapped[date] = mapped_column(Date)
    expires_on: Mapped[date | None] = mapped_column(Date)


class Cover(Base):
    """Somebody looks after a grid worker's grids from `begins_at` until just before `ends_at`."""

    __tablename__ = "covers"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    absent_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    cover_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime]

    __table_args__ = (Index(None, "absent_id", "ends_at"), Index(None, "cover_id", "ends_at"))


class TradeGrid(Base):
    """A grid as one trade draws its own: it is made of grids of the community."""

    __tablename__ = "trade_grids"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    trade: Mapped[Trade] = mapped_column(Enum(Trade, native_enum=False, length=30))
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(80))

    __table_args__ = (UniqueConstraint("community_id", "trade", "code"),)


class TradeGridPart(Base):
    """A grid that belongs to a trade's grid; for each trade to one at most."""

    __tablename__ = "trade_grid_parts"

    grid_id: Mapped[UUID] = mapped_column(ForeignKey("grids.id"), primary_key=True)
    trade: Mapped[Trade] = mapped_column(Enum(Trade, native_enum=False, length=30), primary_key=True)
    trade_grid_id: Mapped[UUID] = mapped_column(ForeignKey("trade_grids.id"), index=True)
