"""A street for each test, on SQLite unless the test says otherwise."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser.street import Street, opened
from tests.support.backends import KINDS, Backend
from tests.support.house import open_hall

expect.set_options(timeout=20_000)  # milliseconds; a busy machine is not a broken page


@pytest.hookimpl(tryfirst=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """The screen shows the same on both backends: only a test that names them runs on both."""
    test = metafunc.definition
    named = any("backend" in mark.args for mark in test.iter_markers("parametrize"))
    if "backend" in metafunc.fixturenames and not named:
        test.add_marker(pytest.mark.parametrize("backend", KINDS[:1], indirect=True))


@pytest_asyncio.fixture(loop_scope="session")
async def street(backend: Backend, web_dist: Path, browser: Browser) -> AsyncIterator[Street]:
    """Five neighbours and their staff, the application, and room for browsers."""
    async with open_hall(backend) as hall, opened(hall, web_dist, browser) as street:
        yield street
