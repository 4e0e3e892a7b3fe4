"""Where something is: latitude and longitude in whole units of 1e-7 degree, about a centimetre."""

from dataclasses import dataclass
from math import asin, cos, hypot, isfinite, radians, sin, sqrt

from rules.refusals import Code, Refusal, refuse

UNITS = 10_000_000
EARTH_RADIUS = 6_371_008.8
"""Mean radius in metres (IUGG)."""


@dataclass(frozen=True, slots=True)
class Place:
    """A point on the earth (WGS 84), in units of 1e-7 degree."""

    latitude: int
    longitude: int

    @property
    def degrees(self) -> tuple[float, float]:
        """Latitude and longitude in degrees."""
        return self.latitude / UNITS, self.longitude / UNITS


def place_of(latitude: float, longitude: float) -> Place | Refusal:
    """The place at these degrees, or why there is none."""
    if not (isfinite(latitude) and -90 <= latitude <= 90):
        return refuse(Code.INVALID, "place_impossible", "latitude")
    if not (isfinite(longitude) and -180 <= longitude <= 180):
        return refuse(Code.INVALID, "place_impossible", "longitude")
    return Place(round(latitude * UNITS), round(longitude * UNITS))


def metres_between(one: Place, other: Place) -> float:
    """The distance over the ground in metres, by the haversine formula."""
    (lat_a, lon_a), (lat_b, lon_b) = one.degrees, other.degrees
    half = sin(radians(lat_b - lat_a) / 2), sin(radians(lon_b - lon_a) / 2)
    across = hypot(half[0], sqrt(cos(radians(lat_a)) * cos(radians(lat_b))) * half[1])
    return 2 * EARTH_RADIUS * asin(min(1.0, across))
