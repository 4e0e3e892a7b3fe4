"""How fast a watched state may change on a screen."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeVar

from realtime.hub import Follower

INTERVAL = 0.2
"""Seconds between two states of one subscription: at most five a second."""

State = TypeVar("State")


class Pace:
    """Spreads turns: the first after quiet comes at once, any other `interval` seconds after the one before."""

    def __init__(self, interval: float = INTERVAL) -> None:
        self._interval = interval
        self._free_at = 0.0

    async def turn(self) -> None:
        """Returns when it is time for the next turn."""
        time = asyncio.get_running_loop().time
        if (wait := self._free_at - time()) > 0:
            await asyncio.sleep(wait)
        self._free_at = time() + self._interval


async def newest_states(
    follower: Follower, read: Callable[[], Awaitable[tuple[int, State]]], interval: float = INTERVAL
) -> AsyncIterator[State]:
    """The present state, then the newest after each change, never faster than the pace, the last one never lost.

    `read` gives the newest state and its number in the followed stream; a state with no higher number is left out.
    """
    pace, seen = Pace(interval), -1
    while True:
        await pace.turn()
        seq, state = await read()
        if seq > seen:
            seen = seq
            yield state
        await follower.beyond(seen)
