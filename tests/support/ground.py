"""A small made-up town on a chessboard: squares of a hundred metres, and buildings in them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

SOUTH, WEST = 30.6, 104.0
STEP = 0.001
"""Degrees along a side of a square, about a hundred metres."""


def ring(x: float, y: float, wide: float = 1, high: float = 1) -> list[list[float]]:
    """A rectangle as a closed ring; the unit is the side of a square, to the east and to the north."""
    corners = [(x, y), (x + wide, y), (x + wide, y + high), (x, y + high), (x, y)]
    return [[round(WEST + a * STEP, 7), round(SOUTH + b * STEP, 7)] for a, b in corners]


def feature(  # noqa: PLR0917 - a rectangle reads well so
    kind: str, code: str, x: float, y: float, wide: float = 1, high: float = 1, **more: object
) -> dict[str, Any]:
    """A rectangle as a feature."""
    geometry = {"type": "Polygon", "coordinates": [ring(x, y, wide, high)]}
    return {"type": "Feature", "geometry": geometry, "properties": {"kind": kind, "code": code, **more}}


def spot(kind: str, code: str, x: float, y: float, **more: object) -> dict[str, Any]:
    """A point as a feature."""
    geometry = {"type": "Point", "coordinates": [WEST + x * STEP, SOUTH + y * STEP]}
    return {"type": "Feature", "geometry": geometry, "properties": {"kind": kind, "code": code, **more}}


def collection(features: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The features as one FeatureCollection."""
    return {"type": "FeatureCollection", "features": list(features)}


def board(columns: int = 2, rows: int = 1) -> list[dict[str, Any]]:
    """Grids side by side: A1, B1 … in the first row, A2 … in the second."""
    return [feature("grid", f"{chr(65 + x)}{y + 1}", x, y) for y in range(rows) for x in range(columns)]


def text(features: Sequence[Mapping[str, Any]]) -> str:
    """The features as a file to import."""
    return json.dumps(collection(features))


def at(x: float, y: float) -> tuple[float, float]:
    """Latitude and longitude of a spot on the board."""
    return SOUTH + y * STEP, WEST + x * STEP
