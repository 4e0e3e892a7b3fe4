"""What neighbours say, as clients see it."""

from datetime import datetime
from enum import StrEnum

import strawberry
from strawberry import ID

from db.models import issues as kept
from rules.ids import Kind
from schema.context import Asked
from schema.node import Node, shown_id
from schema.residents import Resident
from schema.scalars import described


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


@strawberry.type(description="What a neighbour said about an issue.")
class Comment(Node):
    row: strawberry.Private[kept.Comment]
    id: ID = strawberry.field(description="The comment's id.")
    body: str = strawberry.field(description="What was said.")
    posted_at: datetime = strawberry.field(description="When it was said.")

    @classmethod
    def of(cls, row: kept.Comment) -> "Comment":
        """The comment as everybody sees it."""
        return cls(row=row, id=shown_id(Kind.COMMENT, row.id), body=row.body, posted_at=row.posted_at)

    @strawberry.field(description="Who said it.")
    async def author(self, info: Asked) -> Resident | None:
        row = self.row.author_id and await info.context.loaders.residents.load(self.row.author_id)
        return Resident.of(row) if row else None
