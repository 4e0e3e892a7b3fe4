"""Gathering: what is asked at the same time is done together."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Generic, TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")

LARGEST_GROUP = 500


class Gathering(Generic[Item, Answer]):
    """Hands what waits to `work` in one piece, one piece at a time, and gives each its own answer.

    One item alone does not wait for company; while one group is under way the next one gathers. After a group of
    several the next waits, `patience` seconds at most, for as many more as were answered: where so many come, those
    who ask again are back in a moment.
    """

    def __init__(
        self,
        work: Callable[[Sequence[Item]], Awaitable[Sequence[Answer]]],
        *,
        patience: float = 0.0,
        most: int = LARGEST_GROUP,
    ) -> None:
        self._work = work
        self._patience = patience
        self._most = most
        self._expected = 0
        self._enough = asyncio.Event()
        self._waiting: list[tuple[Item, asyncio.Future[Answer]]] = []
        self._worker: asyncio.Task[None] | None = None

    @property
    def waiting(self) -> int:
        """How many have not begun yet."""
        return len(self._waiting)

    async def submit(self, item: Item) -> Answer:
        """The item's answer, once its group is done. Raises what the work raised."""
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        if len(self._waiting) >= self._expected:
            self._enough.set()
        if self._worker is None:
            self._worker = asyncio.create_task(self._run())
        return await future

    async def close(self) -> None:
        """Waits until everything submitted has been answered."""
        if self._worker is not None:
            await asyncio.wait([self._worker])

    def stop(self) -> None:
        """Gives up what is under way; whoever still waits for it is cancelled."""
        if self._worker is not None:
            self._worker.cancel()

    async def _run(self) -> None:
        try:
            while self._waiting:
                group, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
                await self._do(group)
                await self._await_company(len(group))
        finally:
            self._worker = None

    async def _await_company(self, answered: int) -> None:
        self._expected = min(answered + len(self._waiting), self._most)
        if not self._patience or answered == 1 or len(self._waiting) >= self._expected:
            return
        self._enough.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(self._patience):
                await self._enough.wait()

    async def _do(self, group: list[tuple[Item, asyncio.Future[Answer]]]) -> None:
        try:
            answers = await self._work([item for item, _ in group])
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
