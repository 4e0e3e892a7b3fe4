"""An event loop whose clock jumps to the next timer when nothing else is to be done: hours pass in no time."""

import asyncio
import selectors
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import TypeVar

T = TypeVar("T")

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


class JumpingSelector(selectors.DefaultSelector):
    now = 0.0

    def select(self, timeout=None):
        events = super().select(0)
        if not events and timeout is None:
            raise AssertionError("Everybody waits for something that nobody will do")
        if not events:
            self.now += max(timeout, 0)
        return events


class FakeTimeLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._jumping = JumpingSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now


def run(main: Coroutine[None, None, T]) -> T:
    with asyncio.Runner(loop_factory=FakeTimeLoop) as runner:
        return runner.run(main)


def seconds() -> float:
    return round(asyncio.get_running_loop().time(), 3)


def now() -> datetime:
    return NOON + timedelta(seconds=seconds())
