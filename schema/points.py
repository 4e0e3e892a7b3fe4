"""Points as clients see them: what somebody has and why, and what a community gives points for."""

from datetime import date, datetime
from typing import Annotated

import strawberry
from strawberry import ID

from db.models import guards as guarded
from db.models import points as kept
from resolvers.points import reading, tariffs
from rules.ids import Kind, read_id
from rules.points import DEFAULT, PRICED, Level, Right, Step, Tariff, Worth
from schema.access import EVERYONE
from schema.asked import COMMUNITY, community_asked, member
from schema.context import Asked, Context
from schema.ledger import Movement, Outcome, Rule
from schema.node import shown_id
from schema.pages import AFTER, FIRST, Connection, asked, connected
from schema.scalars import described
from schema.sentences.guards import WHY
from schema.sentences.points import EARNED, LEVELS, RIGHTS, what_for

described(
    Level,
    "Level",
    "How far somebody has come by the points they have ever earned.",
    RESIDENT="居民, where everybody begins.",
    KEEN="热心居民.",
    CAPABLE="社区达人.",
    EXPERT="治理专家.",
)
described(
    Right,
    "LevelRight",
    "What a level brings with it.",
    SECOND_ISSUES="Seconding issues that others raise.",
    MODERATE_COMMENTS="Helping to look after the comments of one's own building.",
    BE_DRAWN="Being drawn by lot for the council.",
)


@strawberry.type(description="A right that a level brings, in words.")
class GrantedRight:
    right: Right = strawberry.field(description="The right.")
    name: str = strawberry.field(description="What it allows, in the caller's language.")

    @classmethod
    def of(cls, right: Right, language: str) -> "GrantedRight":
        """The right in the caller's language."""
        return cls(right=right, name=RIGHTS[right].said(language))


@strawberry.type(description="A level, the points at which it begins, and what it brings.")
class LevelStep:
    level: Level = strawberry.field(description="The level.")
    name: str = strawberry.field(description="Its name in the caller's language.")
    points: int = strawberry.field(description="The points ever earned at which it begins.")
    rights: list[GrantedRight] = strawberry.field(description="What it brings beyond the level below.")

    @classmethod
    def of(cls, step: Step, language: str) -> "LevelStep":
        """The level in the caller's language."""
        rights = [GrantedRight.of(each, language) for each in Right if each in step.rights]
        return cls(level=step.level, name=LEVELS[step.level].said(language), points=step.points, rights=rights)


@strawberry.type(description="What a rule gives.")
class RuleWorth:
    rule: Rule = strawberry.field(description="The rule.")
    name: str = strawberry.field(description="What it gives points for, in the caller's language.")
    points: int = strawberry.field(description="How many points each time, or for each full hour of volunteering.")
    a_day: int = strawberry.field(description="The most it gives one person in a day.")
    a_month: int = strawberry.field(description="The most it gives one person in a month.")

    @classmethod
    def of(cls, rule: Rule, worth: Worth, language: str) -> "RuleWorth":
        """The rule in the caller's language."""
        name = EARNED[rule].said(language)
        return cls(rule=rule, name=name, points=worth.points, a_day=worth.a_day, a_month=worth.a_month)


@strawberry.type(description="A step of the schedule by which rewards become fewer. Recognition stays whole.")
class TaperStep:
    since: date = strawberry.field(description="From this day on, in China.")
    percent: int = strawberry.field(description="How many hundredths of the points count for rewards.")


@strawberry.type(description="The most that all rules together give one household, however many live in it.")
class HouseholdLimit:
    a_day: int = strawberry.field(description="In a day.")
    a_month: int = strawberry.field(description="In a month.")


