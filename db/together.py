"""Writing together: works that wait for SQLite's one writing connection share a transaction and its way to the disk."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession

from db.gathering import Gathering

T = TypeVar("T")
AT_ONCE = 32


@dataclass(frozen=True, slots=True)
class Work:
    """Something to be written, and what to do once it is on disk."""

    write: Callable[[AsyncSession], Awaitable[Any]]
    after: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a work returned, or what it failed of."""

    result: Any = None
    error: Exception | None = None


class Together:
    """Writes what waits, one work after another, each within a savepoint of its own, and all with one commit.

    One that fails takes back only what is its own. One alone does not wait for company.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._gathering = Gathering(self._write, most=AT_ONCE)

    async def write(self, write: Callable[[AsyncSession], Awaitable[T]], after: Callable[[], None]) -> T:
        """What the work returned, once it is on disk and `after` has been called. Raises what it raised."""
        outcome = await self._gathering.submit(Work(write, after))
        if outcome.error is not None:
            raise outcome.error
        return cast("T", outcome.result)

    async def close(self) -> None:
        """Waits until everything has been written."""
        await self._gathering.close()

    async def _write(self, works: Sequence[Work]) -> list[Outcome]:
        async with self._engine.begin() as connection:
            outcomes = [await _one(connection, work) for work in works]
        return [_announced(work, outcome) for work, outcome in zip(works, outcomes, strict=True)]


async def _one(connection: AsyncConnection, work: Work) -> Outcome:
    session = AsyncSession(connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
    try:
        async with session, session.begin():
            return Outcome(await work.write(session))
    except Exception as error:
        return Outcome(error=error)


def _announced(work: Work, outcome: Outcome) -> Outcome:
    if outcome.error is not None:
        return outcome
    try:
        work.after()
    except Exception as error:
        return Outcome(error=error)
    return outcome
