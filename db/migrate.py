"""Brings a database to the tables this program needs."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from db.session import Database

MIGRATIONS = Path(__file__).parent / "migrations"
MIGRATING = int.from_bytes(b"heyi")


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


async def migrate(database: Database) -> None:
    """Applies every migration that is missing. Safe to call again, and by several at once."""
    async with database.writer.connect() as connection:
        if database.embedded:
            # A rebuilt parent table would otherwise take its children with it.
            await connection.exec_driver_sql("COMMIT")
            await connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            await connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            # Whoever migrates at the same time waits for the commit, and then finds nothing to do.
            await connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATING})")
        await connection.run_sync(lambda sync: command.upgrade(_config(sync), "head"))
        await connection.commit()
        if database.embedded:
            await connection.invalidate()


async def is_current(database: Database) -> bool:
    """Whether the database has every table in the form this program needs."""
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    async with database.writer.connect() as connection:
        return newest == await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())
