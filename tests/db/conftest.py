"""Databases without a house around them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from db.session import Database
from tests.support import house
from tests.support.backends import Backend


@pytest.fixture
def sqlite_backend(sqlite_template: Path, tmp_path: Path) -> Backend:
    """SQLite alone, for what PostgreSQL does not have."""
    path = tmp_path / "heyi.db"
    house.copied(sqlite_template, path)
    return Backend("sqlite+memory", f"sqlite:///{path}", "memory://")


@pytest_asyncio.fixture
async def database(backend: Backend) -> AsyncIterator[Database]:
    """An open, migrated and empty database, on either engine."""
    opened = Database(backend.database_url)
    await opened.open()
    yield opened
    await opened.close()


@pytest_asyncio.fixture
async def beside(backend: Backend, database: Database) -> AsyncIterator[Database]:
    """The same database, as another worker has it open."""
    opened = Database(backend.database_url)
    await opened.open()
    yield opened
    await opened.close()
