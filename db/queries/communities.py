"""Communities and their rolls, as they are read and changed."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.communities import Community, RollEntry


async def first(session: AsyncSession) -> Community | None:
    """The oldest community, which is the one shown to guests."""
    return (await session.scalars(select(Community).order_by(Community.founded_at, Community.id).limit(1))).first()


async def listed(session: AsyncSession) -> list[Community]:
    """Every community, the oldest first."""
    return list(await session.scalars(select(Community).order_by(Community.founded_at, Community.id)))


async def by_ids(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Community]:
    """Communities by id; those unknown are left out."""
    return {row.id: row for row in await session.scalars(select(Community).where(Community.id.in_(ids)))}


async def hold_roll(session: AsyncSession, community_id: UUID) -> Community:
    """The community with the newest version of its roll, which cannot change until this transaction ends."""
    query = select(Community).where(Community.id == community_id)
    return (await session.scalars(query.with_for_update(read=True).execution_options(populate_existing=True))).one()


async def hold(session: AsyncSession, community_id: UUID) -> None:
    """Waits until nobody else changes who holds which role here, and keeps it so until this transaction ends."""
    await session.execute(select(Community.id).where(Community.id == community_id).with_for_update())


async def add_to_roll(session: AsyncSession, community_id: UUID, resident_ids: Sequence[UUID]) -> None:
    """Puts people on the roll, one head each, as one new version of it."""
    heads = len(resident_ids)
    grown = (
        update(Community)
        .where(Community.id == community_id)
        .values(roll_version=Community.roll_version + 1, roll_heads=Community.roll_heads + heads)
        .returning(Community.roll_version)
    )
    version = (await session.execute(grown)).scalar_one()
    rows = [
        {"community_id": community_id, "resident_id": resident_id, "since": version, "heads": 1, "area": 0}
        for resident_id in resident_ids
    ]
    await session.execute(insert(RollEntry), rows)
