"""One hub per worker: it hears every ring and wakes whoever follows the stream."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Coroutine, Iterable, Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from realtime.background import Background, pause
from realtime.bus import Bus, Ring
from realtime.outage import Backoff, Outage

ReadHeads = Callable[[Collection[str]], Awaitable[Mapping[str, int]]]

PENDING_LIMIT = 10_000


@dataclass(slots=True)
class Stream:
    """What is known of a followed stream: its newest number, and the event that its next ring sets."""

    followers: int = 0
    seq: int = 0
    moved: asyncio.Event = field(default_factory=asyncio.Event)

    def move(self, seq: int) -> None:
        self.seq = seq
        moved, self.moved = self.moved, asyncio.Event()
        moved.set()


@dataclass(frozen=True, slots=True)
class Follower:
    """Someone who waits for a stream to grow."""

    stream: Stream

    async def beyond(self, seq: int) -> int:
        """The newest known number once it is above `seq`; at once where it is known already."""
        while self.stream.seq <= seq:
            await self.stream.moved.wait()
        return self.stream.seq


class Hub(Background):
    """Wakes followers by rings from here and from other workers, and by asking the database every `patience` seconds.

    An async context manager within that of the bus; leaving it ends its tasks. `read_heads` gives the newest number
    of each stream asked for, and may leave some out.
    """

    def __init__(self, bus: Bus, read_heads: ReadHeads, patience: float = 2.0) -> None:
        super().__init__()
        self._bus = bus
        self._read_heads = read_heads
        self._patience = patience
        self._followed: dict[str, Stream] = {}
        self._pending: dict[str, int] = {}
        self._something_pending = asyncio.Event()
        self._heads_wanted = asyncio.Event()
        self._open = AsyncExitStack()
        self._rings: AsyncIterator[Ring]
        bus.on_return(self._heads_wanted.set)

    async def __aenter__(self) -> Self:
        self._rings = await self._open.enter_async_context(self._bus.rings())
        return await super().__aenter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await super().__aexit__(kind, error, traceback)
        await self._open.aclose()

    def ring(self, stream: str, seq: int) -> None:
        """Says that the stream has reached `seq`: to followers here at once, to other workers soon. Never fails."""
        self._hear(stream, seq)
        self._put_pending(stream, seq)

    @contextmanager
    def follow(self, stream: str) -> Iterator[Follower]:
        """Follows the stream within the context. Read the database after this, or a change may be missed."""
        followed = self._followed.setdefault(stream, Stream())
        followed.followers += 1
        try:
            yield Follower(followed)
        finally:
            followed.followers -= 1
            if not followed.followers:
                del self._followed[stream]

    def _loops(self) -> Iterable[Coroutine[None, None, None]]:
        return self._listen(), self._publish(), self._check_heads()

    def _hear(self, stream: str, seq: int) -> None:
        followed = self._followed.get(stream)
        if followed is not None and seq > followed.seq:
            followed.move(seq)

    def _put_pending(self, stream: str, seq: int) -> None:
        known = self._pending.get(stream)
        if known is None and len(self._pending) >= PENDING_LIMIT:
            return  # the other workers' look at the heads makes up for it
        self._pending[stream] = seq if known is None else max(known, seq)
        self._something_pending.set()

    async def _listen(self) -> None:
        async for stream, seq in self._rings:
            self._hear(stream, seq)

    async def _publish(self) -> None:
        outage, backoff = Outage("The bus"), Backoff()
        while True:
            await self._something_pending.wait()
            self._something_pending.clear()
            while self._pending:
                stream = next(iter(self._pending))
                seq = self._pending.pop(stream)
                try:
                    await self._bus.publish(stream, seq)
                except Exception as error:
                    outage.begin(error)
                    self._put_pending(stream, seq)
                    await asyncio.sleep(backoff.next())
                else:
                    outage.end()
                    backoff = Backoff()

    async def _check_heads(self) -> None:
        outage = Outage("The database, asked for the heads of streams,")
        while True:
            await pause(self._heads_wanted, self._patience)
            before = {name: stream.seq for name, stream in self._followed.items()}
            if not before:
                continue
            try:
                heads = await self._read_heads(before.keys())
            except Exception as error:
                outage.begin(error)
            else:
                outage.end()
                self._compare(before, heads)

    def _compare(self, before: Mapping[str, int], heads: Mapping[str, int]) -> None:
        """Moves streams to their heads; one that a ring moved meanwhile is never moved back."""
        for name, head in heads.items():
            stream = self._followed.get(name)
            if stream is None or head == stream.seq:
                continue
            if head > stream.seq or stream.seq == before.get(name):
                stream.move(head)
