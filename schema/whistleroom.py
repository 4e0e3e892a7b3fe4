"""Reading whistles and following them: for everybody in their community, and for nobody else."""

from collections.abc import AsyncGenerator
from typing import Annotated
from uuid import UUID

import strawberry
from strawberry import ID

from resolvers import record
from resolvers.whistles import reading
from resolvers.whistles.reading import Whole
from resolvers.whistles.streams import stream_of
from rules.ids import Kind
from schema.access import EVERYONE
from schema.asked import member
from schema.context import Asked, Context
from schema.node import key_or_nobody
from schema.pages import AFTER, FIRST, Connection, asked, connected, number_after
from schema.record import RecordEntry
from schema.transport.audiences import Arguments, Audience, Log, Shared
from schema.transport.errors import ClientError
from schema.whistles import Whistle

OPEN = "Only those that are open, or only those that are closed."
WHISTLE_ID = Annotated[ID, strawberry.argument(description="The whistle, of your own community.")]


async def seen(context: Context, key: UUID) -> Whole | None:
    """The whistle where this viewer may see it: it is of their own community."""
    whole = (await reading.load(context.house, [key])).get(key)
    return whole if whole and context.actor and whole.whistle.community_id == context.actor.community_id else None


@strawberry.type
class WhistleQuery:
    @strawberry.field(
        description="One whistle of your community; null where there is none with this id, and for guests.",
        extensions=[EVERYONE],
    )
    async def whistle(
        self, info: Asked, id: Annotated[ID, strawberry.argument(description="The whistle's id.")]
    ) -> Whistle | None:
        whole = await seen(info.context, key_or_nobody(Kind.WHISTLE, id))
        return Whistle.of(whole) if whole else None

    @strawberry.field(
        description="The whistles of your community, newest first. For those signed in.", extensions=[EVERYONE]
    )
    async def whistles(
        self,
        info: Asked,
        open: Annotated[bool | None, strawberry.argument(description=OPEN)] = None,
        report_id: Annotated[ID | None, strawberry.argument(description="Only those over this report.")] = None,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
    ) -> Connection[Whistle]:
        context, ask = info.context, asked(first, after)
        report = None if report_id is None else key_or_nobody(Kind.REPORT, report_id)
        page = await reading.listed(context.house, member(context).community_id, open, ask, report_id=report)
        return connected(context, page, ask, Whistle.of)


async def _community(context: Context, arguments: Arguments) -> Audience | None:
    whole = await seen(context, key_or_nobody(Kind.WHISTLE, arguments["whistleId"]))
    return Audience(str(whole.whistle.community_id)) if whole else None


async def _must_see(context: Context, whistle_id: ID) -> UUID:
    """The key of a whistle that this viewer, or the audience, may follow. NOT_FOUND where there is none."""
    key = key_or_nobody(Kind.WHISTLE, whistle_id)
    if context.audience is None:
        member(context)
        if await seen(context, key) is None:
            raise ClientError("NOT_FOUND", "There is no such whistle in your community.")
    return key


async def _head(context: Context, arguments: Arguments) -> int:
    stream = stream_of(await _must_see(context, arguments["whistleId"]))
    return (await record.heads(context.house, [stream])).get(stream, 0)


@strawberry.type
class WhistleSubscription:
    @strawberry.subscription(
        description="A whistle of your community as it stands, then its newest state after each change, at most five a"
        " second. Whoever comes back has the newest at once.",
        extensions=[EVERYONE, Shared(_community)],
    )
    async def whistle(self, info: Asked, whistle_id: WHISTLE_ID) -> AsyncGenerator[Whistle, None]:
        key = await _must_see(info.context, whistle_id)
        async for whole in reading.follow(info.context.house, key):
            yield Whistle.of(whole)

    @strawberry.subscription(
        description="Everything that happens at a whistle of your community: every entry after `after`, in order and"
        " once each, then new ones.",
        extensions=[EVERYONE, Shared(_community, log=Log("after", number_after, _head))],
    )
    async def whistle_history(
        self,
        info: Asked,
        whistle_id: WHISTLE_ID,
        after: Annotated[
            int | None, strawberry.argument(description="The number of the last entry you have; 0 or nothing for all.")
        ] = None,
    ) -> AsyncGenerator[RecordEntry, None]:
        start, key = number_after(after), await _must_see(info.context, whistle_id)
        async for entry in record.follow(info.context.house, stream_of(key), after=start):
            yield RecordEntry.of(entry)
