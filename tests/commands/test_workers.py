"""Several workers on one port, as `serve --workers` runs them."""

import asyncio
import os
import resource
import signal
import socket
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
import uvicorn

from commands.database import say_where_connections_are_short
from commands.serve import GRACE_SECONDS
from commands.workers import Workers
from db.connections import connections_each
from rules.ids import Kind, public_id
from tests.support import postgres
from tests.support.backends import Backend
from tests.support.house import Hall, open_hall
from tests.support.processes import free_port
from tests.support.program import Program, environment_of, run, running
from tests.support.server import Api, Socket, client_of, settings_of

pytestmark = pytest.mark.parametrize("backend", ["postgres+redis"], indirect=True)

TOKEN = "whoever scrapes knows this"
RECORD = "query($id: ID!) { poll(id: $id) { phase issue { record(first: 100) { kind } } } }"
TALLY = "subscription($id: ID!) { pollTally(pollId: $id) { phase votes } }"
EARLIER = """UPDATE polls SET opens_at = opens_at - interval '2 hours', closes_at = closes_at - interval '2 hours';
UPDATE deadlines SET due_at = due_at - interval '2 hours'"""


async def ended(pid: int) -> None:
    """Returns once the process has ended."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    over = asyncio.Event()
    asyncio.get_running_loop().add_reader(handle, over.set)
    await over.wait()
    asyncio.get_running_loop().remove_reader(handle)
    os.close(handle)


def sockets_of(pid: int) -> int:
    """How many sockets a process holds."""
    links = Path(f"/proc/{pid}/fd")
    return sum(str(link.readlink()).startswith("socket:") for link in links.iterdir())


async def greeted(program: Program) -> asyncio.StreamWriter:
    """A connection that has been answered and stays."""
    reader, writer = await asyncio.open_connection("127.0.0.1", program.port)
    writer.write(b"GET /healthz HTTP/1.1\r\nHost: here\r\n\r\n")
    await reader.readuntil(b"up\n")
    return writer


async def replaced(program: Program) -> None:
    """Kills a worker, and returns when another serves in its place."""
    os.kill(program.workers[0], signal.SIGKILL)
    await program.says("serves.")


async def test_once_it_is_up_every_worker_takes_its_share_of_the_connections(backend: Backend):
    async with running(backend) as program:
        first, second = program.workers
        before = [sockets_of(first), sockets_of(second)]
        lines = await asyncio.gather(*(greeted(program) for _ in range(100)))
        shares = [sockets_of(pid) - held for pid, held in zip((first, second), before, strict=True)]
        for line in lines:
            line.close()
    assert sum(shares) == 100
    assert min(shares) >= 20


async def test_a_worker_may_hold_as_many_sockets_as_the_system_allows(backend: Backend):
    async with running(backend) as program:
        limits = [resource.prlimit(pid, resource.RLIMIT_NOFILE) for pid in program.workers]
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert limits == [(most, most)] * 2


async def test_a_worker_that_dies_is_started_again_while_the_others_go_on(backend: Backend):
    async with running(backend) as program, client_of(program.address) as api:
        first, second = program.workers
        os.kill(first, signal.SIGKILL)
        await program.says(f"Worker {first} has ended with status -9; another starts.")
        for _ in range(20):
            await api.ask("{ viewer { roles } }")
        await program.says("serves.")
        assert len(program.workers) == 2
        assert second in program.workers
        assert first not in program.workers


async def watching(api: Api, sockets: AsyncExitStack, poll_id: str, watchers: int) -> list[Socket]:
    """Watchers of a poll's tally, each of whom has seen the first state."""
    opened = [await sockets.enter_async_context(api.socket()) for _ in range(watchers)]
    for each in opened:
        await each.subscribe(TALLY, id=poll_id)
        await each.next()
    return opened


async def test_whoever_watches_sees_every_vote_whichever_worker_took_it(backend: Backend):
    async with open_hall(backend, neighbours=10) as hall:
        poll_id = public_id(Kind.POLL, (await hall.poll()).poll.id)
    async with running(backend) as program, client_of(program.address) as api, AsyncExitStack() as sockets:
        watchers = await watching(api, sockets, poll_id, 10)
        given = {"pollId": poll_id, "choice": "yes"}
        await asyncio.gather(*(api.done("castVote", person.token, input=given) for person in hall.neighbours))
        for watcher in watchers:
            while (await watcher.next())["votes"] < 10:
                pass


async def closed_once(api: Api, hall: Hall, poll_ids: list[str]) -> None:
    for poll_id in poll_ids:
        poll = (await api.ask(RECORD, id=poll_id))["poll"]
        assert poll["phase"] == "CLOSED"
        assert [entry["kind"] for entry in poll["issue"]["record"]].count("poll.closed") == 1


