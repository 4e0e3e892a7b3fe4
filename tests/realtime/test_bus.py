import asyncio
import os
import signal
from contextlib import contextmanager

import pytest
from redis.exceptions import RedisError

from realtime import redis_backend
from realtime.bus import Bus, parsed
from realtime.outage import Outage

CALM = 10


@contextmanager
def frozen(server):
    """The server keeps its connections and answers nothing."""
    process_id = int((server.shelter.path / "redis.pid").read_text())
    os.kill(process_id, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process_id, signal.SIGCONT)


async def test_a_ring_reaches_every_listener_of_the_process():
    async with Bus("memory://") as bus, bus.rings() as one, bus.rings() as other:
        await bus.publish("poll:1", 7)
        assert await anext(one) == await anext(other) == ("poll:1", 7)


async def test_a_ring_reaches_every_worker_through_redis(redis_server):
    async with Bus(redis_server.url) as here, Bus(redis_server.url) as there, there.rings() as rings:
        await here.publish("poll:1", 7)
        assert await anext(rings) == ("poll:1", 7)


async def test_first_subscribers_that_race_each_hear_every_ring(redis_server):
    async def listen(bus, ready):
        async with bus.rings() as rings:
            await ready.wait()
            return await anext(rings)

    async with Bus(redis_server.url) as bus, asyncio.timeout(CALM):
        ready = asyncio.Barrier(51)
        async with asyncio.TaskGroup() as group:
            listeners = [group.create_task(listen(bus, ready)) for _ in range(50)]
            await ready.wait()
            await bus.publish("poll:1", 1)
        assert {task.result() for task in listeners} == {("poll:1", 1)}


async def test_redis_may_be_killed_and_started_again_under_listeners(redis_server, caplog):
    caplog.set_level("INFO")
    back = asyncio.Event()
    async with Bus(redis_server.url) as here, Bus(redis_server.url) as there, there.rings() as rings:
        there.on_return(back.set)
        for seq in (1, 2, 3):
            redis_server.stop()
            redis_server.start()
            async with asyncio.timeout(CALM):
                await back.wait()
            back.clear()
            await here.publish("poll:1", seq)
            assert await anext(rings) == ("poll:1", seq)
    there_and_here = 2
    assert 3 <= sum("is away" in record.message for record in caplog.records) <= 3 * there_and_here


async def test_a_redis_that_falls_silent_is_left_and_found_again(redis_server, monkeypatch):
    monkeypatch.setattr(redis_backend, "HEARTBEAT", 0.05)
    monkeypatch.setattr(redis_backend, "TIMEOUT", 0.1)
    away, back, begin = asyncio.Event(), asyncio.Event(), Outage.begin

    def begun(outage: Outage, error: BaseException) -> None:
        begin(outage, error)
        away.set()

    monkeypatch.setattr(Outage, "begin", begun)
    async with asyncio.timeout(CALM), Bus(redis_server.url) as bus, bus.rings() as rings:
        bus.on_return(back.set)
        with frozen(redis_server):
            with pytest.raises(RedisError):
                await bus.publish("poll:1", 1)
            await away.wait()  # the one who listens may notice later than the one who speaks
        await back.wait()
        await bus.publish("poll:1", 2)
        assert await anext(rings) == ("poll:1", 2)


async def test_it_starts_without_redis_and_works_once_redis_is_there(redis_server):
    redis_server.stop()
    back = asyncio.Event()
    async with asyncio.timeout(CALM), Bus(redis_server.url) as bus, bus.rings() as rings:
        bus.on_return(back.set)
        with pytest.raises(RedisError):
            await bus.publish("poll:1", 1)
        redis_server.start()
        await back.wait()
        await bus.publish("poll:1", 2)
        assert await anext(rings) == ("poll:1", 2)


async def test_database_numbers_of_one_redis_do_not_hear_each_other(redis_server):
    async with Bus(redis_server.url + "?db=1") as one, Bus(redis_server.url + "?db=2") as two, two.rings() as rings:
        await one.publish("poll:1", 1)
        await two.publish("poll:2", 2)
        assert await anext(rings) == ("poll:2", 2)


async def test_it_leaves_no_task_behind(redis_server):
    for url in ("memory://", redis_server.url):
        async with Bus(url) as bus, bus.rings():
            await bus.publish("poll:1", 1)
        assert asyncio.all_tasks() == {asyncio.current_task()}


def test_it_refuses_an_address_that_is_no_bus():
    for url in ("kafka://host", "rings", ""):
        with pytest.raises(ValueError, match="A bus is memory://"):
            Bus(url)


def test_a_ring_is_a_stream_and_a_number_and_nothing_else():
    assert parsed("poll:1 17") == ("poll:1", 17)
    for nonsense in ("", "17", " 17", "poll:1", "poll:1 ", "poll:1 -1", "poll:1 ١٧", "poll:1 1e3", "poll:1 17 {}"):
        assert parsed(nonsense) is None
