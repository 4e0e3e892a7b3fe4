"""Halving an area again and again, along straight lines or along the branches of a tree."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from math import cos, pi, sin

from rules.grids import Size
from rules.plots import Plot, border_of, connected, off_by, weight_of

DIRECTIONS = 8
NEAR = 24
"""How many branches are looked at in each tree, those that come nearest to the right size."""


def halved(plots: Sequence[Plot], area: Sequence[int], count: int, size: Size) -> list[Sequence[int]]:
    """The area cut into so many connected pieces, as nearly of the right size as was found."""
    done: list[Sequence[int]] = []
    waiting = [(area, count)]
    while waiting:
        piece, many = waiting.pop()
        best = _best_cut(plots, piece, many, size) if many > 1 else None
        if best is None:
            done.append(piece)
            continue
        one = set(best.side)
        rest = [number for number in piece if number not in one]
        waiting += [(rest, many - best.count), (sorted(one), best.count)]
    return done


@dataclass(frozen=True, slots=True)
class _Cut:
    off: int
    border: float
    side: Collection[int]
    count: int


def _best_cut(plots: Sequence[Plot], area: Sequence[int], count: int, size: Size) -> _Cut | None:
    """The cut that leaves both sides of the right size, or nearest to it, with the shortest border."""
    best = None
    for candidate in _straight_cuts(plots, area, count, size):
        best = _better(best, candidate)
    if best is None or best.off:
        for candidate in _tree_cuts(plots, area, count, size):
            best = _better(best, candidate)
    return best


def _better(one: _Cut | None, other: _Cut) -> _Cut:
    return other if one is None or (other.off, other.border) < (one.off, one.border) else one


def _straight_cuts(plots: Sequence[Plot], area: Sequence[int], count: int, size: Size) -> Iterator[_Cut]:
    """Cuts along straight lines in several directions, mended so that both sides are connected."""
    total = weight_of(plots, area)
    for direction in range(DIRECTIONS):
        angle = pi * direction / DIRECTIONS
        along, across = cos(angle), sin(angle)
        order = sorted(area, key=lambda number: (plots[number].x * along + plots[number].y * across, number))
        for side_count in {count // 2, count - count // 2}:
            found = _line(plots, order, (side_count, count), (total, size))
            if found is not None:
                yield found


def _line(plots: Sequence[Plot], order: Sequence[int], counts: tuple[int, int], whole: tuple[int, Size]) -> _Cut | None:
    (side_count, count), (total, size) = counts, whole
    wanted, so_far, places = total * side_count / count, 0, []
    for place, number in enumerate(order[:-1], 1):
        so_far += plots[number].weight
        off = off_by(so_far, size, side_count) + off_by(total - so_far, size, count - side_count)
        places.append((off, abs(so_far - wanted), place))
    if not places:
        return None
    side = _whole_side(plots, order, min(places)[2])
    if side is None:
        return None
    weight = weight_of(plots, side)
    off = off_by(weight, size, side_count) + off_by(total - weight, size, count - side_count)
    return _Cut(off, border_of(plots, side, order), side, side_count)


def _whole_side(plots: Sequence[Plot], order: Sequence[int], place: int) -> set[int] | None:
    """The first so many in this order, with what is cut off from either side given to the other; None if that fails."""
    main = max(connected(plots, order[:place]), key=len)
    others = connected(plots, [number for number in order if number not in main])
    largest = max(others, key=len)
    side = main.union(*(other for other in others if other is not largest))
    return side if len(side) < len(order) else None


def _tree_cuts(plots: Sequence[Plot], area: Sequence[int], count: int, size: Size) -> Iterator[_Cut]:
    """Cuts of trees that span the area: whichever branch is taken away, both sides are connected."""
    for start in _corners(plots, area):
        order, parent = _tree(plots, start, area)
        branch = {number: plots[number].weight for number in order}
        for number in reversed(order[1:]):
            branch[parent[number]] += branch[number]
        total, ranked = branch[start], []
        for number in order[1:]:
            for side_count in range(1, count) if count <= 4 else (count // 2, count - count // 2):
                off = off_by(branch[number], size, side_count) + off_by(
                    total - branch[number], size, count - side_count
                )
                ranked.append((off, abs(2 * side_count - count), number, side_count))
        ranked.sort()
        for off, _, number, side_count in ranked[:NEAR]:
            side = _branch(order, parent, number)
            yield _Cut(off, border_of(plots, side, area), side, side_count)


def _corners(plots: Sequence[Plot], area: Sequence[int]) -> list[int]:
    corners = []
    for along, across in ((1, 0), (0, 1), (-1, 0), (0, -1), (1, 1), (-1, 1)):
        corners.append(min(area, key=lambda number: (plots[number].x * along + plots[number].y * across, number)))
    return list(dict.fromkeys(corners))


def _tree(plots: Sequence[Plot], start: int, area: Sequence[int]) -> tuple[list[int], dict[int, int]]:
    """The buildings in the order of their way from the start, and over which neighbour each is reached."""
    within, order = set(area), []
    parent: dict[int, int] = {}
    waiting = [(0.0, start, start)]
    while waiting:
        far, number, before = heappop(waiting)
        if number in parent:
            continue
        parent[number] = before
        order.append(number)
        here = plots[number]
        for other in here.borders:
            if other in within and other not in parent:
                there = plots[other]
                step = ((there.x - here.x) ** 2 + (there.y - here.y) ** 2) ** 0.5
                heappush(waiting, (far + step, other, number))
    return order, parent


def _branch(order: Sequence[int], parent: Mapping[int, int], root: int) -> set[int]:
    side = {root}
    for number in order:
        if parent[number] in side and number != parent[number]:
            side.add(number)
    return side
