"""What the transport asks of sessions: who is it, and tell me when it is over."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol, Self
from uuid import UUID

from schema.transport.audiences import Audience
from schema.transport.caller import Caller


class Context(Protocol):
    """What the transport reads of a context; everything else is between the maker and the resolvers."""

    @property
    def session_id(self) -> UUID | None: ...

    @property
    def token_refused(self) -> bool:
        """Whether the caller's token is unknown, revoked or expired: over HTTP they are a guest, a socket closes."""
        ...

    @property
    def viewer(self) -> Hashable | None:
        """Who looks on; None for a guest."""
        ...

    @property
    def language(self) -> str:
        """What sentences are in."""
        ...

    def of_audience(self, audience: Audience) -> Self:
        """A context of all who are shown the same; it knows of none of them."""
        ...

    def begin(self) -> None:
        """Called before each event of a subscription is worked out: it is a question of its own."""
        ...


ContextFor = Callable[[Caller], Awaitable[Context]]


class Guard(Protocol):
    """Watches sessions."""

    def ended(self, session_id: UUID) -> AbstractContextManager[asyncio.Event]:
        """An event that is set within 5 s of the session's being revoked or expiring, also when it already is."""
        ...


@contextmanager
def watched(guard: Guard, session_id: UUID | None) -> Iterator[asyncio.Event]:
    """The event of a session's end; a guest has none, and the event is never set."""
    if session_id is None:
        yield asyncio.Event()
        return
    with guard.ended(session_id) as event:
        yield event
