"""How the database is reached: one writing connection on SQLite, a pool on PostgreSQL, readers beside it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from math import inf
from time import monotonic
from typing import Any, TypeVar

from asyncpg import PostgresError
from sqlalchemy import URL, Connection, Executable, Row, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, InvalidatePoolError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from db.embedded import begin_writing
from db.together import Together

T = TypeVar("T")

DRIVERS = {"sqlite": "sqlite+embedded", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}
# Serialization failure, deadlock, and a row that somebody else was a moment faster to add.
WORTH_ANOTHER_TRY = frozenset({"40001", "40P01", "23505"})
ATTEMPTS = 5
READERS = 4
ANSWERS_WITHIN = 2.0
FRESH_SECONDS = 1.0
FORGET_AGAIN = 1.0
CONNECTIONS = 16


def database_url(text: str) -> URL:
    """The URL with the driver we use. ValueError for a database we do not know."""
    url = make_url(text)
    driver = DRIVERS.get(url.get_backend_name())
    if driver is None:
        raise ValueError(f"{url.get_backend_name()} is not a database Heyi knows; use sqlite or postgresql.")
    return url.set(drivername=driver)


class Database:
    """One database: transactions that nobody can cancel half-way, and sessions that only read.

    `connections` is how many are kept to PostgreSQL at most; SQLite has one for writing and four for reading.
    """

    def __init__(self, text: str, connections: int = CONNECTIONS) -> None:
        self.url = database_url(text)
        self.embedded = self.url.get_backend_name() == "sqlite"
        self.writer = _sqlite_writer(self.url) if self.embedded else _postgres(self.url, connections)
        self.reader = _sqlite_readers(self.url) if self.embedded else _postgres_readers(self.writer)
        self._single = self.reader if self.embedded else self.writer.execution_options(isolation_level="AUTOCOMMIT")
        self._write = async_sessionmaker(self.writer, expire_on_commit=False)
        self._read = async_sessionmaker(self.reader, expire_on_commit=False)
        self._together = Together(self.writer)
        self._running: set[asyncio.Task[Any]] = set()
        self._forgetting: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Connects the writer, so that readers find the shared memory of the log. Errors if it cannot be reached."""
        async with self.writer.connect():
            pass

    async def write(self, work: Callable[[AsyncSession], Awaitable[T]], after: Callable[[], None]) -> T:
        """What `work` returns, once its transaction is on disk and `after` has been called.

        The transaction is a task of its own: a caller who goes away leaves no half-done write behind, and may
        find later that it was done. Where two got in each other's way the work is done anew: it must be fit for that.
        On SQLite, where only one can write, those who wait share a transaction.
        """
        if self.embedded:
            return await self._together.write(work, after)
        task = asyncio.create_task(self._transact(work, after))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    async def _transact(self, work: Callable[[AsyncSession], Awaitable[T]], after: Callable[[], None]) -> T:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                async with self._write.begin() as session:
                    result = await work(session)
            except DBAPIError as error:
                if attempt == ATTEMPTS or _sqlstate(error) not in WORTH_ANOTHER_TRY:
                    raise
            else:
                after()
                return result
        raise AssertionError("unreachable")

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session on one consistent state of the database, for reading."""
        async with self._read() as session:
            yield session

    async def rows(self, statement: Executable, parameters: Mapping[str, object]) -> Sequence[Row[*tuple[Any, ...]]]:
        """The rows of one reading statement, without session and transaction: for what every request asks."""
        async with self._single.connect() as connection:
            return (await connection.execute(statement, parameters)).all()

    async def answers(self) -> bool:
        """Whether the database answers within two seconds."""
        try:
            async with asyncio.timeout(ANSWERS_WITHIN):
                await self.rows(text("SELECT 1"), {})
        except (DBAPIError, PostgresError, OSError, PoolTimeoutError):
            return False
        return True

    async def forget(self) -> None:
        """Leaves nothing of what was written over in a SQLite file's log. On PostgreSQL there is nothing to do.

        Somebody who is reading just now holds on to the log; it is then tried again until they are done.
        """
        if self.embedded and not await self._emptied() and self._forgetting is None:
            self._forgetting = asyncio.create_task(self._forget_later())

    async def _forget_later(self) -> None:
        try:
            while not await self._emptied():  # noqa: ASYNC110 - nobody tells when a reader of another process is done
                await asyncio.sleep(FORGET_AGAIN)
        finally:
            self._forgetting = None

    async def _emptied(self) -> bool:
        async with self.writer.connect() as connection:
            await connection.exec_driver_sql("COMMIT")
            busy = (await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")).scalar_one()
            await connection.exec_driver_sql("BEGIN IMMEDIATE")
        return not busy

    async def close(self) -> None:
        """Lets running transactions end, then lets go of every connection."""
        if self._forgetting is not None:
            self._forgetting.cancel()
        if self._running:
            await asyncio.wait(self._running)
        await self._together.close()
        await self.reader.dispose()
        await self.writer.dispose()


def _sqlstate(error: DBAPIError) -> str | None:
    return getattr(error.orig, "sqlstate", None)


def _postgres(url: URL, connections: int) -> AsyncEngine:
    # An answer means that it is on disk, whatever the server's default may be.
    durable = {"server_settings": {"synchronous_commit": "on"}}
    pool = {"pool_size": connections, "max_overflow": 0, "pool_timeout": 60}
    engine = create_async_engine(url, connect_args=durable, hide_parameters=True, **pool)
    _ask_the_idle(engine)
    return engine


def _ask_the_idle(engine: AsyncEngine) -> None:
    """Makes sure that a connection is still there before it is used, unless it was a moment ago."""

    @event.listens_for(engine.sync_engine, "checkin")
    def checked_in(_connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
        record.info["used_at"] = monotonic()

    @event.listens_for(engine.sync_engine, "checkout")
    def checked_out(connection: DBAPIConnection, record: ConnectionPoolEntry, _: object) -> None:
        if monotonic() - record.info.get("used_at", -inf) < FRESH_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error


def _postgres_readers(engine: AsyncEngine) -> AsyncEngine:
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _sqlite_writer(url: URL) -> AsyncEngine:
    engine = create_async_engine(url, hide_parameters=True, pool_size=1, max_overflow=0, pool_timeout=60)
    # What is redacted is written over with zeros.
    pragmas = "foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"
    _connect_with(engine, *(f"PRAGMA {pragma}" for pragma in pragmas))

    @event.listens_for(engine.sync_engine, "begin")
    def begun(connection: Connection) -> None:
        begin_writing(connection.connection.dbapi_connection, engine.dialect.loaded_dbapi.OperationalError)

    return engine


def _sqlite_readers(url: URL) -> AsyncEngine:
    read_only = url.set(database=f"file:{url.database}", query={"mode": "ro", "uri": "true"})
    engine = create_async_engine(read_only, hide_parameters=True, pool_size=READERS, max_overflow=0, pool_timeout=60)
    _connect_with(engine, "PRAGMA query_only=ON")

    @event.listens_for(engine.sync_engine, "begin")
    def begun(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine


def _connect_with(engine: AsyncEngine, *pragmas: str) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def connected(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(pragma)
        cursor.close()
