"""What came of things, as it is read, and who is thanked for it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, delete, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.issues import Comment, Issue
from db.models.resolutions import Credit, Resolution, Unthanked
from db.paging import Ask, Cursor, Page, page
from rules.resolutions import Part, ResolutionKind

HIGHEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Which:
    """Which resolutions are wanted; None leaves all in."""

    grid_id: UUID | None = None
    department_id: UUID | None = None
    kind: ResolutionKind | None = None


def _narrowed(query: Select[Resolution], which: Which) -> Select[Resolution]:
    if which.grid_id is not None:
        query = query.where(Resolution.grid_id == which.grid_id)
    if which.department_id is not None:
        query = query.where(Resolution.department_id == which.department_id)
    return query if which.kind is None else query.where(Resolution.kind == which.kind)


async def listed(session: AsyncSession, community_id: UUID, which: Which, ask: Ask) -> Page[Resolution]:
    """What came of things in a community, newest first: by number, since several may have come at one moment."""
    query = _narrowed(select(Resolution).where(Resolution.community_id == community_id), which)
    if ask.after is not None:
        query = query.where(Resolution.seq < min(ask.after.id.int, HIGHEST))
    found = list(await session.scalars(query.order_by(Resolution.seq.desc()).limit(ask.first + 1)))
    rows = found[: ask.first]
    return Page(rows, [str(Cursor(row.at, UUID(int=row.seq))) for row in rows], more=len(found) > ask.first)


async def after(session: AsyncSession, community_id: UUID, which: Which, seq: int, first: int) -> list[Resolution]:
    """What came of things after one entry of the community's stream, oldest first."""
    query = _narrowed(select(Resolution).where(Resolution.community_id == community_id), which)
    return list(await session.scalars(query.where(Resolution.seq > seq).order_by(Resolution.seq).limit(first)))


async def by_ids(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Resolution]:
    """Resolutions by id; those unknown are left out."""
    return {row.id: row for row in await session.scalars(select(Resolution).where(Resolution.id.in_(ids)))}


async def took_part(session: AsyncSession, issue_id: UUID) -> set[tuple[UUID, Part]]:
    """Who raised an issue, and who talked about it."""
    raised = await session.scalars(select(Issue.raised_by).where(Issue.id == issue_id))
    by = Comment.author_id
    spoke = await session.scalars(select(by).where(Comment.issue_id == issue_id, by.is_not(None)).distinct())
    return {(key, Part.RAISED) for key in raised if key} | {(key, Part.SPOKE) for key in spoke if key}


def _thanked() -> Select[Credit]:
    """Credits of those who have not said no, at the moment of asking."""
    return select(Credit).where(~exists().where(Unthanked.resident_id == Credit.resident_id))


async def thanks(session: AsyncSession, resolution_ids: Collection[UUID], most: int) -> dict[UUID, list[Credit]]:
    """Who is thanked for each resolution, at most so many."""
    place = func.row_number().over(partition_by=Credit.resolution_id, order_by=Credit.id).label("place")
    first = _thanked().where(Credit.resolution_id.in_(resolution_ids)).add_columns(place).subquery()
    query = select(Credit).join(first, first.c.id == Credit.id).where(first.c.place <= most)
    found: dict[UUID, list[Credit]] = defaultdict(list)
    for credit in await session.scalars(query.order_by(Credit.resolution_id, Credit.id)):
        found[credit.resolution_id].append(credit)
    return found


async def credits_listed(session: AsyncSession, community_id: UUID, resident_id: UUID | None, ask: Ask) -> Page[Credit]:
    """Who did what in a community, newest first, or what one of them did."""
    query = _thanked().where(Credit.community_id == community_id)
    if resident_id is not None:
        query = query.where(Credit.resident_id == resident_id)
    return await page(session, query, Credit.at, Credit.id, ask)


async def unthanked(session: AsyncSession, resident_id: UUID) -> bool:
    """Whether somebody has said that they do not want to be thanked by name."""
    return await session.get(Unthanked, resident_id) is not None


async def unthanked_of(session: AsyncSession, resident_ids: Collection[UUID]) -> frozenset[UUID]:
    """Those of these who have said that they do not want to be named."""
    query = select(Unthanked.resident_id).where(Unthanked.resident_id.in_(resident_ids))
    return frozenset(await session.scalars(query))


async def forget_unthanked(session: AsyncSession, resident_id: UUID) -> None:
    """Takes back that somebody does not want to be thanked by name."""
    await session.execute(delete(Unthanked).where(Unthanked.resident_id == resident_id))
