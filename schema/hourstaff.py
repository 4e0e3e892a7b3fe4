"""What staff look at in the bank of hours: helps on which the two do not agree, and what somebody has."""

from typing import Annotated

import strawberry
from strawberry import ID

from resolvers.hours import reading
from resolvers.hours.ledger import purse
from rules import refusals
from rules.ids import Kind
from schema.access import EVERYONE
from schema.asked import member
from schema.context import Asked
from schema.helping import Help
from schema.node import key_or_nobody
from schema.pages import AFTER, FIRST, Connection, asked, connected
from schema.sentences import refusal
from schema.transport.errors import ClientError


@strawberry.type(description="What somebody has in the bank of hours, for staff.")
class ResidentHours:
    minutes: int = strawberry.field(description="The minutes they have; below zero where they owe.")
    floor: int = strawberry.field(description="How far below zero they may go, in minutes.")
    supported: bool = strawberry.field(description="Whether the pool stands in for them.")
    opened: bool = strawberry.field(description="Whether staff have entered what they had from before.")


@strawberry.type
class HoursStaffQuery:
    @strawberry.field(
        description="Helps of your community on which the two differ, or of which one side has said nothing for a week,"
        " oldest first. For staff.",
        extensions=[EVERYONE],
    )
    async def disputed_helps(
        self,
        info: Asked,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
    ) -> Connection[Help]:
        context, ask = info.context, asked(first, after)
        page = await reading.disputed(context.house, member(context), ask)
        if isinstance(page, refusals.Refusal):
            raise ClientError(page.code, refusal(page, context.language))
        return connected(context, page, ask, Help.of)

    @strawberry.field(description="What somebody of your community has. For staff.", extensions=[EVERYONE])
    async def resident_hours(
        self, info: Asked, resident_id: Annotated[ID, strawberry.argument(description="Who it is.")]
    ) -> ResidentHours:
        context = info.context
        context.look()
        found = await reading.for_staff(context.house, member(context), key_or_nobody(Kind.RESIDENT, resident_id))
        if isinstance(found, refusals.Refusal):
            raise ClientError(found.code, refusal(found, context.language))
        row, opened = found
        has = purse(row)
        return ResidentHours(minutes=has.minutes, floor=has.floor, supported=has.supported, opened=opened)
