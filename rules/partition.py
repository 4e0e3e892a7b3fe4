"""Cutting a community into grids: whole buildings, each grid connected, compact, and of the right size.

The area is halved again and again along a straight line, each time where the border is shortest and both sides can
still be cut into grids of the right size. Where a straight line will not do, a tree through all buildings is cut.
What has come out too small or too large is then joined with a neighbour and cut anew.
"""

from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import count as numbers_from

from rules.cutting import halved
from rules.grids import Size
from rules.plots import Plot, connected, off_by, weight_of


class Unmet(StrEnum):
    """Why a grid is not of the right size."""

    BUILDING_TOO_LARGE = "BUILDING_TOO_LARGE"
    TOO_FEW_CONNECTED = "TOO_FEW_CONNECTED"
    DOES_NOT_DIVIDE = "DOES_NOT_DIVIDE"
    NO_CUT_FOUND = "NO_CUT_FOUND"
    NO_BUILDING = "NO_BUILDING"


@dataclass(frozen=True, slots=True)
class Part:
    """A grid: the numbers of its buildings, how much they hold, and why it is not of the right size, if it is not."""

    plots: Sequence[int]
    weight: int
    unmet: Unmet | None = None


def cut(plots: Sequence[Plot], size: Size) -> list[Part]:
    """Every building in exactly one grid. The same buildings always give the same grids."""
    giants = {number for number, plot in enumerate(plots) if plot.weight > size.most}
    parts = [Part([number], plots[number].weight, Unmet.BUILDING_TOO_LARGE) for number in sorted(giants)]
    for area in connected(plots, set(range(len(plots))) - giants):
        parts += _cut_area(plots, area, size)
    return parts


def counts_possible(weight: int, size: Size) -> range:
    """Into how many grids of the right size this much can be cut by its number alone; empty where into none."""
    return range(-(-weight // size.most), weight // size.least + 1)


def _cut_area(plots: Sequence[Plot], area: Collection[int], size: Size) -> list[Part]:
    weight = weight_of(plots, area)
    possible = counts_possible(weight, size)
    if not possible:
        unmet = Unmet.TOO_FEW_CONNECTED if weight < size.least else Unmet.DOES_NOT_DIVIDE
        wanted = max(1, round(2 * weight / (size.least + size.most)))
    else:
        unmet = Unmet.NO_CUT_FOUND
        wanted = min(max(round(2 * weight / (size.least + size.most)), possible.start), possible.stop - 1)
    found = _mend(plots, halved(plots, sorted(area), wanted, size), size)
    return [_part(plots, each, size, unmet) for each in found]


def _part(plots: Sequence[Plot], area: Sequence[int], size: Size, unmet: Unmet) -> Part:
    weight = weight_of(plots, area)
    return Part(sorted(area), weight, None if size.least <= weight <= size.most else unmet)


def _mend(plots: Sequence[Plot], pieces: list[Sequence[int]], size: Size) -> list[Sequence[int]]:
    """Joins what is not of the right size with neighbours and cuts it anew, as long as that makes it better."""
    known = dict(enumerate(pieces))
    home = {number: key for key, piece in known.items() for number in piece}
    keys = numbers_from(len(pieces))
    waiting = deque(key for key in known if off_by(weight_of(plots, known[key]), size))
    while waiting:
        key = waiting.popleft()
        if key not in known or not off_by(weight_of(plots, known[key]), size):
            continue
        better = _rejoined(plots, known, home, key, size)
        if better is None:
            continue
        gone, new = better
        for old in gone:
            del known[old]
        for piece in new:
            fresh = next(keys)
            known[fresh] = piece
            home.update(dict.fromkeys(piece, fresh))
            if off_by(weight_of(plots, piece), size):
                waiting.append(fresh)
    return list(known.values())


def _rejoined(
    plots: Sequence[Plot], known: Mapping[int, Sequence[int]], home: Mapping[int, int], key: int, size: Size
) -> tuple[Sequence[int], list[Sequence[int]]] | None:
    """Which pieces to replace by which, so that together they are nearer to the right size."""
    for group in _groups(plots, known, home, key):
        area = sorted(number for each in group for number in known[each])
        before = _off_together(plots, [known[each] for each in group], size)
        possible = counts_possible(weight_of(plots, area), size) or range(len(group) - 1, len(group) + 1)
        for many in possible:
            found = halved(plots, area, many, size)
            if _off_together(plots, found, size) < before:
                return group, found
    return None


def _off_together(plots: Sequence[Plot], pieces: Sequence[Sequence[int]], size: Size) -> int:
    return sum(off_by(weight_of(plots, piece), size) for piece in pieces)


def _groups(
    plots: Sequence[Plot], known: Mapping[int, Sequence[int]], home: Mapping[int, int], key: int
) -> Iterator[Sequence[int]]:
    """The piece with each of its neighbours, and with each neighbour of theirs."""
    for other in _beside(plots, known[key], home, {key}):
        yield [key, other]
        for third in _beside(plots, known[other], home, {key, other}):
            yield [key, other, third]


def _beside(
    plots: Sequence[Plot], piece: Collection[int], home: Mapping[int, int], without: Collection[int]
) -> list[int]:
    """The pieces that touch this one, those with the longest common border first."""
    lengths: dict[int, float] = {}
    for number in piece:
        for other, length in plots[number].borders.items():
            there = home.get(other)
            if there is not None and there not in without:
                lengths[there] = lengths.get(there, 0.0) + length
    return sorted(lengths, key=lambda there: (-lengths[there], there))
