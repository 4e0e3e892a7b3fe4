"""The shape of every deed: one transaction, and a bell for each stream it wrote to, rung after the commit."""

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db import streams
from db.models.deadlines import Deadline, Due
from db.streams import Addition, Ends, Payload
from resolvers.house import House
from rules.refusals import Refusal

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(slots=True)
class Deed:
    """A deed under way: its transaction, its moment, and what it has written so far."""

    house: House
    session: AsyncSession
    now: datetime
    written: dict[str, int] = field(default_factory=dict)
    held: Ends = field(default_factory=dict)
    deadline_set: bool = False

    def new_id(self) -> UUID:
        """A new identifier, later than every one before it."""
        return self.house.new_id()

    async def hold(self, *names: str) -> None:
        """Waits for these streams and keeps them; the deed's moment is then not before anything written in them."""
        self.held.update(await streams.hold(self.session, names))
        self.now = max([self.house.now(), *(end.changed_at for end in self.held.values())])

    async def append(self, stream: str, kind: str, payload: Payload) -> int:
        """The number of the entry written to the stream."""
        return (await self.append_all([Addition(stream, kind, payload)]))[0]

    async def append_all(self, additions: Sequence[Addition]) -> list[int]:
        """The numbers of the entries written, in the order given."""
        numbers = await streams.append_all(self.session, additions, self.now, self.held)
        self.written.update({addition.stream: number for addition, number in zip(additions, numbers, strict=True)})
        return numbers

    def set_deadline(self, kind: Due, subject_id: UUID, due_at: datetime) -> None:
        """Sees to it that this is done once, when its time has come."""
        self.session.add(Deadline(kind=kind, subject_id=subject_id, due_at=due_at))
        self.deadline_set = True

    def announce(self) -> None:
        """Rings for what was written. Only ever called after the commit."""
        for stream, number in self.written.items():
            self.house.hub.ring(stream, number)
        if self.deadline_set:
            self.house.sweeper.wake()


class _Refused(Exception):  # noqa: N818
    """Carries a refusal out of a transaction, which is rolled back on the way."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.reason)
        self.refusal = refusal


async def perform(house: House, work: Callable[[Deed], Awaitable[T]]) -> T | Refusal:
    """What the work returns, once it is on disk and announced. A refusal leaves nothing behind."""
    latest: list[Deed] = []

    async def attempt(session: AsyncSession) -> T:
        deed = Deed(house, session, house.now())
        latest[:] = [deed]
        result = await work(deed)
        if isinstance(result, Refusal):
            raise _Refused(result)
        return result

    try:
        return await house.database.write(attempt, after=lambda: latest[0].announce())  # noqa: PLW0108
    except _Refused as refused:
        return refused.refusal


def deed(work: Callable[Concatenate[Deed, P], Awaitable[T]]) -> Callable[Concatenate[House, P], Coroutine[Any, Any, T]]:
    """Makes a deed of a function: callers give the house where the function takes the deed under way."""

    @wraps(work)
    async def run(house: House, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return cast("T", await perform(house, lambda under_way: work(under_way, *args, **kwargs)))

    return run
