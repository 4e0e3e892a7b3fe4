"""What is said at a meeting, as clients see it."""

from collections.abc import AsyncGenerator
from contextlib import nullcontext
from datetime import datetime
from typing import Annotated

import strawberry
from strawberry import ID

from realtime.cohorts import Count
from resolvers.meetings import watch, watchers
from resolvers.meetings.said import Said
from rules.ids import Kind
from schema.access import EVERYONE
from schema.context import Asked, Context
from schema.node import key_or_nobody, shown_id
from schema.pages import number_after
from schema.transport.audiences import Arguments, Log, Shared, for_everyone
from schema.transport.errors import ClientError


@strawberry.type(
    description="One stretch of one speaker. While it is being said `seq` is null, and the next one with this id takes"
    " its place."
)
class Utterance:
    id: ID = strawberry.field(description="The utterance's id.")
    seq: int | None = strawberry.field(
        description="Its number in the transcript, without gaps; null while it is being said. What is taken away comes"
        " again, under a new number and the same id: blank it where it stands."
    )
    speaker: str = strawberry.field(description="Who speaks; empty once it has been taken away.")
    text: str = strawberry.field(description="What is said; empty once it has been taken away.")
    final: bool = strawberry.field(description="Whether it is numbered and never changes any more.")
    redacted: bool = strawberry.field(description="Whether it has been taken away.")
    typed_in: bool = strawberry.field(
        description="Whether staff typed it in for somebody without a phone; false once it has been taken away."
    )
    redaction_reason: str | None = strawberry.field(description="Why it has been taken away; null where it stands.")
    started_at: datetime = strawberry.field(description="When the speaker began.")
    ended_at: datetime | None = strawberry.field(description="When the speaker ended; null while it is being said.")

    @classmethod
    def of(cls, said: Said) -> "Utterance":
        """The utterance as everybody sees it."""
        return cls(
            id=shown_id(Kind.UTTERANCE, said.id),
            seq=said.seq,
            speaker=said.speaker,
            text=said.text,
            final=said.final,
            redacted=said.redacted,
            typed_in=said.typed_in,
            redaction_reason=said.reason,
            started_at=said.started_at,
            ended_at=said.ended_at,
        )


async def _head(context: Context, arguments: Arguments) -> int:
    head = await watch.head(context.house, key_or_nobody(Kind.MEETING, arguments["meetingId"]))
    if head is None:
        raise ClientError("NOT_FOUND", "There is no such meeting.")
    return head


def _counted(context: Context, arguments: Arguments) -> Count:
    return watchers.counting(context.house, key_or_nobody(Kind.MEETING, arguments["meetingId"]))


def _takes_away(utterance: object) -> bool:
    return isinstance(utterance, Utterance) and utterance.redacted


@strawberry.type
class TranscriptSubscription:
    @strawberry.subscription(
        description="What is said: every utterance after `after`, in order and once each, then each new one as it is"
        " being said.",
        extensions=[
            EVERYONE,
            Shared(for_everyone, log=Log("after", number_after, _head, _takes_away), counted=_counted),
        ],
    )
    async def transcript(
        self,
        info: Asked,
        meeting_id: Annotated[ID, strawberry.argument(description="The meeting.")],
        after: Annotated[
            int | None, strawberry.argument(description="The last number you have; 0 or nothing for all.")
        ] = None,
    ) -> AsyncGenerator[Utterance, None]:
        house, key, start = info.context.house, key_or_nobody(Kind.MEETING, meeting_id), number_after(after)
        if await watch.head(house, key) is None:
            raise ClientError("NOT_FOUND", "There is no such meeting.")
        alone = info.context.audience is None  # where many share this, the seats are counted
        with watchers.watching(house, key) if alone else nullcontext():
            async for said in watch.follow(house, key, after=start):
                yield Utterance.of(said)
