"""How many watch a meeting, over every line there is."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from realtime.presence import INTERVAL
from rules.ids import Kind, public_id
from tests.support.house import Hall
from tests.support.light import Light, cut_at_the_end, subscription
from tests.support.meeting import scheduled, under_way
from tests.support.server import Api, Events, Socket

TRANSCRIPT = "subscription($id: ID!) { transcript(meetingId: $id) { seq text } }"
ALONE = "subscription($id: ID!) { ... on Subscription { transcript(meetingId: $id) { seq text } } }"
WATCHERS = "subscription($id: ID!) { watchers(meetingId: $id) { meetingId screens } }"
NOW = "query($id: ID!) { meeting(id: $id) { watchers { screens } } }"
MANY = 1_000


async def until(watcher: Socket | Events, screens: int) -> None:
    """Returns once so many are said to watch."""
    while (await watcher.next())["screens"] != screens:
        pass


def shown(meeting) -> str:
    return public_id(Kind.MEETING, meeting.id)


@pytest.mark.parametrize("document", [TRANSCRIPT, ALONE], ids=["together", "alone"])
async def test_every_screen_counts_while_it_is_there(hall: Hall, api: Api, document: str):
    meeting = shown(await under_way(hall))
    async with api.socket() as looking, AsyncExitStack() as leaving:
        await looking.subscribe(WATCHERS, id=meeting)
        assert await looking.next() == {"meetingId": meeting, "screens": 0}
        async with api.socket() as one, api.events(document, id=meeting):
            await one.subscribe(document, id=meeting)
            await until(looking, 2)
            await one.subscribe(document, id_="2", id=meeting)
            await until(looking, 3)
            await one.complete("2")
            await until(looking, 2)
            assert (await api.ask(NOW, id=meeting))["meeting"]["watchers"] == {"screens": 2}
            torn = await leaving.enter_async_context(api.socket(hall.neighbours[0].token))
            await torn.subscribe(document, id=meeting)
            await until(looking, 3)
            torn.tear()
            await until(looking, 2)
        await until(looking, 0)


async def test_each_meeting_has_its_own_number_and_events_carry_it_too(hall: Hall, api: Api):
    here, there = shown(await under_way(hall)), shown(await scheduled(hall))
    async with api.socket() as one, api.events(WATCHERS, id=there) as events:
        await one.subscribe(TRANSCRIPT, id=here)
        await one.subscribe(TRANSCRIPT, id_="2", id=there)
        await until(events, 1)
    unknown = public_id(Kind.MEETING, hall.house.new_id())
    async with api.socket() as lost:
        await lost.subscribe(WATCHERS, id=unknown)
        assert (await lost.error())["extensions"]["code"] == "NOT_FOUND"


async def test_a_thousand_who_come_at_once_are_told_few_numbers(hall: Hall, api: Api):
    meeting = shown(await under_way(hall))
    lights = [Light(api.address) for _ in range(MANY)]
    async with api.socket() as looking, cut_at_the_end(lights), asyncio.timeout(60):
        await looking.subscribe(WATCHERS, id=meeting)
        for start in range(0, MANY, 100):
            await asyncio.gather(*(light.dial() for light in lights[start : start + 100]))
        began = asyncio.get_running_loop().time()
        for light in lights:
            light.send(subscription(TRANSCRIPT, id=meeting))
            light.send(subscription(WATCHERS, "2", id=meeting))
        told = [await looking.next()]
        while told[-1]["screens"] != MANY:
            told.append(await looking.next())
        seconds = asyncio.get_running_loop().time() - began
    assert len(told) <= seconds / INTERVAL + 2
