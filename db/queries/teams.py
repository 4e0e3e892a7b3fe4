"""Volunteer teams and their members."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.resolutions import Unthanked
from db.models.teams import Team, TeamMember
from db.paging import Ask, Page, page


async def held(session: AsyncSession, team_id: UUID) -> Team | None:
    """A team, kept until this transaction ends."""
    return await session.get(Team, team_id, with_for_update=True, populate_existing=True)


async def by_ids(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Team]:
    """Teams by id; those unknown are left out."""
    return {row.id: row for row in await session.scalars(select(Team).where(Team.id.in_(ids)))}


async def listed(session: AsyncSession, community_id: UUID, ask: Ask) -> Page[Team]:
    """The teams of a community that have not been closed, newest first."""
    query = select(Team).where(Team.community_id == community_id, Team.closed_at.is_(None))
    return await page(session, query, Team.founded_at, Team.id, ask)


async def names(session: AsyncSession, community_id: UUID) -> dict[UUID, str]:
    """What the teams of a community that have not been closed are called."""
    query = select(Team.id, Team.name).where(Team.community_id == community_id, Team.closed_at.is_(None))
    return {row.id: row.name for row in await session.execute(query)}


async def membership(session: AsyncSession, resident_id: UUID) -> TeamMember | None:
    """Where somebody is now; None for who is in no team."""
    query = select(TeamMember).where(TeamMember.resident_id == resident_id, TeamMember.left_at.is_(None))
    return await session.scalar(query.execution_options(populate_existing=True))


async def team_at(session: AsyncSession, resident_id: UUID, at: datetime) -> UUID | None:
    """The team somebody was in at a moment; None where they were in none."""
    query = select(TeamMember.team_id).where(
        TeamMember.resident_id == resident_id,
        TeamMember.joined_at <= at,
        or_(TeamMember.left_at.is_(None), TeamMember.left_at > at),
    )
    return await session.scalar(query)


async def all_leave(session: AsyncSession, team_id: UUID, now: datetime) -> None:
    """Everybody who is in a team leaves it."""
    still_in = TeamMember.team_id == team_id, TeamMember.left_at.is_(None)
    await session.execute(update(TeamMember).where(*still_in).values(left_at=now))


async def members(session: AsyncSession, team_id: UUID, ask: Ask) -> Page[TeamMember]:
    """Who is in a team, who came last first. Those who do not want to be named are left out."""
    query = select(TeamMember).where(TeamMember.team_id == team_id, TeamMember.left_at.is_(None))
    unnamed = select(Unthanked.resident_id).where(Unthanked.resident_id == TeamMember.resident_id).exists()
    return await page(session, query.where(~unnamed), TeamMember.joined_at, TeamMember.id, ask)


async def in_team(session: AsyncSession, team_id: UUID) -> list[UUID]:
    """The ids of all who are in a team, in order."""
    query = select(TeamMember.resident_id)
    still_in = TeamMember.team_id == team_id, TeamMember.left_at.is_(None)
    return list(await session.scalars(query.where(*still_in).order_by(TeamMember.resident_id)))
