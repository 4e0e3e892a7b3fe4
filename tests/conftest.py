"""What every test may ask for. Servers start when the first test needs them and end with the run."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import settings
from playwright.async_api import Browser, async_playwright

from tests.support import house, postgres
from tests.support.backends import KINDS, Backend, clear_bus
from tests.support.processes import binary
from tests.support.servers import PostgresServer, RedisServer
from tests.support.skips import (
    NotNeeded,
    pytest_make_collect_report,  # noqa: F401
    pytest_runtest_makereport,  # noqa: F401
    pytest_terminal_summary,  # noqa: F401
)

settings.register_profile("heyi", deadline=None)  # a busy machine is no reason to fail
settings.load_profile("heyi")

ROOT = Path(__file__).parents[1]
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",  # whoever asks another host finds none
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One browser serves the whole run, so what uses it shares one loop."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()) and item.get_closest_marker("asyncio"):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(scope="session")
def worker() -> str:
    """The name of this process among those that share the tests; `main` where there is one."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server: TEST_DATABASE_URL, or a throw-away one. Take `postgres_database` to write into."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield postgres.with_driver(url)
        return
    with PostgresServer() as server:
        yield server.url


@pytest.fixture(scope="session")
def postgres_database(postgres_url: str, worker: str) -> Iterator[str]:
    """An empty database for this run alone."""
    with postgres.database(postgres_url, f"heyi_test_{worker}_{os.getpid()}") as url:
        yield url


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A Redis that stays up: TEST_REDIS_URL, whose database is emptied before each test, or a throw-away one."""
    if url := os.environ.get("TEST_REDIS_URL"):
        yield url
        return
    with RedisServer() as server:
        yield server.url


@pytest.fixture
def redis_server() -> Iterator[RedisServer]:
    """A Redis of the test's own, to stop and start again."""
    with RedisServer() as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    return house.sqlite_template(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def migrated_postgres(postgres_database: str) -> str:
    """The PostgreSQL database of this run, with every table."""
    postgres.finish(house.migrated(postgres_database))
    return postgres_database


@pytest.fixture(params=KINDS)
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Backend:
    """A database with every table and a bus, with nothing in them: one test, two runs."""
    if request.param == "sqlite+memory":
        path = tmp_path / "heyi.db"
        house.copied(request.getfixturevalue("sqlite_template"), path)
        return Backend(request.param, f"sqlite:///{path}", "memory://")
    database_url, bus_url = request.getfixturevalue("migrated_postgres"), request.getfixturevalue("redis_url")
    postgres.clear_tables(database_url)
    clear_bus(bus_url)
    return Backend(request.param, database_url, bus_url)


@pytest_asyncio.fixture
async def hall(backend: Backend) -> AsyncIterator[house.Hall]:
    """An open house with a community and some people in it."""
    async with house.open_hall(backend) as opened:
        yield opened


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Headless Chromium that reaches 127.0.0.1 and nothing else.

    Async fixtures built on it need `loop_scope="session"`; async tests that use it get that by themselves.
    """
    chromium = binary("chromium", "chromium")
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGS, handle_sigint=False)
        yield running
        await running.close()


@pytest.fixture(scope="session")
def web_dist() -> Path:
    """The built page."""
    dist = ROOT / "web" / "dist"
    if not (dist / "index.html").exists():
        pytest.skip("the page is not built: make page")
    return dist


@pytest.fixture(scope="session")
def films() -> None:
    """Skips the test where there is nothing to film with."""
    if not (shutil.which("ffmpeg") and shutil.which("ffprobe")):
        raise NotNeeded("ffmpeg is not installed: apt install ffmpeg")


@pytest.fixture(scope="session")
def civic_data() -> Path:
    """Real decisions to replay, in the folder that CIVIC_DATA names."""
    data = (ROOT / os.environ.get("CIVIC_DATA", "../shared/data")).resolve()
    if not data.is_dir():
        raise NotNeeded("no recorded decisions to replay: set CIVIC_DATA to a folder with them")
    return data
