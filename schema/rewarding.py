"""What staff do about points: look at entries, put one right, adopt a tariff."""

from datetime import date, datetime
from typing import Annotated

import strawberry
from strawberry import ID

from resolvers.points import earning, reading, tariffs
from rules import refusals
from rules.ids import Kind
from rules.points import DEFAULT, PRICED, Fall, Level, Right, Share, Step, Tariff, Worth
from schema.access import EVERYONE, SIGNED_IN, acting
from schema.asked import member
from schema.context import Asked
from schema.ledger import Rule
from schema.node import key_or_nobody
from schema.pages import AFTER, FIRST, Connection, asked, connected
from schema.points import PointsEntry, PointsTariff
from schema.refusals import Refusal, shown_or
from schema.sentences import refusal
from schema.transport.errors import ClientError


@strawberry.input(description="What a rule gives.")
class RuleWorthInput:
    rule: Rule = strawberry.field(description="The rule.")
    points: int = strawberry.field(description="Points each time, or for each full hour of volunteering: 0 to 1,000.")
    a_day: int = strawberry.field(description="The most it gives one person in a day.")
    a_month: int = strawberry.field(description="The most it gives one person in a month.")


@strawberry.input(description="A step of the schedule by which rewards become fewer.")
class TaperStepInput:
    since: date = strawberry.field(description="From this day on, in China.")
    percent: int = strawberry.field(description="Hundredths of the points that count for rewards; never rising.")


@strawberry.input(description="A level.")
class LevelStepInput:
    level: Level = strawberry.field(description="The level.")
    points: int = strawberry.field(description="The points ever earned at which it begins; 0 for the first.")
    rights: list[Right] = strawberry.field(description="What it brings beyond the level below.")


@strawberry.input(description="The most that all rules together give one household.")
class HouseholdLimitInput:
    a_day: int = strawberry.field(description="In a day: no more than in a month.")
    a_month: int = strawberry.field(description="In a month: 0 to 100,000.")


@strawberry.input(description="What the community is to give points for.")
class PointsTariffInput:
    rules: list[RuleWorthInput] = strawberry.field(
        description="What each rule gives but BADGE_SET, which a tariff does not price."
    )
    taper: list[TaperStepInput] = strawberry.field(description="How the part for rewards falls, oldest first.")
    levels: list[LevelStepInput] = strawberry.field(description="The four levels, lowest first.")
    household: HouseholdLimitInput | None = strawberry.field(
        default=None, description="The most for one household; that of version 1 if not said."
    )
    valid_from: datetime | None = strawberry.field(default=None, description="From when on; at once if not said.")


AdoptPointsTariffResult = Annotated[
    PointsTariff | Refusal,
    strawberry.union("AdoptPointsTariffResult", description="The version adopted, or why not."),
]
CorrectPointsResult = Annotated[
    PointsEntry | Refusal,
    strawberry.union("CorrectPointsResult", description="The entry that puts the other right, or why not."),
]


def _tariff(given: PointsTariffInput) -> Tariff:
    return Tariff(
        0,
        {each.rule: Worth(each.points, each.a_day, each.a_month) for each in given.rules if each.rule in PRICED},
        [Fall(each.since, each.percent) for each in given.taper],
        [Step(each.level, each.points, frozenset(each.rights)) for each in given.levels],
        Share(given.household.a_day, given.household.a_month) if given.household else DEFAULT.household,
    )


@strawberry.type
class PointsStaffQuery:
    @strawberry.field(
        description="What somebody of your community was given points for, newest first. For its staff only.",
        extensions=[EVERYONE],
    )
    async def points_entries(
        self,
        info: Asked,
        resident_id: Annotated[ID, strawberry.argument(description="Whose entries.")],
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
    ) -> Connection[PointsEntry]:
        context, key, ask = info.context, key_or_nobody(Kind.RESIDENT, resident_id), asked(first, after)
        page = await reading.entries_for_staff(context.house, member(context), key, ask)
        if isinstance(page, refusals.Refusal):
            raise ClientError(page.code, refusal(page, context.language))
        return connected(context, page, ask, lambda row: PointsEntry.of(row, context))


@strawberry.type
class PointsMutation:
    @strawberry.mutation(
        description="Staff adopt what the community gives points for from then on. What was earned stays as it is.",
        extensions=[SIGNED_IN],
    )
    async def adopt_points_tariff(
        self, info: Asked, input: Annotated[PointsTariffInput, strawberry.argument(description="The tariff.")]
    ) -> AdoptPointsTariffResult:
        context = info.context
        row = await tariffs.adopt(context.house, acting(info), _tariff(input), input.valid_from)
        return shown_or(row, lambda kept: PointsTariff.of_row(kept, context.language), context.language)

    @strawberry.mutation(
        description="Staff take back what an entry gave, by a new entry with the reason.", extensions=[SIGNED_IN]
    )
    async def correct_points(
        self,
        info: Asked,
        entry_id: Annotated[ID, strawberry.argument(description="The entry.")],
        reason: Annotated[str, strawberry.argument(description="Why, for its owner to read: 1 to 1,000 characters.")],
    ) -> CorrectPointsResult:
        context, key = info.context, key_or_nobody(Kind.POINTS_ENTRY, entry_id)
        row = await earning.correct(context.house, acting(info), key, reason)
        return shown_or(row, lambda entry: PointsEntry.of(entry, context), context.language)
