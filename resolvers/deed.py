"""The shape of every deed: one transaction, and a bell for each stream it wrote to, rung after the commit."""

from collections.abc import Awaitable, Callable, Coroutine, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from uuid import UUID

from sqlalchemy import Insert
from sqlalchemy.ext.asyncio import AsyncSession

from db import streams
from db.models.deadlines import Due
from db.queries import deadlines
from db.streams import Addition, Ends, Payload
from resolvers.house import House
from rules.refusals import Refusal

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(slots=True)
class Deed:
    """A deed under way: its transaction, its moment, what it has written so far, and what it will write at its end."""

    house: House
    session: AsyncSession
    now: datetime
    written: dict[str, int] = field(default_factory=dict)
    held: Ends = field(default_factory=dict)
    deadlines: list[tuple[Due, UUID, datetime]] = field(default_factory=list)
    forgotten: list[tuple[tuple[Due, ...], UUID]] = field(default_factory=list)
    at_end: list[tuple[Addition, Insert | None, dict[str, Any]]] = field(default_factory=list)
    known: dict[Hashable, Any] = field(default_factory=dict)

    def new_id(self) -> UUID:
        """A new identifier, later than every one before it."""
        return self.house.new_id()

    async def hold(self, *names: str) -> None:
        """Waits for these streams and keeps them; the deed's moment is then not before anything written in them."""
        self.held.update(await streams.hold(self.session, names))
        self._not_before_what_is_held()

    async def begin(self, *names: str) -> None:
        """Does the same, and begins those that have not begun, so that of two who come first with one, one waits."""
        self.held.update(await streams.hold_or_begin(self.session, names, self.house.now()))
        self._not_before_what_is_held()

    def _not_before_what_is_held(self) -> None:
        self.now = max([self.house.now(), *(end.changed_at for end in self.held.values())])

    async def append(self, stream: str, kind: str, payload: Payload) -> int:
        """The number of the entry written to the stream."""
        return (await self.append_all([Addition(stream, kind, payload)]))[0]

    async def append_all(self, additions: Sequence[Addition]) -> list[int]:
        """The numbers of the entries written, in the order given."""
        numbers = await streams.append_all(self.session, additions, self.now, self.held)
        self.written.update({addition.stream: number for addition, number in zip(additions, numbers, strict=True)})
        return numbers

    def append_at_end(self, addition: Addition, into: Insert | None = None, **row: object) -> None:
        """Writes the entry when the deed is done, in one piece with all others, and the row with its number, `seq`.

        Whatever is for many people comes this way: their streams are then held for as short a time as can be.
        """
        self.at_end.append((addition, into, row))

    async def once(self, name: Hashable, ask: Callable[[], Awaitable[T]]) -> T:
        """What is asked for, asked for once in the deed: for what the deed itself does not change."""
        if name not in self.known:
            self.known[name] = await ask()
        return cast("T", self.known[name])

    def set_deadline(self, kind: Due, subject_id: UUID, due_at: datetime) -> None:
        """Sees to it that this is done once, when its time has come."""
        self.deadlines.append((kind, subject_id, due_at))

    def forget_deadlines(self, subject_id: UUID, *kinds: Due) -> None:
        """Sees to it that these are not done any more, unless they are being done just now."""
        self.forgotten.append((kinds, subject_id))

    async def finish(self) -> None:
        """Writes what was to be written at the end."""
        if self.at_end:
            numbers = await self.append_all([addition for addition, _, _ in self.at_end])
            rows: dict[Insert, list[dict[str, Any]]] = {}
            for (_, into, row), number in zip(self.at_end, numbers, strict=True):
                if into is not None:
                    rows.setdefault(into, []).append({**row, "seq": number})
            for into, of_one_kind in rows.items():
                await self.session.execute(into, of_one_kind)
        for kinds in {kinds for kinds, _ in self.forgotten}:
            gone = [subject_id for of_kinds, subject_id in self.forgotten if of_kinds == kinds]
            await deadlines.forget(self.session, kinds, gone)
        if self.deadlines:
            await deadlines.add(self.session, self.deadlines)

    def announce(self) -> None:
        """Rings for what was written. Only ever called after the commit."""
        for stream, number in self.written.items():
            self.house.hub.ring(stream, number)
        if self.deadlines:
            self.house.sweeper.wake(min(due_at for _, _, due_at in self.deadlines))


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
        await deed.finish()
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
