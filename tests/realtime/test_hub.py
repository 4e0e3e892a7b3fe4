import asyncio
from contextlib import AsyncExitStack

from realtime.bus import Bus
from realtime.hub import PENDING_LIMIT, Hub
from tests.realtime.fake_time import run, seconds

CALM = 10
NEVER = 3600


class Database:
    """The heads of streams, as the database would tell them; `away` makes asking fail."""

    def __init__(self, **heads):
        self.heads = heads
        self.away = False
        self.asked = []

    async def __call__(self, streams):
        self.asked.append(sorted(streams))
        if self.away:
            raise ConnectionError("the database is away")
        return {stream: self.heads[stream] for stream in streams if stream in self.heads}


class BrokenBus(Bus):
    """A bus that refuses to publish until it is mended."""

    def __init__(self):
        super().__init__("memory://")
        self.broken = True
        self.refused = asyncio.Event()
        self.published = []
        self.delivered = asyncio.Event()

    async def publish(self, stream, seq):
        if self.broken:
            self.refused.set()
            raise ConnectionError("no bus")
        self.published.append((stream, seq))
        self.delivered.set()


async def test_a_follower_is_woken_by_a_ring_and_told_the_newest_number():
    async with Bus("memory://") as bus, Hub(bus, Database()) as hub:
        with hub.follow("poll") as follower:
            waiting = asyncio.create_task(follower.beyond(0))
            await asyncio.sleep(0)
            hub.ring("issue", 9)
            hub.ring("poll", 3)
            assert await waiting == 3


async def test_what_is_known_already_is_answered_at_once():
    async with Bus("memory://") as bus, Hub(bus, Database()) as hub:
        with hub.follow("poll") as follower:
            hub.ring("poll", 3)
            hub.ring("poll", 2)
            assert await follower.beyond(2) == 3


async def test_a_ring_reaches_followers_of_another_worker(redis_server):
    for url in ("memory://", redis_server.url):
        async with asyncio.timeout(CALM), Bus(url) as here_bus, AsyncExitStack() as stack:
            there_bus = here_bus if url == "memory://" else await stack.enter_async_context(Bus(url))
            async with Hub(here_bus, Database()) as here, Hub(there_bus, Database()) as there:
                with there.follow("poll") as follower:
                    here.ring("poll", 5)
                    assert await follower.beyond(0) == 5


def test_a_lost_ring_is_made_up_for_by_one_look_at_the_heads_of_all_followed_streams():
    async def main():
        database = Database(poll=4, issue=2)
        async with Bus("memory://") as bus, Hub(bus, database, patience=2) as hub:
            with hub.follow("poll") as poll, hub.follow("issue") as issue, hub.follow("poll"):
                found = await asyncio.gather(poll.beyond(3), issue.beyond(0))
        return found, database.asked, seconds()

    assert run(main()) == ([4, 2], [["issue", "poll"]], 2)


def test_a_stream_that_nobody_follows_any_more_is_not_asked_for():
    async def main():
        database = Database()
        async with Bus("memory://") as bus, Hub(bus, database, patience=2) as hub:
            for _ in range(1000):
                with hub.follow("poll"), hub.follow("poll"):
                    pass
            await asyncio.sleep(60)
            tasks_of_the_hub_and_its_bus = 4
            assert len(asyncio.all_tasks()) == 1 + tasks_of_the_hub_and_its_bus
        assert asyncio.all_tasks() == {asyncio.current_task()}
        return database.asked

    assert run(main()) == []


def test_a_database_that_is_away_is_mentioned_once_and_asked_again(caplog):
    async def main():
        database = Database(poll=1)
        database.away = True
        async with Bus("memory://") as bus, Hub(bus, database, patience=2) as hub:
            with hub.follow("poll") as follower:
                waiting = asyncio.create_task(follower.beyond(0))
                await asyncio.sleep(59)
                assert not waiting.done()
                database.away = False
                await waiting
        return seconds()

    assert run(main()) == 60
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_a_number_that_is_not_true_is_put_right_by_the_database():
    async def main():
        async with Bus("memory://") as bus, Hub(bus, Database(poll=4), patience=2) as hub:
            with hub.follow("poll") as follower:
                hub.ring("poll", 10**9)
                await asyncio.sleep(3)
                hub.ring("poll", 5)
                return await follower.beyond(4)

    assert run(main()) == 5


