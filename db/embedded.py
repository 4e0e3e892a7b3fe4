"""SQLite without threads: statements run where they are called, since each takes microseconds.

Handing every statement to a thread costs two switches of Python's interpreter lock, up to 5 ms each while the event
loop is busy: more than a hundred times the statement. Only what really waits is moved out of the way: the commit,
which goes to disk, and the writing of many rows, in a thread; and the wait for another process that is writing, by
asking again.
"""

import asyncio
from functools import partial
from typing import Any

import pysqlite3
from sqlalchemy import URL
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.pool import AsyncAdaptedQueuePool, Pool, PoolProxiedConnection
from sqlalchemy.util import await_only

LARGE = 500
SOONEST, LATEST = 0.005, 0.1
PATIENCE = 60.0


class EmbeddedCursor(pysqlite3.Cursor):  # type: ignore[misc]
    """A cursor that SQLAlchemy's async engine can let go of: every row has been fetched by then."""

    async def _async_soft_close(self) -> None:
        pass


class EmbeddedConnection(pysqlite3.Connection):  # type: ignore[misc]
    """A connection whose cursors are fit for the async engine."""

    def cursor(self, factory: type[pysqlite3.Cursor] = EmbeddedCursor) -> pysqlite3.Cursor:
        return super().cursor(factory)


class EmbeddedSQLite(SQLiteDialect_pysqlite):
    """SQLAlchemy's own dialect, called from its async engine without a driver in between."""

    driver = "embedded"
    is_async = True
    supports_statement_cache = True

    @classmethod
    def get_pool_class(cls, url: URL) -> type[Pool]:  # noqa: ARG003
        return AsyncAdaptedQueuePool

    def create_connect_args(self, url: URL) -> Any:  # noqa: ANN401
        args, options = super().create_connect_args(url)
        ours: dict[str, Any] = {"check_same_thread": False, "isolation_level": None, "timeout": 0}
        ours["factory"] = EmbeddedConnection
        return args, {**options, **ours}

    def do_commit(self, dbapi_connection: PoolProxiedConnection) -> None:
        await_only(asyncio.to_thread(dbapi_connection.commit))

    def do_execute(self, cursor: Any, statement: Any, parameters: Any, context: Any = None) -> None:  # noqa: ANN401
        super().do_execute(cursor, statement, parameters, context)  # type: ignore[no-untyped-call]
        await_only(_nothing())

    def do_executemany(self, cursor: Any, statement: Any, parameters: Any, context: Any = None) -> None:  # noqa: ANN401
        work = partial(super().do_executemany, cursor, statement, parameters, context)
        if len(parameters) > LARGE:
            await_only(asyncio.to_thread(work))
        else:
            work()
            await_only(_nothing())

    def do_execute_no_params(self, cursor: Any, statement: Any, context: Any = None) -> None:  # noqa: ANN401
        super().do_execute_no_params(cursor, statement, context)  # type: ignore[no-untyped-call]
        await_only(_nothing())


async def _nothing() -> None:
    """SQLAlchemy takes an execution that never awaits for a driver that blocks."""


registry.register("sqlite.embedded", "db.embedded", "EmbeddedSQLite")


def begin_writing(connection: Any, busy: type[Exception]) -> None:  # noqa: ANN401
    """Begins a transaction as the one writer, waiting up to a minute for another process that writes."""
    await_only(_begin_writing(connection, busy))


async def _begin_writing(connection: Any, busy: type[Exception]) -> None:  # noqa: ANN401
    wait, waited = SOONEST, 0.0
    while True:
        try:
            connection.cursor().execute("BEGIN IMMEDIATE")
        except busy as error:
            if "locked" not in str(error) or waited > PATIENCE:
                raise
        else:
            return
        await asyncio.sleep(wait)
        waited += wait
        wait = min(2 * wait, LATEST)
