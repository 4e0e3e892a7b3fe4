"""What is due gets done: a loop that sleeps until the next deadline."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from datetime import datetime, timedelta

from realtime.background import Background, pause

log = logging.getLogger(__name__)

SHORTEST_WAIT = 0.05
"""Seconds between two sweeps where the next deadline is already past (another worker may hold it)."""


class Sweeper(Background):
    """Calls `sweep` when something is due, when woken, and at least every `patience` seconds.

    `sweep` does everything that is due and returns when the next is due, or None. If it fails, the failure is logged
    and it is called again after `patience` seconds.
    """

    def __init__(
        self,
        sweep: Callable[[], Awaitable[datetime | None]],
        now: Callable[[], datetime],
        patience: float = 1.0,
    ) -> None:
        super().__init__()
        self._sweep = sweep
        self._now = now
        self._patience = patience
        self._woken = asyncio.Event()
        self._sleeps_until: datetime | None = None

    def wake(self, due: datetime | None = None) -> None:
        """Has the next sweep come at once, unless it comes before what is due anyway."""
        if due is None or self._sleeps_until is None or due < self._sleeps_until:
            self._woken.set()

    def _loops(self) -> Iterable[Coroutine[None, None, None]]:
        return (self._sweep_for_ever(),)

    async def _sweep_for_ever(self) -> None:
        while True:
            due = None
            try:
                due = await self._sweep()
            except Exception:
                log.exception("A sweep of the deadlines failed")
            seconds = self._wait(due)
            self._sleeps_until = self._now() + timedelta(seconds=seconds)
            await pause(self._woken, seconds)
            self._sleeps_until = None

    def _wait(self, due: datetime | None) -> float:
        if due is None:
            return self._patience
        seconds = (due - self._now()).total_seconds()
        return min(max(seconds, SHORTEST_WAIT), self._patience)
