"""Contests as clients see them: what they are about, who takes part, and who won by what."""

from collections.abc import AsyncGenerator
from datetime import datetime
from typing import Annotated

import strawberry
from strawberry import ID

from db.models import contests as kept
from resolvers.contests import reading
from resolvers.contests.ranking import Placed
from resolvers.contests.reading import Whole
from rules.contests import Award, ContestKind, Stage
from rules.ids import Kind
from schema.access import EVERYONE
from schema.asked import COMMUNITY, community_asked
from schema.context import Asked, Context
from schema.grids import Building
from schema.node import Node, key_or_nobody, shown_id
from schema.pages import AFTER, FIRST, Connection, asked, connected
from schema.polls import Poll
from schema.residents import Resident
from schema.scalars import described
from schema.teams import Team
from schema.transport.audiences import Arguments, Audience, Shared
from schema.transport.errors import ClientError

described(
    ContestKind,
    "ContestKind",
    "What is compared.",
    IDEAS="金点子: ideas of residents, put to the vote.",
    BUILDINGS="最美楼栋: buildings, by judges and residents; everybody in the winning one is rewarded.",
    VOLUNTEERING="志愿服务月: confirmed volunteer minutes of a month, by person and by team.",
)
described(
    Stage,
    "ContestStage",
    "Where a contest stands.",
    ENTERING="Residents enter their ideas.",
    SHORTLISTING="Staff choose what is put to the vote.",
    VOTING="Residents vote, and judges give their marks.",
    RUNNING="Minutes of the month are counted.",
    REWARDING="Decided; the prizes are being paid.",
    CLOSED="Decided, and all prizes are paid.",
    CALLED_OFF="Called off before anything was decided.",
)
described(
    Award,
    "ContestAward",
    "What is ranked.",
    IDEA="Ideas, by their votes.",
    BUILDING="Buildings, by marks and votes.",
    PERSON="Residents, by their minutes.",
    TEAM="Teams, by the minutes of those who were in them then.",
)
CONTEST_ID = Annotated[ID, strawberry.argument(description="The contest.")]


@strawberry.type(description="The points that each gets who comes in at a place.")
class ContestPrize:
    award: Award = strawberry.field(description="What is ranked.")
    place: int = strawberry.field(description="The place, from 1.")
    points: int = strawberry.field(description="How many points.")


@strawberry.type(description="What judges give marks for.")
class ContestCriterion:
    label: str = strawberry.field(description="What it is about.")
    most: int = strawberry.field(description="The most marks a judge may give for it.")


@strawberry.type(description="An idea that was entered, or a building that takes part.")
class ContestEntry:
    row: strawberry.Private[kept.ContestEntry]
    id: ID = strawberry.field(description="The entry's id.")
    number: int = strawberry.field(description="1, 2, 3 … in the order of entry; choice `n1` of the poll is entry 1.")
    title: str = strawberry.field(description="The idea in a line, or the building's name.")
    text: str = strawberry.field(description="The idea; empty for a building.")
    shortlisted: bool | None = strawberry.field(description="Whether it is put to the vote; null while undecided.")
    reason: str | None = strawberry.field(description="Why it was left out.")

    @classmethod
    def of(cls, row: kept.ContestEntry) -> "ContestEntry":
        """The entry as everybody sees it; who entered an idea is not shown, so that it is judged for itself."""
        return cls(
            row=row,
            id=shown_id(Kind.CONTEST_ENTRY, row.id),
            number=row.number,
            title=row.title,
            text=row.text,
            shortlisted=row.shortlisted,
            reason=row.reason,
        )

    @strawberry.field(description="The building; null for an idea.")
    async def building(self, info: Asked) -> Building | None:
        key = self.row.building_id
        row = await info.context.loaders.buildings.load(key) if key else None
        return Building.of(row) if row else None


