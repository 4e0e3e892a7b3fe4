"""Watchers of a log: every entry, in order, once, each from their own place."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing

from realtime.cohorts import Cohort, Moved, Seat
from realtime.metrics import FRAMES

Read = Callable[[int], AsyncGenerator[tuple[int, bytes], None]]
"""The numbered entries after a number, then each new one."""

RECENT_BYTES = 4_000_000
BLOCK = 200
BLOCKS = 32
BLOCKS_SECONDS = 5.0


class Entries(Cohort):
    """Keeps the newest entries at hand. Older ones are read again in blocks, which all who are behind share."""

    def __init__(self, read: Read, head: int, moved: Moved | None = None) -> None:
        super().__init__(moved)
        self._read = read
        self._head = head
        self._recent: deque[bytes] = deque()
        self._recent_bytes = 0
        self._blocks: OrderedDict[int, Sequence[bytes]] = OrderedDict()
        self._wanted: dict[int, set[Seat]] = {}
        self._given = 0
        self._forgetting: asyncio.TimerHandle | None = None

    def serve(self, seat: Seat) -> None:
        begun = seat.place
        while seat.place < self._head:
            entry = self._entry(seat.place + 1)
            if entry is None:
                self._want(seat)
                break
            if not seat.sink.offer(entry):
                break
            seat.place += 1
        self._given += max(seat.place - begun, 0)

    def _entry(self, number: int) -> bytes | None:
        index = number - (self._head - len(self._recent)) - 1
        if index >= 0:
            return self._recent[index]
        block, place = divmod(number - 1, BLOCK)
        entries = self._blocks.get(block, ())
        return entries[place] if place < len(entries) else None

    def _want(self, seat: Seat) -> None:
        block = seat.place // BLOCK
        if block not in self._wanted:
            self._wanted[block] = set()
            self.start(self._fetch(block))
        self._wanted[block].add(seat)

    async def _fetch(self, block: int) -> None:
        try:
            self._blocks[block] = await self._block(block)
        except Exception as error:
            for seat in self._wanted.pop(block) & self.seats.keys():  # others have left meanwhile
                self.dismiss(seat)
                seat.sink.end(error)
            return
        while len(self._blocks) > BLOCKS:
            self._blocks.popitem(last=False)
        if self._forgetting is not None:
            self._forgetting.cancel()
        self._forgetting = asyncio.get_running_loop().call_later(BLOCKS_SECONDS, self._blocks.clear)
        for seat in self._wanted.pop(block):
            seat.resume()
        self._count()

    async def _block(self, block: int) -> Sequence[bytes]:
        last = min((block + 1) * BLOCK, self._head)
        entries: list[bytes] = []
        async with aclosing(self._read(block * BLOCK)) as found:
            async for number, entry in found:
                entries.append(entry)
                if number >= last:
                    break
        return entries

    async def _watch(self) -> None:
        async with aclosing(self._read(self._head)) as entries:
            async for number, entry in entries:
                await self.part()
                self._keep(number, entry)
                await self.hand_round()
                self._count()

    def _count(self) -> None:
        FRAMES.inc(self._given)
        self._given = 0

    def _keep(self, number: int, entry: bytes) -> None:
        self._head = number
        self._recent.append(entry)
        self._recent_bytes += len(entry)
        while self._recent_bytes > RECENT_BYTES:
            self._recent_bytes -= len(self._recent.popleft())
