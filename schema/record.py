"""The record as clients see it."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import datetime
from typing import Annotated

import strawberry
from strawberry import ID
from strawberry.scalars import JSON

from db.streams import Written, payload_of
from resolvers import record, records
from resolvers.house import House
from resolvers.record import REDACTED
from rules.replay import SPEEDS
from schema.access import EVERYONE
from schema.context import Asked, Context
from schema.pages import number_after, number_asked
from schema.transport.audiences import Arguments, Log, Shared, for_everyone
from schema.transport.errors import ClientError

START = "Start after this entry; from the first if not said."
SUBJECT = "The issue; or a meeting, whose record is that of its issue, or its own where it is about none."


@strawberry.type(description="One entry of a record. Entries are never changed, and each is chained to the one before.")
class RecordEntry:
    seq: int = strawberry.field(description="1, 2, 3 … without gaps.")
    kind: str = strawberry.field(description="What happened, such as issue.raised, poll.tally or poll.closed.")
    at: datetime = strawberry.field(description="When it happened.")
    stream: str = strawberry.field(
        description="Which record it belongs to: issue:, poll:, or record: for that of a meeting without an issue, and"
        " the id without its kind."
    )
    payload: JSON = strawberry.field(description="What there is to know about it; {} once it has been redacted.")
    salt: str | None = strawberry.field(description="Hex of what is hashed before the payload; null once redacted.")
    payload_digest: str = strawberry.field(
        description="SHA-256, in hex, of salt and payload in canonical JSON (RFC 8785)."
    )
    digest: str = strawberry.field(
        description="SHA-256, in hex, of {at, kind, payloadDigest, previous, seq, stream} in canonical JSON."
    )
    previous: str = strawberry.field(description="The digest of the entry before; 64 zeros for the first.")

    @classmethod
    def of(cls, entry: Written) -> "RecordEntry":
        """The entry as everybody sees it."""
        return cls(
            seq=entry.seq,
            kind=entry.kind,
            at=entry.at,
            stream=entry.stream,
            payload=JSON(payload_of(entry)),
            salt=None if entry.salt is None else entry.salt.hex(),
            payload_digest=entry.payload_digest.hex(),
            digest=entry.digest.hex(),
            previous=entry.previous.hex(),
        )


def without_words(entry: RecordEntry) -> RecordEntry:
    """The entry as those see it whom its words are not for: like one that was redacted."""
    return replace(entry, payload=JSON({}), salt=None)


async def entries(info: Asked, stream: str, after: int | None, first: int | None) -> list[RecordEntry]:
    """Some entries of a stream as everybody sees them, oldest first."""
    start, wanted = number_after(after), number_asked(first)
    info.context.look()
    found = await record.entries(info.context.house, stream, after=start, first=wanted)
    info.context.spend(len(found))
    return [RecordEntry.of(entry) for entry in found]


async def _stream(house: House, subject: str) -> str:
    stream = await records.stream_named(house, subject)
    if stream is None:
        raise ClientError("NOT_FOUND", "There is no such issue or meeting.")
    return stream


async def _head(context: Context, arguments: Arguments) -> int:
    stream = await _stream(context.house, arguments["issueId"])
    return (await record.heads(context.house, [stream]))[stream]


def _takes_away(entry: object) -> bool:
    return isinstance(entry, RecordEntry) and entry.kind == REDACTED


@strawberry.type
class RecordSubscription:
    @strawberry.subscription(
        description="The record of an issue or a meeting: every entry after `after`, in order and once each, then new"
        " ones.",
        extensions=[EVERYONE, Shared(for_everyone, log=Log("after", number_after, _head, _takes_away))],
    )
    async def decision(
        self,
        info: Asked,
        issue_id: Annotated[ID, strawberry.argument(description=SUBJECT)],
        after: Annotated[
            int | None, strawberry.argument(description="The number of the last entry you have; 0 or nothing for all.")
        ] = None,
    ) -> AsyncGenerator[RecordEntry, None]:
        house, start = info.context.house, number_after(after)
        stream = await _stream(house, issue_id)
        async for entry in record.follow(house, stream, after=start):
            yield RecordEntry.of(entry)

    @strawberry.subscription(
        description="The record of an issue or a meeting as it happened, entry by entry, at the speed asked for; a"
        " pause takes ten seconds at most. It ends with the newest entry.",
        extensions=[EVERYONE],
    )
    async def replay(
        self,
        info: Asked,
        issue_id: Annotated[ID, strawberry.argument(description=SUBJECT)],
        speed: Annotated[int, strawberry.argument(description="1, 4 or 16 times as fast as it happened.")] = 1,
        after: Annotated[int | None, strawberry.argument(description=START)] = None,
    ) -> AsyncGenerator[RecordEntry, None]:
        house, start = info.context.house, number_after(after)
        if speed not in SPEEDS:
            raise ClientError("BAD_USER_INPUT", "`speed` has to be 1, 4 or 16.")
        stream = await _stream(house, issue_id)
        async for entry in record.replay(house, stream, after=start, speed=speed):
            yield RecordEntry.of(entry)
