"""Group commit: what arrives together is written together, and answered once it is on disk."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from db.metrics import GROUPS

Item = TypeVar("Item")
Answer = TypeVar("Answer")

LARGEST_GROUP = 500


class GroupCommit(Generic[Item, Answer]):
    """Hands what waits to `commit` in one piece, one piece at a time, and gives each its own answer.

    One item alone does not wait for company; while a group is being written the next one gathers.
    """

    def __init__(self, commit: Callable[[Sequence[Item]], Awaitable[Sequence[Answer]]]) -> None:
        self._commit = commit
        self._waiting: list[tuple[Item, asyncio.Future[Answer]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def submit(self, item: Item) -> Answer:
        """The item's answer, once its group is committed. Raises what the commit raised."""
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        if self._writer is None:
            self._writer = asyncio.create_task(self._write())
        return await future

    async def _write(self) -> None:
        try:
            while self._waiting:
                group, self._waiting = self._waiting[:LARGEST_GROUP], self._waiting[LARGEST_GROUP:]
                await self._write_group(group)
        finally:
            self._writer = None

    async def _write_group(self, group: list[tuple[Item, asyncio.Future[Answer]]]) -> None:
        GROUPS.observe(len(group))
        try:
            answers = await self._commit([item for item, _ in group])
        except BaseException as error:
            for _, future in group:
                if not future.done():
                    future.set_exception(error if isinstance(error, Exception) else asyncio.CancelledError())
            if not isinstance(error, Exception):
                raise
            return
        for (_, future), answer in zip(group, answers, strict=True):
            if not future.done():
                future.set_result(answer)

    async def close(self) -> None:
        """Waits until everything submitted has been answered."""
        if self._writer is not None:
            await asyncio.wait([self._writer])
