"""Grids, buildings and homes, as they are read."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.grids import Building, Grid, GridMap, Home, Household, TradeGrid, TradeGridPart, Unit
from db.paging import Ask, Page, page


class Outline(NamedTuple):
    """A grid and its polygon as GeoJSON."""

    id: UUID
    polygon: str


class Count(NamedTuple):
    """How much there is in a grid."""

    buildings: int
    households: int
    people: int


NOTHING = Count(0, 0, 0)


async def outlines(session: AsyncSession, community_id: UUID) -> list[Outline]:
    """Every grid on the map, in the order of codes."""
    query = select(Grid.id, Grid.polygon).where(Grid.community_id == community_id, Grid.retired_at.is_(None))
    return [Outline(*row) for row in await session.execute(query.order_by(Grid.code))]


async def by_ids(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Grid]:
    """Grids by id, those no longer on the map too; those unknown are left out."""
    return {row.id: row for row in await session.scalars(select(Grid).where(Grid.id.in_(ids)))}


async def ever_drawn(session: AsyncSession, community_id: UUID) -> dict[str, Grid]:
    """The grids of a community by code, those no longer on the map too."""
    query = select(Grid).where(Grid.community_id == community_id).order_by(Grid.code)
    return {row.code: row for row in await session.scalars(query)}


async def on_map(session: AsyncSession, community_id: UUID) -> list[Grid]:
    """The grids on the map of a community, in the order of codes."""
    query = select(Grid).where(Grid.community_id == community_id, Grid.retired_at.is_(None)).order_by(Grid.code)
    return list(await session.scalars(query))


async def any_on_map(session: AsyncSession, community_id: UUID) -> bool:
    """Whether the community has grids."""
    query = select(Grid.id).where(Grid.community_id == community_id, Grid.retired_at.is_(None)).limit(1)
    return (await session.scalars(query)).first() is not None


async def listed(session: AsyncSession, community_id: UUID, ask: Ask) -> Page[Grid]:
    """The grids on the map of a community, those drawn first first."""
    query = select(Grid).where(Grid.community_id == community_id, Grid.retired_at.is_(None))
    return await page(session, query, Grid.drawn_at, Grid.id, ask, newest_first=False)


async def outline(session: AsyncSession, community_id: UUID) -> GridMap | None:
    """The outline of a community, where it has been drawn."""
    return await session.get(GridMap, community_id)


async def buildings(session: AsyncSession, community_id: UUID) -> list[Building]:
    """The buildings of a community in the order of codes."""
    query = select(Building).where(Building.community_id == community_id).order_by(Building.code)
    return list(await session.scalars(query))


async def buildings_by_ids(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Building]:
    """Buildings by id; those unknown are left out."""
    return {row.id: row for row in await session.scalars(select(Building).where(Building.id.in_(ids)))}


async def buildings_of(session: AsyncSession, grid_id: UUID, after: str, limit: int) -> list[Building]:
    """The buildings in a grid after this code, in the order of codes."""
    query = select(Building).where(Building.grid_id == grid_id, Building.code > after)
    return list(await session.scalars(query.order_by(Building.code).limit(limit)))


async def buildings_after(session: AsyncSession, community_id: UUID, after: str, limit: int) -> list[Building]:
    """The buildings of a community after this code, in the order of codes."""
    query = select(Building).where(Building.community_id == community_id, Building.code > after)
    return list(await session.scalars(query.order_by(Building.code).limit(limit)))


async def counts(session: AsyncSession, grid_ids: Collection[UUID]) -> dict[UUID, Count]:
    """How much there is in each grid; those without a building are left out."""
    sums = func.count(), func.sum(Building.households), func.sum(Building.people)
    query = select(Building.grid_id, *sums).where(Building.grid_id.in_(grid_ids)).group_by(Building.grid_id)
    rows = await session.execute(query)
    return {grid_id: Count(int(many), int(homes), int(heads)) for grid_id, many, homes, heads in rows if grid_id}


async def buildings_by_code(session: AsyncSession, community_id: UUID) -> dict[str, Building]:
    """The buildings of a community by code."""
    return {row.code: row for row in await buildings(session, community_id)}


async def units(session: AsyncSession, community_id: UUID) -> dict[tuple[UUID, str], Unit]:
    """The units of a community, by building and code."""
    query = select(Unit).join(Building, Building.id == Unit.building_id).where(Building.community_id == community_id)
    return {(row.building_id, row.code): row for row in await session.scalars(query)}


async def households(session: AsyncSession, community_id: UUID) -> dict[tuple[UUID, str], Household]:
    """The households of a community, by unit and code."""
    query = select(Household).join(Unit, Unit.id == Household.unit_id).join(Building, Building.id == Unit.building_id)
    rows = await session.scalars(query.where(Building.community_id == community_id))
    return {(row.unit_id, row.code): row for row in rows}


async def doors(session: AsyncSession, community_id: UUID) -> dict[tuple[str, str, str], UUID]:
    """The households of a community, by the codes of building, unit and door."""
    query = select(Building.code, Unit.code, Household.code, Household.id).join(Unit, Unit.building_id == Building.id)
    query = query.join(Household, Household.unit_id == Unit.id).where(Building.community_id == community_id)
    return {(building, unit, door): key for building, unit, door, key in await session.execute(query)}


async def households_in(session: AsyncSession, community_id: UUID, building_id: UUID) -> list[tuple[Unit, Household]]:
    """The homes of a building of this community, in the order of units and doors."""
    query = select(Unit, Household).join(Household, Household.unit_id == Unit.id)
    query = query.join(Building, Building.id == Unit.building_id)
    query = query.where(Building.id == building_id, Building.community_id == community_id)
    return [(unit, household) for unit, household in await session.execute(query.order_by(Unit.code, Household.code))]


async def counted(session: AsyncSession, community_id: UUID) -> dict[UUID, tuple[int, int]]:
    """How many households and people are known one by one in each building; those without any are left out."""
    query = select(Unit.building_id, func.count(), func.sum(Household.people)).join(
        Household, Household.unit_id == Unit.id
    )
    of = query.join(Building, Building.id == Unit.building_id).where(Building.community_id == community_id)
    rows = await session.execute(of.group_by(Unit.building_id))
    return {building_id: (int(homes), int(heads)) for building_id, homes, heads in rows}


async def grid_of_home(session: AsyncSession, resident_id: UUID) -> UUID | None:
    """The grid a resident lives in, where their home is known."""
    query = (
        select(Building.grid_id)
        .join(Unit, Unit.building_id == Building.id)
        .join(Household, Household.unit_id == Unit.id)
        .join(Home, Home.household_id == Household.id)
    )
    return (await session.scalars(query.where(Home.resident_id == resident_id))).first()


async def community_of_household(session: AsyncSession, household_id: UUID) -> UUID | None:
    """The community a household lives in."""
    query = select(Building.community_id).join(Unit, Unit.building_id == Building.id)
    return (
        await session.scalars(query.join(Household, Household.unit_id == Unit.id).where(Household.id == household_id))
    ).first()


async def trade_grids(session: AsyncSession, grid_ids: Collection[UUID]) -> dict[UUID, list[TradeGrid]]:
    """The trades' grids that each grid is part of, in the order of trades."""
    query = select(TradeGridPart.grid_id, TradeGrid).join(TradeGrid, TradeGrid.id == TradeGridPart.trade_grid_id)
    found: dict[UUID, list[TradeGrid]] = defaultdict(list)
    for grid_id, row in await session.execute(
        query.where(TradeGridPart.grid_id.in_(grid_ids)).order_by(TradeGrid.trade)
    ):
        found[grid_id].append(row)
    return found


