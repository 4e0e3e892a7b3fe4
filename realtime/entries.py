"""Watchers of a log: every entry, in order, once, each from their own place."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from typing import NamedTuple

from realtime.cohorts import AT_A_STRETCH, Cohort, Count, Moved, Seat
from realtime.metrics import FRAMES


class Told(NamedTuple):
    """An entry with its number, or a draft, which has none. `takes_away` where an earlier entry is gone with it."""

    number: int | None
    entry: bytes
    takes_away: bool = False


Read = Callable[[int], AsyncGenerator[Told, None]]
"""The entries after a number, then each new one, and drafts in between."""


RECENT_BYTES = 4_000_000
BLOCK = 500
BLOCKS = 32
BLOCKS_SECONDS = 5.0


class Entries(Cohort):
    """Keeps the newest entries at hand. Older ones are read again in blocks, which all who are behind share."""

    def __init__(self, read: Read, head: int, moved: Moved | None = None, count: Count | None = None) -> None:
        super().__init__(moved, count)
        self._read = read
        self._head = head
        self._recent: deque[bytes] = deque()
        self._recent_bytes = 0
        self._blocks: OrderedDict[int, Sequence[bytes]] = OrderedDict()
        self._wanted: dict[int, set[Seat]] = {}
        self._given = 0
        self._forgetting: asyncio.TimerHandle | None = None
        self._taken_away = 0

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
            while True:
                taken_away = self._taken_away
                self._blocks[block] = await self._block(block)
                if taken_away == self._taken_away:
                    break
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
            async for number, entry, _ in found:
                if number is None:
                    continue
                entries.append(entry)
                if number >= last:
                    break
        return entries

    async def _watch(self) -> None:
        async with aclosing(self._read(self._head)) as entries:
            async for number, entry, takes_away in entries:
                await self.part()
                if takes_away:
                    self._forget_kept()
                if number is None:
                    await self._pass_round(entry)
                else:
                    self._keep(number, entry)
                    await self.hand_round()
                self._count()

    async def _pass_round(self, draft: bytes) -> None:
        """Offers a draft to those who are up to date. Whoever cannot take it now gets the next one."""
        for count, seat in enumerate(list(self.seats)):
            if seat in self.seats and seat.place == self._head:
                self._given += seat.sink.offer(draft)
            if count % AT_A_STRETCH == AT_A_STRETCH - 1:
                await asyncio.sleep(0)

    def _forget_kept(self) -> None:
        """What is kept may hold what has been taken away; it is read again for whoever asks for it."""
        self._taken_away += 1
        self._recent.clear()
        self._recent_bytes = 0
        self._blocks.clear()

    def _count(self) -> None:
        FRAMES.inc(self._given)
        self._given = 0

    def _keep(self, number: int, entry: bytes) -> None:
        self._head = number
        self._recent.append(entry)
        self._recent_bytes += len(entry)
        while self._recent_bytes > RECENT_BYTES:
            self._recent_bytes -= len(self._recent.popleft())
