"""How many connections to PostgreSQL one worker keeps."""

from sqlalchemy import text

from db.session import CONNECTIONS, Database

FEWEST = 4
SHARED = 64
"""What all workers together take unless told otherwise: PostgreSQL lets 100 in, and others want to get in as well."""


def connections_each(workers: int) -> int:
    """How many connections each of so many workers keeps: 16, fewer from the fifth worker on, never under 4."""
    return max(FEWEST, min(CONNECTIONS, SHARED // workers))


async def room_for(database: Database) -> int | None:
    """How many connections the server lets ordinary roles have in all; None on SQLite, where nobody counts."""
    if database.embedded:
        return None
    limit = "current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int"
    async with database.read() as session:
        most: int = (await session.execute(text(f"SELECT {limit}"))).scalar_one()
    return most
