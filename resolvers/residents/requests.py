"""Who asks to be confirmed and how somebody was, as it is read."""

from collections.abc import Collection, Mapping
from uuid import UUID

from db.models.confirmations import Confirmation, HouseholdRequest
from db.models.grids import Building, Household, Unit
from db.paging import Ask, Page
from db.queries import confirmations, points
from resolvers.actors import Actor
from resolvers.grids.finding import looked_after
from resolvers.house import House
from rules.refusals import Code, Refusal, refuse
from rules.roles import STAFF, Role

DECIDE = STAFF | {Role.GRID_WORKER, Role.BUILDING_HEAD}


async def newest(house: House, resident_id: UUID) -> HouseholdRequest | None:
    """What somebody asked last."""
    async with house.database.read() as session:
        return await confirmations.newest_request(session, resident_id)


async def waiting(house: House, actor: Actor, ask: Ask) -> Page[HouseholdRequest] | Refusal:
    """The requests that the actor may answer, oldest first. FORBIDDEN for who answers none."""
    if not actor.roles & DECIDE:
        return refuse(Code.FORBIDDEN, "confirm_not_yours")
    async with house.database.read() as session:
        if actor.roles & STAFF:
            return await confirmations.waiting(session, actor.community_id, ask, None)
        grids = await looked_after(session, actor.community_id, actor.resident_id, house.now())
        home = await points.home_of(session, actor.resident_id)
        building = home.building_id if Role.BUILDING_HEAD in actor.roles else None
        return await confirmations.waiting(session, actor.community_id, ask, (grids, building))


async def load_places(house: House, household_ids: Collection[UUID]) -> Mapping[UUID, tuple[Household, Unit, Building]]:
    """Households with their units and buildings; those unknown are left out."""
    async with house.database.read() as session:
        return await confirmations.places_of(session, household_ids)


async def load_homes(house: House, resident_ids: Collection[UUID]) -> Mapping[UUID, tuple[Household, Unit, Building]]:
    """Where residents live; those of whom it is not known are left out."""
    async with house.database.read() as session:
        return await confirmations.homes_of(session, resident_ids)


async def load_confirmations(house: House, resident_ids: Collection[UUID]) -> Mapping[UUID, Confirmation]:
    """How residents were confirmed; those who are not are left out."""
    async with house.database.read() as session:
        return await confirmations.by_ids(session, resident_ids)