@strawberry.type(description="Where somebody came in, and by what. Those with the same share a place.")
class ContestResult:
    placed: strawberry.Private[Placed]
    award: Award = strawberry.field(description="What is ranked.")
    place: int = strawberry.field(description="1 for the first.")
    votes: int = strawberry.field(description="The votes for it.")
    of_votes: int = strawberry.field(description="All votes that were cast.")
    scored: int = strawberry.field(description="The marks judges gave it.")
    of_scored: int = strawberry.field(description="The most marks those judges could have given it.")
    minutes: int = strawberry.field(description="Confirmed volunteer minutes.")
    points: int = strawberry.field(description="The points each gets who is rewarded for it; 0 for no prize.")
    entry_id: ID | None = strawberry.field(description="The idea or building; null in a volunteer month.")

    @classmethod
    def of(cls, placed: Placed) -> "ContestResult":
        """The place with the numbers behind it."""
        marks, entry = placed.marks, placed.award in {Award.IDEA, Award.BUILDING}
        return cls(
            placed=placed,
            award=placed.award,
            place=placed.place,
            votes=marks.votes,
            of_votes=marks.of_votes,
            scored=marks.scored,
            of_scored=marks.of_scored,
            minutes=marks.minutes,
            points=placed.points,
            entry_id=shown_id(Kind.CONTEST_ENTRY, placed.subject_id) if entry else None,
        )

    @strawberry.field(description="The team; null where it is none.")
    async def team(self, info: Asked) -> Team | None:
        if self.placed.award is not Award.TEAM:
            return None
        row = await info.context.loaders.teams.load(self.placed.subject_id)
        return Team.of(row) if row else None

    @strawberry.field(description="The resident; null where it is none, and for who does not want to be named.")
    async def resident(self, info: Asked) -> Resident | None:
        if self.placed.award is not Award.PERSON or not await reading.named(info.context.house, self.placed.subject_id):
            return None
        row = await info.context.loaders.residents.load(self.placed.subject_id)
        return Resident.of(row) if row else None


@strawberry.type(description="A contest: best ideas, the most beautiful building, or a volunteer month.")
class Contest(Node):
    whole: strawberry.Private[Whole]
    id: ID = strawberry.field(description="The contest's id.")
    kind: ContestKind = strawberry.field(description="What is compared.")
    title: str = strawberry.field(description="Its name.")
    description: str = strawberry.field(description="What it is about.")
    stage: Stage = strawberry.field(description="Where it stands.")
    entries_until: datetime | None = strawberry.field(description="Until when ideas are entered.")
    closes_at: datetime = strawberry.field(
        description="When it is decided; for a volunteer month three days after it, when minutes are confirmed."
    )
    month: str | None = strawberry.field(description="The month of a volunteer month, like 2026-11.")
    judges_weight: int = strawberry.field(description="What the judges' share of marks counts for.")
    residents_weight: int = strawberry.field(description="What the residents' share of votes counts for.")
    prizes: list[ContestPrize] = strawberry.field(description="The prizes that were announced.")
    criteria: list[ContestCriterion] = strawberry.field(description="What judges give marks for, in order.")
    entries: list[ContestEntry] = strawberry.field(description="What takes part, in the order of entry.")
    results: list[ContestResult] = strawberry.field(
        description="Who came in where, with the numbers behind it: once decided, and as it stands while a volunteer"
        " month runs. The first hundred of each award."
    )
    calling_off_reason: str | None = strawberry.field(description="Why it was called off.")
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
            closes_at=row.closes_at,
            month=row.month.isoformat()[:7] if row.month else None,
            judges_weight=row.judges_weight,
            residents_weight=row.residents_weight,
            prizes=[ContestPrize(award=each.award, place=each.place, points=each.points) for each in parts.prizes],
            criteria=[ContestCriterion(label=each.label, most=each.most) for each in parts.criteria],
            entries=list(map(ContestEntry.of, parts.entries)),
            results=list(map(ContestResult.of, whole.first)),
            calling_off_reason=row.calling_off_reason,
            seq=whole.seq,
        )

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
        page = await reading.listed(context.house, await community_asked(context, community), ask)
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
