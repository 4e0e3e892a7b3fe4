"""Points that wait until two members of staff have looked at them, as their owner and staff see them."""

from datetime import datetime
from typing import Annotated

import strawberry
from strawberry import ID

from db.models import guards as kept
from resolvers.points import holding
from rules import refusals
from rules.guards import Guard
from rules.ids import Kind, key_of
from schema.access import EVERYONE, SIGNED_IN, acting
from schema.asked import member
from schema.context import Asked, Context
from schema.ledger import Outcome, Rule
from schema.node import key_or_nobody, shown_id
from schema.pages import AFTER, FIRST, Connection, asked, connected
from schema.refusals import Refusal, shown_or
from schema.residents import Resident
from schema.scalars import described
from schema.sentences import refusal
from schema.sentences.guards import WHY
from schema.sentences.points import EARNED
from schema.transport.errors import ClientError

described(
    Guard,
    "PointsGuard",
    "Why points wait. None of these says that anybody did something wrong.",
    BURST="Many entries came within a short time.",
    RING="The same few residents keep confirming each other's hours.",
    CROWD="Many accounts use one device or one address.",
    BARE_REPORTS="Several reports that nobody can confirm: no photo, no place, and nobody joined.",
)


@strawberry.type(description="What one member of staff decided about points that wait.")
class HoldDecision:
    row: strawberry.Private[kept.HoldDecision]
    outcome: Outcome = strawberry.field(description="What they decided.")
    reason: str = strawberry.field(description="Why.")
    at: datetime = strawberry.field(description="When.")

    @classmethod
    def of(cls, row: kept.HoldDecision) -> "HoldDecision":
        """The decision as staff see it."""
        return cls(row=row, outcome=row.outcome, reason=row.reason, at=row.at)

    @strawberry.field(description="Who decided.")
    async def by(self, info: Asked) -> Resident:
        found = await info.context.loaders.residents.load(self.row.by_id)
        if found is None:
            raise LookupError("A decision of nobody.")
        return Resident.of(found)


@strawberry.type(description="Points that wait, or waited, for two members of staff. For staff.")
class PointsHold:
    row: strawberry.Private[kept.PointsHold]
    id: ID = strawberry.field(description="Its id.")
    guard: Guard = strawberry.field(description="Which sign it was.")
    why: str = strawberry.field(description="The same in plain words, in the caller's language.")
    rule: Rule = strawberry.field(description="What the points were to be given for.")
    name: str = strawberry.field(description="The same in words, in the caller's language.")
    points: int = strawberry.field(description="How many points wait.")
    held_at: datetime = strawberry.field(description="Since when.")
    outcome: Outcome | None = strawberry.field(description="What became of them; null while they wait.")
    ended_at: datetime | None = strawberry.field(description="When that was decided.")
    reason: str | None = strawberry.field(description="Why, where it needed no decision: what they were for fell away.")

    @classmethod
    def of(cls, row: kept.PointsHold, context: Context) -> "PointsHold":
        """The points as staff see them."""
        return cls(
            row=row,
            id=shown_id(Kind.POINTS_HOLD, row.id),
            guard=row.guard,
            why=WHY[row.guard].said(context.language),
            rule=row.rule,
            name=EARNED[row.rule].said(context.language),
            points=row.points,
            held_at=row.held_at,
            outcome=row.outcome,
            ended_at=row.ended_at,
            reason=row.reason,
        )

    @strawberry.field(description="Whose points they are.")
    async def resident(self, info: Asked) -> Resident:
        found = await info.context.loaders.residents.load(self.row.resident_id)
        if found is None:
            raise LookupError("Points of nobody.")
        return Resident.of(found)

    @strawberry.field(description="Who else keeps confirming whose hours, where that is why; none of them decides.")
    async def others(self, info: Asked) -> list[Resident]:
        keys = await info.context.loaders.hold_parties.load(self.row.id) or []
        info.context.spend(len(keys))
        rows = await info.context.loaders.residents.load_many(keys)
        return [Resident.of(row) for row in rows if row is not None]

    @strawberry.field(description="The issue, report or whatever else they are for.")
    async def source_id(self, info: Asked) -> ID:
        entry = await info.context.loaders.points_entries.load(self.row.entry_id)
        if entry is None:
            raise LookupError("Points that wait without an entry.")
        return ID(entry.source)

    @strawberry.field(description="The issue they are for; null for all else.")
    async def issue_id(self, info: Asked) -> ID | None:
        return _if(Kind.ISSUE, await self.source_id(info))

    @strawberry.field(description="The report they are for; null for all else.")
    async def report_id(self, info: Asked) -> ID | None:
        return _if(Kind.REPORT, await self.source_id(info))

    @strawberry.field(description="What staff decided so far, oldest first: two who agree, or a third.")
    async def decisions(self, info: Asked) -> list[HoldDecision]:
        rows = await info.context.loaders.hold_decisions.load(self.row.id) or []
        info.context.spend(len(rows))
        return list(map(HoldDecision.of, rows))


def _if(kind: Kind, source: ID) -> ID | None:
    return source if key_of(kind, source) else None


DecideHoldResult = Annotated[
    PointsHold | Refusal, strawberry.union("DecideHoldResult", description="The points as they stand, or why not.")
]


@strawberry.type
class HoldQuery:
    @strawberry.field(
        description="The points of your community that wait for staff, newest first. For staff.", extensions=[EVERYONE]
    )
    async def points_holds(
        self,
        info: Asked,
        waiting: Annotated[
            bool, strawberry.argument(description="Those that wait; false for those decided on.")
        ] = True,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
    ) -> Connection[PointsHold]:
        context, ask = info.context, asked(first, after)
        page = await holding.listed(context.house, member(context), ask, waiting=waiting)
        if isinstance(page, refusals.Refusal):
            raise ClientError(page.code, refusal(page, context.language))
        return connected(context, page, ask, lambda row: PointsHold.of(row, context))


@strawberry.type
class HoldMutation:
    @strawberry.mutation(
        description="A member of staff says what is to become of points that wait. Once two agree it is so; where the"
        " first two do not, a third decides. Nobody decides about points of their own household, or"
        " about those for which a ring waits that somebody of it is part of.",
        extensions=[SIGNED_IN],
    )
    async def decide_points_hold(
        self,
        info: Asked,
        hold_id: Annotated[ID, strawberry.argument(description="The points.")],
        outcome: Annotated[Outcome, strawberry.argument(description="What is to become of them.")],
        reason: Annotated[str, strawberry.argument(description="Why, for their owner to read: 1 to 1,000 characters.")],
    ) -> DecideHoldResult:
        context, key = info.context, key_or_nobody(Kind.POINTS_HOLD, hold_id)
        row = await holding.decide(context.house, acting(info), key, outcome, reason)
        return shown_or(row, lambda hold: PointsHold.of(hold, context), context.language)
