"""Help that is asked for and offered, and what came of it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.grids import Building, Home, Household, Unit
from db.models.hours import Help, HelpPost
from db.paging import Ask, Page, page
from rules.helping import HelpSkill, Side, Standing


async def post(session: AsyncSession, post_id: UUID) -> HelpPost | None:
    """A post, held until this transaction ends."""
    return await session.get(HelpPost, post_id, with_for_update=True, populate_existing=True)


async def posts_by_ids(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, HelpPost]:
    """Posts by id; those unknown are left out."""
    return {row.id: row for row in await session.scalars(select(HelpPost).where(HelpPost.id.in_(ids)))}


async def open_posts(session: AsyncSession, resident_id: UUID) -> int:
    """How many posts of somebody are open."""
    query = select(func.count()).where(HelpPost.resident_id == resident_id, HelpPost.closed_at.is_(None))
    return int(await session.scalar(query) or 0)


async def posts(
    session: AsyncSession, community_id: UUID, side: Side, skill: HelpSkill | None, ask: Ask
) -> Page[HelpPost]:
    """The open posts of one side, newest first."""
    query = select(HelpPost).where(
        HelpPost.community_id == community_id, HelpPost.side == side, HelpPost.closed_at.is_(None)
    )
    if skill is not None:
        query = query.where(HelpPost.skill == skill)
    return await page(session, query, HelpPost.posted_at, HelpPost.id, ask)


async def posts_of(session: AsyncSession, resident_id: UUID, ask: Ask) -> Page[HelpPost]:
    """Somebody's own posts, newest first."""
    query = select(HelpPost).where(HelpPost.resident_id == resident_id)
    return await page(session, query, HelpPost.posted_at, HelpPost.id, ask)


async def candidates(session: AsyncSession, row: HelpPost, limit: int) -> list[HelpPost]:
    """Open posts of the other side with the same skill, those of the same grid first, then the oldest."""
    query = select(HelpPost).where(
        HelpPost.community_id == row.community_id,
        HelpPost.side == row.side.other,
        HelpPost.skill == row.skill,
        HelpPost.closed_at.is_(None),
        HelpPost.resident_id != row.resident_id,
    )
    near = (HelpPost.grid_id == row.grid_id).desc() if row.grid_id is not None else HelpPost.posted_at
    return list(await session.scalars(query.order_by(near, HelpPost.posted_at, HelpPost.id).limit(limit)))


async def grid_of(session: AsyncSession, resident_id: UUID) -> UUID | None:
    """The grid somebody lives in; None where nobody has said."""
    query = (
        select(Building.grid_id)
        .join(Unit, Unit.building_id == Building.id)
        .join(Household, Household.unit_id == Unit.id)
        .join(Home, Home.household_id == Household.id)
        .where(Home.resident_id == resident_id)
    )
    return (await session.scalars(query)).first()


async def households(session: AsyncSession, resident_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The household of each of them; those of whom nobody has said are left out."""
    rows = await session.scalars(select(Home).where(Home.resident_id.in_(resident_ids)))
    return {row.resident_id: row.household_id for row in rows}


async def concerns(session: AsyncSession, resident_id: UUID, others: Collection[UUID]) -> bool:
    """Whether somebody is one of these, or lives with one of them."""
    homes = await households(session, {resident_id, *others})
    mine = homes.get(resident_id)
    return resident_id in others or (mine is not None and mine in {homes.get(other) for other in others})


async def help_(session: AsyncSession, help_id: UUID) -> Help | None:
    """A help, held until this transaction ends."""
    return await session.get(Help, help_id, with_for_update=True, populate_existing=True)


async def proposed(session: AsyncSession, post_id: UUID, resident_id: UUID) -> Help | None:
    """What somebody has proposed for a post and is still open."""
    query = select(Help).where(
        Help.post_id == post_id,
        Help.proposed_by == resident_id,
        Help.standing.in_((Standing.PROPOSED, Standing.AGREED)),
    )
    return (await session.scalars(query)).first()


async def helps(session: AsyncSession, resident_id: UUID, ask: Ask) -> Page[Help]:
    """What somebody has to do with as helper or as helped, newest first."""
    query = select(Help).where(or_(Help.helper_id == resident_id, Help.helped_id == resident_id))
    return await page(session, query, Help.proposed_at, Help.id, ask)


async def disputed(session: AsyncSession, community_id: UUID, silent_since: datetime, ask: Ask) -> Page[Help]:
    """Helps on which the two differ, or to which one has not answered since then what the other said; oldest first."""
    helper, helped = Help.helper_said, Help.helped_said
    query = select(Help).where(Help.community_id == community_id, Help.standing == Standing.AGREED)
    query = query.where(or_(helper.is_not(None), helped.is_not(None)))
    both = and_(helper.is_not(None), helped.is_not(None))  # were they the same, it would be done
    query = query.where(or_(both, func.coalesce(Help.said_at, Help.agreed_at) <= silent_since))
    return await page(session, query, Help.proposed_at, Help.id, ask, newest_first=False)
