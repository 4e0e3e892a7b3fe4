"""Cutting a community into grids from its buildings."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import shapely
from shapely.geometry.base import BaseGeometry

from db.models.grids import Building, Grid
from db.queries import grids
from resolvers.deed import Deed, deed
from resolvers.grids.cells import ground_of, outlines, plots_of
from resolvers.grids.checking import Drawn
from resolvers.grids.drawing import Redrawn, drawn_as, redraw
from resolvers.grids.geometry import Shapes
from resolvers.house import House
from rules import codes
from rules.grids import PEOPLE, Size
from rules.partition import Part, Unmet, cut
from rules.refusals import Code, Refusal, refuse


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposed grid with the codes of its buildings and what it holds; `part` says what could not be met.

    `kept` where its code is that of a grid on the map, with whose workers, reports and trades it goes on.
    """

    drawn: Drawn
    buildings: Sequence[str]
    part: Part
    kept: bool


async def propose(house: House, community_id: UUID, size: Size) -> Sequence[Proposed] | Refusal:
    """Grids of this size that cut the community between its buildings, and none of them apart."""
    async with house.database.read() as session:
        buildings = await grids.buildings(session, community_id)
        outline = await grids.outline(session, community_id)
        before = await grids.ever_drawn(session, community_id)
    if not buildings:
        return refuse(Code.NOT_FOUND, "no_buildings")
    whole = outline and shapely.from_geojson(outline.outline)
    return await asyncio.to_thread(_proposed, buildings, whole, size, before)


def _proposed(
    buildings: Sequence[Building], outline: BaseGeometry | None, size: Size, before: Mapping[str, Grid]
) -> Sequence[Proposed]:
    weights = [row.people if size == PEOPLE else row.households for row in buildings]
    ground = ground_of([shapely.from_geojson(row.polygon) for row in buildings], outline)
    parts = cut(plots_of(ground, weights), size)
    shapes = outlines(ground, [part.plots for part in parts])
    parts += [Part([], 0, Unmet.NO_BUILDING) for _ in ground.bare]
    within = [[buildings[plot] for plot in part.plots] for part in parts]
    on_map = {row.id: row for row in before.values() if row.retired_at is None}
    kept = codes.kept(_in_common(within, shapes, on_map))
    new = codes.unused(before.keys(), len(parts))
    return [
        _drawn(before.get(kept.get(number, "")), next(new) if number not in kept else "", *each)
        for number, each in enumerate(zip(shapes, parts, within, strict=True))
    ]


def _in_common(
    within: Sequence[Sequence[Building]], shapes: Shapes, on_map: Mapping[UUID, Grid]
) -> Mapping[tuple[int, str], int]:
    """The households that new grids have in common with those on the map; a bare one has none with where it lies."""
    common: dict[tuple[int, str], int] = defaultdict(int)
    for number, (rows, shape) in enumerate(zip(within, shapes, strict=True)):
        for row in rows:
            if row.grid_id is not None and row.grid_id in on_map:
                common[number, on_map[row.grid_id].code] += row.households
        if not rows:
            spot = shape.representative_point()
            common.update({(number, old.code): 0 for old in on_map.values() if drawn_as(old).shape.covers(spot)})
    return common


def _drawn(old: Grid | None, new: str, shape: BaseGeometry, part: Part, within: Sequence[Building]) -> Proposed:
    code, name = (new, new) if old is None else (old.code, old.name)
    households, people = sum(row.households for row in within), sum(row.people for row in within)
    drawn = Drawn(code, name, shape, households, people)
    return Proposed(drawn, [row.code for row in within], part, kept=old is not None)


@deed
async def adopt(deed: Deed, community_id: UUID, proposed: Sequence[Proposed]) -> Redrawn | Refusal:
    """Puts the proposed grids on the map, in place of all others."""
    return await redraw(deed, community_id, [each.drawn for each in proposed], None)
