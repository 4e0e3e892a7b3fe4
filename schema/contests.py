"""Contests as clients see them: what they are about, who takes part, and who won by what."""

from collections.abc import AsyncGenerator
from datetime import datetime
from typing import Annotated

import strawberry
from strawberry import ID

from resolvers.contests import reading
from resolvers.contests.reading import Whole
from rules.contests import ContestKind, Ending, Stage
from rules.ids import Kind
from schema.access import EVERYONE
from schema.asked import COMMUNITY, community_asked
from schema.contest_parts import ContestCriterion, ContestEntry, ContestPrize, ContestResult
from schema.context import ONE_LOOK, Asked, Context
from schema.node import Node, key_or_nobody, shown_id
from schema.pages import AFTER, FIRST, Connection, asked, connected
from schema.polls import Poll
from schema.residents import Resident
from schema.transport.audiences import Arguments, Audience, Shared
from schema.transport.errors import ClientError

CONTEST_ID = Annotated[ID, strawberry.argument(description="The contest.")]


@strawberry.type(description="The marks the viewer gave a building as a judge.")
class MyScores:
    entry_id: ID = strawberry.field(description="The building's entry.")
    scores: list[int] = strawberry.field(description="The marks, in the order of the criteria.")


@strawberry.type(description="A contest: best ideas, the most beautiful building, or a volunteer month.")
class Contest(Node):
    whole: strawberry.Private[Whole]
    id: ID = strawberry.field(description="The contest's id.")
    kind: ContestKind = strawberry.field(description="What is compared.")
    title: str = strawberry.field(description="Its name.")
    description: str = strawberry.field(description="What it is about.")
    stage: Stage = strawberry.field(description="Where it stands.")
    entries_until: datetime | None = strawberry.field(description="Until when ideas are entered.")
    shortlist_by: datetime | None = strawberry.field(description="Until when staff make the shortlist.")
    closes_at: datetime = strawberry.field(
        description="When it is decided; for a volunteer month three days after it, when minutes are confirmed."
    )
    month: str | None = strawberry.field(description="The month of a volunteer month, like 2026-11.")
    judges_weight: int = strawberry.field(description="What the judges' share of marks counts for.")
    residents_weight: int = strawberry.field(description="What the residents' share of votes counts for.")
    prizes: list[ContestPrize] = strawberry.field(description="The prizes that were announced.")
    criteria: list[ContestCriterion] = strawberry.field(description="What judges give marks for, in order.")
    judge_count: int = strawberry.field(description="How many judges there are.")
    ending: Ending | None = strawberry.field(description="Why it ended without being decided.")
    calling_off_reason: str | None = strawberry.field(description="What staff said when they called it off.")
    seq: int = strawberry.field(description="The newest number of its record.")

    @classmethod
    def of(cls, whole: Whole) -> "Contest":
        """The contest as everybody sees it."""
        row, parts = whole.contest, whole.parts
        return cls(
            whole=whole,
            id=shown_id(Kind.CONTEST, row.id),
            kind=row.kind,
            title=row.title,
            description=row.description,
            stage=row.stage,
            entries_until=row.entries_until,
            shortlist_by=row.shortlist_by,
            closes_at=row.closes_at,
            month=row.month.isoformat()[:7] if row.month else None,
            judges_weight=row.judges_weight,
            residents_weight=row.residents_weight,
            prizes=[ContestPrize(award=each.award, place=each.place, points=each.points) for each in parts.prizes],
            criteria=[ContestCriterion(label=each.label, most=each.most) for each in parts.criteria],
            judge_count=len(parts.judges),
            ending=row.ending,
            calling_off_reason=row.calling_off_reason,
            seq=whole.seq,
        )

    @strawberry.field(description="What takes part, in the order of entry.")
    def entries(self, info: Asked) -> list[ContestEntry]:
        rows = self.whole.parts.entries
        info.context.spend(len(rows))
        return [ContestEntry.of(each, self.whole) for each in rows]

    @strawberry.field(
        description="Who came in where, with the numbers behind it: once decided, and as it stands while a volunteer"
        " month runs. The first hundred of each award."
    )
    def results(self, info: Asked) -> list[ContestResult]:
        rows = self.whole.first
        info.context.spend(len(rows))
        return [ContestResult.of(each, self.whole) for each in rows]

    @strawberry.field(description="The judges; those who do not want to be named are counted and not shown.")
    async def judges(self, info: Asked) -> list[Resident]:
        info.context.spend(1 + len(self.whole.judges))
        people = await info.context.loaders.residents.load_many(self.whole.judges)
        return [Resident.of(row) for row in people if row]

    @strawberry.field(description="Whether the viewer is a judge.")
    def judging(self, info: Asked) -> bool:
        return info.context.viewer in self.whole.parts.judges

    @strawberry.field(description="The marks the viewer has given as a judge so far.")
    async def my_scores(self, info: Asked) -> list[MyScores]:
        viewer = info.context.viewer
        if viewer is None or viewer not in self.whole.parts.judges:
            return []
        info.context.look()
        given = await reading.scores_of(info.context.house, self.whole.contest.id, viewer)
        return [MyScores(entry_id=shown_id(Kind.CONTEST_ENTRY, key), scores=each) for key, each in given.items()]

    @strawberry.field(description="The prize the viewer has won, in points of all places together; 0 for none.")
    async def my_prize(self, info: Asked) -> int:
        viewer = info.context.viewer
        if viewer is None:
            return 0
        info.context.look()
        return await reading.won(info.context.house, self.whole.contest.id, viewer)

    @strawberry.field(description="The poll in which residents vote; null until there is something to vote on.")
    async def poll(self, info: Asked) -> Poll | None:
        key = self.whole.contest.poll_id
        standing = await info.context.loaders.polls.load(key) if key else None
        return Poll.of(standing, info.context) if standing else None


@strawberry.type
class ContestQuery:
    @strawberry.field(description="The contests of a community, newest first.", extensions=[EVERYONE])
    async def contests(
        self,
        info: Asked,
        community: COMMUNITY = None,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
    ) -> Connection[Contest]:
        context, ask = info.context, asked(first, after)
        context.look()
        page = await reading.listed(context.house, await community_asked(context, community), ask)
        context.spend(ONE_LOOK * len(page.rows))
        return connected(context, page, ask, Contest.of)


async def _everybody(_: Context, __: Arguments) -> Audience | None:
    return Audience("everybody")


@strawberry.type
class ContestSubscription:
    @strawberry.subscription(
        description="A contest as it stands, then its newest state after each change, at most five a second.",
        extensions=[EVERYONE, Shared(_everybody)],
    )
    async def contest(self, info: Asked, contest_id: CONTEST_ID) -> AsyncGenerator[Contest, None]:
        house, key = info.context.house, key_or_nobody(Kind.CONTEST, contest_id)
        if key not in await reading.load(house, [key]):
            raise ClientError("NOT_FOUND", "There is no such contest.")
        async for whole in reading.follow(house, key):
            yield Contest.of(whole)
