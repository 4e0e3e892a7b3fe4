"""The record: what happened, entry by entry, as it was written."""

import asyncio
from collections.abc import AsyncGenerator, Collection, Mapping
from functools import partial
from uuid import UUID

from db import streams
from db.streams import Written
from resolvers.house import House
from resolvers.issues import stream_of
from resolvers.patience import patiently
from rules.replay import pause

READ_AT_ONCE = 500
REDACTED = "utterance.redacted"


async def entries(house: House, stream: str, *, after: int, first: int) -> list[Written]:
    """The entries of a stream after number `after`, oldest first."""
    async with house.database.read() as session:
        return await streams.read(session, stream, after=after, limit=first)


async def heads(house: House, issue_ids: Collection[UUID]) -> Mapping[UUID, int]:
    """The number of the newest entry of each issue's record."""
    names = {stream_of(issue_id): issue_id for issue_id in issue_ids}
    async with house.database.read() as session:
        return {names[name]: head for name, head in (await streams.heads(session, names)).items()}


async def head(house: House, issue_id: UUID) -> int | None:
    """The number of the newest entry of an issue's record; None where there is no such issue."""
    return (await heads(house, [issue_id])).get(issue_id)


async def replay(house: House, issue_id: UUID, *, after: int, speed: int) -> AsyncGenerator[Written, None]:
    """Every entry after number `after`, in order, one after the other as it happened but faster; then it ends."""
    read, before = partial(entries, house, stream_of(issue_id), first=1), None
    while found := await patiently(partial(read, after=after)):
        if before is not None:
            await asyncio.sleep(pause(found[0].at - before, speed).total_seconds())
            found = await patiently(partial(read, after=after))  # it may have been taken away meanwhile
        (entry,) = found
        yield entry
        before, after = entry.at, entry.seq


async def follow(house: House, issue_id: UUID, *, after: int) -> AsyncGenerator[Written, None]:
    """Every entry after number `after`, in order and once each, first those written already and then as they come."""
    stream = stream_of(issue_id)
    with house.hub.follow(stream) as follower:
        while True:
            found = await patiently(partial(entries, house, stream, after=after, first=READ_AT_ONCE))
            for entry in found:
                yield entry
                after = entry.seq
            if len(found) < READ_AT_ONCE:
                await follower.beyond(after)
