"""A vote in a transaction of its own, as a stock application keeps it."""

from datetime import UTC, datetime

from hall import Keep
from sqlalchemy import Column, DateTime, Integer, MetaData, String, Table, event, update
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

tables = MetaData()
choices = Table(
    "choices",
    tables,
    Column("poll", String, primary_key=True),
    Column("choice", String, primary_key=True),
    Column("votes", Integer, nullable=False),
)
votes = Table(
    "votes",
    tables,
    Column("tracker", String, primary_key=True),
    Column("poll", String, nullable=False),
    Column("choice", String, nullable=False),
    Column("cast_at", DateTime(timezone=True), nullable=False),
)


def keeper(url: str) -> Keep:
    """Keeps votes in this database: the vote and its choice's number, answered once both are on disk."""
    engine = create_async_engine(url, pool_size=16, max_overflow=0)
    if engine.dialect.name == "sqlite":
        _durable(engine)
    ready: set[str] = set()

    async def keep(poll: str, choice: str, tracker: str) -> None:
        if poll not in ready:
            await _prepare(engine, poll)
            ready.add(poll)
        vote = {"tracker": tracker, "poll": poll, "choice": choice, "cast_at": datetime.now(UTC)}
        mine = (choices.c.poll == poll) & (choices.c.choice == choice)
        async with engine.begin() as connection:
            await connection.execute(votes.insert(), vote)
            await connection.execute(update(choices).where(mine).values(votes=choices.c.votes + 1))

    return keep


async def _prepare(engine: AsyncEngine, poll: str) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(tables.create_all)
        await connection.execute(choices.insert(), [{"poll": poll, "choice": key, "votes": 0} for key in "ab"])


def _durable(engine: AsyncEngine) -> None:
    """SQLite as applications that know of it set it up: a log, synced at each commit, and patience for the lock."""

    @event.listens_for(engine.sync_engine, "connect")
    def connect(connection: object, _record: object) -> None:
        connection.isolation_level = None  # type: ignore[attr-defined]
        cursor = connection.cursor()  # type: ignore[attr-defined]
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=60000"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: object) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # type: ignore[attr-defined]
