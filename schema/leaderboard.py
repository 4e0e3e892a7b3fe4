"""The board of a month as clients see it: who gave most to the neighbourhood, and where the viewer stands."""

from collections.abc import AsyncGenerator
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import strawberry
from strawberry import ID

from db.models.points import PointsEntry, Scorer
from db.paging import Ask, Page
from db.queries.points import Board
from resolvers.points import behind, board, reading
from rules.agreements import today
from rules.ids import Kind, read_id
from rules.points import TOP, read_month
from rules.refusals import Refusal
from schema.access import EVERYONE
from schema.asked import COMMUNITY, community_asked, community_followed
from schema.context import Asked, Context
from schema.grids import Building
from schema.opened import CountedEntry
from schema.pages import AFTER, Connection, asked, connected, number_asked
from schema.pages import FIRST as FIRST_OF_PAGE
from schema.residents import Resident
from schema.sentences import refusal
from schema.transport.audiences import Arguments, Audience, Shared
from schema.transport.errors import ClientError

MONTH = Annotated[str | None, strawberry.argument(description="A month in China, like 2026-11; this one if not said.")]
FIRST = Annotated[int | None, strawberry.argument(description="How many, 1 to 100; 10 if not said.")]
PAGE = Annotated[int | None, strawberry.argument(description=FIRST_OF_PAGE)]
START = Annotated[str | None, strawberry.argument(description=AFTER)]


SCORERS = {Kind.RESIDENT: Scorer.PERSON, Kind.BUILDING: Scorer.BUILDING, Kind.TEAM: Scorer.TEAM}
"""Who has a place on which board."""


async def opened_behind(context: Context, which: Board, subject_id: UUID, ask: Ask) -> Connection[CountedEntry]:
    """The entries behind a place on a board, newest first."""
    context.look()
    return _counted(context, which, await behind.of_place(context.house, which, subject_id, ask), ask)


def _counted(context: Context, which: Board, page: Page[PointsEntry], ask: Ask) -> Connection[CountedEntry]:
    by_name = which.scorer is Scorer.PERSON
    return connected(context, page, ask, lambda row: CountedEntry.of(row, context, by_name=by_name))


@strawberry.type(description="One place on the board of a month. Those who earned the same share a rank.")
class LeaderboardRow:
    subject_id: strawberry.Private[UUID]
    which: strawberry.Private[Board]
    rank: int = strawberry.field(description="1 for the first; one more than there are with more points.")
    points: int = strawberry.field(description="What they earned in the month.")

    @classmethod
    def of(cls, row: board.Row, which: Board) -> "LeaderboardRow":
        """The place as everybody sees it."""
        return cls(subject_id=row.subject_id, which=which, rank=row.rank, points=row.points)

    @strawberry.field(description="Who it is. Those who do not want to be named are left out.")
    async def resident(self, info: Asked) -> Resident:
        row = await info.context.loaders.residents.load(self.subject_id)
        if row is None:
            raise LookupError("Points of nobody.")
        return Resident.of(row)

    @strawberry.field(description="The entries of the month that these points are the sum of, newest first.")
    async def entries(self, info: Asked, first: PAGE = None, after: START = None) -> Connection[CountedEntry]:
        return await opened_behind(info.context, self.which, self.subject_id, asked(first, after))


@strawberry.type(description="Where the viewer stands in a month, with those next to them.")
class LeaderboardPlace:
    subject_id: strawberry.Private[UUID]
    which: strawberry.Private[Board]
    rank: int = strawberry.field(description="1 for the first; those who earned the same share it.")
    points: int = strawberry.field(description="What they earned in the month.")
    above: list[LeaderboardRow] = strawberry.field(description="Up to two before them, the nearest last.")
    below: list[LeaderboardRow] = strawberry.field(description="Up to two after them, the nearest first.")

    @strawberry.field(description="The entries of the month that these points are the sum of, newest first.")
    async def entries(self, info: Asked, first: PAGE = None, after: START = None) -> Connection[CountedEntry]:
        return await opened_behind(info.context, self.which, self.subject_id, asked(first, after))


@strawberry.type(description="One building's place on the board of a month.")
class BuildingBoardRow:
    subject_id: strawberry.Private[UUID]
    which: strawberry.Private[Board]
    rank: int = strawberry.field(description="1 for the first; those with the same points share it.")
    points: int = strawberry.field(description="What its people earned in the month.")

    @strawberry.field(description="The building.")
    async def building(self, info: Asked) -> Building:
        row = await info.context.loaders.buildings.load(self.subject_id)
        if row is None:
            raise LookupError("Points of no building.")
        return Building.of(row)

    @strawberry.field(
        description="The entries of the month that these points are the sum of, newest first, without names."
    )
    async def entries(self, info: Asked, first: PAGE = None, after: START = None) -> Connection[CountedEntry]:
        return await opened_behind(info.context, self.which, self.subject_id, asked(first, after))


