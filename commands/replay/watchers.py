"""The watchers of a replay: clients on WebSockets who each keep one poll's newest tally on their screen."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

import orjson
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Subprotocol

from commands.replay.api import ApiError
from realtime.outage import Backoff

PROTOCOL = Subprotocol("graphql-transport-ws")
WATCH = "subscription Watch($pollId: ID!) { pollTally(pollId: $pollId) { seq votes choices { key votes } } }"
START_WITHIN = 60.0
AGREE_WITHIN = 10.0

Counts = Mapping[str, int]


class Watcher:
    """One screen. It reconnects for ever, and ignores a tally that is not newer than the one it shows."""

    def __init__(self, url: str, poll_id: str) -> None:
        self.poll_id = poll_id
        self.seq = -1
        self.counts: Counts = {}
        self.states = 0
        self.reconnects = -1
        self.moved = asyncio.Event()
        self._url = url

    async def watch(self) -> None:
        """Raises ApiError where the server refuses before it has sent any tally."""
        backoff = Backoff()
        while True:
            before = self.states
            with suppress(OSError, WebSocketException):
                async with connect(self._url, subprotocols=[PROTOCOL], compression=None, proxy=None) as socket:
                    self.reconnects += 1
                    await _say(socket, {"type": "connection_init"})
                    async for message in socket:
                        await self._hear(socket, orjson.loads(message))
            if self.states > before:
                backoff = Backoff()
            await asyncio.sleep(backoff.next())

    async def _hear(self, socket: ClientConnection, message: dict[str, Any]) -> None:
        match message:
            case {"type": "next", "payload": {"data": {"pollTally": dict(tally)}}}:
                self._show(tally)
            case {"type": "connection_ack"}:
                payload = {"query": WATCH, "variables": {"pollId": self.poll_id}}
                await _say(socket, {"type": "subscribe", "id": "tally", "payload": payload})
            case {"type": "ping"}:
                await _say(socket, {"type": "pong"})
            case {"type": "next" | "error"} if not self.states:
                raise ApiError(f"A watcher was told: {message.get('payload')}")
            case {"type": "next" | "error" | "complete"}:
                await socket.close()

    def _show(self, tally: dict[str, Any]) -> None:
        self.states += 1
        if tally["seq"] > self.seq:
            self.seq = tally["seq"]
            self.counts = {choice["key"]: choice["votes"] for choice in tally["choices"]}
            self.moved.set()


@asynccontextmanager
async def watching(url: str, polls: Sequence[str], count: int) -> AsyncIterator[list[Watcher]]:
    """That many watchers spread over the polls, each with its first tally. Raises TimeoutError if that takes long."""
    watchers = [Watcher(url, polls[number % len(polls)]) for number in range(count)]
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(watcher.watch()) for watcher in watchers]
        async with asyncio.timeout(START_WITHIN):
            for watcher in watchers:
                await watcher.moved.wait()
        yield watchers
        for task in tasks:
            task.cancel()


async def settle(watchers: Sequence[Watcher], counted: Mapping[str, Counts]) -> None:
    """Waits until every watcher shows what was counted, or ten seconds have passed."""
    try:
        async with asyncio.timeout(AGREE_WITHIN):
            for watcher in watchers:
                while not same(watcher.counts, counted.get(watcher.poll_id, {})):
                    watcher.moved.clear()
                    await watcher.moved.wait()
    except TimeoutError:
        return


def same(one: Counts, other: Counts) -> bool:
    """Whether two counts agree; a choice left out has no votes."""
    return all(one.get(key, 0) == other.get(key, 0) for key in one.keys() | other.keys())


async def _say(socket: ClientConnection, message: dict[str, object]) -> None:
    await socket.send(orjson.dumps(message), text=True)
