"""From nothing to every table, on either database."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Column, Connection, Integer, MetaData, Table, inspect, select

from db.migrate import is_current, migrate
from db.models import Base
from db.models.communities import Community
from db.session import Database
from tests.support import postgres
from tests.support.backends import KINDS
from tests.support.writing import add, community


@pytest.fixture(params=KINDS)
def nothing(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without a single table."""
    if request.param == "sqlite+memory":
        yield f"sqlite:///{tmp_path / 'heyi.db'}"
        return
    with postgres.database(request.getfixturevalue("postgres_database"), "heyi_test_migrate") as url:
        yield url


@pytest_asyncio.fixture
async def empty(nothing: str) -> AsyncIterator[Database]:
    """An open database without a single table."""
    opened = Database(nothing)
    await opened.open()
    yield opened
    await opened.close()


def differences(connection: Connection, metadata: MetaData = Base.metadata) -> list[object]:
    options = {"compare_type": True, "compare_server_default": True, "render_as_batch": True}
    return compare_metadata(MigrationContext.configure(connection, opts=options), metadata)


async def test_a_database_is_current_once_it_is_migrated(empty: Database):
    assert not await is_current(empty)
    await migrate(empty)
    assert await is_current(empty)


async def test_migrating_from_several_places_at_once_is_no_harm(nothing: str):
    async def whole() -> None:
        database = Database(nothing)
        await database.open()
        try:
            await migrate(database)
            assert await is_current(database)
        finally:
            await database.close()

    await asyncio.gather(*(whole() for _ in range(3)))


async def test_migrating_leaves_exactly_the_tables_of_the_models(empty: Database):
    await migrate(empty)
    async with empty.writer.connect() as connection:
        assert await connection.run_sync(differences) == []
        tables = await connection.run_sync(lambda sync: set(inspect(sync).get_table_names()))
    assert tables == {*Base.metadata.tables, "alembic_version"}


async def test_a_difference_would_be_found(empty: Database):
    await migrate(empty)
    more = MetaData(naming_convention=Base.metadata.naming_convention)
    for table in Base.metadata.tables.values():
        table.to_metadata(more)
    Table("more", more, Column("id", Integer, primary_key=True))
    more.tables["issues"].append_column(Column("more", Integer))
    async with empty.writer.connect() as connection:
        found = await connection.run_sync(lambda sync: differences(sync, more))
    assert {difference[0] for difference in found} == {"add_table", "add_column"}


async def test_migrating_again_changes_nothing(empty: Database):
    await migrate(empty)
    await add(empty, community("一"))
    await migrate(empty)
    assert await is_current(empty)
    async with empty.read() as session:
        assert list(await session.scalars(select(Community.name))) == ["一"]


async def test_foreign_keys_count_again_after_migrating(empty: Database):
    await migrate(empty)
    if empty.embedded:
        async with empty.writer.connect() as connection:
            assert (await connection.exec_driver_sql("PRAGMA foreign_keys")).scalar_one() == 1


async def test_an_older_database_is_not_current(empty: Database):
    await migrate(empty)
    async with empty.writer.begin() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'older'")
    assert not await is_current(empty)
