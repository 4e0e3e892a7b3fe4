"""Grids as they are shown: what is in them, who looks after them, and how much work that is."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from db.models.grids import Building, Cover, Grid, Household, Skill, TradeGrid, Unit
from db.paging import Ask, Page
from db.queries import grids, gridwork, residents
from db.queries.grids import NOTHING, Count
from resolvers import communities
from resolvers.actors import Actor
from resolvers.grids.finding import grid_at
from resolvers.house import House
from rules.grids import may_draw, may_see_work, on_duty
from rules.places import Place
from rules.refusals import Refusal
from rules.roles import Role

Drawn = tuple[TradeGrid, Sequence[Grid]]
"""A trade's grid, with the grids it is made of."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a grid worker looks after at this moment, for others too, and how much there is to do."""

    resident_id: UUID
    grids: Sequence[UUID]
    households: int
    people: int
    open_reports: int
    covers: Sequence[Cover]


async def load(house: House, ids: Collection[UUID]) -> Mapping[UUID, Grid]:
    """Grids by id; those unknown are left out."""
    async with house.database.read() as session:
        return await grids.by_ids(session, ids)


async def load_counts(house: House, ids: Collection[UUID]) -> Mapping[UUID, Count]:
    """How much there is in each grid; those without a building are left out."""
    async with house.database.read() as session:
        return await grids.counts(session, ids)


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Somebody who looks after a grid now, and whether they only cover for somebody else."""

    resident_id: UUID
    covering: bool


async def load_workers(house: House, ids: Collection[UUID]) -> Mapping[UUID, Sequence[OnDuty]]:
    """Who is on duty for each grid now, covers included."""
    now = house.now()
    async with house.database.read() as session:
        assigned = await gridwork.duties(session, ids)
        covers = await gridwork.covers_for(session, chain.from_iterable(assigned.values()), now)
    return {
        grid_id: [OnDuty(*each) for each in on_duty(some, covers, now).items()] for grid_id, some in assigned.items()
    }


async def load_trades(house: House, ids: Collection[UUID]) -> Mapping[UUID, Sequence[Drawn]]:
    """The trades' grids that each grid is part of; those that are part of none are left out."""
    async with house.database.read() as session:
        found = await grids.trade_grids(session, ids)
        parts = await grids.parts_of(session, {row.id for rows in found.values() for row in rows})
    return {grid_id: [(row, parts.get(row.id, [])) for row in rows] for grid_id, rows in found.items()}


async def load_skills(house: House, resident_ids: Collection[UUID]) -> Mapping[UUID, Sequence[Skill]]:
    """What each of these people was trained for; those who were for nothing are left out."""
    async with house.database.read() as session:
        return await gridwork.skills(session, resident_ids)


async def listed(house: House, actor: Actor | None, ask: Ask) -> Page[Grid]:
    """The grids on the map of the actor's community, those drawn first first."""
    community_id = (await communities.home(house, actor)).id
    async with house.database.read() as session:
        return await grids.listed(session, community_id, ask)


async def outline_of(house: House, actor: Actor | None) -> str | None:
    """The outline of the actor's community as GeoJSON, where it has been drawn."""
    community_id = (await communities.home(house, actor)).id
    async with house.database.read() as session:
        row = await grids.outline(session, community_id)
    return None if row is None else row.outline


async def at(house: House, actor: Actor | None, place: Place) -> Grid | None:
    """The grid of the actor's community that a place lies in."""
    grid_id = await grid_at(house, (await communities.home(house, actor)).id, place)
    return None if grid_id is None else (await load(house, [grid_id])).get(grid_id)


async def at_home(house: House, actor: Actor) -> Grid | None:
    """The grid the actor lives in, where their home is known."""
    async with house.database.read() as session:
        grid_id = await grids.grid_of_home(session, actor.resident_id)
        return None if grid_id is None else (await grids.by_ids(session, [grid_id])).get(grid_id)


async def load_buildings(house: House, ids: Collection[UUID]) -> Mapping[UUID, Building]:
    """Buildings by id; those unknown are left out."""
    async with house.database.read() as session:
        return await grids.buildings_by_ids(session, ids)


async def buildings_of(house: House, grid_id: UUID, after: str, limit: int) -> Sequence[Building]:
    """The buildings in a grid after this code, in the order of codes."""
    async with house.database.read() as session:
        return await grids.buildings_of(session, grid_id, after, limit)


async def all_buildings(house: House, actor: Actor | None, after: str, limit: int) -> Sequence[Building]:
    """The buildings of the actor's community after this code, in the order of codes."""
    community_id = (await communities.home(house, actor)).id
    async with house.database.read() as session:
        return await grids.buildings_after(session, community_id, after, limit)


async def homes_in(house: House, actor: Actor, building_id: UUID) -> Sequence[tuple[Unit, Household]] | Refusal:
    """The homes in a building of the actor's community, for its staff."""
    if refusal := may_draw(actor.roles):
        return refusal
    async with house.database.read() as session:
        return await grids.households_in(session, actor.community_id, building_id)


async def trade_grids(house: House, actor: Actor | None) -> Sequence[Drawn]:
    """Every trade's grids of the actor's community with the grids that each is made of."""
    community_id = (await communities.home(house, actor)).id
    async with house.database.read() as session:
        drawn = await grids.trade_grids_drawn(session, community_id)
        parts = await grids.parts_of(session, [row.id for row in drawn])
    return [(row, parts.get(row.id, [])) for row in drawn]


async def workload(house: House, actor: Actor) -> Sequence[Work] | Refusal:
    """What each grid worker of the community looks after now, those with the most open reports first."""
    if refusal := may_see_work(actor.roles):
        return refusal
    now, community_id = house.now(), actor.community_id
    async with house.database.read() as session:
        workers = await residents.holders(session, community_id, Role.GRID_WORKER)
        duties = await gridwork.duties_in(session, community_id)
        covers = await gridwork.covers_for(session, chain.from_iterable(duties.values()), now)
        counts, reports = await grids.counts(session, duties), await gridwork.open_reports(session, duties)
        planned = await gridwork.covers_with(session, workers, now)
    mine: dict[UUID, list[UUID]] = defaultdict(list)
    for grid_id, assigned in duties.items():
        for resident_id in on_duty(assigned, covers, now):
            mine[resident_id].append(grid_id)
    found = [_work(each, mine[each], counts, reports, planned) for each in sorted(workers | mine.keys())]
    return sorted(found, key=lambda work: -work.open_reports)


def _work(
    resident_id: UUID,
    looked_after: Sequence[UUID],
    counts: Mapping[UUID, Count],
    reports: Mapping[UUID, int],
    planned: Sequence[Cover],
) -> Work:
    there = [counts.get(grid_id, NOTHING) for grid_id in looked_after]
    return Work(
        resident_id,
        looked_after,
        sum(count.households for count in there),
        sum(count.people for count in there),
        sum(reports.get(grid_id, 0) for grid_id in looked_after),
        [row for row in planned if resident_id in {row.absent_id, row.cover_id}],
    )
