"""Whose turn it is: votes in order of time, each resident's one after the other, many residents at once."""

import asyncio
import sys
from collections import deque
from collections.abc import Iterable

from commands.polis import Vote

WINDOW = 2_000
"""How many votes may be under way or waiting at once, and so by how many one may come before its time."""


class Turns:
    """Hands out the oldest vote whose resident has no other vote under way."""

    def __init__(self, votes: Iterable[Vote], window: int = WINDOW) -> None:
        self._rest = enumerate(votes)
        self._window = window
        self._open = 0
        self._waiting: dict[int, deque[tuple[int, Vote]]] = {}
        self._ready: asyncio.PriorityQueue[tuple[int, Vote | None]] = asyncio.PriorityQueue()
        self._fill()

    async def take(self) -> Vote | None:
        """The next vote to cast, or None when all have been cast."""
        number, vote = await self._ready.get()
        if vote is None:
            self._ready.put_nowait((number, None))
        return vote

    def done(self, vote: Vote) -> None:
        """Says that a vote taken has been answered."""
        line = self._waiting[vote.participant]
        line.popleft()
        self._open -= 1
        if line:
            self._ready.put_nowait(line[0])
        else:
            del self._waiting[vote.participant]
        self._fill()

    def _fill(self) -> None:
        while self._open < self._window and (numbered := next(self._rest, None)) is not None:
            self._open += 1
            line = self._waiting.setdefault(numbered[1].participant, deque())
            line.append(numbered)
            if len(line) == 1:
                self._ready.put_nowait(numbered)
        if not self._open:
            self._ready.put_nowait((sys.maxsize, None))
