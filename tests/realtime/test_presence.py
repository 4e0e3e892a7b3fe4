"""How many watch: all workers together, soon, and nobody for long who has gone."""

import asyncio
from contextlib import AsyncExitStack, aclosing
from itertools import pairwise

import pytest

from realtime.bus import PRESENCE, Bus
from realtime.presence import INTERVAL, REPEAT_SECONDS, SILENT_SECONDS, Presence
from tests.realtime.fake_time import run, seconds

CALM = 10


async def until(presence: Presence, subject: str, count: int) -> None:
    """Returns once so many are known to watch."""
    async with asyncio.timeout(CALM), aclosing(presence.follow(subject)) as counts:
        async for number in counts:
            if number == count:
                return


async def two_workers(stack: AsyncExitStack) -> tuple[Presence, Presence]:
    bus = await stack.enter_async_context(Bus("memory://"))
    return await stack.enter_async_context(Presence(bus)), await stack.enter_async_context(Presence(bus))


def test_those_of_all_workers_are_counted_together():
    async def main():
        async with AsyncExitStack() as stack:
            here, there = await two_workers(stack)
            with here.watching("a"), there.watching("a"), there.watching("a"), there.watching("b"):
                await until(here, "a", 3)
                await until(there, "a", 3)
                assert (here.count("b"), here.count("c")) == (1, 0)
            await until(here, "a", 0)
            await until(there, "a", 0)

    run(main())


def test_a_screen_is_told_at_most_once_a_second_and_the_last_number_is_not_lost():
    async def main():
        async with AsyncExitStack() as stack:
            here, there = await two_workers(stack)
            told = []

            async def look():
                async with aclosing(here.follow("a")) as counts:
                    async for count in counts:
                        told.append((seconds(), count))  # noqa: PERF401 - it is cut off at some time

            looking = asyncio.create_task(look())
            for _ in range(50):
                here.add("a", 1)
                there.add("a", 1)
                await asyncio.sleep(0.05)
            await asyncio.sleep(3 * INTERVAL)
            looking.cancel()
            assert told[-1][1] == 100
            assert len(told) <= 7
            assert all(later - earlier >= INTERVAL for (earlier, _), (later, _) in pairwise(told))

    run(main())


def test_a_worker_speaks_at_most_once_a_second_and_also_when_nothing_changes():
    async def main():
        async with Bus("memory://") as bus, bus.parcels(PRESENCE) as parcels, Presence(bus) as here:
            for _ in range(100):
                here.add("a", 1)
            said = []

            async def listen():
                async for parcel in parcels:
                    said.append((seconds(), parcel))  # noqa: PERF401 - it is cut off at some time

            listening = asyncio.create_task(listen())
            await asyncio.sleep(1.5 * INTERVAL)
            here.add("a", 1)
            await asyncio.sleep(2 * (REPEAT_SECONDS + INTERVAL))
            listening.cancel()
            times = [time for time, _ in said]
            assert '{"a":101}' in said[-1][1]
            assert times == [0, 1.5, 1.5 + INTERVAL + REPEAT_SECONDS]

    run(main())


def test_a_worker_that_fell_silent_is_forgotten_and_one_that_closes_says_so():
    async def main():
        async with AsyncExitStack() as stack:
            here, there = await two_workers(stack)
            there.add("a", 7)
            await until(here, "a", 7)
            for task in there._tasks:
                task.cancel()
            began = seconds()
            async with aclosing(here.follow("a")) as counts:
                assert [await anext(counts), await anext(counts)] == [7, 0]
            assert SILENT_SECONDS < seconds() - began <= SILENT_SECONDS + REPEAT_SECONDS + 2 * INTERVAL

            async with Presence(here._bus) as third:
                third.add("a", 2)
                await until(here, "a", 2)
            await until(here, "a", 0)

    run(main())


async def test_workers_hear_of_each_other_through_redis(redis_server):
    async with (
        Bus(redis_server.url) as one,
        Bus(redis_server.url) as two,
        Presence(one) as here,
        Presence(two) as there,
    ):
        with here.watching("a"), there.watching("a"):
            await until(here, "a", 2)
            await until(there, "a", 2)


@pytest.mark.parametrize("message", ["5", "[]", "nonsense", '["w", 7]', "[1, {}]", '["w", {"a": "b"}]', '["w", {}, 1]'])
async def test_what_says_nothing_of_who_watches_is_passed_over(message, caplog):
    async with Bus("memory://") as bus, Presence(bus) as here, Presence(bus) as there:
        await bus.pass_round(PRESENCE, message)
        there.add("a", 1)
        await until(here, "a", 1)
    assert "nothing of who watches" in caplog.text


def test_a_bus_that_is_away_keeps_nobody_from_counting_here():
    class Away(Bus):
        away = True

        async def pass_round(self, channel: str, parcel: str) -> None:
            if self.away:
                raise OSError("away")
            await super().pass_round(channel, parcel)

    async def main():
        async with Away("memory://") as bus, Presence(bus) as here, Presence(bus) as there:
            here.add("a", 1)
            await asyncio.sleep(2 * INTERVAL)
            assert (here.count("a"), there.count("a")) == (1, 0)
            bus.away = False
            await asyncio.sleep(REPEAT_SECONDS + INTERVAL)
            assert there.count("a") == 1

    run(main())
