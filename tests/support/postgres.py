"""Databases of a PostgreSQL server: made, emptied and dropped, from tests with and without a running loop."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from typing import TypeVar

import asyncpg
from sqlalchemy.engine import make_url

Result = TypeVar("Result")
DRIVER = "postgresql+asyncpg"
# One round trip. The replica role keeps triggers and foreign keys out of it; whoever may not take it truncates.
CLEAR = """
DO $$
DECLARE
    tables text[] := ARRAY(
        SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version');
    each text;
BEGIN
    SET LOCAL lock_timeout = '10s';
    IF cardinality(tables) = 0 THEN
        RETURN;
    ELSIF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        EXECUTE 'TRUNCATE ' || array_to_string(tables, ', ') || ' CASCADE';
        RETURN;
    END IF;
    SET LOCAL session_replication_role = replica;
    FOREACH each IN ARRAY tables LOOP
        EXECUTE 'DELETE FROM ' || each;
    END LOOP;
END $$
"""


def finish(work: Coroutine[object, object, Result]) -> Result:
    """What the coroutine returns, run to its end in a thread, so that a running loop is no obstacle."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def with_driver(url: str) -> str:
    """The address as SQLAlchemy's asyncpg takes it, from any way of writing a PostgreSQL address."""
    address = make_url(url.replace("postgres://", "postgresql://", 1))
    return address.set(drivername=DRIVER).render_as_string(hide_password=False)


@asynccontextmanager
async def connection(url: str) -> AsyncIterator[asyncpg.Connection]:
    """A plain connection to the database of a SQLAlchemy address."""
    opened = await asyncpg.connect(make_url(url).set(drivername="postgresql").render_as_string(hide_password=False))
    try:
        yield opened
    finally:
        await opened.close()


async def execute(url: str, *statements: str) -> None:
    """Runs the statements one after another, each in its own transaction."""
    async with connection(url) as opened:
        for statement in statements:
            await opened.execute(statement)


async def fetch(url: str, query: str) -> object:
    """The first column of the first row."""
    async with connection(url) as opened:
        return await opened.fetchval(query)


@contextmanager
def database(server: str, name: str) -> Iterator[str]:
    """The address of a new, empty database beside the one that `server` names; dropped afterwards.

    RuntimeError where the role may not create databases.
    """
    drop = f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'
    try:
        finish(execute(server, drop, f'CREATE DATABASE "{name}"'))
    except asyncpg.InsufficientPrivilegeError as error:
        raise RuntimeError("The role of TEST_DATABASE_URL needs the right to create databases (CREATEDB).") from error
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        finish(execute(server, drop))


def clear_tables(url: str) -> None:
    """Deletes every row of the public schema except Alembic's own, in a few milliseconds."""
    finish(execute(url, CLEAR))
