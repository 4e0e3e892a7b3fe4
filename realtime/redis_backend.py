"""A Redis backend for broadcaster that outlives Redis: it reconnects for ever and tells when it is back."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress

from broadcaster import BroadcastBackend, Event
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from realtime.outage import Backoff, Outage

TIMEOUT = 1.0
HEARTBEAT = 5.0


class RedisBackend(BroadcastBackend):
    """Carries messages over one pattern subscription made once, so that first subscribers cannot race.

    `url` is `redis://…`, `rediss://…` or `unix://…`. Redis shares its channels between database numbers, so the
    number is part of the prefix. Publishing raises RedisError, OSError or TimeoutError within about two seconds.
    """

    def __init__(self, url: str, prefix: str, back: Callable[[], None]) -> None:
        self._redis = Redis.from_url(
            url,
            protocol=2,
            retry=Retry(NoBackoff(), 0),
            socket_timeout=TIMEOUT,
            socket_connect_timeout=TIMEOUT,
        )
        number = self._redis.connection_pool.connection_kwargs.get("db", 0)
        self._prefix = f"{prefix}:{number}:"
        self._back = back
        self._pubsub: PubSub | None = None
        self._outage = Outage("Redis")

    async def connect(self) -> None:
        """Subscribes if Redis answers now; if not, the listener keeps trying."""
        try:
            self._pubsub = await self._subscribed()
        except (RedisError, OSError) as error:
            self._outage.begin(error)

    async def disconnect(self) -> None:
        await self._hang_up()
        await self._redis.aclose()

    async def subscribe(self, group: str) -> None:
        """The pattern already covers every channel."""

    async def unsubscribe(self, group: str) -> None:
        """The pattern already covers every channel."""

    async def publish(self, channel: str, message: str) -> None:
        await self._redis.publish(self._prefix + channel, message)

    async def next_published(self) -> Event:
        """The next message; waits through any number of Redis restarts."""
        while True:
            try:
                return await self._next(self._pubsub or await self._reconnected())
            except (RedisError, OSError, ValueError) as error:
                self._outage.begin(error)
                await self._hang_up()

    async def _next(self, pubsub: PubSub) -> Event:
        asked = False
        while True:
            message = await pubsub.get_message(timeout=HEARTBEAT)
            if message is None and asked:
                raise TimeoutError("Redis no longer answers")
            asked = message is None
            if message is None:
                await pubsub.ping()
            elif message["type"] == "pmessage":
                channel: str = message["channel"].decode().removeprefix(self._prefix)
                return Event(channel, message["data"].decode())

    async def _reconnected(self) -> PubSub:
        backoff = Backoff()
        while self._pubsub is None:
            await asyncio.sleep(backoff.next())
            with suppress(RedisError, OSError):
                self._pubsub = await self._subscribed()
        self._outage.end()
        self._back()
        return self._pubsub

    async def _subscribed(self) -> PubSub:
        async with AsyncExitStack() as opened:
            pubsub: PubSub = await opened.enter_async_context(self._redis.pubsub())
            await pubsub.psubscribe(self._prefix + "*")
            if await pubsub.get_message(timeout=TIMEOUT) is None:
                raise TimeoutError("Redis did not confirm the subscription")
            opened.pop_all()
        return pubsub

    async def _hang_up(self) -> None:
        pubsub, self._pubsub = self._pubsub, None
        if pubsub is not None:
            with suppress(RedisError, OSError):
                await pubsub.aclose()  # type: ignore[no-untyped-call]
