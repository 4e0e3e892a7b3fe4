"""The board of a month by team: whose members gave most, and where the viewer's own team stands."""

from collections.abc import AsyncGenerator

import strawberry

from db.models.points import Scorer
from db.queries.points import Board
from resolvers.points import board
from resolvers.teams import reading
from rules.points import TOP
from schema.access import EVERYONE
from schema.asked import COMMUNITY, community_asked, community_followed
from schema.context import Asked
from schema.leaderboard import FIRST, MONTH, PAGE, START, board_audience, month_asked, opened_behind
from schema.opened import CountedEntry
from schema.pages import Connection, asked, number_asked
from schema.teams import Team
from schema.transport.audiences import Shared


@strawberry.type(description="One team's place on the board of a month. Those with the same points share a rank.")
class TeamBoardRow:
    row: strawberry.Private[board.Row]
    which: strawberry.Private[Board]
    rank: int = strawberry.field(description="1 for the first; one more than there are with more points.")
    points: int = strawberry.field(description="What its members earned in the month for what they did in the team.")

    @classmethod
    def of(cls, row: board.Row, which: Board) -> "TeamBoardRow":
        """The place as everybody sees it."""
        return cls(row=row, which=which, rank=row.rank, points=row.points)

    @strawberry.field(description="The team.")
    async def team(self, info: Asked) -> Team:
        row = await info.context.loaders.teams.load(self.row.subject_id)
        if row is None:
            raise LookupError("Points of no team.")
        return Team.of(row)

    @strawberry.field(
        description="The entries of the month that these points are the sum of, newest first, without names."
    )
    async def entries(self, info: Asked, first: PAGE = None, after: START = None) -> Connection[CountedEntry]:
        return await opened_behind(info.context, self.which, self.row.subject_id, asked(first, after))


@strawberry.type(description="Where the viewer's team stands in a month, with those next to it.")
class TeamBoardPlace:
    own: TeamBoardRow = strawberry.field(description="The team's own place.")
    above: list[TeamBoardRow] = strawberry.field(description="Up to two before it, the nearest last.")
    below: list[TeamBoardRow] = strawberry.field(description="Up to two after it, the nearest first.")


@strawberry.type
class TeamBoardQuery:
    @strawberry.field(description="The teams whose members gave most in a month.", extensions=[EVERYONE])
    async def team_board(
        self, info: Asked, month: MONTH = None, first: FIRST = None, community: COMMUNITY = None
    ) -> list[TeamBoardRow]:
        context, wanted = info.context, number_asked(TOP if first is None else first)
        which = Board(await community_asked(context, community), month_asked(context, month), Scorer.TEAM)
        rows = await board.top(context.house, which, wanted)
        context.spend(1 + len(rows))
        return [TeamBoardRow.of(row, which) for row in rows]

    @strawberry.field(
        description="Where the team the viewer is in now stands in a month; null for who is in none, and where it has"
        " earned nothing.",
        extensions=[EVERYONE],
    )
    async def my_team_place(self, info: Asked, month: MONTH = None) -> TeamBoardPlace | None:
        context, actor = info.context, info.context.actor
        context.look()
        team = await reading.of_resident(context.house, actor.resident_id) if actor else None
        if team is None:
            return None
        which = Board(team.community_id, month_asked(context, month), Scorer.TEAM)
        place = await board.place(context.house, which, team.id)
        if place is None:
            return None
        return TeamBoardPlace(
            own=TeamBoardRow.of(place.own, which),
            above=[TeamBoardRow.of(row, which) for row in place.above],
            below=[TeamBoardRow.of(row, which) for row in place.below],
        )


@strawberry.type
class TeamBoardSubscription:
    @strawberry.subscription(
        description="The board of a month by team as it stands, then its newest state after each change, at most five"
        " a second. Without a month it is the one that runs when it begins.",
        extensions=[EVERYONE, Shared(board_audience)],
    )
    async def team_board(
        self, info: Asked, month: MONTH = None, first: FIRST = None, community: COMMUNITY = None
    ) -> AsyncGenerator[list[TeamBoardRow], None]:
        context, wanted = info.context, number_asked(TOP if first is None else first)
        which = Board(await community_followed(context, community), month_asked(context, month), Scorer.TEAM)
        async for rows in board.follow(context.house, which, wanted):
            yield [TeamBoardRow.of(row, which) for row in rows]
