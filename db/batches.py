"""Long lists in pieces that a statement can carry."""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")


def batched(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """The items in order, in lists of at most `size`."""
    rest = iter(items)
    while piece := list(islice(rest, size)):
        yield piece


def padded(items: Collection[Item]) -> list[Item]:
    """The items, the last of them again and again until there are 1, 2, 4, 8 …

    A statement that takes a list has another text for each length of it. So there are few texts, and what the
    database made of each is found again.
    """
    listed = list(items)
    return listed + listed[-1:] * ((1 << (len(listed) - 1).bit_length()) - len(listed)) if listed else []
