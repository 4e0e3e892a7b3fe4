"""What is in the tables, to see that nothing has changed."""

import hashlib

from sqlalchemy import select

from db.models import Base
from resolvers.house import House


async def contents(house: House) -> dict[str, tuple[int, str]]:
    """For each table how many rows it has, and a digest of all of them whatever their order."""
    found = {}
    async with house.database.read() as session:
        for table in Base.metadata.sorted_tables:
            rows = sorted(repr(tuple(row)) for row in await session.execute(select(table)))
            found[table.name] = (len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest())
    return found
