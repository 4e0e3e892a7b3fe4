"""The Merkle tree hash of RFC 6962, section 2.1, with SHA-256."""

from hashlib import sha256


class Tree:
    """Takes leaves one by one, and keeps one hash for each complete subtree."""

    def __init__(self) -> None:
        self._complete: list[tuple[int, bytes]] = []

    def add(self, leaf: bytes) -> None:
        """Puts a leaf behind the others."""
        size, digest = 1, sha256(b"\x00" + leaf).digest()
        while self._complete and self._complete[-1][0] == size:
            digest = _node(self._complete.pop()[1], digest)
            size *= 2
        self._complete.append((size, digest))

    def root(self) -> str:
        """The hash of all leaves."""
        if not self._complete:
            return sha256().hexdigest()
        *rest, (_, digest) = self._complete
        for _, left in reversed(rest):
            digest = _node(left, digest)
        return digest.hex()


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()
