"""How many watch, on all workers together. Nothing is written down: each worker says now and then what it counts."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Coroutine, Iterable, Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from uuid import uuid4

import orjson

from realtime.background import Background, pause
from realtime.bus import PRESENCE, Bus
from realtime.hub import Follower, Stream
from realtime.outage import Outage
from realtime.pace import newest_states

log = logging.getLogger(__name__)

INTERVAL = 1.0
"""Seconds between two announcements of a worker, and between two counts on a screen."""

REPEAT_SECONDS = 5.0
SILENT_SECONDS = 20.0
"""A worker that has said nothing for so long is gone, and those who watched there with it."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What another worker counts, and when it said so."""

    counts: Mapping[str, int]
    at: float


class Presence(Background):
    """Counts who watches each subject, here and on the other workers. Never fails and never waits.

    An async context manager within that of the bus.
    """

    def __init__(self, bus: Bus) -> None:
        super().__init__()
        self._bus = bus
        self._name = uuid4().hex
        self._here: Counter[str] = Counter()
        self._elsewhere: dict[str, Heard] = {}
        self._changed = asyncio.Event()
        self._anything = Stream()
        self._open = AsyncExitStack()
        self._arriving: AsyncIterator[str]

    async def __aenter__(self) -> Self:
        self._arriving = await self._open.enter_async_context(self._bus.parcels(PRESENCE))
        return await super().__aenter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await super().__aexit__(kind, error, traceback)
        self._here.clear()
        await self._announce(Outage("The bus, asked to carry a last word of who watches,"))
        await self._open.aclose()

    def count(self, subject: str) -> int:
        """How many watch the subject, as far as is known here."""
        return self._here[subject] + sum(heard.counts.get(subject, 0) for heard in self._elsewhere.values())

    def add(self, subject: str, more: int) -> None:
        """So many more watch the subject here, or fewer."""
        self._here[subject] += more
        if self._here[subject] <= 0:
            del self._here[subject]
        self._changed.set()
        self._move()

    @contextmanager
    def watching(self, subject: str) -> Iterator[None]:
        """One more watches the subject here, within the context."""
        self.add(subject, 1)
        try:
            yield
        finally:
            self.add(subject, -1)

    async def follow(self, subject: str) -> AsyncGenerator[int, None]:
        """How many watch the subject, then the newest number after each change, at most one a second."""

        async def newest() -> tuple[int, int]:
            return self._anything.seq, self.count(subject)

        before = None
        async for count in newest_states(Follower(self._anything), newest, INTERVAL):
            if count != before:
                before = count
                yield count

    def _loops(self) -> Iterable[Coroutine[None, None, None]]:
        return self._tell(), self._hear()

    def _move(self) -> None:
        self._anything.move(self._anything.seq + 1)

    async def _tell(self) -> None:
        outage = Outage("The bus, asked to carry how many watch,")
        while True:
            await pause(self._changed, REPEAT_SECONDS)
            await self._announce(outage)
            self._forget_silent()
            await asyncio.sleep(INTERVAL)

    async def _announce(self, outage: Outage) -> None:
        try:
            await self._bus.pass_round(PRESENCE, orjson.dumps([self._name, self._here]).decode())
        except Exception as error:
            outage.begin(error)
        else:
            outage.end()

    async def _hear(self) -> None:
        async for message in self._arriving:
            if (told := _parsed(message)) is None:
                log.warning("The bus carried something that says nothing of who watches")
                continue
            name, counts = told
            if name == self._name:
                continue
            before = self._elsewhere.get(name)
            self._elsewhere[name] = Heard(counts, asyncio.get_running_loop().time())
            if before is None or before.counts != counts:
                self._move()

    def _forget_silent(self) -> None:
        now = asyncio.get_running_loop().time()
        silent = [name for name, heard in self._elsewhere.items() if now - heard.at > SILENT_SECONDS]
        for name in silent:
            del self._elsewhere[name]
        if silent:
            self._move()


def _parsed(message: str) -> tuple[str, Mapping[str, int]] | None:
    """The name of a worker and what it counts; None where the message is something else."""
    try:
        name, counts = orjson.loads(message)
    except (ValueError, TypeError):
        return None
    if not isinstance(name, str) or not isinstance(counts, dict):
        return None
    return (name, counts) if all(isinstance(count, int) for count in counts.values()) else None
