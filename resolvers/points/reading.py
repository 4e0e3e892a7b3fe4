"""What residents have of points, as it is read."""

from collections.abc import Collection, Mapping
from uuid import UUID

from db.models.points import PointsAccount, PointsEntry, PointsMonth
from db.paging import Ask, Page
from db.queries import contests, guards, points, points_checks, residents, rewards
from resolvers.actors import Actor
from resolvers.house import House
from resolvers.points import tariffs
from rules.points import Tariff
from rules.refusals import Code, Refusal, refuse
from rules.roles import STAFF


async def accounts(house: House, resident_ids: Collection[UUID]) -> Mapping[UUID, PointsAccount]:
    """The accounts of residents; those who have earned nothing yet are left out."""
    async with house.database.read() as session:
        return await points.accounts(session, resident_ids)


async def valid_tariffs(house: House, community_ids: Collection[UUID]) -> Mapping[UUID, Tariff]:
    """The tariff that is valid now in each community."""
    now = house.now()
    async with house.database.read() as session:
        return {key: await tariffs.valid(session, key, now) for key in community_ids}


async def entries(house: House, resident_id: UUID, ask: Ask) -> Page[PointsEntry]:
    """Somebody's entries, newest first."""
    async with house.database.read() as session:
        return await points.of_resident(session, resident_id, ask)


async def waiting(house: House, resident_id: UUID) -> int:
    """How many points of somebody wait for staff."""
    async with house.database.read() as session:
        return await guards.waiting(session, resident_id)


async def entries_for_staff(house: House, actor: Actor, resident_id: UUID, ask: Ask) -> Page[PointsEntry] | Refusal:
    """The entries of somebody in the actor's community, newest first. FORBIDDEN for all but its staff."""
    if not actor.roles & STAFF:
        return refuse(Code.FORBIDDEN, "staff_only")
    async with house.database.read() as session:
        person = (await residents.by_ids(session, [resident_id])).get(resident_id)
        if person is None or person.community_id != actor.community_id:
            return refuse(Code.NOT_FOUND, "resident_unknown", "residentId")
        return await points.of_resident(session, resident_id, ask)


async def months(house: House, community_id: UUID) -> list[PointsMonth]:
    """The months in which somebody earned something, newest first."""
    async with house.database.read() as session:
        return await points.months(session, community_id)


async def differences(house: House, community_id: UUID) -> list[str]:
    """Where accounts, boards and counts are not the sum of the entries, or holds, stocks, vouchers and wins do not fit.

    A line each; nothing where all is well.
    """
    async with house.database.read() as session:
        return [
            *await points_checks.differences(session, community_id),
            *await guards.differences(session, community_id),
            *await rewards.differences(session, community_id),
            *await contests.differences(session, community_id),
        ]