async def trade_grids_drawn(session: AsyncSession, community_id: UUID) -> Sequence[TradeGrid]:
    """Every trade's grids of a community, by trade and code."""
    query = select(TradeGrid).where(TradeGrid.community_id == community_id).order_by(TradeGrid.trade, TradeGrid.code)
    return list(await session.scalars(query))


async def parts_of(session: AsyncSession, trade_grid_ids: Collection[UUID]) -> dict[UUID, list[Grid]]:
    """The grids each trade's grid is made of, in the order of codes."""
    query = select(TradeGridPart.trade_grid_id, Grid).join(Grid, Grid.id == TradeGridPart.grid_id).order_by(Grid.code)
    found: dict[UUID, list[Grid]] = defaultdict(list)
    for trade_grid_id, grid in await session.execute(query.where(TradeGridPart.trade_grid_id.in_(trade_grid_ids))):
        found[trade_grid_id].append(grid)
    return found


async def drop_parts(session: AsyncSession, trade_grid_id: UUID) -> None:
    """Takes every grid out of a trade's grid."""
    await session.execute(delete(TradeGridPart).where(TradeGridPart.trade_grid_id == trade_grid_id))


async def drop_parts_of_grids(session: AsyncSession, grid_ids: Collection[UUID]) -> None:
    """Takes grids out of every trade's grid."""
    await session.execute(delete(TradeGridPart).where(TradeGridPart.grid_id.in_(grid_ids)))
