"""The ground around each building: who touches whom for the cutting, and the polygons that come of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from resolvers.grids.geometry import Shapes, in_degrees, in_metres
from rules.grids import SLIVER_METRES
from rules.plots import Plot

CORNERS_EVERY = 8.0
"""Metres between the points on the outline of a building that the ground is shared out by."""
SHRUNK = 0.25
"""By how many metres buildings are drawn in first, so that those that share a wall do not share points."""
MARGIN = 20.0
"""Metres of ground around the outermost buildings of a community whose outline is not known."""
TOUCHING = 0.5
"""A common border of fewer metres does not connect two buildings."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The ground of a community in metres near a latitude: what is around each building, and the buildings.

    `bare` are the pieces of its outline on which no building stands.
    """

    latitude: float
    cells: Shapes
    houses: Shapes
    bare: Shapes


def ground_of(buildings: Sequence[BaseGeometry], outline: BaseGeometry | None) -> Ground:
    """Every spot of the ground goes to the building that it is nearest to, of those on the same bank of a river."""
    latitude = float(np.mean([shape.centroid.y for shape in buildings]))
    houses = in_metres(np.array(buildings), latitude)
    whole = (
        shapely.convex_hull(shapely.union_all(houses)).buffer(MARGIN)
        if outline is None
        else in_metres(np.array([outline]), latitude)[0]
    )
    pieces = shapely.get_parts(whole)
    homes = _homes(houses, pieces)
    cells = np.empty(len(houses), dtype=object)
    for number, piece in enumerate(pieces):
        mine = np.flatnonzero(homes == number)
        if len(mine):
            cells[mine] = _cells(houses[mine], piece)
    bare = np.delete(pieces, np.unique(homes))
    return Ground(latitude, cells, houses, bare[~shapely.is_empty(shapely.buffer(bare, -SLIVER_METRES))])


def _homes(houses: Shapes, pieces: Shapes) -> Shapes:
    """For each building the number of the piece of ground that most of it stands on, or that is nearest."""
    common = np.array([shapely.area(shapely.intersection(houses, piece)) for piece in pieces])
    away = np.array([shapely.distance(houses, piece) for piece in pieces])
    return np.asarray(np.where(common.max(axis=0) > 0, common.argmax(axis=0), away.argmin(axis=0)))


def _cells(houses: Shapes, piece: BaseGeometry) -> Shapes:
    points, owners = _points(houses)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points), extend_to=piece, ordered=True))
    cells = _united(cells, owners, len(houses))
    shapely.prepare(piece)
    beyond = ~shapely.covers(piece, cells)
    cells[beyond] = shapely.intersection(cells[beyond], piece)
    return cells


def _points(houses: Shapes) -> tuple[Shapes, Shapes]:
    smaller = shapely.buffer(houses, -SHRUNK, join_style="mitre")
    smaller = np.where(shapely.is_empty(smaller), shapely.point_on_surface(houses), smaller)
    corners, owners = shapely.get_coordinates(shapely.segmentize(smaller, CORNERS_EVERY), return_index=True)
    _, first = np.unique(corners.round(3), axis=0, return_index=True)
    first.sort()
    return shapely.points(corners[first].round(3)), owners[first]


def _united(cells: Shapes, owners: Shapes, count: int) -> Shapes:
    starts = np.searchsorted(owners, np.arange(count + 1))
    united = [shapely.coverage_union_all(cells[one:end]) for one, end in pairwise(starts)]
    return np.array(united)


def plots_of(ground: Ground, weights: Sequence[int]) -> list[Plot]:
    """The buildings for the cutting, each with the neighbours whose ground touches its own."""
    one, other = STRtree(ground.cells).query(ground.cells, predicate="intersects")
    upper = one < other
    one, other = one[upper], other[upper]
    lengths = shapely.length(shapely.intersection(ground.cells[one], ground.cells[other]))
    borders: list[dict[int, float]] = [{} for _ in weights]
    for left, right, length in zip(one.tolist(), other.tolist(), lengths.tolist(), strict=True):
        if length >= TOUCHING:
            borders[left][right] = borders[right][left] = length
    middles = shapely.get_coordinates(shapely.centroid(ground.houses)).tolist()
    return [Plot(x, y, weight, near) for (x, y), weight, near in zip(middles, weights, borders, strict=True)]


def outlines(ground: Ground, parts: Sequence[Sequence[int]]) -> Shapes:
    """The polygon of each part in degrees: the ground of its buildings, with the whole of each building.

    After them come the pieces on which no building stands.
    """
    grids = np.array([shapely.union_all(ground.cells[list(part)], grid_size=0.001) for part in parts])
    owners = np.empty(len(ground.houses), dtype=int)
    for number, part in enumerate(parts):
        owners[list(part)] = number
    grid, house = STRtree(ground.houses).query(grids, predicate="intersects")
    for number in range(len(parts)):
        near = house[grid == number]
        foreign = near[owners[near] != number]
        grids[number] = grids[number].difference(shapely.union_all(ground.houses[foreign]))
        own = ground.houses[list(parts[number])]
        grids[number] = grids[number].union(shapely.union_all(own))
    grids = in_degrees(np.concatenate([_single(grids), ground.bare]), ground.latitude)
    return np.array([max(shapely.get_parts(grid), key=shapely.area) for grid in grids])


def _single(grids: Shapes) -> Shapes:
    """The grids, each in one piece: splinters go to the neighbour with the longest common border."""
    for number in range(len(grids)):
        parts = shapely.get_parts(grids[number])
        if len(parts) <= 1:
            continue
        main = int(np.argmax(shapely.area(parts)))
        grids[number] = parts[main]
        for splinter in np.delete(parts, main):
            lengths = shapely.length(shapely.intersection(grids, splinter))
            lengths[number] = 0
            heir = int(np.argmax(lengths))
            grids[heir] = grids[heir].union(splinter)
    return grids
