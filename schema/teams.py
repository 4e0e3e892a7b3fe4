"""Volunteer teams as clients see them, and what is done with them."""

from datetime import datetime
from typing import Annotated

import strawberry
from strawberry import ID

from db.models import teams as kept
from resolvers.teams import joining, reading
from rules.ids import Kind
from schema.access import EVERYONE, SIGNED_IN, acting
from schema.asked import COMMUNITY, community_asked
from schema.context import Asked
from schema.deeds import About
from schema.node import Node, shown_id
from schema.pages import AFTER, FIRST, Connection, asked, connected
from schema.refusals import Refusal, shown_or
from schema.residents import Resident

TEAM_ID = strawberry.argument(description="The team.")
NAME = strawberry.argument(description="What it is called: 1 to 40 characters, unlike any other team that goes on.")
REASON = strawberry.argument(description="Why, for all who were in it: 1 to 1,000 characters.")


@strawberry.type(description="Somebody in a team.")
class TeamMember:
    row: strawberry.Private[kept.TeamMember]
    joined_at: datetime = strawberry.field(description="Since when they are in it.")

    @classmethod
    def of(cls, row: kept.TeamMember) -> "TeamMember":
        """The member as neighbours see them."""
        return cls(row=row, joined_at=row.joined_at)

    @strawberry.field(description="Who it is.")
    async def resident(self, info: Asked) -> Resident:
        row = await info.context.loaders.residents.load(self.row.resident_id)
        if row is None:
            raise LookupError("Nobody is in the team.")
        return Resident.of(row)


@strawberry.type(description="A volunteer team. What its members earn while they are in it counts for it.")
class Team(Node):
    row: strawberry.Private[kept.Team]
    id: ID = strawberry.field(description="The team's id.")
    name: str = strawberry.field(description="What it is called.")
    founded_at: datetime = strawberry.field(description="When it was founded.")
    closed_at: datetime | None = strawberry.field(description="When staff closed it; null while it goes on.")
    closing_reason: str | None = strawberry.field(description="Why staff closed it; null where the last member left.")
    member_count: int = strawberry.field(description="How many are in it now.")

    @classmethod
    def of(cls, row: kept.Team) -> "Team":
        """The team as everybody sees it."""
        return cls(
            row=row,
            id=shown_id(Kind.TEAM, row.id),
            name=row.name,
            founded_at=row.founded_at,
            closed_at=row.closed_at,
            closing_reason=row.closing_reason,
            member_count=row.members,
        )

    @strawberry.field(
        description="Who is in it, for those of its community, who came last first. Those who do not want to be named"
        " are counted and not shown."
    )
    async def members(
        self,
        info: Asked,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
    ) -> Connection[TeamMember] | None:
        context, ask = info.context, asked(first, after)
        if context.actor is None or context.actor.community_id != self.row.community_id:
            return None
        page = await reading.members(context.house, self.row.id, ask)
        return connected(context, page, ask, TeamMember.of)


TeamResult = Annotated[Team | Refusal, strawberry.union("TeamResult", description="The team, or why not.")]
about_team = About(Kind.TEAM, Team.of)


@strawberry.type
class TeamQuery:
    @strawberry.field(description="The volunteer teams of a community that go on, newest first.", extensions=[EVERYONE])
    async def teams(
        self,
        info: Asked,
        community: COMMUNITY = None,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
    ) -> Connection[Team]:
        context, ask = info.context, asked(first, after)
        page = await reading.listed(context.house, await community_asked(context, community), ask)
        return connected(context, page, ask, Team.of)

    @strawberry.field(
        description="The team the viewer is in; null where they are in none, and for a guest.", extensions=[EVERYONE]
    )
    async def my_team(self, info: Asked) -> Team | None:
        context = info.context
        context.look()
        row = await reading.of_resident(context.house, context.viewer) if context.viewer else None
        return Team.of(row) if row else None


@strawberry.type
class TeamMutation:
    @strawberry.mutation(
        description="Founds a volunteer team with the caller in it. For confirmed residents who are in none.",
        extensions=[SIGNED_IN],
    )
    async def found_team(self, info: Asked, name: Annotated[str, NAME]) -> TeamResult:
        result = await joining.found(info.context.house, acting(info), name)
        return shown_or(result, Team.of, info.context.language)

    @strawberry.mutation(
        description="Joins a team with one tap; what the caller does from now on counts for it.",
        extensions=[SIGNED_IN],
    )
    async def join_team(self, info: Asked, team_id: Annotated[ID, TEAM_ID]) -> TeamResult:
        return await about_team(info, joining.join, team_id)

    @strawberry.mutation(
        description="Leaves the caller's team with one tap; what they did in it stays with it.", extensions=[SIGNED_IN]
    )
    async def leave_team(self, info: Asked) -> TeamResult:
        result = await joining.leave(info.context.house, acting(info))
        return shown_or(result, Team.of, info.context.language)

    @strawberry.mutation(description="Staff give a team another name.", extensions=[SIGNED_IN])
    async def rename_team(self, info: Asked, team_id: Annotated[ID, TEAM_ID], name: Annotated[str, NAME]) -> TeamResult:
        return await about_team(info, joining.rename, team_id, name)

    @strawberry.mutation(
        description="Staff close a team; its members are told why. Months that are over stay as they are.",
        extensions=[SIGNED_IN],
    )
    async def close_team(
        self, info: Asked, team_id: Annotated[ID, TEAM_ID], reason: Annotated[str, REASON]
    ) -> TeamResult:
        return await about_team(info, joining.close, team_id, reason)
