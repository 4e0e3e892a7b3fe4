"""What only SQLite has to be told."""

import asyncio
import sqlite3
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from db import streams
from db.models.record import Entry
from db.session import Database
from tests.support.backends import Backend
from tests.support.writing import NOON, Halves, add, community, names, write

ROOT = Path(__file__).parents[2]
# Another process: says when it is ready, waits for the word to begin, writes entry by entry.
WRITER = """
import asyncio, sys
from datetime import UTC, datetime
from db import streams
from db.session import Database

async def main():
    database = Database(sys.argv[1])
    await database.open()
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(int(sys.argv[2])):
        await database.write(
            lambda session: streams.append(session, "issue:shared", "said", {"theirs": number}, datetime.now(UTC)),
            after=lambda: None,
        )
    await database.close()

asyncio.run(main())
"""


async def scalar(engine: AsyncEngine, statement: str) -> Any:
    async with engine.connect() as connection:
        return (await connection.exec_driver_sql(statement)).scalar_one()


async def append_ours(session: AsyncSession, number: int) -> int:
    return await streams.append(session, "issue:shared", "said", {"ours": number}, NOON)


@pytest.fixture
def backend(sqlite_backend: Backend) -> Backend:
    return sqlite_backend


async def test_this_sqlite_does_not_lose_writes_when_its_log_is_reset(database: Database):
    """3.7 to 3.51.2 can."""
    version = await scalar(database.writer, "SELECT sqlite_version()")
    assert tuple(map(int, version.split("."))) >= (3, 51, 3)
    assert sqlite3.sqlite_version == version


async def test_an_answer_means_that_it_is_on_disk(database: Database):
    assert await scalar(database.writer, "PRAGMA journal_mode") == "wal"
    assert await scalar(database.writer, "PRAGMA synchronous") == 2
    assert await scalar(database.writer, "PRAGMA foreign_keys") == 1


async def test_readers_are_told_twice_not_to_write(database: Database):
    """By the file, and by the connection."""
    assert await scalar(database.reader, "PRAGMA query_only") == 1


@pytest.mark.parametrize("statement", ["PRAGMA user_version = 7", "VACUUM"])
async def test_readers_cannot_change_the_file(database: Database, statement: str):
    await add(database, community("一"))
    async with database.read() as session:
        with pytest.raises(DBAPIError):
            await session.execute(text(statement))
    assert await names(database) == ["一"]


async def test_readers_do_not_wait_for_the_writer_nor_see_what_is_half_written(database: Database):
    halves = Halves()
    writing = asyncio.create_task(database.write(halves.work, after=halves.written.set))
    await halves.between.wait()
    async with asyncio.timeout(5):
        assert await asyncio.gather(*(names(database) for _ in range(10))) == [[]] * 10
    halves.go_on.set()
    await writing
    assert len(await names(database)) == 2


async def test_another_process_that_writes_at_the_same_time_loses_nothing(backend: Backend, database: Database):
    each = 60
    command = [sys.executable, "-c", WRITER, backend.database_url, str(each)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, **pipes)
    assert process.stdin is not None
    assert process.stdout is not None
    assert await process.stdout.readline() == b"ready\n"
    process.stdin.write(b"go\n")
    for number in range(each):
        await write(database, lambda session, n=number: append_ours(session, n))
    _, errors = await process.communicate()
    assert (process.returncode, errors) == (0, b"")
    async with database.read() as session:
        entries = list(await session.scalars(select(Entry).order_by(Entry.seq)))
    assert [entry.seq for entry in entries] == list(range(1, 2 * each + 1))
    assert sum("theirs" in (entry.payload or "") for entry in entries) == each
    for before, after in pairwise(entries):
        assert after.previous == before.digest
