"""Buildings as they are cut into grids: a graph of what touches what."""

from collections import deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from rules.grids import Size


@dataclass(frozen=True, slots=True)
class Plot:
    """A building as it is cut out: where it is in metres, how much of what is counted it holds, and its neighbours.

    A neighbour comes with the length of the common border in metres.
    """

    x: float
    y: float
    weight: int
    borders: Mapping[int, float]


def weight_of(plots: Sequence[Plot], area: Collection[int]) -> int:
    """How much these buildings hold together."""
    return sum(plots[number].weight for number in area)


def off_by(weight: int, size: Size, count: int = 1) -> int:
    """By how much this is too little or too much for so many grids."""
    return max(0, count * size.least - weight, weight - count * size.most)


def connected(plots: Sequence[Plot], area: Collection[int]) -> list[set[int]]:
    """The areas that do not touch one another, in the order of their first buildings."""
    left, found = set(area), []
    for start in sorted(area):
        if start in left:
            found.append(_reached(plots, start, left))
            left -= found[-1]
    return found


def _reached(plots: Sequence[Plot], start: int, within: Collection[int]) -> set[int]:
    reached, waiting = {start}, deque([start])
    while waiting:
        for other in plots[waiting.popleft()].borders:
            if other in within and other not in reached:
                reached.add(other)
                waiting.append(other)
    return reached


def border_of(plots: Sequence[Plot], side: Collection[int], area: Collection[int]) -> float:
    """How long the border is between a side and the rest of the area, in metres."""
    within = set(area)
    return sum(
        length
        for number in side
        for other, length in plots[number].borders.items()
        if other in within and other not in side
    )
