"""The record: what happened, entry by entry, as it was written."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Mapping
from functools import partial

from db import streams
from db.streams import Written
from resolvers.house import House
from resolvers.patience import patiently
from rules.replay import pause

READ_AT_ONCE = 500
REDACTED = "utterance.redacted"


async def entries(house: House, stream: str, *, after: int, first: int) -> list[Written]:
    """The entries of a stream after number `after`, oldest first."""
    async with house.database.read() as session:
        return await streams.read(session, stream, after=after, limit=first)


async def heads(house: House, names: Collection[str]) -> Mapping[str, int]:
    """The number of the newest entry of each stream; those without one are left out."""
    async with house.database.read() as session:
        return await streams.heads(session, names)


async def replay(house: House, stream: str, *, after: int, speed: int) -> AsyncGenerator[Written, None]:
    """Every entry after number `after`, in order, one after the other as it happened but faster; then it ends."""
    read, before = partial(entries, house, stream, first=1), None
    while found := await patiently(partial(read, after=after)):
        if before is not None:
            await asyncio.sleep(pause(found[0].at - before, speed).total_seconds())
            found = await patiently(partial(read, after=after))  # it may have been taken away meanwhile
        (entry,) = found
        yield entry
        before, after = entry.at, entry.seq


async def follow(
    house: House, stream: str, *, after: int, still: Callable[[], Awaitable[bool]] | None = None
) -> AsyncGenerator[Written, None]:
    """Every entry after number `after`, in order and once each, first those written already and then as they come.

    `still` is asked whenever entries have been read, before any of them is given; where it says no, that is the end.
    """
    with house.hub.follow(stream) as follower:
        while True:
            found = await patiently(partial(entries, house, stream, after=after, first=READ_AT_ONCE))
            if found and still is not None and not await still():
                return
            for entry in found:
                yield entry
                after = entry.seq
            if len(found) < READ_AT_ONCE:
                await follower.beyond(after)
