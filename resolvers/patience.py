"""Reading on for those who watch, also when the database is away for a while."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from asyncpg import PostgresError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

log = logging.getLogger(__name__)

T = TypeVar("T")

AWAY = (DBAPIError, PoolTimeoutError, PostgresError, OSError)
SOONEST, LATEST = 0.2, 2.0


async def patiently(read: Callable[[], Awaitable[T]]) -> T:
    """What `read` gives, asked again until the database answers: a screen stays on, and is right when it is back."""
    wait = SOONEST
    while True:
        try:
            return await read()
        except AWAY as error:
            log.warning("A watcher waits for the database: %s", type(error).__name__)
        await asyncio.sleep(wait)
        wait = min(2 * wait, LATEST)