@strawberry.type(description="What a community gives points for. Version 1 is that of everybody.")
class PointsTariff:
    version: int = strawberry.field(description="1, 2, 3 …")
    valid_from: datetime | None = strawberry.field(description="Since when it holds; null for version 1.")
    rules: list[RuleWorth] = strawberry.field(description="What each rule gives.")
    taper: list[TaperStep] = strawberry.field(description="How the part that counts for rewards falls, oldest first.")
    levels: list[LevelStep] = strawberry.field(description="The levels, lowest first.")
    household: HouseholdLimit = strawberry.field(description="The most for one household.")

    @classmethod
    def of(cls, tariff: Tariff, valid_from: datetime | None, language: str) -> "PointsTariff":
        """The tariff in the caller's language."""
        return cls(
            version=tariff.version,
            valid_from=valid_from,
            rules=[RuleWorth.of(rule, tariff.worth[rule], language) for rule in PRICED],
            taper=[TaperStep(since=fall.since, percent=fall.percent) for fall in tariff.taper],
            levels=[LevelStep.of(step, language) for step in tariff.levels],
            household=HouseholdLimit(a_day=tariff.household.a_day, a_month=tariff.household.a_month),
        )

    @classmethod
    def of_row(cls, row: kept.PointsTariff, language: str) -> "PointsTariff":
        """A version that a community has adopted."""
        return cls.of(tariffs.read(row), row.valid_from, language)


@strawberry.type(description="Points that wait, or waited, until two members of staff have looked at them.")
class HeldPoints:
    row: strawberry.Private[guarded.PointsHold]
    why: str = strawberry.field(description="Why, in plain words, in the caller's language.")
    points: int = strawberry.field(description="How many points.")
    outcome: Outcome | None = strawberry.field(description="What became of them; null while they wait.")
    ended_at: datetime | None = strawberry.field(description="When that was decided.")

    @classmethod
    def of(cls, row: guarded.PointsHold, context: Context) -> "HeldPoints":
        """The points as their owner sees them."""
        why = WHY[row.guard].said(context.language)
        return cls(row=row, why=why, points=row.points, outcome=row.outcome, ended_at=row.ended_at)

    @strawberry.field(description="Why it was decided so, in the words of those who did, oldest first.")
    async def reasons(self, info: Asked) -> list[str]:
        rows = await info.context.loaders.hold_decisions.load(self.row.id) or []
        return [self.row.reason] if self.row.reason else [each.reason for each in rows]


@strawberry.type(description="One entry of the ledger. None is ever changed; a wrong one is put right by another.")
class PointsEntry:
    row: strawberry.Private[kept.PointsEntry]
    id: ID = strawberry.field(description="The entry's id.")
    movement: Movement = strawberry.field(description="What it is.")
    rule: Rule | None = strawberry.field(description="What it was given for; null for rewards redeemed and returned.")
    name: str = strawberry.field(description="What it is for in words, in the caller's language.")
    source_id: ID = strawberry.field(description="The issue, report, voucher or whatever else it was for.")
    points: int = strawberry.field(description="The points; below zero where an entry takes points back.")
    material: int = strawberry.field(description="What of them can be spent on rewards.")
    uncut: int = strawberry.field(description="What it would have been but for the limits of a day and a month.")
    owed: int = strawberry.field(
        description="What of a mistake could not be taken back, as it was spent; below zero what of it a reward that"
        " nobody fetched has settled."
    )
    at: datetime = strawberry.field(description="When it was entered.")
    counted_at: datetime | None = strawberry.field(
        description="Since when boards count it; null while they do not yet: reports are counted on the Monday after,"
        " so that nobody sees from them who sent which."
    )
    releases_id: ID | None = strawberry.field(description="The entry that had held these points; null for all others.")
    corrects_id: ID | None = strawberry.field(description="The entry that it puts right; null for all others.")
    reason: str | None = strawberry.field(description="Why it was put right; null for all others.")

    @classmethod
    def of(cls, row: kept.PointsEntry, context: Context) -> "PointsEntry":
        """The entry as its owner sees it."""
        return cls(
            row=row,
            id=shown_id(Kind.POINTS_ENTRY, row.id),
            movement=row.movement,
            rule=row.rule,
            name=what_for(row.rule, row.movement).said(context.language),
            source_id=ID(row.source),
            points=row.points,
            material=row.material,
            uncut=row.uncut,
            owed=row.owed,
            at=row.at,
            counted_at=row.counted_at,
            releases_id=None if row.releases_id is None else shown_id(Kind.POINTS_ENTRY, row.releases_id),
            corrects_id=None if row.corrects_id is None else shown_id(Kind.POINTS_ENTRY, row.corrects_id),
            reason=row.reason,
        )

    @strawberry.field(description="What waits, why, and what became of it; null for entries that nothing held.")
    async def held(self, info: Asked) -> HeldPoints | None:
        if self.row.movement is not Movement.HELD:
            return None
        hold = await info.context.loaders.points_holds.load(self.row.id)
        return None if hold is None else HeldPoints.of(hold, info.context)

    @strawberry.field(description="The issue it was for; null for all else.")
    def issue_id(self) -> ID | None:
        return self._if(Kind.ISSUE)

    @strawberry.field(description="The report it was for; null for all else.")
    def report_id(self) -> ID | None:
        return self._if(Kind.REPORT)

    @strawberry.field(description="The voucher it was for; null for all else.")
    def voucher_id(self) -> ID | None:
        return self._if(Kind.VOUCHER)

    def _if(self, kind: Kind) -> ID | None:
        named = read_id(self.source_id)
        return self.source_id if named and named[0] is kind else None


