"""Writes the next file in db/migrations/versions: the step from the tables there are to those in db/models.

python -m scripts.new_migration "Notices"
"""

import asyncio
import sys
from collections.abc import Iterable
from tempfile import TemporaryDirectory

from alembic import command
from alembic.operations.ops import MigrationScript
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection

from db.migrate import MIGRATIONS, _config, migrate
from db.session import Database

VERSIONS = MIGRATIONS / "versions"


async def write(message: str) -> None:
    """Brings an empty database up to date and writes how the models differ from it; nothing where they do not."""
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/empty.db")
        try:
            await migrate(database)
            async with database.writer.connect() as connection:
                await connection.run_sync(_compare, message)
        finally:
            await database.close()


def _compare(connection: Connection, message: str) -> None:
    config = _config(connection)
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    command.revision(
        config, message, autogenerate=True, rev_id=_next_revision(), process_revision_directives=_only_changes
    )


def _next_revision() -> str:
    """The number after the highest there is, in four digits."""
    numbers = [int(path.name[:4]) for path in VERSIONS.glob("[0-9][0-9][0-9][0-9]_*.py")]
    return f"{max(numbers, default=0) + 1:04}"


def _only_changes(
    _context: MigrationContext, _revision: str | Iterable[str | None] | Iterable[str], scripts: list[MigrationScript]
) -> None:
    operations = scripts[0].upgrade_ops
    if operations is None or operations.is_empty():
        scripts.clear()
        sys.stdout.write("The models and the migrations agree; there is nothing to write.\n")


if __name__ == "__main__":
    if len(sys.argv) != 2 or not sys.argv[1].strip():
        sys.exit(__doc__)
    asyncio.run(write(sys.argv[1]))
