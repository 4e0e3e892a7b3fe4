"""Loops that run while a context is open and are gone when it closes."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Collection, Coroutine, Iterable
from contextlib import suppress
from types import TracebackType
from typing import Self

CALL_AGAIN = 0.2


async def ended(tasks: Collection[asyncio.Task[None]]) -> None:
    """Cancels the tasks and waits for their end. One cancelled while redis-py talks may go on as if it had not been."""
    left = set(tasks)
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=CALL_AGAIN)
    await asyncio.gather(*tasks, return_exceptions=True)


class Background(ABC):
    """An async context manager around endless loops; leaving it waits until each of them has ended."""

    def __init__(self) -> None:
        self._tasks: list[asyncio.Task[None]] = []

    @abstractmethod
    def _loops(self) -> Iterable[Coroutine[None, None, None]]:
        """The loops to run; each bears its own failures."""

    async def __aenter__(self) -> Self:
        self._tasks = [asyncio.create_task(loop) for loop in self._loops()]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await ended(self._tasks)
        self._tasks = []


async def pause(bell: asyncio.Event, seconds: float) -> None:
    """Waits until the bell rings, but at most `seconds`, and leaves the bell silent."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await bell.wait()
    bell.clear()
