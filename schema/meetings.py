"""Meetings as clients see them."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry import ID

from db.models import meetings as kept
from resolvers.meetings import attendance, me, proceedings, watch, watchers
from resolvers.meetings.streams import record_of
from rules.agreements import may_draft
from rules.ids import Kind
from rules.meetings import Phase, may_end, may_redact, may_start, may_write
from rules.proceedings import may_prepare
from rules.video import may_set_stream
from schema.access import EVERYONE
from schema.context import Asked
from schema.me import MyAttendance
from schema.node import Node, key_or_none, shown_id
from schema.pages import FIRST, number_after, number_asked
from schema.proceedings import Participant, Proceedings
from schema.recorded import Recorded
from schema.utterances import Utterance
from schema.watchers import Watchers

if TYPE_CHECKING:
    from schema.agreements import Agreement
    from schema.issues import Issue

START = "Start after this number; from the first if not said."


@strawberry.type(description="A meeting that anyone can follow.")
class Meeting(Node, Recorded):
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
    def of(cls, row: kept.Meeting, head: int | None = None) -> "Meeting":
        """The meeting as everybody sees it; `head` is its record's newest number from before the row was read."""
        return cls(
            row=row,
            stream=record_of(row),
            head=head,
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
        info.context.look()
        found = await watch.transcript(info.context.house, self.row.id, after=start, first=wanted)
        info.context.spend(len(found))
        return list(map(Utterance.of, found))

    @strawberry.field(description="How it stands: agenda, floor, house rules, who is there.")
    async def proceedings(self, info: Asked) -> Proceedings:
        info.context.look()
        found = await proceedings.read(info.context.house, self.row.id)
        if found is None:
            raise LookupError("A meeting that was here has gone.")
        lists = found.agenda, found.queue, found.spoken, found.breaches
        info.context.spend(sum(map(len, lists)))
        return Proceedings.of(found)

    @strawberry.field(description="Those who take part, the first to come first; the first 500.")
    async def participants(self, info: Asked) -> list[Participant]:
        info.context.look()
        found = await attendance.listed(info.context.house, self.row.id)
        info.context.spend(len(found))
        return list(map(Participant.of, found))

    @strawberry.field(description="What this viewer is at it; null for whoever has not entered, and for a guest.")
    async def me(self, info: Asked) -> MyAttendance | None:
        info.context.look()
        mine = await me.read(info.context.house, self.row, info.context.viewer)
        return MyAttendance.of(mine) if mine else None

    @strawberry.field(description="How many watch it now.")
    def watchers(self, info: Asked) -> Watchers:
        return Watchers.of(self.row.id, watchers.count(info.context.house, self.row.id))

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
        key, loaders = key_or_none(Kind.MEETING, id), info.context.loaders
        known = key and await loaders.meetings.load(key)
        if not known:
            return None
        # Head before row, as with issues; which record it is never changes.
        head, row = await loaders.record_heads.load(record_of(known)), await loaders.meetings.load(known.id)
        return Meeting.of(row, head) if row else None