@strawberry.type(description="A month in which somebody earned something.")
class PointsMonth:
    month: str = strawberry.field(description="Like 2026-11.")
    closed_at: datetime | None = strawberry.field(description="When it was closed for ever; null while it runs.")


def month_asked(context: Context, month: str | None) -> date:
    """The first day of the month that is asked for. BAD_USER_INPUT where it is none."""
    if month is None:
        return today(context.house.now()).replace(day=1)
    found = read_month(month)
    if isinstance(found, Refusal):
        raise ClientError("BAD_USER_INPUT", refusal(found, "en"))
    return found


async def board_audience(context: Context, arguments: Arguments) -> Audience | None:
    """Those who ask about the same community see the same board."""
    return Audience(str(await community_followed(context, arguments.get("community"))))


@strawberry.type
class LeaderboardQuery:
    @strawberry.field(
        description="Who gave most to the neighbourhood in a month, by points: the public board.",
        extensions=[EVERYONE],
    )
    async def leaderboard(
        self, info: Asked, month: MONTH = None, first: FIRST = None, community: COMMUNITY = None
    ) -> list[LeaderboardRow]:
        context, wanted = info.context, number_asked(TOP if first is None else first)
        key = await community_asked(context, community)
        which = Board(key, month_asked(context, month))
        rows = await board.top(context.house, which, wanted)
        context.spend(1 + len(rows))
        return [LeaderboardRow.of(row, which) for row in rows]

    @strawberry.field(description="The buildings whose people gave most in a month.", extensions=[EVERYONE])
    async def building_board(
        self, info: Asked, month: MONTH = None, first: FIRST = None, community: COMMUNITY = None
    ) -> list[BuildingBoardRow]:
        context, wanted = info.context, number_asked(TOP if first is None else first)
        key = await community_asked(context, community)
        which = Board(key, month_asked(context, month), Scorer.BUILDING)
        rows = await board.top(context.house, which, wanted)
        context.spend(1 + len(rows))
        return [
            BuildingBoardRow(subject_id=row.subject_id, which=which, rank=row.rank, points=row.points) for row in rows
        ]

    @strawberry.field(
        description="Where the viewer stands in a month; null for a guest, and for who has earned nothing in it.",
        extensions=[EVERYONE],
    )
    async def my_place(self, info: Asked, month: MONTH = None) -> LeaderboardPlace | None:
        context, actor = info.context, info.context.actor
        if actor is None:
            return None
        which = Board(actor.community_id, month_asked(context, month))
        context.look()
        place = await board.place(context.house, which, actor.resident_id)
        if place is None:
            return None
        return LeaderboardPlace(
            subject_id=actor.resident_id,
            which=which,
            rank=place.own.rank,
            points=place.own.points,
            above=[LeaderboardRow.of(row, which) for row in place.above],
            below=[LeaderboardRow.of(row, which) for row in place.below],
        )

    @strawberry.field(
        description="The entries of a month that the points of a resident, a building or a team are the sum of, newest"
        " first; null where nobody may see them.",
        extensions=[EVERYONE],
    )
    async def points_behind(  # noqa: PLR0917 - arguments of a field, given by name
        self,
        info: Asked,
        whose: Annotated[ID, strawberry.argument(description="The resident, the building or the team.")],
        month: MONTH = None,
        first: PAGE = None,
        after: START = None,
        community: COMMUNITY = None,
    ) -> Connection[CountedEntry] | None:
        context, ask, named = info.context, asked(first, after), read_id(whose)
        if named is None or named[0] not in SCORERS:
            return None
        key = await community_asked(context, community)
        which = Board(key, month_asked(context, month), SCORERS[named[0]])
        context.look()
        page = await behind.of_one(context.house, which, named[1], context.viewer, ask)
        return None if page is None else _counted(context, which, page, ask)

    @strawberry.field(description="The months in which somebody earned something, newest first.", extensions=[EVERYONE])
    async def points_months(self, info: Asked, community: COMMUNITY = None) -> list[PointsMonth]:
        rows = await reading.months(info.context.house, await community_asked(info.context, community))
        info.context.spend(1 + len(rows))
        return [PointsMonth(month=row.month.isoformat()[:7], closed_at=row.closed_at) for row in rows]


@strawberry.type
class LeaderboardSubscription:
    @strawberry.subscription(
        description="The board of a month as it stands, then its newest state after each change, at most five a"
        " second. Without a month it is the one that runs when it begins.",
        extensions=[EVERYONE, Shared(board_audience)],
    )
    async def leaderboard(
        self, info: Asked, month: MONTH = None, first: FIRST = None, community: COMMUNITY = None
    ) -> AsyncGenerator[list[LeaderboardRow], None]:
        context, wanted = info.context, number_asked(TOP if first is None else first)
        which = Board(await community_followed(context, community), month_asked(context, month))
        async for rows in board.follow(context.house, which, wanted):
            yield [LeaderboardRow.of(row, which) for row in rows]
