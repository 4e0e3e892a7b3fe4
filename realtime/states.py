"""Watchers of a state: only the newest matters."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing

from realtime.cohorts import Cohort, Count, Moved, Seat, Sink
from realtime.metrics import FRAMES


class States(Cohort):
    """Hands each state to every seat; one that cannot take it keeps the newest until it can, and nothing else."""

    def __init__(
        self,
        states: Callable[[], AsyncGenerator[bytes, None]],
        moved: Moved | None = None,
        count: Count | None = None,
    ) -> None:
        super().__init__(moved, count)
        self._states = states
        self._newest: bytes | None = None

    def join(self, sink: Sink, place: int) -> Seat:
        seat = super().join(sink, place)
        seat.waiting = self._newest
        FRAMES.inc(self._newest is not None)
        self.serve(seat)
        return seat

    def serve(self, seat: Seat) -> None:
        state = seat.waiting
        if state is not None and seat.sink.offer(state):
            seat.waiting = None

    async def _watch(self) -> None:
        async with aclosing(self._states()) as states:
            async for state in states:
                await self.part()
                self._newest = state
                for seat in self.seats:
                    seat.waiting = state
                FRAMES.inc(len(self.seats))
                await self.hand_round()
