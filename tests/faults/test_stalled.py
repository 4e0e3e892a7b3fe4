"""A thousand telephones that stop reading: what they do not read is not kept for them."""

import asyncio
from itertools import cycle
from pathlib import Path
from typing import Any

import orjson
import pytest

from rules.ids import Kind, public_id
from tests.support.backends import Backend
from tests.support.house import Hall, open_hall
from tests.support.light import Light, cut_at_the_end, many_files, subscription
from tests.support.program import Program, running
from tests.support.server import Api, client_of

SOCKETS = 1_000
AT_ONCE = 100
ROOM = 4_096
MOST_EACH = 64.0
LEAST_EACH = 4.0  # a result that could not leave waits for each of them
SPARE_EACH = 2.0  # what the house keeps once for all, such as a log's newest entries, and the allocator's loose ends
PATIENT = ("-m", "tests.support.patient")  # whoever is cut off takes no memory at all
METRICS_TOKEN = "whoever scrapes knows this"
CHOICES = [(f"choice{number}", f"{number:02}" + "选" * 198) for number in range(20)]


class Stalled(Light):
    """Reads its first result, and nothing after it."""

    def heard(self, text: bytes) -> None:
        super().heard(text)
        self.transport.pause_reading()


class Record:
    """The record of an issue, to which neighbours add comments of 6 KB."""

    query = "subscription($id: ID!) { decision(issueId: $id) { seq payload } }"
    times = 40

    async def set_up(self, hall: Hall) -> None:
        self.id, self.seq = public_id(Kind.ISSUE, (await hall.issue()).id), 1
        self.tokens = cycle(neighbour.token for neighbour in hall.neighbours)

    async def move(self, api: Api) -> int:
        """The number of what has come."""
        await api.done("comment", next(self.tokens), input={"issueId": self.id, "body": "说" * 2_000})
        self.seq += 1
        return self.seq


class Tally:
    """The tally of a poll, 13 KB, that neighbours change again and again."""

    query = "subscription($id: ID!) { pollTally(pollId: $id) { seq choices { key label votes } } }"
    times = 20

    async def set_up(self, hall: Hall) -> None:
        self.id = public_id(Kind.POLL, (await hall.poll(revisable=True, choices=CHOICES)).poll.id)
        self.tokens = cycle(neighbour.token for neighbour in hall.neighbours)
        self.choices = cycle(key for key, _ in CHOICES)

    async def move(self, api: Api) -> int:
        """The number of what has come."""
        vote = {"pollId": self.id, "choice": next(self.choices)}
        return (await api.done("castVote", next(self.tokens), input=vote))["seq"]


async def grown(watched: Record | Tally, api: Api, reader: Light) -> None:
    """Returns once a good deal was written, and each result has gone out to those who read."""
    for _ in range(watched.times):
        seq = await watched.move(api)
        while (await read(reader))["seq"] < seq:
            pass


async def read(reader: Light) -> dict[str, Any]:
    (value,) = orjson.loads(await reader.told.get())["payload"]["data"].values()
    return value


async def stalled(address: str, asked: bytes) -> list[Stalled]:
    sockets = [Stalled(address) for _ in range(SOCKETS)]
    for start in range(0, SOCKETS, AT_ONCE):
        some = sockets[start : start + AT_ONCE]
        await asyncio.gather(*(socket.dial(ROOM) for socket in some))
        for socket in some:
            socket.send(asked)
        await asyncio.gather(*(socket.told.get() for socket in some))
    return sockets


def memory(program: Program) -> float:
    """What its process takes, in KB for each socket."""
    lines = Path(f"/proc/{program.pid}/status").read_text().splitlines()
    (resident,) = (line for line in lines if line.startswith("VmRSS"))
    return int(resident.split()[1]) / SOCKETS


async def counted(api: Api, name: str) -> float:
    """What the program has counted."""
    response = await api.http.get("/metrics", headers={"Authorization": f"Bearer {METRICS_TOKEN}"})
    (line,) = (line for line in response.text.splitlines() if line.startswith(f"{name} "))
    return float(line.split()[1])


async def check(watched: Record | Tally, api: Api, program: Program, reader: Light) -> None:
    """Memory grows while results pile up for those who stopped, and then no more."""
    before = memory(program)
    await grown(watched, api, reader)
    full = memory(program)
    await grown(watched, api, reader)
    assert LEAST_EACH < full - before <= MOST_EACH
    assert memory(program) - full <= SPARE_EACH
    assert await counted(api, "heyi_watchers") == SOCKETS + 1
    assert await counted(api, "heyi_slow_readers_cut_total") == 0


@pytest.mark.parametrize("watched", [Tally(), Record()], ids=["state", "log"])
@pytest.mark.parametrize("backend", ["sqlite+memory"], indirect=True)
async def test_a_thousand_who_stop_reading_take_little_memory_and_then_no_more(
    backend: Backend, watched: Record | Tally
):
    many_files(SOCKETS + 500)
    async with open_hall(backend) as hall:
        await watched.set_up(hall)
    server = running(backend, started_by=PATIENT, METRICS_TOKEN=METRICS_TOKEN)
    async with server as program, client_of(program.address) as api:
        asked, reader = subscription(watched.query, id=watched.id), await Light(program.address).dial()
        reader.send(asked)
        sockets = await stalled(program.address, asked)
        async with cut_at_the_end([*sockets, reader]):
            await check(watched, api, program, reader)
