"""How many watch a meeting, as clients see it."""

from collections.abc import AsyncGenerator
from typing import Annotated
from uuid import UUID

import strawberry
from strawberry import ID

from resolvers.meetings import watch, watchers
from rules.ids import Kind
from schema.access import EVERYONE
from schema.context import Asked
from schema.node import key_or_nobody, shown_id
from schema.transport.audiences import Shared, for_everyone
from schema.transport.errors import ClientError


@strawberry.type(description="How many watch a meeting. It is not in the record.")
class Watchers:
    meeting_id: ID = strawberry.field(description="The meeting.")
    screens: int = strawberry.field(
        description="How many follow its `transcript` now, guests and those who lead it among them. Somebody with two"
        " pages open counts twice; a line that was lost counts until the server has noticed."
    )

    @classmethod
    def of(cls, meeting_id: UUID, screens: int) -> "Watchers":
        """The number as everybody sees it."""
        return cls(meeting_id=shown_id(Kind.MEETING, meeting_id), screens=screens)


@strawberry.type
class WatcherSubscription:
    @strawberry.subscription(
        description="How many watch a meeting, then the newest number after each change, at most one a second.",
        extensions=[EVERYONE, Shared(for_everyone)],
    )
    async def watchers(
        self, info: Asked, meeting_id: Annotated[ID, strawberry.argument(description="The meeting.")]
    ) -> AsyncGenerator[Watchers, None]:
        house, key = info.context.house, key_or_nobody(Kind.MEETING, meeting_id)
        if await watch.head(house, key) is None:
            raise ClientError("NOT_FOUND", "There is no such meeting.")
        async for screens in watchers.follow(house, key):
            yield Watchers.of(key, screens)
