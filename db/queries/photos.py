"""Photos, as they are read."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.photos import Photo


async def by_ids(session: AsyncSession, ids: Collection[UUID]) -> list[Photo]:
    """Photos by id; those unknown are left out."""
    return list(await session.scalars(select(Photo).where(Photo.id.in_(ids))))


async def held(session: AsyncSession, ids: Collection[UUID], owner_id: UUID | None = None) -> dict[UUID, Photo]:
    """The same, only the owner's if one is named, and nobody else changes them until this transaction ends."""
    query = select(Photo).where(Photo.id.in_(ids)).order_by(Photo.id).with_for_update()
    if owner_id is not None:
        query = query.where(Photo.owner_id == owner_id)
    return {photo.id: photo for photo in await session.scalars(query)}
