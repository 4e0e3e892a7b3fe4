"""Asking to be confirmed as living somewhere, and those who decide about it, as clients see it."""

from datetime import datetime
from typing import Annotated

import strawberry
from strawberry import ID

from db.models import confirmations as kept
from db.models import grids
from resolvers.residents import confirming, requests
from resolvers.residents.confirming import Door
from rules import refusals
from rules.confirmations import Answer, Through
from rules.ids import Kind
from schema.access import EVERYONE, SIGNED_IN, acting
from schema.asked import member
from schema.context import Asked
from schema.grids import Building
from schema.gridwork import Household
from schema.node import key_or_nobody, shown_id
from schema.pages import AFTER, FIRST, Connection, asked, connected
from schema.refusals import Refusal, shown_or
from schema.residents import Resident
from schema.scalars import described
from schema.sentences import refusal
from schema.transport.errors import ClientError

described(
    Answer,
    "HouseholdAnswer",
    "What became of a request to be confirmed.",
    CONFIRMED="They are confirmed: they may vote and earn points.",
    REFUSED="It was refused, with a reason; they may ask again.",
)
described(
    Through,
    "ConfirmThrough",
    "Through whom somebody would like to be confirmed. They are told; whoever may confirm it still can.",
    GRID_WORKER="The grid worker of their grid, who comes by.",
    BUILDING_HEAD="The head of their building.",
    DOCUMENT="Staff, to whom they show a document.",
)


@strawberry.type(description="Somebody asks to be confirmed as living here. For themselves and those who decide.")
class HouseholdRequest:
    row: strawberry.Private[kept.HouseholdRequest]
    id: ID = strawberry.field(description="The request's id.")
    words: str = strawberry.field(description="What they say about where they live.")
    through: Through | None = strawberry.field(
        description="Through whom they would like to be confirmed; null where they did not say."
    )
    asked_at: datetime = strawberry.field(description="When they asked.")
    answer: Answer | None = strawberry.field(description="What became of it; null while it waits.")
    answered_at: datetime | None = strawberry.field(description="When it was answered.")
    reason: str | None = strawberry.field(description="Why it was refused, for them to read.")
    second_wanted: bool = strawberry.field(
        description="Whether somebody has confirmed it and a member of staff, somebody else, has to as well: as many"
        " are confirmed in that household as live there by the register, or 5 where it does not say."
    )

    @classmethod
    def of(cls, row: kept.HouseholdRequest) -> "HouseholdRequest":
        """The request as its author and those who decide see it."""
        return cls(
            row=row,
            id=shown_id(Kind.HOUSEHOLD_REQUEST, row.id),
            words=row.words,
            through=row.through,
            asked_at=row.asked_at,
            answer=row.answer,
            answered_at=row.answered_at,
            reason=row.reason,
            second_wanted=row.answer is None and row.vouched_by is not None,
        )

    @strawberry.field(description="Who asks.")
    async def resident(self, info: Asked) -> Resident:
        found = await info.context.loaders.residents.load(self.row.resident_id)
        if found is None:
            raise LookupError("A request of nobody.")
        return Resident.of(found)

    @strawberry.field(description="The household they say they live in; null where they say it in words only.")
    async def household(self, info: Asked) -> Household | None:
        found = await self._place(info)
        return None if found is None else Household.of(found[1], found[0])

    @strawberry.field(description="The building of that household.")
    async def building(self, info: Asked) -> Building | None:
        found = await self._place(info)
        return None if found is None else Building.of(found[2])

    async def _place(self, info: Asked) -> tuple[grids.Household, grids.Unit, grids.Building] | None:
        key = self.row.household_id
        return None if key is None else await info.context.loaders.places_of_households.load(key)


HouseholdRequestResult = Annotated[
    HouseholdRequest | Refusal,
    strawberry.union("HouseholdRequestResult", description="The request as it stands, or why not."),
]


