"""Badges: the books of a community, and who has which."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.badges import BadgeBook, BadgeEarned, BadgeRound, BadgeSetEarned
from db.models.issues import Issue


async def book(session: AsyncSession, community_id: UUID, at: datetime) -> BadgeBook | None:
    """The version that is valid at a moment; None where the community has adopted none until then."""
    query = select(BadgeBook).where(BadgeBook.community_id == community_id, BadgeBook.valid_from <= at)
    return await session.scalar(query.order_by(BadgeBook.version.desc()).limit(1))


async def books(session: AsyncSession, community_id: UUID) -> list[BadgeBook]:
    """Every version a community has adopted, oldest first."""
    query = select(BadgeBook).where(BadgeBook.community_id == community_id).order_by(BadgeBook.version)
    return list(await session.scalars(query))


async def round_of(session: AsyncSession, community_id: UUID, version: int) -> BadgeRound | None:
    """How far a community has been gone through for a version of its book."""
    return await session.scalar(
        select(BadgeRound).where(BadgeRound.community_id == community_id, BadgeRound.version == version)
    )


async def with_books(session: AsyncSession, issue_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The community of each issue whose community has adopted a book of its own."""
    query = select(Issue.id, Issue.community_id).where(
        Issue.id.in_(issue_ids), Issue.community_id.in_(select(BadgeBook.community_id))
    )
    return {row[0]: row[1] for row in await session.execute(query)}


async def held(session: AsyncSession, resident_ids: Collection[UUID]) -> dict[UUID, list[BadgeEarned]]:
    """The badges of residents, the oldest first; those who have none are left out."""
    query = select(BadgeEarned).where(BadgeEarned.resident_id.in_(resident_ids))
    found: dict[UUID, list[BadgeEarned]] = {}
    for row in await session.scalars(query.order_by(BadgeEarned.earned_at, BadgeEarned.badge)):
        found.setdefault(row.resident_id, []).append(row)
    return found


async def sets_held(session: AsyncSession, resident_ids: Collection[UUID]) -> dict[UUID, list[BadgeSetEarned]]:
    """The sets that residents have whole, the oldest first; those who have none are left out."""
    query = select(BadgeSetEarned).where(BadgeSetEarned.resident_id.in_(resident_ids))
    found: dict[UUID, list[BadgeSetEarned]] = {}
    for row in await session.scalars(query.order_by(BadgeSetEarned.earned_at, BadgeSetEarned.badge_set)):
        found.setdefault(row.resident_id, []).append(row)
    return found


async def keep(session: AsyncSession, table: type[BadgeEarned] | type[BadgeSetEarned], **row: object) -> bool:
    """Whether it is new that somebody has this badge or set."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    kept = insert(table).values(row).on_conflict_do_nothing().returning(table.resident_id)
    return await session.scalar(kept) is not None


async def of_community(session: AsyncSession, community_id: UUID) -> list[BadgeEarned]:
    """Every badge that somebody of a community has."""
    query = select(BadgeEarned).where(BadgeEarned.community_id == community_id)
    return list(await session.scalars(query.order_by(BadgeEarned.resident_id, BadgeEarned.badge)))
