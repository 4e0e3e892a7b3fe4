"""Finding the grid of a place among many, and cutting a town into grids."""

import math
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import shapely

from bench.findings import Findings, Verdict, shown
from bench.sizes import Sizes
from bench.street import Site
from resolvers.grids.cells import ground_of, outlines, plots_of
from resolvers.grids.geometry import METRES_A_DEGREE, Index, geometry_of
from rules.grids import HOUSEHOLDS
from rules.partition import cut
from rules.places import UNITS, Place

SOUTH, WEST = 30.6, 104.0
STEP = 0.001
LOOK_UPS = 5_000


def grids(sizes: Sizes, _data: Path, _place: Site) -> list[Findings]:
    """The look-up that every report waits for, and the cut that a community waits for once."""
    findings = Findings(
        "Grids",
        "In one process, without a database: the grid of a place, by the index that each worker keeps, and the cut of a"
        " made-up town into grids of 300 to 500 households with their polygons.",
        ["what", "result"],
    )
    many = sizes.grids_a_side**2
    median, slowest = _look_ups(sizes.grids_a_side)
    findings.rows.append([f"a place among {many:,} grids, median ms", shown(median)])
    findings.rows.append([f"the slowest of {LOOK_UPS:,}, ms", shown(slowest)])
    seconds, right, cuts = _cut(sizes.buildings)
    told = f"{sizes.buildings:,} buildings cut into {cuts:,} grids, {right:,} of the right size, s"
    findings.rows.append([told, shown(seconds)])
    findings.verdicts += [
        Verdict(f"a place among {many:,} grids", median, "most", 5.0, " ms"),
        Verdict(f"{sizes.buildings:,} buildings cut", seconds, "most", 60.0, " s"),
    ]
    return [findings]


def _look_ups(side: int) -> tuple[float, float]:
    corners = [(WEST + x * STEP, SOUTH + y * STEP) for x in range(side) for y in range(side)]
    squares = [
        (UUID(int=number), geometry_of(shapely.box(west, south, west + STEP, south + STEP)))
        for number, (west, south) in enumerate(corners)
    ]
    index, took = Index.of(1, squares), []
    for number in range(LOOK_UPS):
        east, north = number * 37 % 997 / 997, number * 91 % 991 / 991
        place = Place(round((SOUTH + north * side * STEP) * UNITS), round((WEST + east * side * STEP) * UNITS))
        began = time.perf_counter()
        found = index.at(place)
        took.append((time.perf_counter() - began) * 1_000)
        assert found is not None
    return statistics.median(took), max(took)


def _cut(buildings: int) -> tuple[float, int, int]:
    town = _town(buildings)
    began = time.perf_counter()
    ground = ground_of(town, None)
    parts = cut(plots_of(ground, [number * 7 % 60 for number in range(buildings)]), HOUSEHOLDS)
    outlines(ground, [part.plots for part in parts])
    return time.perf_counter() - began, sum(part.unmet is None for part in parts), len(parts)


def _town(buildings: int) -> Sequence[shapely.Polygon]:
    wide = math.isqrt(buildings)
    north, east = 1 / METRES_A_DEGREE, 1 / METRES_A_DEGREE / math.cos(math.radians(SOUTH))
    found = []
    for number in range(buildings):
        x, y = number % wide * 40 + number * 13 % 10, number // wide * 40 + number * 29 % 10
        right, top = x + 12 + number * 17 % 16, y + 12 + number * 23 % 16
        found.append(shapely.box(WEST + x * east, SOUTH + y * north, WEST + right * east, SOUTH + top * north))
    return found