@strawberry.input(description="Where somebody lives: the door as it is on the register, or words where it is not.")
class AskHouseholdConfirmationInput:
    building_id: ID | None = strawberry.field(default=None, description="The building.")
    unit: str = strawberry.field(default="1", description="The staircase; 1 if not said.")
    door: str = strawberry.field(default="", description="The door, such as 501.")
    words: str = strawberry.field(default="", description="Whatever else helps to find you: up to 200 characters.")
    through: Through | None = strawberry.field(
        default=None, description="Through whom you would like to be confirmed; whoever is near if not said."
    )


REQUEST_ID = Annotated[ID, strawberry.argument(description="The request.")]


@strawberry.type
class ConfirmingQuery:
    @strawberry.field(description="What the viewer asked last; null where they never asked.", extensions=[EVERYONE])
    async def my_household_request(self, info: Asked) -> HouseholdRequest | None:
        context = info.context
        context.look()
        row = await requests.newest(context.house, context.viewer) if context.viewer else None
        return HouseholdRequest.of(row) if row else None

    @strawberry.field(
        description="Those who wait to be confirmed, oldest first: for staff all of their community, for grid workers"
        " those in their grids, for the head of a building those in it.",
        extensions=[EVERYONE],
    )
    async def household_requests(
        self,
        info: Asked,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
    ) -> Connection[HouseholdRequest]:
        context, ask = info.context, asked(first, after)
        page = await requests.waiting(context.house, member(context), ask)
        if isinstance(page, refusals.Refusal):
            raise ClientError(page.code, refusal(page, context.language))
        return connected(context, page, ask, HouseholdRequest.of)


@strawberry.type
class ConfirmingMutation:
    @strawberry.mutation(
        description="The caller asks to be confirmed as living somewhere, in place of what they asked before.",
        extensions=[SIGNED_IN],
    )
    async def ask_household_confirmation(
        self,
        info: Asked,
        input: Annotated[AskHouseholdConfirmationInput, strawberry.argument(description="Where they live.")],
    ) -> HouseholdRequestResult:
        context, door = info.context, None
        if input.building_id is not None:
            door = Door(key_or_nobody(Kind.BUILDING, input.building_id), input.unit, input.door)
        row = await confirming.ask(context.house, acting(info), door, input.words, input.through)
        return shown_or(row, HouseholdRequest.of, context.language)

    @strawberry.mutation(
        description="The grid worker there, the head of that building, or staff who have seen a document confirm that"
        " somebody lives there. Nobody confirms themselves or their own household. Where the household is full it"
        " waits for a second: `secondWanted`.",
        extensions=[SIGNED_IN],
    )
    async def confirm_household(
        self,
        info: Asked,
        request_id: REQUEST_ID,
        household_id: Annotated[
            ID | None, strawberry.argument(description="The household, where it is another than they said.")
        ] = None,
        note: Annotated[
            str, strawberry.argument(description="What was seen. Staff have to write it; no numbers of documents.")
        ] = "",
    ) -> HouseholdRequestResult:
        context, key = info.context, key_or_nobody(Kind.HOUSEHOLD_REQUEST, request_id)
        household = None if household_id is None else key_or_nobody(Kind.HOUSEHOLD, household_id)
        row = await confirming.decide(context.house, acting(info), key, household, note)
        return shown_or(row, HouseholdRequest.of, context.language)

    @strawberry.mutation(
        description="Those who may confirm a household refuse it, with a reason; it may be asked again.",
        extensions=[SIGNED_IN],
    )
    async def refuse_household(
        self,
        info: Asked,
        request_id: REQUEST_ID,
        reason: Annotated[str, strawberry.argument(description="Why, for them to read: 1 to 1,000 characters.")],
    ) -> HouseholdRequestResult:
        key = key_or_nobody(Kind.HOUSEHOLD_REQUEST, request_id)
        row = await confirming.decline(info.context.house, acting(info), key, reason)
        return shown_or(row, HouseholdRequest.of, info.context.language)
