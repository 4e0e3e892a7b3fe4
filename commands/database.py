"""`migrate`, and whether a database is ready to be used."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from asyncpg import PostgresError
from sqlalchemy.exc import DBAPIError

from commands.house import connections_of, stop
from db.connections import room_for
from db.migrate import is_current, migrate
from db.session import Database
from db.signing import opens_keys
from db.vault import Vault
from resolvers.opening import Plan
from settings import Settings


@asynccontextmanager
async def _reached(url: str) -> AsyncIterator[Database]:
    """The database; where it cannot be opened the command stops with a sentence, which has no password in it."""
    database = Database(url)
    try:
        await database.open()
    except (OSError, DBAPIError, PostgresError) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        stop(f"DATABASE_URL: the database cannot be opened ({cause}).")
    try:
        yield database
    finally:
        await database.close()


async def bring_up_to_date(url: str) -> None:
    """Applies every migration that is missing."""
    async with _reached(url) as database:
        await migrate(database)


async def stop_unless_ready(plan: Plan) -> None:
    """Stops the command with a sentence where the database lacks tables, cannot be opened, or knows another secret."""
    async with _reached(plan.database_url) as database:
        if not await is_current(database):
            stop("The database is not up to date; run `python main.py migrate` first.")
        async with database.read() as session:
            ours = await opens_keys(session, Vault(plan.secret))
    if not ours:
        stop("SECRET_KEY, or the file SECRET_FILE, is not the secret that this database was made with.")


async def say_where_connections_are_short(settings: Settings) -> None:
    """Says so where the workers together may want more connections than the database lets in."""
    async with _reached(settings.database_url) as database:
        most = await room_for(database)
    wanted = settings.workers * connections_of(settings)
    if most is not None and wanted > most:
        sys.stderr.write(
            f"{settings.workers} workers may want {wanted} connections and the database lets {most} in: "
            "lower DATABASE_CONNECTIONS, or raise max_connections.\n"
        )
