"""Which codes the grids of a new map have: those of the old map as far as people stay in them, and new ones."""

from collections.abc import Collection, Iterator, Mapping
from itertools import count


def kept(common: Mapping[tuple[int, str], int]) -> dict[int, str]:
    """The code that each new grid keeps of those it has households in common with, the most in common first.

    `common` says how many, by number of the new grid and code of the old. No code is kept twice.
    """
    found: dict[int, str] = {}
    for number, code in sorted(common, key=lambda pair: (-common[pair], pair[1], pair[0])):
        if number not in found and code not in found.values():
            found[number] = code
    return found


def unused(taken: Collection[str], grids: int) -> Iterator[str]:
    """G01, G02 … for a map of so many grids, without those that were ever used."""
    digits = max(2, len(str(grids)))
    return (code for number in count(1) if (code := f"G{number:0{digits}}") not in taken)
