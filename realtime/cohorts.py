"""Cohorts: all who watch the same share one execution and one encoding."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Collection, Coroutine, Hashable
from dataclasses import dataclass
from typing import Protocol

from realtime.metrics import WATCHERS

Moved = Callable[[Collection[Hashable]], Awaitable[Collection[Hashable]]]
"""Those of some viewers who may belong to another audience by now; it may name others as well."""

Count = Callable[[int], None]
"""Told how many watchers more there are, or how many fewer."""

AT_A_STRETCH = 500
PATIENCE = 2.0


class Sink(Protocol):
    """Where one watcher's results go. `viewer` says who watches, where their audience may change, else None."""

    @property
    def viewer(self) -> Hashable | None: ...

    def offer(self, payload: bytes) -> bool:
        """Takes a result, or says False: it cannot now, and will call `Seat.resume` once it can."""
        ...

    def end(self, error: Exception | None) -> None:
        """Told once, when nothing more will come; the seat is gone by then."""
        ...

    def move(self) -> None:
        """Told that the audience has to be asked again; the seat is gone by then."""
        ...


@dataclass(slots=True, eq=False)
class Seat:
    """A watcher's place in a cohort: the number of the last entry they took, or the newest state that waits."""

    cohort: "Cohort"
    sink: Sink
    place: int
    waiting: bytes | None = None

    def resume(self) -> None:
        """The sink can take more."""
        if self in self.cohort.seats:
            self.cohort.serve(self)

    def leave(self) -> None:
        """Watches no more; idempotent."""
        self.cohort.dismiss(self)


class Cohort(ABC):
    """The watchers of one question with one answer. Its work ends with the last of them."""

    def __init__(self, moved: Moved | None = None, count: Count | None = None) -> None:
        self.seats: dict[Seat, None] = {}
        self._moved = moved
        self._told = count
        self._tasks: set[asyncio.Task[None]] = set()
        self._forget: Callable[[], None]

    def open(self, forget: Callable[[], None]) -> None:
        """Starts the work; `forget` is called when the cohort takes nobody any more."""
        self._forget = forget
        self.start(self._run())
        if self._moved is not None:
            self.start(self._ask_again())

    def start(self, work: Coroutine[None, None, None]) -> None:
        """Does some work that ends with the cohort at the latest."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def join(self, sink: Sink, place: int) -> Seat:
        """A seat for the sink, which is offered at once what is there for it."""
        seat = Seat(self, sink, place)
        self.seats[seat] = None
        self._seated(1)
        self.serve(seat)
        return seat

    def dismiss(self, seat: Seat) -> None:
        """Takes the seat away; the work ends with the last one."""
        if seat in self.seats:
            del self.seats[seat]
            self._seated(-1)
            if not self.seats:
                self._close()

    @abstractmethod
    def serve(self, seat: Seat) -> None:
        """Offers a seat what it has not had yet."""

    @abstractmethod
    async def _watch(self) -> None:
        """Follows what is watched and hands it round."""

    async def hand_round(self) -> None:
        """Serves every seat, with pauses in which others have their turn."""
        seats = list(self.seats)
        for start in range(0, len(seats), AT_A_STRETCH):
            for seat in seats[start : start + AT_A_STRETCH]:
                if seat in self.seats:
                    self.serve(seat)
            await asyncio.sleep(0)

    async def part(self) -> None:
        """Lets go of those whose audience may have changed, before they are shown anything more."""
        viewers = {seat.sink.viewer for seat in self.seats} - {None} if self._moved else set()
        if not self._moved or not viewers:
            return
        moved = set(await self._moved(viewers))
        for seat in [seat for seat in self.seats if seat.sink.viewer in moved]:
            self.dismiss(seat)
            seat.sink.move()

    async def stopped(self) -> None:
        """Ends all work, and returns once it has ended. Nobody is told."""
        tasks = list(self._tasks)
        self._close()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _seated(self, more: int) -> None:
        WATCHERS.inc(more)
        if self._told is not None:
            self._told(more)

    def _close(self) -> None:
        self._forget()
        for task in self._tasks:
            task.cancel()

    async def _run(self) -> None:
        error: Exception | None = None
        try:
            await self._watch()
        except Exception as problem:
            error = problem
        seats, self.seats = list(self.seats), {}
        self._seated(-len(seats))
        self._close()
        for seat in seats:
            seat.sink.end(error)

    async def _ask_again(self) -> None:
        while True:
            await asyncio.sleep(PATIENCE)
            await self.part()


class Cohorts:
    """The cohorts of one worker, by what is asked and for whom."""

    def __init__(self) -> None:
        self._open: dict[Hashable, Cohort] = {}

    def get(self, key: Hashable) -> Cohort | None:
        """The cohort that watches this already."""
        return self._open.get(key)

    def open(self, key: Hashable, cohort: Cohort) -> Cohort:
        """The cohort that watches this from now on: the one given, unless another was faster."""
        if (faster := self._open.get(key)) is not None:
            return faster
        self._open[key] = cohort
        cohort.open(lambda: self._forget(key, cohort))
        return cohort

    def __len__(self) -> int:
        return len(self._open)

    async def close(self) -> None:
        """Ends every cohort."""
        await asyncio.gather(*(cohort.stopped() for cohort in list(self._open.values())))

    def _forget(self, key: Hashable, cohort: Cohort) -> None:
        if self._open.get(key) is cohort:
            del self._open[key]
