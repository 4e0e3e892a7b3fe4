"""Both dialects, with a server and with an engine that listens through it."""

import asyncio
from dataclasses import dataclass
from itertools import pairwise

import pytest

from realtime.speech.classic import Classic
from realtime.speech.cumulative import Cumulative
from realtime.speech.dialects import Dialect
from realtime.speech.engine import Heard, Hearing
from realtime.speech.listening import FunAsr
from realtime.speech.turn import Patience
from tests.realtime.speech.fake_server import ClassicServer, CumulativeServer, FakeServer

WORDS = {"合议": 20, "业委会": 30}


@dataclass(frozen=True)
class Way:
    """A dialect, and a server that speaks it."""

    dialect: type[Dialect]
    server: type[FakeServer]

    def hear(self, server: FakeServer, **patience) -> Hearing:
        """A hearing at the server."""
        engine = FunAsr(f"ws://127.0.0.1:{server.port}", self.dialect(), Patience(**patience))
        return engine.hear("meeting", WORDS, "zh")


WAYS = [
    pytest.param(Way(Classic, ClassicServer), id="classic"),
    pytest.param(Way(Cumulative, CumulativeServer), id="cumulative"),
]


@pytest.fixture(params=WAYS)
def way(request) -> Way:
    return request.param


def check_keys(heard: list[Heard]) -> None:
    """Each key has one final, which ends it and holds the running text before it; keys come in order."""
    finals = {one.key: one.text for one in heard if one.final}
    assert list(finals) == [str(number) for number in range(1, sum(one.final for one in heard) + 1)]
    assert [int(one.key) for one in heard] == sorted(int(one.key) for one in heard)
    for before, after in pairwise(heard):
        assert before.key != after.key or not before.final
    assert [one for one in heard if not finals.get(one.key, one.text).startswith(one.text)] == []


class Listener:
    """Reads a hearing in the background."""

    def __init__(self, hearing: Hearing) -> None:
        self.all: list[Heard] = []
        self._hearing = hearing
        self._moved = asyncio.Event()
        self._task = asyncio.create_task(self._read())

    @property
    def finals(self) -> list[str]:
        return [heard.text for heard in self.all if heard.final]

    async def until(self, text: str, final: bool = True) -> Heard:
        """Returns the text once it is heard."""
        async with asyncio.timeout(5):
            while not (found := [heard for heard in self.all if heard.text == text and heard.final == final]):
                self._moved.clear()
                await self._moved.wait()
        return found[0]

    async def end(self) -> list[str]:
        """The finals, once nothing more will come."""
        async with asyncio.timeout(5):
            await self._task
        return self.finals

    async def _read(self) -> None:
        async for heard in self._hearing:
            self.all.append(heard)
            self._moved.set()
