"""Polygons by shapely: read from GeoJSON, and asked which of them a place lies in."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from rules.places import UNITS, Place

Shapes = NDArray[Any]
METRES_A_DEGREE = 111_195.08
"""Of latitude, on a sphere with the mean radius of rules.places."""


def shape_of(geometry: object) -> BaseGeometry | None:
    """The shape of a GeoJSON geometry, its corners on whole units of rules.places; None where it cannot be read."""
    try:
        shape = shapely.from_geojson(json.dumps(geometry, allow_nan=False))
    except (shapely.GEOSException, ValueError, TypeError):
        return None
    return None if shape is None else shapely.transform(shapely.force_2d(shape), _whole_units)


def _whole_units(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.round(corners * UNITS) / UNITS


def geometry_of(shape: BaseGeometry) -> str:
    """The shape as GeoJSON (RFC 7946): its outer ring runs counter-clockwise."""
    return str(shapely.to_geojson(shapely.orient_polygons(shape)))


def in_metres(shapes: Shapes, latitude: float) -> Shapes:
    """The shapes on a plane in metres, true near this latitude; good enough within a town."""
    scale = np.array([METRES_A_DEGREE * np.cos(np.radians(latitude)), METRES_A_DEGREE])
    return np.asarray(shapely.transform(shapes, lambda corners: corners * scale))


def in_degrees(shapes: Shapes, latitude: float) -> Shapes:
    """The reverse of in_metres: valid shapes with their corners on whole units of rules.places."""
    scale = np.array([METRES_A_DEGREE * np.cos(np.radians(latitude)), METRES_A_DEGREE])
    shapes = shapely.transform(shapes, lambda corners: corners / scale)
    return np.asarray(shapely.set_precision(shapes, 1 / UNITS))


@dataclass(frozen=True, slots=True)
class Index:
    """The grids of a community, by place, as they were when its stream of grids had this number."""

    seq: int
    ids: Sequence[UUID]
    tree: STRtree

    @classmethod
    def of(cls, seq: int, outlines: Sequence[tuple[UUID, str]]) -> "Index":
        """The index of grids given by their GeoJSON."""
        shapes = shapely.from_geojson([polygon for _, polygon in outlines])
        shapely.prepare(shapes)
        return cls(seq, [grid_id for grid_id, _ in outlines], STRtree(shapes))

    def at(self, place: Place) -> UUID | None:
        """The grid a place lies in or on the edge of; of several that meet there the first on the map."""
        latitude, longitude = place.degrees
        found = self.tree.query(shapely.points(longitude, latitude), predicate="intersects")
        return self.ids[int(found.min())] if len(found) else None
