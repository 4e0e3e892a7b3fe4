"""Watchers, and things to watch, without a socket."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Any

from realtime.cohorts import Seat
from realtime.entries import Told


@dataclass(slots=True, eq=False)
class FakeSink:
    """Takes what it is offered while it is open."""

    viewer: str | None = None
    open: bool = True
    room: int | None = None
    got: list[bytes] = field(default_factory=list)
    ended: list[Exception | None] = field(default_factory=list)
    moved: int = 0
    seat: Seat | None = None
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    def offer(self, payload: bytes) -> bool:
        if not self.open or self.room == 0:
            return False
        if self.room is not None:
            self.room -= 1
        self.got.append(payload)
        self.heard.set()
        return True

    def end(self, error: Exception | None) -> None:
        self.ended.append(error)
        self.heard.set()

    def move(self) -> None:
        self.moved += 1
        self.heard.set()

    async def until(self, count: int) -> None:
        """Returns once so many results, or an end, have come."""
        async with asyncio.timeout(10):
            while len(self.got) < count and not self.ended and not self.moved:
                self.heard.clear()
                await self.heard.wait()

    def reopen(self, room: int | None = None) -> None:
        """Can take more."""
        self.open, self.room = True, room
        assert self.seat is not None
        self.seat.resume()


class Tape:
    """Something that grows: states one after the other, or a log with numbers from 1. Counts who reads it."""

    def __init__(self, written: int = 0) -> None:
        self.written = written
        self.readers = 0
        self.begun = 0
        self.gone: set[int] = set()
        self.taking_away: set[int] = set()
        self.drafts: list[bytes] = []
        self._grown = asyncio.Event()

    def grow(self, by: int = 1) -> None:
        """Writes some more."""
        self.written += by
        grown, self._grown = self._grown, asyncio.Event()
        grown.set()

    def content(self, number: int) -> bytes:
        """What an entry says: nothing once it has been taken away."""
        return b"" if number in self.gone else str(number).encode()

    def take_away(self, number: int) -> None:
        """Takes an entry away, which is an entry itself."""
        self.gone.add(number)
        self.taking_away.add(self.written + 1)
        self.grow()

    def say(self, draft: bytes) -> None:
        """Says something that is not written yet."""
        self.drafts.append(draft)
        self.grow(0)

    async def entries(self, after: int) -> AsyncGenerator[Told, None]:
        """Each entry after a number, then new ones, and drafts in between."""
        self.begun += 1
        self.readers += 1
        try:
            while True:
                while after < self.written:
                    after += 1
                    yield Told(after, self.content(after), after in self.taking_away)
                while self.drafts:
                    yield Told(None, self.drafts.pop(0))
                await self._grown.wait()
        finally:
            self.readers -= 1

    async def states(self) -> AsyncGenerator[bytes, None]:
        """The newest number, then each time it has grown."""
        async for _, text, _ in self.entries(max(self.written - 1, 0)):
            yield text


async def settled(before: set[asyncio.Task[Any]]) -> None:
    """Returns once no task is left that was not there before."""
    async with asyncio.timeout(10):
        await asyncio.gather(*asyncio.all_tasks() - before, return_exceptions=True)
