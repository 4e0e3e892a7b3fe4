"""Drafts: text that is still being spoken. Only the newest of each key matters, and a lost one is replaced soon."""

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine, Iterable, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from time import time
from types import TracebackType
from typing import Self

import orjson

from realtime.background import Background
from realtime.bus import DRAFTS, Bus
from realtime.outage import Outage

log = logging.getLogger(__name__)

INTERVAL = 0.1
"""Seconds between two rounds: nobody reads faster, and an engine may send hundreds a second."""

MOST_WAITING = 1_000
STALE_SECONDS = 10.0
"""The bus was away for so long that what is being said by now is something else."""

Key = tuple[str, str]


@dataclass(slots=True, eq=False)
class Inbox:
    """The newest draft of each key that has not been taken yet."""

    waiting: dict[str, bytes] = field(default_factory=dict)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def wait(self) -> None:
        """Returns once there is something to take."""
        await self.arrived.wait()

    def take(self) -> list[bytes]:
        """What has come since the last time, the newest of each key."""
        drafts, self.waiting = list(self.waiting.values()), {}
        self.arrived.clear()
        return drafts

    def put(self, key: str, draft: bytes) -> None:
        self.waiting[key] = draft
        self.arrived.set()


class Drafts(Background):
    """Passes drafts to all who follow a subject, on this worker and on the others. Never fails and never waits.

    An async context manager within that of the bus.
    """

    def __init__(self, bus: Bus) -> None:
        super().__init__()
        self._bus = bus
        self._followed: dict[str, set[Inbox]] = {}
        self._pending: dict[Key, bytes] = {}
        self._something_pending = asyncio.Event()
        self._open = AsyncExitStack()
        self._arriving: AsyncIterator[str]

    async def __aenter__(self) -> Self:
        self._arriving = await self._open.enter_async_context(self._bus.parcels(DRAFTS))
        return await super().__aenter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await super().__aexit__(kind, error, traceback)
        await self._open.aclose()

    def put(self, subject: str, key: str, draft: bytes) -> None:
        """Passes a draft on soon, unless a newer one of the same key comes first. `draft` is JSON."""
        if (subject, key) in self._pending or len(self._pending) < MOST_WAITING:
            self._pending[subject, key] = draft
            self._something_pending.set()

    def drop(self, subject: str, key: str) -> None:
        """Passes a draft on no more: its text is final."""
        self._pending.pop((subject, key), None)

    @contextmanager
    def follow(self, subject: str) -> Iterator[Inbox]:
        """What is put for the subject from now on, within the context."""
        inbox = Inbox()
        self._followed.setdefault(subject, set()).add(inbox)
        try:
            yield inbox
        finally:
            self._followed[subject].discard(inbox)
            if not self._followed[subject]:
                del self._followed[subject]

    def _loops(self) -> Iterable[Coroutine[None, None, None]]:
        return self._pass_on(), self._receive()

    async def _pass_on(self) -> None:
        outage = Outage("The bus, asked to carry drafts,")
        while True:
            await self._something_pending.wait()
            self._something_pending.clear()
            while self._pending:
                subject, key = next(iter(self._pending))
                draft = self._pending.pop((subject, key))
                try:
                    await self._bus.pass_round(DRAFTS, orjson.dumps([subject, key, time(), draft.decode()]).decode())
                except Exception as error:
                    outage.begin(error)
                    self._pending.clear()  # what comes late may have been taken away by then
                else:
                    outage.end()
            await asyncio.sleep(INTERVAL)

    async def _receive(self) -> None:
        async for message in self._arriving:
            try:
                subject, key, at, draft = orjson.loads(message)
                late, content = time() - at > STALE_SECONDS, draft.encode()
            except (ValueError, TypeError, AttributeError):
                log.warning("The bus carried something that is not a draft")
                continue
            for inbox in () if late else self._followed.get(subject, ()):
                inbox.put(key, content)
