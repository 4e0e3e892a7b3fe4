"""Volunteer teams as they are read."""

from collections.abc import Collection, Mapping
from uuid import UUID

from db.models.teams import Team, TeamMember
from db.paging import Ask, Page
from db.queries import teams
from resolvers.house import House


async def load(house: House, ids: Collection[UUID]) -> Mapping[UUID, Team]:
    """Teams by id; those unknown are left out."""
    async with house.database.read() as session:
        return await teams.by_ids(session, ids)


async def listed(house: House, community_id: UUID, ask: Ask) -> Page[Team]:
    """The teams of a community that go on, newest first."""
    async with house.database.read() as session:
        return await teams.listed(session, community_id, ask)


async def of_resident(house: House, resident_id: UUID) -> Team | None:
    """The team somebody is in now; None where they are in none."""
    async with house.database.read() as session:
        mine = await teams.membership(session, resident_id)
        return await session.get(Team, mine.team_id) if mine else None


async def members(house: House, team_id: UUID, ask: Ask) -> Page[TeamMember]:
    """Who is in a team and may be named, who came last first."""
    async with house.database.read() as session:
        return await teams.members(session, team_id, ask)
