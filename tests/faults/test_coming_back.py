"""Thousands of telephones lose their network at once, and come back, each to its own place in the record."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

import pytest

from resolvers.deed import Deed, deed
from resolvers.issues import stream_of
from rules.ids import Kind, public_id
from tests.support.backends import Backend
from tests.support.house import open_hall
from tests.support.light import Light, cut_at_the_end, many_files, subscription
from tests.support.program import running
from tests.support.server import Api, client_of

WATCHERS = 5_000
PLACES = 1_000
AT_ONCE = 250
DECISION = "subscription($id: ID!, $after: Int) { decision(issueId: $id, after: $after) { seq } }"
ENTRY = b'{"id":"1","type":"next","payload":{"data":{"decision":{"seq":%d}}}}'
HEAD = "query($id: ID!) { issue(id: $id) { recordHead } }"


class Watcher(Light):
    """Takes nothing but the entry after the one it has."""

    def __init__(self, address: str, place: int) -> None:
        super().__init__(address)
        self.place = place
        self.wrong: bytes | None = None
        self.goal = 0
        self.there = asyncio.Event()

    def heard(self, text: bytes) -> None:
        if text == ENTRY % (self.place + 1):
            self.place += 1
        else:
            self.wrong = text
        if self.wrong or self.place == self.goal:
            self.there.set()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self.there.set()

    async def reach(self, goal: int) -> None:
        """Returns once it has come so far, or something else has come."""
        self.goal = goal
        if self.place < goal:
            self.there.clear()
            await self.there.wait()
        assert (self.wrong, self.place) == (None, goal)

    async def arrive(self, issue_id: str) -> None:
        """Asks for everything after its place."""
        await self.dial()
        self.send(subscription(DECISION, id=issue_id, after=self.place))


@deed
async def write(deed: Deed, issue_id: UUID, count: int) -> None:
    await deed.hold(stream_of(issue_id))
    for number in range(count):
        await deed.append(stream_of(issue_id), "test.written", {"number": number})


async def arrived(address: str, issue_id: str, places: Sequence[int]) -> list[Watcher]:
    """A watcher from each of these places."""
    watchers = [Watcher(address, place) for place in places]
    for start in range(0, len(watchers), AT_ONCE):
        await asyncio.gather(*(watcher.arrive(issue_id) for watcher in watchers[start : start + AT_ONCE]))
    return watchers


async def all_reach(watchers: Sequence[Watcher], goal: int) -> None:
    await asyncio.gather(*(watcher.reach(goal) for watcher in watchers))


@dataclass(slots=True)
class Talk:
    """What neighbours say about the issue, an entry of its record each time."""

    api: Api
    token: str
    issue_id: str
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def say(self) -> int:
        """The number of the entry."""
        await self.api.done("comment", self.token, input={"issueId": self.issue_id, "body": "我也这么想。"})
        return (await self.api.ask(HEAD, id=self.issue_id))["issue"]["recordHead"]

    async def go_on(self) -> int:
        """Says something again and again until it is over, and gives the number of the last entry."""
        while True:
            head = await self.say()
            if self.over.is_set():
                return head


@pytest.mark.parametrize("backend", ["sqlite+memory"], indirect=True)
async def test_five_thousand_come_back_each_to_its_own_place_and_miss_nothing(backend: Backend):
    many_files(WATCHERS + 500)
    async with open_hall(backend) as hall:
        issue = await hall.issue()
        await write(hall.house, issue.id, PLACES)
    issue_id = public_id(Kind.ISSUE, issue.id)
    async with running(backend) as program, client_of(program.address) as api:
        talk, head = Talk(api, hall.neighbours[0].token, issue_id), PLACES + 1
        watchers = await arrived(program.address, issue_id, [head] * WATCHERS)
        await all_reach(watchers, await talk.say())
        for watcher in watchers:
            watcher.abort()
        talking = asyncio.create_task(talk.go_on())
        returned = await arrived(program.address, issue_id, [1 + number % PLACES for number in range(WATCHERS)])
        async with cut_at_the_end([*watchers, *returned]):
            talk.over.set()
            last = await talking
            assert last > head + 10, "They came back to a record that hardly grew."
            await all_reach(returned, last)
            await all_reach(returned, await talk.say())
