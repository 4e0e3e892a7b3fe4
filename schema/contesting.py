"""What is done in contests: staff put them on, residents enter ideas, judges give marks."""

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated

import strawberry
from strawberry import ID

from db.models import contests as kept
from resolvers.contests import entering, planning, reading
from rules import refusals
from rules.contests import LONGEST, Award, ContestKind, Plan, Prize, shortlist_by, volunteer_month
from rules.ids import Kind
from rules.points import read_month
from rules.refusals import Code, refuse
from schema.access import SIGNED_IN, acting
from schema.contests import Contest
from schema.context import Asked
from schema.node import key_or_nobody
from schema.refusals import Refusal

CONTEST_ID = strawberry.argument(description="The contest.")


@strawberry.input(description="The points that each gets who comes in at a place.")
class ContestPrizeInput:
    award: Award = strawberry.field(description="What is ranked: of the kind of the contest.")
    place: int = strawberry.field(description="The place: 1 to 10.")
    points: int = strawberry.field(description="How many points: 1 to 1,000.")


@strawberry.input(description="What judges give marks for.")
class ContestCriterionInput:
    label: str = strawberry.field(description="What it is about: 1 to 80 characters.")
    most: int = strawberry.field(description="The most marks a judge may give for it: 1 to 100.")


@strawberry.input(description="A contest to be put on.")
class PlanContestInput:
    kind: ContestKind = strawberry.field(description="What is compared.")
    title: str = strawberry.field(description="Its name: 1 to 120 characters.")
    description: str = strawberry.field(description="What it is about: 1 to 10,000 characters.")
    prizes: list[ContestPrizeInput] = strawberry.field(description="The prizes, each place once.")
    closes_at: datetime | None = strawberry.field(
        default=None, description="When voting ends: within 180 days. Not for a volunteer month."
    )
    entries_until: datetime | None = strawberry.field(default=None, description="Until when ideas are entered.")
    shortlist_by: datetime | None = strawberry.field(
        default=None,
        description="Until when staff make the shortlist; three days after entries end, or half of the time that is"
        " left, where it is not said.",
    )
    month: str | None = strawberry.field(default=None, description="The month of a volunteer month, like 2026-11.")
    judges_weight: int = strawberry.field(default=0, description="What the judges count for: 0 to 100.")
    residents_weight: int = strawberry.field(default=0, description="What the residents count for: 0 to 100.")
    criteria: list[ContestCriterionInput] = strawberry.field(
        default_factory=list, description="What judges give marks for, at most 10."
    )
    building_ids: list[ID] = strawberry.field(default_factory=list, description="The buildings, 2 to 20.")
    judge_ids: list[ID] = strawberry.field(default_factory=list, description="The judges, at most 20.")


@strawberry.input(description="An idea that is left out, and why.")
class LeftOutIdeaInput:
    entry_id: ID = strawberry.field(description="The idea.")
    reason: str = strawberry.field(description="Why, for its author: 1 to 1,000 characters.")


@strawberry.input(description="What is put to the vote of all that was entered.")
class ShortlistIdeasInput:
    contest_id: ID = strawberry.field(description="The contest.")
    chosen_ids: list[ID] = strawberry.field(description="The ideas on the shortlist, 2 to 20.")
    left_out: list[LeftOutIdeaInput] = strawberry.field(description="Every other idea.")


ContestResultOrRefusal = Annotated[
    Contest | Refusal, strawberry.union("ContestOrRefusal", description="The contest, or why not.")
]


async def _shown(info: Asked, result: kept.Contest | refusals.Refusal) -> Contest | Refusal:
    context = info.context
    if isinstance(result, refusals.Refusal):
        return Refusal.of(result, context.language)
    return Contest.of((await reading.load(context.house, [result.id]))[result.id])


