"""Cutting a community into grids from its buildings."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import shapely
from shapely.geometry.base import BaseGeometry

from db.models.grids import Building
from db.queries import grids
from resolvers.deed import Deed, deed
from resolvers.grids.cells import ground_of, outlines, plots_of
from resolvers.grids.checking import Drawn
from resolvers.grids.drawing import Redrawn, redraw
from resolvers.house import House
from rules.grids import PEOPLE, Size
from rules.partition import Part, Unmet, cut
from rules.refusals import Code, Refusal, refuse


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposed grid with the codes of its buildings and what it holds; `part` says what could not be met."""

    drawn: Drawn
    buildings: Sequence[str]
    part: Part


async def propose(house: House, community_id: UUID, size: Size) -> Sequence[Proposed] | Refusal:
    """Grids of this size that cut the community between its buildings, and none of them apart."""
    async with house.database.read() as session:
        buildings = await grids.buildings(session, community_id)
        outline = await grids.outline(session, community_id)
    if not buildings:
        return refuse(Code.NOT_FOUND, "no_buildings")
    return await asyncio.to_thread(_proposed, buildings, outline and shapely.from_geojson(outline.outline), size)


def _proposed(buildings: Sequence[Building], outline: BaseGeometry | None, size: Size) -> Sequence[Proposed]:
    weights = [row.people if size == PEOPLE else row.households for row in buildings]
    ground = ground_of([shapely.from_geojson(row.polygon) for row in buildings], outline)
    parts = cut(plots_of(ground, weights), size)
    shapes = outlines(ground, [part.plots for part in parts])
    parts += [Part([], 0, Unmet.NO_BUILDING) for _ in ground.bare]
    digits = max(2, len(str(len(parts))))
    return [
        _named(f"G{number:0{digits}}", shape, part, [buildings[plot] for plot in part.plots])
        for number, (shape, part) in enumerate(zip(shapes, parts, strict=True), 1)
    ]


def _named(code: str, shape: BaseGeometry, part: Part, within: Sequence[Building]) -> Proposed:
    households, people = sum(row.households for row in within), sum(row.people for row in within)
    return Proposed(Drawn(code, code, shape, households, people), [row.code for row in within], part)


@deed
async def adopt(deed: Deed, community_id: UUID, proposed: Sequence[Proposed]) -> Redrawn | Refusal:
    """Puts the proposed grids on the map, in place of all others."""
    return await redraw(deed, community_id, [each.drawn for each in proposed], None)
