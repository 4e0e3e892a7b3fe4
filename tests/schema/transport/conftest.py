"""A server with the small schema, for each test its own."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.schema.transport.hall import Client, opened


@pytest_asyncio.fixture
async def client() -> AsyncIterator[Client]:
    async with opened() as client:
        yield client
