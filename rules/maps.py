"""What is right about the map: where its picture may come from."""

from dataclasses import dataclass

from rules.video import ORIGIN, origin_of

LONGEST_ADDRESS = 500
GAPS = ("{z}", "{x}", "{y}")


@dataclass(frozen=True, slots=True)
class Tiles:
    """A source of map tiles: its address with the gaps {z}, {x} and {y}, its origin, and whom to credit for it."""

    address: str
    origin: str
    credit: str = ""


def tiles_at(address: str, credit: str = "") -> Tiles | None:
    """The source of tiles at an address with each of the three gaps once, behind the host; None for anything else."""
    host = ORIGIN.match(address)
    origin = origin_of(host[0]) if host and len(address) <= LONGEST_ADDRESS else None
    if host is None or origin is None:
        return None
    behind = address[host.end() :]
    whole = behind.startswith("/") and address.isascii() and address.isprintable() and " " not in address
    if not whole or any(behind.count(gap) != 1 for gap in GAPS):
        return None
    return Tiles(address, origin, credit)
