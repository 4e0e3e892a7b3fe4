"""How many photos are in hand at once: whoever comes then waits outside, with their photo still in their phone."""

from asyncio import Semaphore
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID
from weakref import WeakValueDictionary

MOST_IN_HAND, MOST_OF_ONE = 16, 3


class Door:
    """Lets a few photos in, and of each resident fewer, so that nobody takes every place or all the memory."""

    def __init__(self) -> None:
        self._all = Semaphore(MOST_IN_HAND)
        self._of: WeakValueDictionary[UUID, Semaphore] = WeakValueDictionary()

    @asynccontextmanager
    async def of(self, resident_id: UUID) -> AsyncIterator[None]:
        """A place for one photo of this resident, once there is one."""
        own = self._of.setdefault(resident_id, Semaphore(MOST_OF_ONE))
        async with own, self._all:
            yield