def _plan(given: PlanContestInput) -> Plan | refusals.Refusal:
    prizes = [Prize(each.award, each.place, each.points) for each in given.prizes]
    if given.kind is ContestKind.VOLUNTEERING:
        month = read_month(given.month or "")
        return volunteer_month(month, prizes) if isinstance(month, date) else month
    if given.closes_at is None:
        return refuse(Code.INVALID, "contest_closes", "closesAt", most=LONGEST.days)
    entries_until = given.entries_until if given.kind is ContestKind.IDEAS else None
    by = given.shortlist_by or shortlist_by(entries_until, given.closes_at) if entries_until else None
    plan = Plan(given.kind, prizes, given.closes_at, entries_until=entries_until, shortlist_by=by)
    if given.kind is not ContestKind.BUILDINGS:
        return plan
    return replace(
        plan,
        judges_weight=given.judges_weight,
        residents_weight=given.residents_weight,
        criteria=[(each.label, each.most) for each in given.criteria],
        buildings=[key_or_nobody(Kind.BUILDING, each) for each in given.building_ids],
        judges=[key_or_nobody(Kind.RESIDENT, each) for each in given.judge_ids],
    )


@strawberry.type
class ContestMutation:
    @strawberry.mutation(description="Staff put a contest on; it is under way at once.", extensions=[SIGNED_IN])
    async def plan_contest(
        self, info: Asked, input: Annotated[PlanContestInput, strawberry.argument(description="The contest.")]
    ) -> ContestResultOrRefusal:
        wanted = _plan(input)
        if isinstance(wanted, refusals.Refusal):
            return await _shown(info, wanted)
        result = await planning.plan(info.context.house, acting(info), input.title, input.description, wanted)
        return await _shown(info, result)

    @strawberry.mutation(
        description="Enters an idea, at most three each. For confirmed residents.", extensions=[SIGNED_IN]
    )
    async def enter_contest(
        self,
        info: Asked,
        contest_id: Annotated[ID, CONTEST_ID],
        title: Annotated[str, strawberry.argument(description="The idea in a line: 1 to 120 characters.")],
        text: Annotated[str, strawberry.argument(description="The idea: 1 to 2,000 characters.")],
    ) -> ContestResultOrRefusal:
        key = key_or_nobody(Kind.CONTEST, contest_id)
        return await _shown(info, await entering.enter(info.context.house, acting(info), key, title, text))

    @strawberry.mutation(
        description="Staff choose what is put to the vote, and tell the authors of all else why not.",
        extensions=[SIGNED_IN],
    )
    async def shortlist_ideas(
        self, info: Asked, input: Annotated[ShortlistIdeasInput, strawberry.argument(description="The shortlist.")]
    ) -> ContestResultOrRefusal:
        key = key_or_nobody(Kind.CONTEST, input.contest_id)
        chosen = [key_or_nobody(Kind.CONTEST_ENTRY, each) for each in input.chosen_ids]
        left_out = {key_or_nobody(Kind.CONTEST_ENTRY, each.entry_id): each.reason for each in input.left_out}
        return await _shown(info, await entering.shortlist(info.context.house, acting(info), key, chosen, left_out))

    @strawberry.mutation(
        description="A judge gives a building marks, and may change them until the close; never the own building.",
        extensions=[SIGNED_IN],
    )
    async def score_building(
        self,
        info: Asked,
        entry_id: Annotated[ID, strawberry.argument(description="The building's entry.")],
        scores: Annotated[list[int], strawberry.argument(description="The marks, in the order of the criteria.")],
    ) -> ContestResultOrRefusal:
        key = key_or_nobody(Kind.CONTEST_ENTRY, entry_id)
        return await _shown(info, await entering.score(info.context.house, acting(info), key, scores))

    @strawberry.mutation(
        description="Staff call a contest off before it is decided; whoever entered something is told why.",
        extensions=[SIGNED_IN],
    )
    async def call_off_contest(
        self,
        info: Asked,
        contest_id: Annotated[ID, CONTEST_ID],
        reason: Annotated[str, strawberry.argument(description="Why: 1 to 1,000 characters.")],
    ) -> ContestResultOrRefusal:
        key = key_or_nobody(Kind.CONTEST, contest_id)
        return await _shown(info, await planning.call_off(info.context.house, acting(info), key, reason))
