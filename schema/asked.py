"""Which community a field that everybody may ask is asked about, and who asks."""

from typing import Annotated
from uuid import UUID

import strawberry
from strawberry import ID

from resolvers import communities
from resolvers.actors import Actor
from rules.ids import Kind
from schema.context import Context
from schema.node import key_or_nobody
from schema.transport.errors import ClientError

COMMUNITY = Annotated[
    ID | None, strawberry.argument(description="Which community; yours if not said, for a guest the oldest one here.")
]


async def community_asked(context: Context, community: ID | None) -> UUID:
    """The community that is asked about. NOT_FOUND where there is none with this id."""
    if community is None:
        return (await communities.home(context.house, context.actor)).id
    key = key_or_nobody(Kind.COMMUNITY, community)
    if await context.loaders.communities.load(key) is None:
        raise ClientError("NOT_FOUND", "There is no such community.")
    return key


def member(context: Context) -> Actor:
    """Who asks. SIGN_IN_REQUIRED for a guest, where a field is for those of its community."""
    if context.actor is None:
        raise ClientError("SIGN_IN_REQUIRED", "Please sign in first.")
    return context.actor


async def community_followed(context: Context, community: ID | None) -> UUID:
    """The community that is asked about, be it by a viewer or by the audience that a subscription is shared by."""
    if context.audience is not None:
        return UUID(str(context.audience.name))
    return await community_asked(context, community)
