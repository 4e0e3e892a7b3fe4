"""Which record an id leads to: that of an issue, or the one that a meeting belongs to."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db import streams
from db.queries import meetings
from resolvers.house import House
from resolvers.issues import stream_of as issue_stream
from resolvers.meetings.streams import record_of
from rules.ids import Kind, read_id

KINDS = {"issue": Kind.ISSUE, "record": Kind.MEETING}


async def stream_named(house: House, subject: str) -> str | None:
    """The stream of the issue's record, or of the one that the meeting belongs to, by a public id.

    None where it is that of neither, or of nothing that is here.
    """
    named = read_id(subject)
    if named is None:
        return None
    async with house.database.read() as session:
        stream = await _stream(session, *named)
        return stream if stream and await streams.heads(session, [stream]) else None


async def _stream(session: AsyncSession, kind: Kind, key: UUID) -> str | None:
    if kind == Kind.ISSUE:
        return issue_stream(key)
    meeting = (await meetings.by_ids(session, [key])).get(key) if kind == Kind.MEETING else None
    return record_of(meeting) if meeting else None


def subject_of(stream: str) -> tuple[Kind, UUID]:
    """What the record in this stream is about: an issue, or a meeting about none."""
    name, _, key = stream.partition(":")
    return KINDS[name], UUID(key)