async def test_what_comes_due_is_done_by_one_of_the_workers(backend: Backend):
    async with open_hall(backend) as hall:
        polls = [public_id(Kind.POLL, (await hall.poll(lasts=timedelta(hours=1))).poll.id) for _ in range(10)]
    async with running(backend) as program, client_of(program.address) as api, AsyncExitStack() as sockets:
        watchers = [(await watching(api, sockets, poll_id, 1))[0] for poll_id in polls]
        await postgres.execute(backend.database_url, EARLIER)
        for watcher in watchers:
            while (await watcher.next())["phase"] != "CLOSED":
                pass
        await closed_once(api, hall, polls)


def left_in(folder: Path) -> list[Path]:
    """What is in the folder."""
    return list(folder.iterdir())


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
async def test_told_to_end_all_workers_end_in_time_and_nothing_is_left(
    backend: Backend, tmp_path: Path, sign: signal.Signals
):
    async with (
        running(backend, TMPDIR=str(tmp_path)) as program,
        client_of(program.address) as api,
        AsyncExitStack() as sockets,
    ):
        for _ in range(4):
            await sockets.enter_async_context(api.socket())
        workers = program.workers
        assert left_in(tmp_path)
        async with asyncio.timeout(GRACE_SECONDS + 5):
            assert await program.stop(sign) == 0
            await asyncio.gather(*map(ended, workers))
    assert left_in(tmp_path) == []
    assert not [line for line in program.said if "Traceback" in line]


async def test_workers_do_not_outlive_a_supervisor_that_was_killed(backend: Backend, tmp_path: Path):
    async with running(backend, TMPDIR=str(tmp_path)) as program:
        workers = program.workers
        await program.stop(signal.SIGKILL)
        async with asyncio.timeout(GRACE_SECONDS + 10):
            await asyncio.gather(*map(ended, workers))


async def test_an_address_that_is_taken_is_named(backend: Backend):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        status, shown, errors = await run(environment_of(backend, WORKERS="2", PORT=port), "serve")
    assert (status, shown) == (2, "")
    assert errors == f"HOST and PORT: nobody can listen on 127.0.0.1:{port} (Address already in use).\n"


async def counts(http: httpx.AsyncClient) -> dict[str, float]:
    """What is counted, by name and labels."""
    response = await http.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    lines = (line.rpartition(" ") for line in response.text.splitlines() if not line.startswith("#"))
    return {name: float(number) for name, _, number in lines}


async def test_whichever_worker_is_asked_tells_what_all_of_them_have_counted(backend: Backend):
    queries = 'heyi_operations_total{kind="query",outcome="done"}'
    async with open_hall(backend) as hall:
        poll_id = public_id(Kind.POLL, (await hall.poll()).poll.id)
    async with running(backend, METRICS_TOKEN=TOKEN) as program, client_of(program.address) as api:
        async with AsyncExitStack() as sockets:
            await watching(api, sockets, poll_id, 20)
            for _ in range(30):
                await api.ask("{ viewer { roles } }")
            asked = [await counts(api.http) for _ in range(10)]
            assert {(each[queries], each["heyi_watchers"], each["heyi_frames_total"]) for each in asked} == {
                (30, 20, 20)
            }
            await replaced(program)
            after = await counts(api.http)
        assert after[queries] == 30
        assert 0 < after["heyi_watchers"] < 20
        assert (await api.http.get("/metrics")).status_code == 401


async def test_workers_that_may_want_too_many_connections_are_told_so(
    backend: Backend, capsys: pytest.CaptureFixture[str]
):
    await say_where_connections_are_short(settings_of(backend, workers=2, database_connections=2))
    assert capsys.readouterr().err == ""
    await say_where_connections_are_short(settings_of(backend, workers=64, database_connections=200))
    assert capsys.readouterr().err.startswith("64 workers may want 12800 connections and the database lets ")


def test_workers_that_cannot_start_are_not_started_again_and_again(backend: Backend):
    config = uvicorn.Config("nowhere:application", port=free_port(), workers=2, log_level="critical")
    with pytest.raises(SystemExit) as end:
        Workers(config, lambda: pytest.fail("Nobody is up.")).run()
    assert end.value.code == 1


def test_all_workers_together_leave_room_in_a_database_that_lets_100_in(backend: Backend):
    assert [connections_each(workers) for workers in (1, 2, 4, 5, 8, 16)] == [16, 16, 16, 12, 8, 4]
    assert all(workers * connections_each(workers) <= 64 for workers in range(1, 17))
