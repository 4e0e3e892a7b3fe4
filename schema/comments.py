"""What neighbours say, as clients see it."""

from datetime import datetime
from enum import StrEnum

import strawberry
from strawberry import ID

from db.models import issues as kept
from rules.ids import Kind
from rules.roles import STAFF
from schema.context import Asked
from schema.node import Node, shown_id
from schema.residents import Resident
from schema.scalars import described
from schema.sentences.rights import HIDDEN


class CommentOrder(StrEnum):
    """Which comments come first."""

    NEWEST_FIRST = "NEWEST_FIRST"
    OLDEST_FIRST = "OLDEST_FIRST"


described(
    CommentOrder,
    "CommentOrder",
    "Which comments come first.",
    NEWEST_FIRST="The newest.",
    OLDEST_FIRST="The oldest.",
)


@strawberry.type(description="A comment that is not shown, and why.")
class CommentHidden:
    at: datetime = strawberry.field(description="When it was hidden.")
    reason: str = strawberry.field(description="Why, in words for residents.")


@strawberry.type(description="What a neighbour said about an issue.")
class Comment(Node):
    row: strawberry.Private[kept.Comment]
    id: ID = strawberry.field(description="The comment's id.")
    posted_at: datetime = strawberry.field(description="When it was said.")

    @classmethod
    def of(cls, row: kept.Comment) -> "Comment":
        """The comment as everybody sees it."""
        return cls(row=row, id=shown_id(Kind.COMMENT, row.id), posted_at=row.posted_at)

    @strawberry.field(description="What was said; where it is hidden, a sentence that says so in its place.")
    async def body(self, info: Asked) -> str:
        hidden = await info.context.loaders.hidden_comments.load(self.row.id)
        return self.row.body if hidden is None else HIDDEN.said(info.context.language)

    @strawberry.field(description="When it was hidden and why; null for what is shown.")
    async def hidden(self, info: Asked) -> CommentHidden | None:
        row = await info.context.loaders.hidden_comments.load(self.row.id)
        return None if row is None else CommentHidden(at=row.hidden_at, reason=row.reason)

    @strawberry.field(description="What was said although it is hidden: for its author and for staff, else null.")
    async def hidden_body(self, info: Asked) -> str | None:
        actor = info.context.actor
        if actor is None or await info.context.loaders.hidden_comments.load(self.row.id) is None:
            return None
        if actor.resident_id == self.row.author_id:
            return self.row.body
        issue = await info.context.loaders.issues.load(self.row.issue_id)
        return self.row.body if issue and info.context.roles_in(issue.community_id) & STAFF else None

    @strawberry.field(description="Who said it.")
    async def author(self, info: Asked) -> Resident | None:
        row = self.row.author_id and await info.context.loaders.residents.load(self.row.author_id)
        return Resident.of(row) if row else None
