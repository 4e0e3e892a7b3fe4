"""Redis dies under the watchers, and nobody's screen stays wrong."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest

from resolvers.opening import opened
from rules.ids import Kind, public_id
from tests.support import postgres
from tests.support.backends import Backend
from tests.support.house import Hall, open_hall
from tests.support.server import Api, Socket, serving
from tests.support.servers import RedisServer

WATCHERS, VOTES = 20, 60
RIGHT_WITHIN = 5.0
TALLY = "subscription($id: ID!) { pollTally(pollId: $id) { seq votes choices { key votes } } }"
FINAL = {"yes": 30, "no": 30}


@pytest.fixture
def fragile(migrated_postgres: str, redis_server: RedisServer) -> Backend:
    """PostgreSQL, and a Redis that the test may kill."""
    postgres.clear_tables(migrated_postgres)
    return Backend("postgres+redis", migrated_postgres, redis_server.url)


@dataclass(slots=True)
class Screen:
    """One watcher's screen: it ignores what is not newer than what it shows."""

    shown: dict[str, Any] = field(default_factory=lambda: {"seq": -1, "votes": -1})
    started: asyncio.Event = field(default_factory=asyncio.Event)

    async def watch(self, api: Api, poll_id: str) -> None:
        """Returns when every vote is on the screen."""
        async with api.socket() as socket:
            await socket.subscribe(TALLY, id=poll_id)
            while self.shown["votes"] < VOTES:
                await self._look(socket)

    async def _look(self, socket: Socket) -> None:
        tally = await socket.next(60)
        assert tally["seq"] > self.shown["seq"]
        self.shown = tally
        self.started.set()

    @property
    def numbers(self) -> dict[str, int]:
        return {choice["key"]: choice["votes"] for choice in self.shown["choices"]}


async def vote(hall: Hall, api: Api, poll_id: str, numbers: range) -> None:
    for number in numbers:
        choice = "no" if number % 2 else "yes"
        await api.done("castVote", hall.neighbours[number].token, input={"pollId": poll_id, "choice": choice})


async def outage(redis: RedisServer, hall: Hall, api: Api, poll_id: str, *, back: bool) -> None:
    """Votes before, during and (where Redis comes back) after the outage."""
    await vote(hall, api, poll_id, range(VOTES // 3))
    await asyncio.to_thread(redis.stop)
    await vote(hall, api, poll_id, range(VOTES // 3, 2 * VOTES // 3))
    if back:
        await asyncio.to_thread(redis.start)
    await vote(hall, api, poll_id, range(2 * VOTES // 3, VOTES))


@pytest.mark.parametrize("back", [True, False], ids=["Redis comes back", "Redis stays away"])
async def test_every_watcher_on_another_server_is_right_within_five_seconds(
    fragile: Backend, redis_server: RedisServer, back: bool
):
    async with open_hall(fragile, neighbours=VOTES) as hall, opened(hall.plan) as other_house:
        poll_id = public_id(Kind.POLL, (await hall.poll()).poll.id)
        async with serving(hall) as ballot_box, serving(other_house) as hall_of_watchers:
            screens = [Screen() for _ in range(WATCHERS)]
            async with asyncio.TaskGroup() as group:
                watching = [group.create_task(screen.watch(hall_of_watchers, poll_id)) for screen in screens]
                await asyncio.gather(*(screen.started.wait() for screen in screens))
                await outage(redis_server, hall, ballot_box, poll_id, back=back)
                async with asyncio.timeout(RIGHT_WITHIN):
                    await asyncio.gather(*watching)
    assert [screen.numbers for screen in screens] == [FINAL] * WATCHERS


async def test_signing_in_goes_on_without_redis(fragile: Backend, redis_server: RedisServer):
    async with open_hall(fragile) as hall, serving(hall) as api:
        await asyncio.to_thread(redis_server.stop)
        phone = hall.neighbours[0].phone
        await api.done("requestSignInCode", phone=phone)
        signed_in = await api.done("signIn", phone=phone, code=hall.sent.codes[phone])
    assert signed_in["viewer"]["resident"]["id"] == hall.neighbours[0].resident_id


async def test_a_server_starts_without_redis_and_finds_it_later(fragile: Backend, redis_server: RedisServer):
    await asyncio.to_thread(redis_server.stop)
    async with open_hall(fragile, neighbours=2) as hall, opened(hall.plan) as other_house:
        poll_id = public_id(Kind.POLL, (await hall.poll()).poll.id)
        async with serving(hall) as api, serving(other_house) as other, other.socket() as socket:
            await socket.subscribe(TALLY, id=poll_id)
            assert (await socket.next())["votes"] == 0
            await vote(hall, api, poll_id, range(1))
            assert (await socket.next(RIGHT_WITHIN))["votes"] == 1
            await asyncio.to_thread(redis_server.start)
            await vote(hall, api, poll_id, range(1, 2))
            assert (await socket.next(RIGHT_WITHIN))["votes"] == 2
