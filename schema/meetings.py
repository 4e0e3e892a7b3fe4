"""Meetings and transcripts as clients see them."""

from collections.abc import AsyncGenerator
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry import ID

from db.models import meetings as kept
from resolvers.meetings import attendance, proceedings, watch
from resolvers.meetings.said import Said
from rules.agreements import may_draft
from rules.ids import Kind
from rules.meetings import Phase, may_end, may_redact, may_start, may_write
from rules.proceedings import may_prepare
from rules.video import may_set_stream
from schema.access import EVERYONE
from schema.context import Asked, Context
from schema.node import Node, key_or_nobody, key_or_none, shown_id
from schema.pages import FIRST, number_after, number_asked
from schema.proceedings import Participant, Proceedings
from schema.transport.audiences import Arguments, Log, Shared, for_everyone
from schema.transport.errors import ClientError

if TYPE_CHECKING:
    from schema.agreements import Agreement
    from schema.issues import Issue

START = "Start after this number; from the first if not said."


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
            redaction_reason=said.reason,
            started_at=said.started_at,
            ended_at=said.ended_at,
        )


@strawberry.type(description="A meeting that anyone can follow.")
class Meeting(Node):
    row: strawberry.Private[kept.Meeting]
    id: ID = strawberry.field(description="The meeting's id.")
    title: str = strawberry.field(description="What it is about, in one line.")
    phase: Phase = strawberry.field(description="Whether it is to come, under way or over.")
    starts_at: datetime = strawberry.field(description="When it is meant to start.")
    started_at: datetime | None = strawberry.field(description="When it started; null before.")
    ended_at: datetime | None = strawberry.field(description="When it ended; null before.")
    stream_url: str | None = strawberry.field(
        description="Where its video is, a playlist (HLS); null where it has none."
    )

    @classmethod
    def of(cls, row: kept.Meeting) -> "Meeting":
        """The meeting as everybody sees it."""
        return cls(
            row=row,
            id=shown_id(Kind.MEETING, row.id),
            title=row.title,
            phase=row.phase,
            starts_at=row.starts_at,
            started_at=row.started_at,
            ended_at=row.ended_at,
            stream_url=row.stream_url,
        )

    @strawberry.field(description="The issue it is about, if it is about one.")
    async def issue(self, info: Asked) -> Annotated["Issue", strawberry.lazy("schema.issues")] | None:
        from schema.issues import Issue  # noqa: PLC0415 - issues and meetings name each other

        row = self.row.issue_id and await info.context.loaders.issues.load(self.row.issue_id)
        return Issue.of(row) if row else None

    @strawberry.field(description="What it agreed on in writing; null before anything is written.")
    async def agreement(self, info: Asked) -> Annotated["Agreement", strawberry.lazy("schema.agreements")] | None:
        from schema.agreements import Agreement  # noqa: PLC0415 - agreements and meetings name each other

        whole = await info.context.loaders.agreements_of_meetings.load(self.row.id)
        info.context.spend(1 + len(whole.points if whole else ()))
        return Agreement.of(whole) if whole else None

    @strawberry.field(description="Whether this viewer may write its agreement now, the first time or anew.")
    async def may_draft_agreement(self, info: Asked) -> bool:
        roles = info.context.roles_in(self.row.community_id)
        if may_draft(self.row.phase, roles, None):
            return False
        whole = await info.context.loaders.agreements_of_meetings.load(self.row.id)
        return may_draft(self.row.phase, roles, whole.standing if whole else None) is None

    @strawberry.field(description="What was said, in order.")
    async def transcript(
        self,
        info: Asked,
        after: Annotated[int | None, strawberry.argument(description=START)] = None,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
    ) -> list[Utterance]:
        start, wanted = number_after(after), number_asked(first)
        info.context.spend(1)
        found = await watch.transcript(info.context.house, self.row.id, after=start, first=wanted)
        info.context.spend(len(found))
        return list(map(Utterance.of, found))

    @strawberry.field(description="How it stands: agenda, floor, house rules, who is there.")
    async def proceedings(self, info: Asked) -> Proceedings:
        found = await proceedings.read(info.context.house, self.row.id)
        if found is None:
            raise LookupError("A meeting that was here has gone.")
        lists = found.agenda, found.queue, found.spoken, found.breaches
        info.context.spend(10 + sum(map(len, lists)))
        return Proceedings.of(found)

    @strawberry.field(description="Those who take part, the first to come first; the first 500.")
    async def participants(self, info: Asked) -> list[Participant]:
        found = await attendance.listed(info.context.house, self.row.id)
        info.context.spend(1 + len(found))
        return list(map(Participant.of, found))

    @strawberry.field(description="Whether this viewer may prepare it and change how it goes.")
    def may_prepare(self, info: Asked) -> bool:
        return may_prepare(self.row.phase, info.context.roles_in(self.row.community_id)) is None

    @strawberry.field(description="The newest number of its transcript; 0 before the first word.")
    async def transcript_head(self, info: Asked) -> int:
        info.context.spend(1)
        return await info.context.loaders.transcript_heads.load(self.row.id) or 0

    @strawberry.field(description="Whether this viewer may start it now.")
    def may_start(self, info: Asked) -> bool:
        return may_start(self.row.phase, info.context.roles_in(self.row.community_id)) is None

    @strawberry.field(description="Whether this viewer may end it now.")
    def may_end(self, info: Asked) -> bool:
        return may_end(self.row.phase, info.context.roles_in(self.row.community_id)) is None

    @strawberry.field(description="Whether this viewer may write down what is said now.")
    def may_write(self, info: Asked) -> bool:
        return may_write(self.row.phase, info.context.roles_in(self.row.community_id)) is None

    @strawberry.field(description="Whether this viewer may say where its video is.")
    def may_set_stream(self, info: Asked) -> bool:
        return may_set_stream(info.context.roles_in(self.row.community_id)) is None

    @strawberry.field(description="Whether this viewer may take away what must not stand.")
    def may_redact(self, info: Asked) -> bool:
        return may_redact(info.context.roles_in(self.row.community_id)) is None


@strawberry.type
class MeetingQuery:
    @strawberry.field(description="One meeting; null where there is none with this id.", extensions=[EVERYONE])
    async def meeting(
        self, info: Asked, id: Annotated[ID, strawberry.argument(description="The meeting's id.")]
    ) -> Meeting | None:
        key = key_or_none(Kind.MEETING, id)
        row = key and await info.context.loaders.meetings.load(key)
        return Meeting.of(row) if row else None


async def _head(context: Context, arguments: Arguments) -> int:
    head = await watch.head(context.house, key_or_nobody(Kind.MEETING, arguments["meetingId"]))
    if head is None:
        raise ClientError("NOT_FOUND", "There is no such meeting.")
    return head


def _takes_away(utterance: object) -> bool:
    return isinstance(utterance, Utterance) and utterance.redacted


@strawberry.type
class MeetingSubscription:
    @strawberry.subscription(
        description="What is said: every utterance after `after`, in order and once each, then each new one as it is"
        " being said.",
        extensions=[EVERYONE, Shared(for_everyone, log=Log("after", number_after, _head, _takes_away))],
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
        async for said in watch.follow(house, key, after=start):
            yield Utterance.of(said)
