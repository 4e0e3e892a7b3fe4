"""Whether polygons can be the grids and buildings of a community; the first that cannot is named."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from resolvers.grids.geometry import Shapes, in_metres
from rules.grids import SLIVER_METRES
from rules.refusals import Code, Refusal, refuse

HALF_A_SLIVER = SLIVER_METRES / 2
AREAS = frozenset({"Polygon", "MultiPolygon"})


@dataclass(frozen=True, slots=True)
class Drawn:
    """A grid or a building as it is to be drawn."""

    code: str
    name: str
    shape: BaseGeometry
    households: int = 0
    people: int = 0


def check_shape(code: str, shape: BaseGeometry | None, *, pieces: bool = False) -> Refusal | None:
    """None for a valid polygon on the earth; `pieces` allows several that belong together."""
    if shape is None or shape.is_empty or shape.geom_type not in AREAS:
        return refuse(Code.INVALID, "polygon_missing", "geojson", what=code)
    if not pieces and shape.geom_type != "Polygon":
        return refuse(Code.INVALID, "polygon_in_pieces", "geojson", what=code)
    west, south, east, north = shape.bounds
    if max(-west, east) > 180 or max(-south, north) > 90:
        return refuse(Code.INVALID, "polygon_off_the_earth", "geojson", what=code)
    if not shape.is_valid:
        return refuse(Code.INVALID, "polygon_crosses_itself", "geojson", what=code)
    return None


def check_map(drawn: Sequence[Drawn], outline: BaseGeometry | None) -> Refusal | None:
    """None for grids that lie side by side without gaps or overlaps.

    Where there is an outline they fill it, however many pieces it is in and whatever it leaves out, such as a lake;
    else they hang together.
    """
    latitude = _latitude(drawn)
    grids = in_metres(np.array([each.shape for each in drawn]), latitude)
    if refusal := _overlap(drawn, grids):
        return refusal
    whole = shapely.union_all(grids).buffer(HALF_A_SLIVER).buffer(-HALF_A_SLIVER)
    if outline is None:
        return _gap(drawn, grids, whole)
    return _beyond(drawn, grids, whole, in_metres(np.array([outline]), latitude)[0])


def _latitude(drawn: Sequence[Drawn]) -> float:
    return float(np.mean([(each.shape.bounds[1] + each.shape.bounds[3]) / 2 for each in drawn]))


def _thick(shapes: Shapes) -> Shapes:
    """Whether each is wider than a sliver somewhere."""
    return np.asarray(~shapely.is_empty(shapely.buffer(shapes, -HALF_A_SLIVER)))


def _overlap(drawn: Sequence[Drawn], grids: Shapes) -> Refusal | None:
    one, other = STRtree(grids).query(grids, predicate="intersects")
    upper = one < other
    one, other = one[upper], other[upper]
    both = _thick(shapely.intersection(grids[one], grids[other]))
    if not both.any():
        return None
    first, second = min(zip(one[both], other[both], strict=True))
    return refuse(Code.INVALID, "grids_overlap", "geojson", what=drawn[first].code, other=drawn[second].code)


def _gap(drawn: Sequence[Drawn], grids: Shapes, whole: BaseGeometry) -> Refusal | None:
    parts = shapely.get_parts(whole)
    if len(parts) > 1:
        main = parts[np.argmax(shapely.area(parts))]
        apart = np.flatnonzero(shapely.distance(grids, main) > HALF_A_SLIVER)
        return refuse(Code.INVALID, "grid_apart", "geojson", what=drawn[int(apart[0])].code)
    holes = shapely.polygons(list(whole.interiors)) if whole.interiors else np.array([])
    holes = holes[_thick(holes)] if len(holes) else holes
    if not len(holes):
        return None
    # A metre of common border, not just a corner.
    common = shapely.area(shapely.intersection(grids, holes[0].buffer(SLIVER_METRES)))
    beside = np.flatnonzero(common > min(SLIVER_METRES, common.max() / 2))
    return refuse(Code.INVALID, "grids_gap", "geojson", what=drawn[int(beside[0])].code)


def _beyond(drawn: Sequence[Drawn], grids: Shapes, whole: BaseGeometry, outline: BaseGeometry) -> Refusal | None:
    out = np.flatnonzero(_thick(shapely.difference(grids, outline)))
    if len(out):
        return refuse(Code.INVALID, "grid_beyond_outline", "geojson", what=drawn[int(out[0])].code)
    left = shapely.get_parts(outline.difference(whole))
    left = left[_thick(left)] if len(left) else left
    if not len(left):
        return None
    nearest = int(np.argmin(shapely.distance(grids, left[0])))
    return refuse(Code.INVALID, "outline_not_filled", "geojson", what=drawn[nearest].code)


def place_buildings(grids: Sequence[Drawn], buildings: Sequence[Drawn]) -> tuple[Sequence[int], Sequence[Refusal]]:
    """For each building the number of the one grid that it lies in, and a refusal for each that lies in none or two."""
    if not buildings:
        return [], []
    latitude = _latitude(grids)
    cells = in_metres(np.array([each.shape for each in grids]), latitude)
    houses = in_metres(np.array([each.shape for each in buildings]), latitude)
    house, cell = STRtree(cells).query(houses, predicate="intersects")
    deep = _thick(shapely.intersection(houses[house], cells[cell]))
    house, cell = house[deep], cell[deep]
    homes = np.full(len(buildings), -1)
    homes[house[::-1]] = cell[::-1]
    wrong = (np.bincount(house, minlength=len(buildings)) != 1) | (
        _thick(shapely.difference(houses, cells[homes])) & (homes >= 0)
    )
    refused = [_misplaced(grids, buildings, int(each), house, cell) for each in np.flatnonzero(wrong)]
    return [int(each) for each in homes], refused


def _misplaced(grids: Sequence[Drawn], buildings: Sequence[Drawn], number: int, house: Shapes, cell: Shapes) -> Refusal:
    among = sorted(int(each) for each in cell[house == number])
    code = buildings[number].code
    if not among:
        return refuse(Code.INVALID, "building_outside", "geojson", what=code)
    if len(among) == 1:
        return refuse(Code.INVALID, "building_sticks_out", "geojson", what=code, grid=grids[among[0]].code)
    return refuse(
        Code.INVALID, "building_in_two", "geojson", what=code, grid=grids[among[0]].code, other=grids[among[1]].code
    )
