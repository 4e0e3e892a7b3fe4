"""Who is thanked by name for what came of things, as clients see it."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry import ID

from db.models import resolutions as kept
from resolvers.resolutions import thanking
from rules.ids import Kind
from rules.resolutions import Part
from schema.access import EVERYONE, SIGNED_IN, acting
from schema.asked import COMMUNITY, community_asked
from schema.context import Asked
from schema.node import key_or_nobody
from schema.pages import AFTER, FIRST, Connection, asked, connected
from schema.refusals import Refusal
from schema.residents import Resident
from schema.scalars import described

if TYPE_CHECKING:
    from schema.resolutions import Resolution

described(
    Part,
    "Part",
    "What somebody did towards what came of a thing.",
    RAISED="Raised the issue.",
    SPOKE="Talked about the issue.",
    REPORTED="Sent the report.",
    JOINED="Followed the report along with its sender.",
    SUGGESTED="Suggested what was taken up.",
)


@strawberry.type(description="What somebody did, for which they are thanked. Those who said no are in none.")
class Credit:
    row: strawberry.Private[kept.Credit]
    part: Part = strawberry.field(description="What they did.")
    at: datetime = strawberry.field(description="When it came to something.")

    @classmethod
    def of(cls, row: kept.Credit) -> "Credit":
        """The credit as everybody sees it."""
        return cls(row=row, part=row.part, at=row.at)

    @strawberry.field(description="Who did it.")
    async def resident(self, info: Asked) -> Resident:
        found = await info.context.loaders.residents.load(self.row.resident_id)
        if found is None:
            raise LookupError("A credit of nobody.")
        return Resident.of(found)

    @strawberry.field(description="What came of it.")
    async def resolution(self, info: Asked) -> Annotated["Resolution", strawberry.lazy("schema.resolutions")]:
        from schema.resolutions import Resolution  # noqa: PLC0415 - resolutions and their credits name each other

        found = await info.context.loaders.resolutions.load(self.row.resolution_id)
        if found is None:
            raise LookupError("A credit for nothing.")
        return Resolution.of(found)


@strawberry.type(description="Whether somebody is thanked by name from now on.")
class ThanksChosen:
    thanked: bool = strawberry.field(description="Whether they are, for what they did before as well.")


SetThankedResult = Annotated[
    ThanksChosen | Refusal, strawberry.union("SetThankedResult", description="What was chosen, or why not.")
]
WHO = Annotated[ID | None, strawberry.argument(description="Only what this resident did.")]


@strawberry.type
class ThanksQuery:
    @strawberry.field(
        description="Who did what in the community, newest first; without those who do not want to be thanked by name.",
        extensions=[EVERYONE],
    )
    async def credits(
        self,
        info: Asked,
        resident: WHO = None,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
        community: COMMUNITY = None,
    ) -> Connection[Credit]:
        context, ask = info.context, asked(first, after)
        key = await community_asked(context, community)
        who = None if resident is None else key_or_nobody(Kind.RESIDENT, resident)
        page = await thanking.listed(context.house, key, who, ask)
        return connected(context, page, ask, Credit.of)

    @strawberry.field(
        description="Whether you are thanked by name; residents are until they say no. Null for a guest.",
        extensions=[EVERYONE],
    )
    async def thanked(self, info: Asked) -> bool | None:
        actor = info.context.actor
        return None if actor is None else await thanking.is_thanked(info.context.house, actor)


@strawberry.type
class ThanksMutation:
    @strawberry.mutation(
        description="Says whether you are thanked by name for what you did. It holds at once and everywhere, for what"
        " you did before as well.",
        extensions=[SIGNED_IN],
    )
    async def set_thanked(
        self,
        info: Asked,
        thanked: Annotated[bool, strawberry.argument(description="Whether your name may be shown.")],
    ) -> SetThankedResult:
        chosen = await thanking.set_thanked(info.context.house, acting(info), thanked=thanked)
        return ThanksChosen(thanked=chosen)
