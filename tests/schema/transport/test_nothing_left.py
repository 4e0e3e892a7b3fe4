"""Ten thousand joins and leaves, however people leave: no task, no socket and no seat stays behind."""

import asyncio
from pathlib import Path

import pytest

from realtime.metrics import WATCHERS
from tests.schema.transport.hall import DIRECT, PLAIN
from tests.schema.transport.shared_hall import opened
from tests.support.light import Light, cut_at_the_end, message, subscription

NEWS = "subscription { news { seq } }"
JOURNAL = "subscription J($after: Int) { journal(after: $after) { seq } }"
AT_ONCE = 50
EACH = 4


def sockets() -> int:
    """How many sockets this process holds; it is server and client in one."""
    return sum(link.is_socket() for link in Path("/proc/self/fd").iterdir())


async def one_comes_and_goes(light: Light, turn: int) -> None:
    """Joins four times, and leaves by saying so, by saying goodbye, or without a word."""
    await light.dial()
    for number in range(EACH):
        text, more = (NEWS, {}) if number % 2 else (JOURNAL, {"after": 0})
        light.send(subscription(text, str(number), **more))
    for _ in range(EACH):
        await light.told.get()
    if turn % 3 == 0:
        for number in range(EACH):
            light.send(message(id=str(number), type="complete"))
    if turn % 3 < 2:
        light.close()
    else:
        light.abort()
    await light.lost


@pytest.mark.parametrize(("protocol", "joins"), [(DIRECT, 10_000), (PLAIN, 2_000)], ids=["direct", "plain"])
async def test_nothing_is_left_of_all_who_have_come_and_gone(protocol: str, joins: int):
    watching = WATCHERS._value.get()
    async with opened(protocol) as (client, board):
        board.write("one")
        tasks, held = asyncio.all_tasks(), sockets()
        for start in range(0, joins // EACH, AT_ONCE):
            lights = [Light(client.address) for _ in range(AT_ONCE)]
            async with cut_at_the_end(lights):
                await asyncio.gather(*(one_comes_and_goes(light, start + n) for n, light in enumerate(lights)))
        async with asyncio.timeout(20):
            await asyncio.gather(*asyncio.all_tasks() - tasks, return_exceptions=True)
        for _ in range(10):  # the loop closes what the tasks have let go of
            await asyncio.sleep(0)
        assert asyncio.all_tasks() <= tasks
        assert (sockets(), WATCHERS._value.get()) == (held, watching)
