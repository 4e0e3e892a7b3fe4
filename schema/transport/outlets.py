"""Where results leave for one client. An outlet never holds more than one that has not been taken."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Hashable

from starlette.websockets import WebSocketDisconnect

from realtime.cohorts import Seat

SLOW_SECONDS = 30.0
TOO_SLOW = 1013  # try again later: clients reconnect after it
EXTENSION = "heyi.direct"
"""Where a server that has an outlet of its own puts it in the scope's extensions."""


class Outlet(ABC):
    """`ready` says whether a result can be taken now; watchers who found it busy are told when it is free."""

    def __init__(self) -> None:
        self.ready = True
        self.waiting: dict[Watcher, None] = {}

    @abstractmethod
    def write(self, data: bytes) -> None:
        """Takes one message; only while ready."""

    def free(self) -> None:
        """It can take more: those who wait have their turn, first come first served."""
        self.ready = True
        while self.ready and self.waiting:
            watcher = next(iter(self.waiting))
            del self.waiting[watcher]
            watcher.resume()


class Sent(Outlet):
    """An outlet over any ASGI server: one message at a time, each waited for.

    `send` raises OSError or WebSocketDisconnect when the client has gone; `cut` is called once when it has not read
    for half a minute.
    """

    def __init__(self, send: Callable[[bytes], Awaitable[None]], cut: Callable[[], None]) -> None:
        super().__init__()
        self._send = send
        self._cut = cut
        self._sending: asyncio.Task[None] | None = None

    def write(self, data: bytes) -> None:
        self.ready = False
        self._sending = asyncio.create_task(self._deliver(data))

    async def close(self) -> None:
        """Gives up what is on its way."""
        if self._sending is not None:
            self._sending.cancel()
            await asyncio.gather(self._sending, return_exceptions=True)

    async def _deliver(self, data: bytes) -> None:
        try:
            async with asyncio.timeout(SLOW_SECONDS):
                await self._send(data)
        except TimeoutError:
            self._cut()
        except (OSError, WebSocketDisconnect):
            pass  # who listens to the client hears of it as well
        else:
            self.free()


class Watcher:
    """One shared subscription of one client: puts each result between `head` and `tail`, into the outlet.

    `end` is told when nothing more will come, `move` when the audience has to be asked again. `place` is how far
    it came in a log, None before it was seated at all.
    """

    __slots__ = ("_end", "_head", "_move", "_outlet", "_tail", "over", "place", "seat", "settled", "viewer")

    def __init__(
        self,
        outlet: Outlet,
        head: bytes,
        tail: bytes,
        *,
        end: Callable[[Exception | None], None],
        move: Callable[[], None],
    ) -> None:
        self._outlet = outlet
        self._head = head
        self._tail = tail
        self._end = end
        self._move = move
        self.over = False
        self.settled = False
        self.place: int | None = None
        self.seat: Seat | None = None
        self.viewer: Hashable | None = None

    def offer(self, payload: bytes) -> bool:
        """Takes a result if the outlet is free."""
        outlet = self._outlet
        if not outlet.ready:
            outlet.waiting[self] = None
            return False
        outlet.write(b"%b%b%b" % (self._head, payload, self._tail))
        return True

    def end(self, error: Exception | None) -> None:
        """Nothing more will come."""
        self.over, self.seat = True, None
        self._end(error)

    def move(self) -> None:
        """The audience has to be asked again; one that is not settled yet will do so by itself."""
        self._give_up_seat()
        if self.settled:
            self.settled = False
            self._move()

    def resume(self) -> None:
        """The outlet is free."""
        if self.seat is not None:
            self.seat.resume()

    def leave(self) -> None:
        """Watches no more, for now; idempotent."""
        self._outlet.waiting.pop(self, None)
        if (seat := self._give_up_seat()) is not None:
            seat.leave()

    def _give_up_seat(self) -> Seat | None:
        seat, self.seat = self.seat, None
        if seat is not None:
            self.place = seat.place
        return seat
