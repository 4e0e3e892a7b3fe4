"""Who is confirmed to live here and who asks to be, as it is read."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.confirmations import Confirmation, HouseholdRequest
from db.models.grids import Building, Home, Household, Unit
from db.models.residents import Resident, RoleHeld
from db.paging import Ask, Page, page
from rules.confirmations import Rooms
from rules.roles import Role


async def by_ids(session: AsyncSession, resident_ids: Collection[UUID]) -> dict[UUID, Confirmation]:
    """How each of them was confirmed; those who are not are left out."""
    rows = await session.scalars(select(Confirmation).where(Confirmation.resident_id.in_(resident_ids)))
    return {row.resident_id: row for row in rows}


async def request(session: AsyncSession, request_id: UUID) -> HouseholdRequest | None:
    """A request, held until this transaction ends."""
    return await session.get(HouseholdRequest, request_id, with_for_update=True, populate_existing=True)


async def open_request(session: AsyncSession, resident_id: UUID) -> HouseholdRequest | None:
    """The request of somebody that nobody has answered yet, held until this transaction ends."""
    query = select(HouseholdRequest).where(
        HouseholdRequest.resident_id == resident_id, HouseholdRequest.answer.is_(None)
    )
    return await session.scalar(query.with_for_update())


async def newest_request(session: AsyncSession, resident_id: UUID) -> HouseholdRequest | None:
    """What somebody has asked last."""
    query = select(HouseholdRequest).where(HouseholdRequest.resident_id == resident_id)
    newest = query.order_by(HouseholdRequest.asked_at.desc(), HouseholdRequest.id.desc())
    return await session.scalar(newest.limit(1))


async def place_of(session: AsyncSession, household_id: UUID) -> tuple[Household, Unit, Building] | None:
    """A household with its unit and building."""
    query = select(Household, Unit, Building).join(Unit, Unit.id == Household.unit_id)
    query = query.join(Building, Building.id == Unit.building_id).where(Household.id == household_id)
    row = (await session.execute(query)).first()
    return None if row is None else (row[0], row[1], row[2])


async def behind(session: AsyncSession, community_id: UUID, building_id: UUID, door: tuple[str, str]) -> UUID | None:
    """The household behind a door of a building of this community, by unit and door."""
    query = select(Household.id).join(Unit, Unit.id == Household.unit_id)
    query = query.join(Building, Building.id == Unit.building_id)
    named = Unit.code == door[0], Household.code == door[1]
    return await session.scalar(query.where(Building.id == building_id, Building.community_id == community_id, *named))


async def places_of(
    session: AsyncSession, household_ids: Collection[UUID]
) -> dict[UUID, tuple[Household, Unit, Building]]:
    """The households with their units and buildings; those unknown are left out."""
    query = select(Household, Unit, Building).join(Unit, Unit.id == Household.unit_id)
    query = query.join(Building, Building.id == Unit.building_id).where(Household.id.in_(household_ids))
    return {row[0].id: (row[0], row[1], row[2]) for row in await session.execute(query)}


async def homes_of(
    session: AsyncSession, resident_ids: Collection[UUID]
) -> dict[UUID, tuple[Household, Unit, Building]]:
    """The households where residents live, with their units and buildings; those not known are left out."""
    query = select(Home.resident_id, Household, Unit, Building).join(Household, Household.id == Home.household_id)
    query = query.join(Unit, Unit.id == Household.unit_id).join(Building, Building.id == Unit.building_id)
    rows = await session.execute(query.where(Home.resident_id.in_(resident_ids)))
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


async def homes_known(session: AsyncSession, community_id: UUID) -> bool:
    """Whether the register of a community has households."""
    query = select(Household.id).join(Unit, Unit.id == Household.unit_id)
    query = query.join(Building, Building.id == Unit.building_id).where(Building.community_id == community_id)
    return await session.scalar(query.limit(1)) is not None


async def hold_rooms(session: AsyncSession, household_id: UUID) -> Rooms:
    """How many live in a household and how many of them are confirmed, held until this transaction ends."""
    row = await session.get_one(Household, household_id, with_for_update=True, populate_existing=True)
    query = select(func.count()).select_from(Home).join(Resident, Resident.id == Home.resident_id)
    confirmed = query.where(Home.household_id == household_id, Resident.verified_at.is_not(None))
    return Rooms(row.people, int(await session.scalar(confirmed) or 0))


async def heads_of(session: AsyncSession, building_id: UUID) -> set[UUID]:
    """The heads of a building: those who live there and hold the role."""
    query = select(RoleHeld.resident_id).join(Home, Home.resident_id == RoleHeld.resident_id)
    query = query.join(Household, Household.id == Home.household_id).join(Unit, Unit.id == Household.unit_id)
    of = and_(RoleHeld.role == Role.BUILDING_HEAD, Unit.building_id == building_id)
    return set(await session.scalars(query.where(of)))


async def waiting(
    session: AsyncSession, community_id: UUID, ask: Ask, within: tuple[Collection[UUID], UUID | None] | None
) -> Page[HouseholdRequest]:
    """The requests that nobody has answered, oldest first: all, or those within these grids or this building."""
    query = select(HouseholdRequest).where(
        HouseholdRequest.community_id == community_id, HouseholdRequest.answer.is_(None)
    )
    if within is not None:
        grid_ids, building_id = within
        query = query.join(Household, Household.id == HouseholdRequest.household_id)
        query = query.join(Unit, Unit.id == Household.unit_id).join(Building, Building.id == Unit.building_id)
        query = query.where(or_(Building.grid_id.in_(grid_ids), Building.id == building_id))
    return await page(session, query, HouseholdRequest.asked_at, HouseholdRequest.id, ask, newest_first=False)
