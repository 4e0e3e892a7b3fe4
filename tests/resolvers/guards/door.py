"""A building with one household in it, and who lives there."""

from collections.abc import Collection
from uuid import UUID

from db.models.grids import Building, Home, Household, Unit
from tests.support.house import Hall


async def household(hall: Hall, people: int, living: Collection[UUID] = (), code: str = "7") -> tuple[UUID, UUID]:
    """A building and the one household in it, behind door 501 of unit 1, where these residents live."""
    new = hall.house.new_id
    building, unit, home = new(), new(), new()

    async def put(session) -> None:
        where = {"community_id": hall.community_id, "grid_id": None, "code": code, "name": f"{code} 栋"}
        session.add(Building(id=building, polygon="{}", households=1, people=people, **where))
        await session.flush()
        session.add(Unit(id=unit, building_id=building, code="1"))
        await session.flush()
        session.add(Household(id=home, unit_id=unit, code="501", people=people))
        await session.flush()
        session.add_all(Home(resident_id=each, household_id=home) for each in living)

    await hall.house.database.write(put, after=lambda: None)
    return building, home


async def next_door(hall: Hall, building: UUID, resident_id: UUID) -> None:
    """Somebody lives in the same building, behind a door of their own."""
    unit, home = hall.house.new_id(), hall.house.new_id()

    async def put(session) -> None:
        for row in (
            Unit(id=unit, building_id=building, code="2"),
            Household(id=home, unit_id=unit, code="201", people=1),
            Home(resident_id=resident_id, household_id=home),
        ):
            session.add(row)
            await session.flush()

    await hall.house.database.write(put, after=lambda: None)
