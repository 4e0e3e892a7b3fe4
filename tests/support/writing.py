"""Writing to a database without a house around it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.communities import Community
from db.session import Database

T = TypeVar("T")
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


async def write(database: Database, work: Callable[[AsyncSession], Awaitable[T]]) -> T:
    """What the work returns, once it is on disk."""
    return await database.write(work, after=lambda: None)


def community(name: str = "和合苑", key: UUID | None = None) -> Community:
    """A community without anybody in it."""
    return Community(
        id=key or uuid4(), name=name, households=420, founded_at=NOON, roll_version=0, roll_heads=0, roll_area=0
    )


async def add(database: Database, *rows: object) -> None:
    """Adds the rows in one transaction."""

    async def work(session: AsyncSession) -> None:
        session.add_all(rows)

    await write(database, work)


async def names(database: Database) -> list[str]:
    """The names of all communities."""
    async with database.read() as session:
        return list(await session.scalars(select(Community.name).order_by(Community.name)))


class Halves:
    """A write in two halves that stops between them until it is told to go on."""

    def __init__(self) -> None:
        self.between, self.go_on, self.written = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def work(self, session: AsyncSession) -> None:
        session.add(community("一"))
        await session.flush()
        self.between.set()
        await self.go_on.wait()
        session.add(community("二"))
        await session.flush()
