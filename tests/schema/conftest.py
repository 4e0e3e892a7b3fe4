"""The real application around the hall, for each test its own."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.support.house import Hall
from tests.support.server import Api, serving


@pytest_asyncio.fixture
async def api(hall: Hall) -> AsyncIterator[Api]:
    async with serving(hall) as api:
        yield api
