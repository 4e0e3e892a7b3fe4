"""Sessions with open sockets: who holds one learns when it was revoked or has expired."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Coroutine, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from realtime.background import Background
from realtime.outage import Outage

StillValid = Callable[[Collection[UUID]], Awaitable[set[UUID]]]


@dataclass(slots=True)
class Held:
    holders: int = 0
    ended: asyncio.Event = field(default_factory=asyncio.Event)


class Sessions(Background):
    """Asks every `patience` seconds, in one query for all sessions held, which of them are still valid."""

    def __init__(self, still_valid: StillValid, patience: float = 2.0) -> None:
        super().__init__()
        self._still_valid = still_valid
        self._patience = patience
        self._held: dict[UUID, Held] = {}

    @contextmanager
    def ended(self, session_id: UUID) -> Iterator[asyncio.Event]:
        """An event that is set once the session has ended; watched within the context."""
        held = self._held.setdefault(session_id, Held())
        held.holders += 1
        try:
            yield held.ended
        finally:
            held.holders -= 1
            if not held.holders:
                del self._held[session_id]

    def end(self, session_id: UUID) -> None:
        """Ends the session for its holders in this worker at once."""
        if held := self._held.get(session_id):
            held.ended.set()

    def _loops(self) -> Iterable[Coroutine[None, None, None]]:
        return (self._check(),)

    async def _check(self) -> None:
        outage = Outage("The database, asked for valid sessions,")
        while True:
            await asyncio.sleep(self._patience)
            asked = {session_id for session_id, held in self._held.items() if not held.ended.is_set()}
            if not asked:
                continue
            try:
                valid = await self._still_valid(asked)
            except Exception as error:
                outage.begin(error)
            else:
                outage.end()
                for session_id in asked - valid:
                    self.end(session_id)
