"""An office for tests of what it does."""

import pytest

from tests.support.house import Hall
from tests.support.office import Office, open_office


@pytest.fixture
async def office(hall: Hall) -> Office:
    """Two departments with their people."""
    return await open_office(hall)