@strawberry.type(description="What the viewer has of points.")
class MyPoints:
    tariff: strawberry.Private[Tariff]
    earned: int = strawberry.field(description="All points ever earned; they decide the level.")
    balance: int = strawberry.field(description="What can be spent on rewards.")
    owed: int = strawberry.field(
        description="What was given by mistake and is spent. The prices of rewards redeemed before settle it, should"
        " they come back; what is earned is never taken for it."
    )

    @strawberry.field(description="How many points wait until two members of staff have looked at them.")
    async def waiting(self, info: Asked) -> int:
        info.context.look()
        return await reading.waiting(info.context.house, member(info.context).resident_id)

    @strawberry.field(description="The level reached.")
    def level(self, info: Asked) -> LevelStep:
        return LevelStep.of(self.tariff.step(self.earned), info.context.language)

    @strawberry.field(description="The next level; null at the top.")
    def next_level(self, info: Asked) -> LevelStep | None:
        step = self.tariff.next_step(self.earned)
        return None if step is None else LevelStep.of(step, info.context.language)

    @strawberry.field(description="Every entry with its reason, newest first.")
    async def entries(
        self,
        info: Asked,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
    ) -> Connection[PointsEntry]:
        context, ask = info.context, asked(first, after)
        page = await reading.entries(context.house, member(context).resident_id, ask)
        return connected(context, page, ask, lambda row: PointsEntry.of(row, context))


@strawberry.type
class PointsQuery:
    @strawberry.field(description="The viewer's own points; null for a guest.", extensions=[EVERYONE])
    async def my_points(self, info: Asked) -> MyPoints | None:
        actor, loaders = info.context.actor, info.context.loaders
        if actor is None:
            return None
        account = await loaders.points_accounts.load(actor.resident_id)
        tariff = await loaders.points_tariffs.load(actor.community_id) or DEFAULT
        earned, balance, owed = (account.earned, account.balance, account.owed) if account else (0, 0, 0)
        return MyPoints(tariff=tariff, earned=earned, balance=balance, owed=owed)

    @strawberry.field(
        description="What a community gives points for: the versions it has adopted, oldest first, those to come among"
        " them; that of everybody first.",
        extensions=[EVERYONE],
    )
    async def points_tariffs(self, info: Asked, community: COMMUNITY = None) -> list[PointsTariff]:
        context = info.context
        rows = await tariffs.versions(context.house, await community_asked(context, community))
        context.spend(1 + len(rows))
        default = PointsTariff.of(tariffs.read(None), None, context.language)
        return [default, *(PointsTariff.of_row(row, context.language) for row in rows)]
