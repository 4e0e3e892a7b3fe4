"""The tests' own servers: they start, can be killed and started again, and leave nothing behind."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import redis
from playwright.async_api import Browser, Error

from tests.support import postgres
from tests.support.backends import Backend
from tests.support.processes import binary
from tests.support.servers import PostgresServer, RedisServer

ROOT = Path(__file__).parents[1]
ABANDON = """
import sys
from tests.support.servers import PostgresServer, RedisServer
servers = [PostgresServer(), RedisServer()]
for server in servers:
    server.start()
print(*[server.shelter.path for server in servers], flush=True)
sys.stdin.read()
"""


def process_ids(shelter: Path) -> list[int]:
    return [int(file.read_text()) for file in shelter.glob("*.pid")]


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.mark.parametrize("kind", [PostgresServer, RedisServer])
def test_a_server_leaves_neither_process_nor_folder(kind):
    with kind() as server:
        pids = process_ids(server.shelter.path)
        assert [is_running(pid) for pid in pids] == [True]
    assert not any(map(is_running, pids))
    assert not server.shelter.path.exists()


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGINT])
def test_servers_end_with_tests_that_are_killed(sign):
    binary("initdb", "postgresql"), binary("redis-server", "redis-server")
    abandoned = subprocess.Popen(
        [sys.executable, "-c", ABANDON],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    shelters = [Path(path) for path in abandoned.stdout.readline().split()]
    pids = [pid for shelter in shelters for pid in process_ids(shelter)]
    assert [is_running(pid) for pid in pids] == [True, True]
    abandoned.send_signal(sign)
    abandoned.communicate()  # its output ends when the guards, who hold it too, have done their work
    assert not any(map(is_running, pids))
    assert not any(shelter.exists() for shelter in shelters)


def test_redis_comes_back_at_the_same_address_with_nothing_in_it(redis_server):
    with redis.Redis.from_url(redis_server.url) as client:
        client.set("key", "value")
        redis_server.stop()
        with pytest.raises(redis.ConnectionError):
            client.get("key")
        redis_server.start()
        assert client.get("key") is None


async def test_tables_are_emptied_against_foreign_keys_and_triggers(postgres_url):
    with postgres.database(postgres_url, f"heyi_test_clear_{os.getpid()}") as url:
        await postgres.execute(
            url,
            "CREATE TABLE alembic_version (version_num text); INSERT INTO alembic_version VALUES ('1')",
            "CREATE TABLE parent (id int PRIMARY KEY); INSERT INTO parent VALUES (1)",
            "CREATE TABLE child (id int REFERENCES parent); INSERT INTO child VALUES (1)",
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE 'append only'; END$$",
            "CREATE TRIGGER refuse BEFORE DELETE ON child EXECUTE FUNCTION refuse()",
        )
        postgres.clear_tables(url)
        counts = [
            await postgres.fetch(url, f"SELECT count(*) FROM {t}") for t in ("alembic_version", "parent", "child")
        ]
    assert counts == [1, 0, 0]


def test_a_backend_is_there_with_its_tables_and_nothing_in_them(backend: Backend):
    if backend.name == "postgres+redis":
        assert postgres.finish(postgres.fetch(backend.database_url, "SELECT 1")) == 1
        with redis.Redis.from_url(backend.bus_url) as client:
            assert client.dbsize() == 0
    else:
        with closing(sqlite3.connect(backend.database_url.partition("///")[2])) as file:
            assert file.execute("SELECT count(*) FROM residents").fetchone() == (0,)


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("postgres://a:b@c/d", "postgresql+asyncpg://a:b@c/d"),
        ("postgresql://a@c:1/d?host=/run", "postgresql+asyncpg://a@c:1/d?host=%2Frun"),
    ],
)
def test_any_way_of_writing_a_postgres_address_is_taken(given, taken):
    assert postgres.with_driver(given) == taken


async def test_the_browser_finds_no_other_host(browser: Browser):
    page = await browser.new_page()
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        await page.goto("http://example.org/")
    await page.close()
