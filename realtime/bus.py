"""The bus between workers. It carries doorbells: which stream moved, and its newest number.

Parcels are only what will be replaced in a moment and what nobody misses if it is lost: drafts, and how many watch.
"""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from broadcaster import Broadcast

from realtime.background import ended
from realtime.redis_backend import RedisBackend

log = logging.getLogger(__name__)

CHANNEL = "rings"
DRAFTS = "drafts"
PRESENCE = "presence"
PREFIX = "heyi"
REDIS_SCHEMES = frozenset({"redis", "rediss", "unix"})

Ring = tuple[str, int]


class Bus:
    """Rings of all workers on one channel: `memory://` within this process, `redis://`, `rediss://` or `unix://`.

    An async context manager. It starts and stays up without Redis. Refuses any other address with ValueError.
    """

    def __init__(self, url: str) -> None:
        self._on_return: list[Callable[[], None]] = []
        scheme = urlsplit(url).scheme
        if scheme == "memory":
            self._broadcast = Broadcast(url)
        elif scheme in REDIS_SCHEMES:
            self._broadcast = Broadcast(backend=RedisBackend(url, PREFIX, self._returned))
        else:
            raise ValueError(f"A bus is memory://, redis://, rediss:// or unix://, not {scheme or 'nothing'}://")

    async def __aenter__(self) -> Self:
        await self._broadcast.connect()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        listener = self._broadcast._listener_task  # broadcaster cancels it without waiting for its end
        await self._broadcast.disconnect()
        await ended([listener])

    async def publish(self, stream: str, seq: int) -> None:
        """Rings at every worker, this one included. Raises within seconds where the bus is away."""
        await self._broadcast.publish(CHANNEL, f"{stream} {seq}")

    @asynccontextmanager
    async def rings(self) -> AsyncIterator[AsyncIterator[Ring]]:
        """The rings of all workers from now on; rings during an outage are lost."""
        async with self._broadcast.subscribe(CHANNEL) as messages:

            async def read() -> AsyncIterator[Ring]:
                while True:
                    if ring := parsed((await messages.get()).message):
                        yield ring

            yield read()

    async def pass_round(self, channel: str, parcel: str) -> None:
        """Hands a parcel to every worker, this one included. Raises within seconds where the bus is away."""
        await self._broadcast.publish(channel, parcel)

    @asynccontextmanager
    async def parcels(self, channel: str) -> AsyncIterator[AsyncIterator[str]]:
        """The parcels of all workers from now on; those during an outage are lost."""
        async with self._broadcast.subscribe(channel) as messages:

            async def read() -> AsyncIterator[str]:
                while True:
                    yield (await messages.get()).message

            yield read()

    def on_return(self, call: Callable[[], None]) -> None:
        """Has `call` called each time the bus is back after an outage, when rings may have been lost."""
        self._on_return.append(call)

    def _returned(self) -> None:
        for call in self._on_return:
            call()


def parsed(message: str) -> Ring | None:
    """The ring in a message, or None where there is none."""
    stream, _, seq = message.rpartition(" ")
    if stream and seq.isascii() and seq.isdigit():
        return stream, int(seq)
    log.warning("The bus carried something that is not a ring")
    return None
