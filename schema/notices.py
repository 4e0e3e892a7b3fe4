"""What the viewer is told, as they see it. Nobody sees anybody else's."""

from collections.abc import AsyncGenerator
from datetime import datetime
from typing import Annotated
from uuid import UUID

import orjson
import strawberry
from strawberry import ID

from db.models import notices as kept
from db.paging import Page
from resolvers.notices import marking, reading
from rules.ids import Kind
from schema.access import EVERYONE, SIGNED_IN, acting
from schema.context import Asked, Context
from schema.node import Node, shown_id
from schema.pages import AFTER, FIRST, Connection, asked, connected, number_after
from schema.refusals import Refusal
from schema.sentences.notices import said
from schema.transport.errors import ClientError


@strawberry.type(description="Something the viewer is told. Only they can read it.")
class Notice(Node):
    details: strawberry.Private[dict[str, str | int]]
    id: ID = strawberry.field(description="The notice's id.")
    seq: int = strawberry.field(description="Its number among the viewer's notices: 1, 2, 3 … without gaps.")
    kind: str = strawberry.field(description="What it is about, such as report.received.")
    message: str = strawberry.field(description="One plain sentence in the caller's language.")
    told_at: datetime = strawberry.field(description="When they were told.")
    read: bool = strawberry.field(description="Whether they have marked it as read.")

    @classmethod
    def of(cls, row: kept.Notice, context: Context) -> "Notice":
        """The notice as its reader sees it."""
        details = orjson.loads(row.details)
        return cls(
            details=details,
            id=shown_id(Kind.NOTICE, row.id),
            seq=row.seq,
            kind=row.kind,
            message=said(row.kind, context.language, details),
            told_at=row.told_at,
            read=row.read_at is not None,
        )

    @strawberry.field(description="The report it is about; null where it is about none.")
    def report_id(self) -> ID | None:
        return self._opens("reportId")

    @strawberry.field(description="The whistle it is about; null where it is about none.")
    def whistle_id(self) -> ID | None:
        return self._opens("whistleId")

    @strawberry.field(description="The issue it is about; null where it is about none.")
    def issue_id(self) -> ID | None:
        return self._opens("issueId")

    @strawberry.field(description="The activity it is about; null where it is about none.")
    def activity_id(self) -> ID | None:
        return self._opens("activityId")

    @strawberry.field(description="The help among neighbours it is about; null where it is about none.")
    def help_id(self) -> ID | None:
        return self._opens("helpId")

    @strawberry.field(description="The contest it is about; null where it is about none.")
    def contest_id(self) -> ID | None:
        return self._opens("contestId")

    def _opens(self, name: str) -> ID | None:
        return ID(str(self.details[name])) if name in self.details else None


@strawberry.type(description="The viewer's notices were marked as read.")
class NoticesRead:
    unread: int = strawberry.field(description="How many are still unread.")


MarkNoticesReadResult = Annotated[
    NoticesRead | Refusal,
    strawberry.union("MarkNoticesReadResult", description="What is left unread, or why nothing was marked."),
]


async def own_notice(context: Context, key: UUID) -> Notice | None:
    """The viewer's own notice with this key; None for a guest and for anybody else's."""
    row = await reading.own(context.house, context.viewer, key) if context.viewer else None
    return Notice.of(row, context) if row else None


@strawberry.type
class NoticeQuery:
    @strawberry.field(description="What the viewer was told, newest first; nothing for a guest.", extensions=[EVERYONE])
    async def notices(
        self,
        info: Asked,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
    ) -> Connection[Notice]:
        context, ask = info.context, asked(first, after)
        nothing: Page[kept.Notice] = Page([], [], more=False)
        found = await reading.of(context.house, context.viewer, ask) if context.viewer else nothing
        return connected(context, found, ask, lambda row: Notice.of(row, context))

    @strawberry.field(
        description="How many notices the viewer has not marked as read; 0 for a guest.", extensions=[EVERYONE]
    )
    async def unread_notices(self, info: Asked) -> int:
        viewer = info.context.viewer
        return (await reading.unread(info.context.house, [viewer])).get(viewer, 0) if viewer else 0


@strawberry.type
class NoticeMutation:
    @strawberry.mutation(
        description="Marks the viewer's own notices up to a number as read; those marked already stay so.",
        extensions=[SIGNED_IN],
    )
    async def mark_notices_read(
        self,
        info: Asked,
        up_to: Annotated[int, strawberry.argument(description="The number (`seq`) of the newest that was seen.")],
    ) -> MarkNoticesReadResult:
        return NoticesRead(unread=await marking.mark_read(info.context.house, acting(info), up_to))


@strawberry.type
class NoticeSubscription:
    @strawberry.subscription(
        description="What the viewer is told: every notice after `after`, in order and once each, then new ones. It is"
        " for those signed in.",
        extensions=[EVERYONE],  # never shared: what one is told is for nobody else
    )
    async def notices(
        self,
        info: Asked,
        after: Annotated[
            int | None, strawberry.argument(description="The number of the last notice you have; 0 or nothing for all.")
        ] = None,
    ) -> AsyncGenerator[Notice, None]:
        context, start = info.context, number_after(after)
        if context.viewer is None:
            raise ClientError("SIGN_IN_REQUIRED", "Please sign in first.")
        async for row in reading.follow(context.house, context.viewer, number=start):
            yield Notice.of(row, context)
