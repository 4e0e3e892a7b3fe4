"""Who seconds issues, which comments are hidden, and whom councils were drawn from."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, func, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.grids import Home, Household, Unit
from db.models.points import PointsAccount
from db.models.residents import Resident
from db.models.resolutions import Unthanked
from db.models.rights import CouncilDraw, CouncilLot, HiddenComment, Second, Willing
from db.paging import Ask, Page, page


async def second(session: AsyncSession, row: Second) -> bool:
    """Whether it is new that somebody stands behind an issue."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    values = {"issue_id": row.issue_id, "resident_id": row.resident_id, "seconded_at": row.seconded_at}
    begun = insert(Second).values(values).on_conflict_do_nothing().returning(Second.issue_id)
    return await session.scalar(begun) is not None


async def second_counts(session: AsyncSession, issue_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many second each issue; those that nobody seconds are left out."""
    query = select(Second.issue_id, func.count()).where(Second.issue_id.in_(issue_ids)).group_by(Second.issue_id)
    return {row[0]: row[1] for row in await session.execute(query)}


async def seconded_by(session: AsyncSession, pairs: Collection[tuple[UUID, UUID]]) -> set[tuple[UUID, UUID]]:
    """Those of the (issue, resident) where the resident seconds the issue."""
    columns = Second.issue_id, Second.resident_id
    found = await session.execute(select(*columns).where(tuple_(*columns).in_(list(pairs))))
    return {(issue_id, resident_id) for issue_id, resident_id in found}


async def seconds(session: AsyncSession, issue_id: UUID, first: int) -> list[Resident]:
    """The first who seconded an issue, without those who do not want to be named."""
    hidden = select(Unthanked.resident_id).where(Unthanked.resident_id == Second.resident_id).exists()
    query = select(Resident).join(Second, Second.resident_id == Resident.id)
    order = query.where(Second.issue_id == issue_id, ~hidden).order_by(Second.seconded_at, Second.resident_id)
    return list(await session.scalars(order.limit(first)))


async def hidings(session: AsyncSession, comment_ids: Collection[UUID]) -> dict[UUID, HiddenComment]:
    """What was decided about comments, by the comment; those nobody has ever hidden are left out."""
    rows = await session.scalars(select(HiddenComment).where(HiddenComment.comment_id.in_(comment_ids)))
    return {row.comment_id: row for row in rows}


async def buildings_of(session: AsyncSession, resident_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The building each lives in; those of whom nobody has said are left out."""
    query = (
        select(Home.resident_id, Unit.building_id)
        .join(Household, Household.id == Home.household_id)
        .join(Unit, Unit.id == Household.unit_id)
        .where(Home.resident_id.in_(resident_ids))
    )
    return {row[0]: row[1] for row in await session.execute(query)}


async def willing(session: AsyncSession, resident_id: UUID) -> bool:
    """Whether somebody is willing to be drawn."""
    return await session.get(Willing, resident_id) is not None


async def be_willing(session: AsyncSession, row: Willing) -> None:
    """They are willing from now on, or have been for longer."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    values = {"resident_id": row.resident_id, "community_id": row.community_id, "since": row.since}
    await session.execute(insert(Willing).values(values).on_conflict_do_nothing())


async def forget_willing(session: AsyncSession, resident_id: UUID) -> None:
    """They are not willing any more."""
    await session.execute(delete(Willing).where(Willing.resident_id == resident_id))


async def willing_with_points(session: AsyncSession, community_id: UUID) -> list[tuple[UUID, int]]:
    """The confirmed residents who are willing to be drawn, and what each has ever earned."""
    query = (
        select(Willing.resident_id, PointsAccount.earned)
        .join(PointsAccount, PointsAccount.resident_id == Willing.resident_id)
        .join(Resident, Resident.id == Willing.resident_id)
        .where(Willing.community_id == community_id, Resident.verified_at.is_not(None))
    )
    return [(row[0], row[1]) for row in await session.execute(query)]


async def draws(session: AsyncSession, community_id: UUID, ask: Ask) -> Page[CouncilDraw]:
    """The draws of a community, newest first."""
    query = select(CouncilDraw).where(CouncilDraw.community_id == community_id)
    return await page(session, query, CouncilDraw.drawn_at, CouncilDraw.id, ask)


async def lots(session: AsyncSession, draw_id: UUID) -> list[UUID]:
    """Who was in a draw, in the order of their lots."""
    query = select(CouncilLot.resident_id).where(CouncilLot.draw_id == draw_id).order_by(CouncilLot.place)
    return list(await session.scalars(query))
