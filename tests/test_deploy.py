"""What deploy/ promises: files that are there, settings that exist, and a proxy that lets everything through."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from resolvers.residents.limiter import Limit
from rules.ids import Kind, public_id
from settings import Settings
from tests.support.house import Hall
from tests.support.processes import Process, Shelter, binary, free_port
from tests.support.server import Api, client_of, serving

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
SETTINGS = {name.upper() for name in Settings.model_fields}
TALLY = "subscription($id: ID!) { pollTally(pollId: $id) { votes } }"


def read(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def copied_from_here() -> list[str]:
    """Every source in the Dockerfile that comes from the project's folder."""
    lines = [line.split()[1:] for line in read("Dockerfile").splitlines() if line.startswith("COPY ")]
    return [source for words in lines if not words[0].startswith("--from=") for source in words[:-1]]


def test_everything_that_goes_into_the_image_is_there_and_is_let_in():
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    for source in copied_from_here():
        assert (ROOT / source).exists(), source
        assert source.partition("/")[0] in let_in, source


def test_every_part_of_the_program_goes_into_the_image():
    parts = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "bench", "scripts"}
    parts |= {path.name for path in ROOT.glob("*.py")}
    assert parts <= set(copied_from_here())


def test_every_variable_that_is_named_is_a_setting():
    known = SETTINGS | {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD"}
    compose = re.findall(r"^ {6}([A-Z_]+):", read("compose.yaml"), re.MULTILINE)
    compose += re.findall(r"\$\{([A-Z_]+)", read("compose.yaml"))
    example = re.findall(r"^#?([A-Z_]+)=", read("example.env"), re.MULTILINE)
    image = {"PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"}
    docker = re.findall(r"([A-Z_]+)=", next(line for line in read("Dockerfile").splitlines() if line[:4] == "ENV "))
    assert {*compose, *example} <= known
    assert set(docker) - image <= SETTINGS
    assert set(re.findall(r"\$\{([A-Z_]+)", read("compose.yaml"))) <= set(example)


def test_no_secret_has_a_value_and_no_file_names_a_host_of_images():
    assert all(line.partition("=")[2] == "" for line in read("example.env").splitlines() if line[:1] not in {"#", ""})
    images = re.findall(r"^(?:FROM|\s+image:) (\S+)", read("Dockerfile") + read("compose.yaml"), re.MULTILINE)
    assert len(images) >= 7
    assert all(re.fullmatch(r"[a-z]+(:[\w.-]+)?", image) for image in images)


@pytest.mark.parametrize(("config", "hook"), [("mediamtx.yml", "/media/mediamtx"), ("srs.conf", "/media/srs")])
async def test_media_servers_ask_where_there_is_an_answer(config: str, hook: str, hall: Hall):
    assert re.findall(r"http://heyi:8000(/[^\s;]*)", read(config)) == [hook]
    async with serving(hall) as api:
        assert (await api.http.post(hook, json={})).status_code == 403


@asynccontextmanager
async def proxied(api: Api) -> AsyncIterator[Api]:
    """The same server, behind nginx as deploy/ sets it up."""
    nginx, shelter, port = binary("nginx", "nginx-light"), Shelter(), free_port()
    config = shelter.path / "nginx.conf"
    moved = {"heyi:8000": api.address, "listen 80 ": f"listen 127.0.0.1:{port} ", "/tmp/": f"{shelter.path}/"}
    text = read("nginx.conf")
    for before, after in moved.items():
        assert before in text
        text = text.replace(before, after)
    config.write_text(text)
    config.chmod(0o644)
    process = Process(shelter, "proxy", [nginx, "-c", str(config), "-g", "daemon off;"], "start worker process ")
    try:
        process.start()
        async with client_of(f"127.0.0.1:{port}") as through:
            yield through
    finally:
        process.stop()
        shelter.close()


async def test_queries_sockets_and_event_streams_come_through_the_proxy(hall: Hall):
    poll_id = public_id(Kind.POLL, (await hall.poll()).poll.id)
    async with (
        serving(hall) as api,
        proxied(api) as through,
        through.socket() as socket,
        through.events(TALLY, id=poll_id) as events,
    ):
        await socket.subscribe(TALLY, id=poll_id)
        assert (await socket.next())["votes"] == (await events.next())["votes"] == 0
        await through.done("castVote", hall.neighbours[0].token, input={"pollId": poll_id, "choice": "yes"})
        assert (await socket.next())["votes"] == (await events.next())["votes"] == 1
        assert (await through.http.get("/readyz")).text == "ready\n"
        assert (await through.http.get("/metrics")).status_code == 404
        assert (await through.http.post("/graphql", content=b" " * 300_000)).status_code == 413


async def test_nobody_chooses_the_address_they_seem_to_come_from(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    query = 'mutation { signIn(phone: "13912345678", code: "000000") { __typename } }'
    seen: list[str] = []

    async def allows(limit: Limit, who: str) -> bool:
        seen.append(who)
        return True

    monkeypatch.setattr(hall.house.limiter, "allows", allows)
    async with serving(hall, workers=1) as api, proxied(api) as through:
        forged = {"X-Forwarded-For": "203.0.113.9"}
        await through.http.post("/graphql", json={"query": query}, headers=forged)
    assert "127.0.0.1" in seen
    assert "203.0.113.9" not in seen
