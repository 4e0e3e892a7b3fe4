"""Loops that run while a context is open and are gone when it closes."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Coroutine, Iterable
from contextlib import suppress
from types import TracebackType
from typing import Self


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
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []


async def pause(bell: asyncio.Event, seconds: float) -> None:
    """Waits until the bell rings, but at most `seconds`, and leaves the bell silent."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await bell.wait()
    bell.clear()
