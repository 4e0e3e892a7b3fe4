"""Whatever breaks and whenever, each final comes once, in order."""

import asyncio
from dataclasses import dataclass, replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from realtime.speech.classic import Classic
from realtime.speech.cumulative import Cumulative
from tests.realtime.speech.conftest import Listener, Way, check_keys
from tests.realtime.speech.fake_server import ClassicServer, CumulativeServer, Faults
from tests.realtime.speech.speech import said, spoken, words

WAYS = {"classic": Way(Classic, ClassicServer), "cumulative": Way(Cumulative, CumulativeServer)}


@dataclass(frozen=True)
class Story:
    """A meeting whose audio is fed in pieces, and whose server breaks, and is restarted after one of them."""

    sentences: list[list[int]]
    drops: list[Faults]
    cuts: list[int]
    last_is_open: bool
    restart_after: int | None

    @property
    def audio(self) -> bytes:
        *before, last = self.sentences
        return spoken(*before) + (words(*last) if self.last_is_open else spoken(last))


async def heard(way: Way, timed: bool, story: Story) -> list[str]:
    """The finals of the meeting."""
    audio = story.audio
    async with way.server(timed=timed) as server, way.hear(server) as hearing:
        server.faults.extend(replace(one, twice=one.twice and timed) for one in story.drops)
        listener = Listener(hearing)
        places = sorted({0, len(audio), *(cut % len(audio) for cut in story.cuts)})
        for number, (begin, end) in enumerate(pairwise(places)):
            hearing.feed(audio[begin:end])
            if number == story.restart_after:
                await asyncio.wait_for(server.connected.acquire(), 5)
                await server.stop()
                await server.start()
        hearing.finish()
        finals = await listener.end()
        check_keys(listener.all)
        return finals


stories = st.builds(
    Story,
    sentences=st.lists(st.lists(st.integers(1, 5), min_size=1, max_size=4), min_size=1, max_size=6),
    drops=st.lists(
        st.builds(Faults, drop_at_ms=st.integers(0, 3000), twice=st.booleans(), noise=st.booleans()), max_size=4
    ),
    cuts=st.lists(st.integers(0, 1_000_000), max_size=4),
    last_is_open=st.booleans(),
    restart_after=st.none() | st.integers(0, 3),
)


@pytest.mark.parametrize("timed", [True, False], ids=["timed", "untimed"])
@pytest.mark.parametrize("name", WAYS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(story=stories)
def test_each_final_comes_once_and_in_order(name, timed, story):
    assert asyncio.run(heard(WAYS[name], timed, story)) == [said(one) for one in story.sentences]