def test_a_ring_during_the_look_at_the_heads_is_not_undone_by_it():
    async def main():
        async def read_heads(streams):
            hub.ring("poll", 8)
            return {"poll": 7}

        async with Bus("memory://") as bus, Hub(bus, read_heads, patience=2) as hub:
            with hub.follow("poll") as follower:
                await asyncio.sleep(3)
                return await follower.beyond(6)

    assert run(main()) == 8


def test_without_a_bus_rings_wait_as_one_newest_number_a_stream_and_are_mentioned_once(caplog):
    async def main():
        async with BrokenBus() as bus, Hub(bus, Database()) as hub:
            for seq in range(1, 50_001):
                hub.ring(f"poll:{seq % 2}", seq)
            await asyncio.sleep(60)
            hub.ring("poll:0", 60_000)
            bus.broken = False
            await asyncio.sleep(2)
        return sorted(bus.published)

    assert run(main()) == [("poll:0", 60_000), ("poll:1", 49_999)]
    assert len(caplog.records) == 1


async def test_what_waits_for_the_bus_is_bounded():
    async with BrokenBus() as bus, Hub(bus, Database()) as hub:
        for stream in range(2 * PENDING_LIMIT):
            hub.ring(f"poll:{stream}", 1)
        bus.broken = False
        await bus.delivered.wait()
        hub.ring("poll:0", 2)
        while ("poll:0", 2) not in bus.published:
            bus.delivered.clear()
            await bus.delivered.wait()
    assert PENDING_LIMIT <= len(bus.published) <= PENDING_LIMIT + 1


async def test_thousands_of_followers_are_woken_by_one_ring_without_a_task_each():
    followers = 5_000
    async with Bus("memory://") as bus, Hub(bus, Database()) as hub, AsyncExitStack() as stack:
        idle = len(asyncio.all_tasks())
        following = [stack.enter_context(hub.follow("poll")) for _ in range(followers)]
        assert len(asyncio.all_tasks()) == idle
        waiting = [asyncio.create_task(follower.beyond(0)) for follower in following]
        await asyncio.sleep(0)
        hub.ring("poll", 1)
        assert set(await asyncio.gather(*waiting)) == {1}


async def test_one_follower_that_gives_up_does_not_take_the_others_along():
    async with Bus("memory://") as bus, Hub(bus, Database()) as hub:
        with hub.follow("poll") as follower:
            patient, hasty = (asyncio.create_task(follower.beyond(0)) for _ in range(2))
            await asyncio.sleep(0)
            hasty.cancel()
            await asyncio.wait([hasty])
            hub.ring("poll", 1)
            assert await patient == 1


async def test_rings_lost_with_redis_are_made_up_for_as_soon_as_it_is_back(redis_server):
    database = Database(poll=0)
    async with (
        asyncio.timeout(CALM),
        Bus(redis_server.url) as here_bus,
        Bus(redis_server.url) as there_bus,
        Hub(here_bus, database, patience=NEVER) as here,
        Hub(there_bus, database, patience=NEVER) as there,
    ):
        with there.follow("poll") as follower:
            for seq in (1, 3):
                redis_server.stop()
                database.heads["poll"] = seq  # written by a worker that died before it could ring
                redis_server.start()
                assert await follower.beyond(seq - 1) == seq
                database.heads["poll"] = seq + 1
                here.ring("poll", seq + 1)
                assert await follower.beyond(seq) == seq + 1


async def test_while_redis_is_gone_followers_see_every_change_by_asking(redis_server):
    database = Database(poll=0)
    async with asyncio.timeout(CALM), Bus(redis_server.url) as bus, Hub(bus, database, patience=0.01) as hub:
        with hub.follow("poll") as follower:
            redis_server.stop()
            for seq in (1, 2, 3):
                database.heads["poll"] = seq
                assert await follower.beyond(seq - 1) == seq


async def test_leaving_it_ends_its_tasks_also_while_redis_is_gone(redis_server):
    async with Bus(redis_server.url) as bus, Hub(bus, Database()) as hub:
        redis_server.stop()
        hub.ring("poll", 1)
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_ringing_a_hub_that_has_been_left_does_nothing():
    async with Bus("memory://") as bus:
        async with Hub(bus, Database()) as hub:
            pass
        hub.ring("poll", 1)
