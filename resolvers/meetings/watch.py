"""Reading transcripts, and following them as they grow."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncGenerator, Collection, Mapping, Sequence
from functools import partial
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db import streams
from db.queries import meetings
from db.streams import Written
from realtime.drafts import Inbox
from realtime.hub import Follower
from resolvers.house import House
from resolvers.meetings.said import Said, from_draft, from_payload, taken_away, utterance_of
from resolvers.meetings.streams import transcript_of
from resolvers.patience import patiently
from resolvers.record import REDACTED

READ_AT_ONCE = 500
MOST_REMEMBERED = 1_000


async def transcript(house: House, meeting_id: UUID, *, after: int, first: int) -> list[Said]:
    """What was said, by numbers beyond `after`, in order.

    An utterance that was taken away has a second number, under which it says so to those who had it already.
    """
    async with house.database.read() as session:
        entries = await streams.read(session, transcript_of(meeting_id), after=after, limit=first)
        return await _told(session, meeting_id, entries)


async def head(house: House, meeting_id: UUID) -> int | None:
    """The newest number of a transcript; None where there is no such meeting."""
    async with house.database.read() as session:
        if not await meetings.by_ids(session, [meeting_id]):
            return None
        name = transcript_of(meeting_id)
        return (await streams.heads(session, [name])).get(name, 0)


async def heads(house: House, meeting_ids: Collection[UUID]) -> Mapping[UUID, int]:
    """The newest number of each transcript that has begun."""
    names = {transcript_of(meeting_id): meeting_id for meeting_id in meeting_ids}
    async with house.database.read() as session:
        return {names[name]: head for name, head in (await streams.heads(session, names)).items()}


async def follow(house: House, meeting_id: UUID, *, after: int) -> AsyncGenerator[Said, None]:
    """Every utterance beyond number `after`, in order and once each, and in between what is being said just now."""
    name, finished = transcript_of(meeting_id), OrderedDict[UUID, None]()
    with house.hub.follow(name) as follower, house.drafts.follow(name) as inbox:
        begun = False
        while True:
            found: list[Said] = []
            if not begun or follower.stream.seq > after:
                found = await patiently(partial(transcript, house, meeting_id, after=after, first=READ_AT_ONCE))
            begun = True
            for said in found:
                yield said
                finished[said.id] = None
            after = found[-1].seq or after if found else after
            while len(finished) > MOST_REMEMBERED:
                finished.popitem(last=False)
            if len(found) < READ_AT_ONCE:
                await _something(follower, inbox, after)
                for said in map(from_draft, inbox.take()):
                    if said.id not in finished:
                        yield said


async def _something(follower: Follower, inbox: Inbox, after: int) -> None:
    """Returns once the transcript has grown or a draft has come."""
    waiting = {asyncio.ensure_future(follower.beyond(after)), asyncio.ensure_future(inbox.wait())}
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


async def _told(session: AsyncSession, meeting_id: UUID, entries: Sequence[Written]) -> list[Said]:
    ids = {entry.seq: utterance_of(streams.payload_of(entry)) for entry in entries if entry.kind == REDACTED}
    bare = {entry.seq for entry in entries if entry.payload is None}
    rows = await meetings.redacted(session, meeting_id, ids.values(), bare) if ids or bare else []
    by_id, by_seq = {row.id: row for row in rows}, {row.seq: row for row in rows}
    told: list[Said] = []
    for entry in entries:
        if entry.kind == REDACTED:
            told.append(taken_away(by_id[ids[entry.seq]], entry.seq))
        elif entry.payload is None:
            told.append(taken_away(by_seq[entry.seq], entry.seq))
        else:
            told.append(from_payload(streams.payload_of(entry), entry.seq))
    return told
