"""Group commit: what arrives together is written together, and answered once it is on disk."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from db.gathering import LARGEST_GROUP, Gathering
from db.metrics import GROUPS

Item = TypeVar("Item")
Answer = TypeVar("Answer")

MOST_WAITING = 20 * LARGEST_GROUP
"""At a thousand a second the last of them waits ten seconds: as long as anybody does."""

PATIENCE = 0.006
"""Seconds in which those who were answered together can be back, measured with 32 clients at a time on two cores."""


class NotWrittenError(Exception):
    """The group was not written, or nobody knows whether it was: the connection broke while it was being committed."""


class GroupCommit(Generic[Item, Answer]):
    """A gathering that writes. What goes wrong with a group is a NotWrittenError for each of its items."""

    def __init__(
        self, commit: Callable[[Sequence[Item]], Awaitable[Sequence[Answer]]], *, patience: float = PATIENCE
    ) -> None:
        self._commit = commit
        self._gathering = Gathering(self._write, patience=patience)

    async def submit(self, item: Item) -> Answer:
        """The item's answer, once its group is on disk. NotWrittenError, at once where too many wait already."""
        if self._gathering.waiting >= MOST_WAITING:
            raise NotWrittenError("Too many are waiting.")
        return await self._gathering.submit(item)

    async def close(self) -> None:
        """Waits until everything submitted has been answered."""
        await self._gathering.close()

    async def _write(self, items: Sequence[Item]) -> Sequence[Answer]:
        GROUPS.observe(len(items))
        try:
            return await self._commit(items)
        except Exception as error:
            raise NotWrittenError(f"A group of {len(items)} was not written.") from error
