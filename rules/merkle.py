"""Merkle trees as in RFC 6962, section 2.1, with SHA-256: one root stands for many leaves, a short path for one."""

import hashlib
from collections.abc import Sequence


def leaf_hash(leaf: bytes) -> bytes:
    """SHA-256 of a zero byte and the leaf."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256 of a one byte and the hashes of both halves."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(hashes: Sequence[bytes]) -> bytes:
    """The tree's hash over the hashes of its leaves; that of no bytes at all where there is none."""
    if not hashes:
        return hashlib.sha256().digest()
    level = list(hashes)
    while len(level) > 1:
        level = _above(level)
    return level[0]


def path(hashes: Sequence[bytes], place: int) -> list[bytes]:
    """What is hashed with the leaf at this place, from the leaf upwards, to get the root. IndexError for no leaf."""
    if not 0 <= place < len(hashes):
        raise IndexError(place)
    level, found = list(hashes), []
    while len(level) > 1:
        beside = place ^ 1
        if beside < len(level):
            found.append(level[beside])
        level, place = _above(level), place // 2
    return found


def root_from(leaf: bytes, place: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that a leaf's hash and its path lead to; None where the path has not the length it must have."""
    steps, hashed = iter(path), leaf
    while size > 1:
        if place ^ 1 < size:
            beside = next(steps, None)
            if beside is None:
                return None
            hashed = node_hash(beside, hashed) if place & 1 else node_hash(hashed, beside)
        place, size = place // 2, (size + 1) // 2
    return hashed if next(steps, None) is None else None


def _above(level: list[bytes]) -> list[bytes]:
    # One left over goes up as it is: the same tree as splitting at the largest power of two, read from below.
    pairs = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
    return pairs + level[-1:] if len(level) % 2 else pairs
