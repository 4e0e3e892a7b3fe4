"""Communities as clients see them."""

import strawberry
from strawberry import ID

from db.models import communities as kept
from resolvers import communities
from rules.ids import Kind
from schema.access import EVERYONE
from schema.context import Asked
from schema.node import Node, shown_id


@strawberry.type(description="A neighbourhood or town that decides together.")
class Community(Node):
    id: ID = strawberry.field(description="The community's id.")
    name: str = strawberry.field(description="What it is called.")
    households: int = strawberry.field(description="How many households it has.")
    electorate: int = strawberry.field(description="How many verified residents may vote today.")

    @classmethod
    def of(cls, row: kept.Community) -> "Community":
        """The community as everybody sees it."""
        return cls(
            id=shown_id(Kind.COMMUNITY, row.id), name=row.name, households=row.households, electorate=row.roll_heads
        )


@strawberry.type
class CommunityQuery:
    @strawberry.field(
        description="The community of whoever is signed in; for a guest the oldest one here.", extensions=[EVERYONE]
    )
    async def community(self, info: Asked) -> Community:
        context = info.context
        return Community.of(await communities.home(context.house, context.actor))
