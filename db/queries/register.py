"""The base register, as it is read."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.register import RegisterItem, RegisterKind
from db.paging import Ask, Page, page


async def kinds(session: AsyncSession, community_id: UUID) -> list[RegisterKind]:
    """The newest version of every kind of a community, in the order of codes."""
    newest = (
        select(RegisterKind.code, func.max(RegisterKind.version).label("version"))
        .where(RegisterKind.community_id == community_id)
        .group_by(RegisterKind.code)
        .subquery()
    )
    same = (RegisterKind.code == newest.c.code) & (RegisterKind.version == newest.c.version)
    query = select(RegisterKind).join(newest, same).where(RegisterKind.community_id == community_id)
    return list(await session.scalars(query.order_by(RegisterKind.code)))


async def versions(session: AsyncSession, community_id: UUID, code: str) -> list[RegisterKind]:
    """Every version of a kind, newest first."""
    query = select(RegisterKind).where(RegisterKind.community_id == community_id, RegisterKind.code == code)
    return list(await session.scalars(query.order_by(RegisterKind.version.desc())))


async def of_community(
    session: AsyncSession, community_id: UUID, kinds: Collection[str] | None = None
) -> list[RegisterItem]:
    """The entries of a community, or those of some kinds."""
    query = select(RegisterItem).where(RegisterItem.community_id == community_id)
    return list(await session.scalars(query if kinds is None else query.where(RegisterItem.kind.in_(kinds))))


async def item(session: AsyncSession, community_id: UUID, kind: str, code: str) -> RegisterItem | None:
    """One entry."""
    of = RegisterItem.community_id == community_id, RegisterItem.kind == kind, RegisterItem.code == code
    return (await session.scalars(select(RegisterItem).where(*of))).first()


async def items(
    session: AsyncSession, community_id: UUID, kind: str | None, grid_id: UUID | None, ask: Ask
) -> Page[RegisterItem]:
    """The entries of a kind and in a grid, where one is asked for, those written down last first."""
    query = select(RegisterItem).where(RegisterItem.community_id == community_id)
    if kind is not None:
        query = query.where(RegisterItem.kind == kind)
    if grid_id is not None:
        query = query.where(RegisterItem.grid_id == grid_id)
    return await page(session, query, RegisterItem.written_at, RegisterItem.id, ask)
