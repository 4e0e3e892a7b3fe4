"""What somebody has come to by good deeds, for tests: points ever earned, and who lives in which building."""

from collections.abc import Sequence

from db.models.grids import Building, Home, Household, Unit
from db.models.points import PointsEntry
from resolvers.deed import Deed, perform
from resolvers.points.earning import enter
from resolvers.seeding import Seeded
from rules.agreements import today
from rules.points import DEFAULT, Movement, Rule
from tests.support.house import Hall


async def risen(hall: Hall, person: Seeded, points: int) -> None:
    """Somebody has earned so many points more."""
    who = (await hall.actor(person)).resident_id

    async def work(deed: Deed) -> None:
        entry = PointsEntry(
            id=deed.new_id(),
            community_id=hall.community_id,
            resident_id=who,
            movement=Movement.EARNED,
            rule=Rule.VOLUNTEERING,
            source=f"activity_{deed.new_id().hex}",
            tariff_version=DEFAULT.version,
            points=points,
            material=points,
            owed=0,
            uncut=points,
            day=today(deed.now),
            at=deed.now,
        )
        await enter(deed, entry)

    await perform(hall.house, work)


async def under_one_roof(hall: Hall, people: Sequence[Seeded]) -> None:
    """They live in one building, each in a flat of their own."""
    keys = [(await hall.actor(person)).resident_id for person in people]

    async def work(deed: Deed) -> None:
        house, unit = deed.new_id(), deed.new_id()
        row = Building(id=house, community_id=hall.community_id, code=house.hex, name=house.hex[:8], polygon="[]")
        row.households, row.people = len(keys), len(keys)
        deed.session.add(row)
        await deed.session.flush()
        deed.session.add(Unit(id=unit, building_id=house, code="1"))
        await deed.session.flush()
        for number, key in enumerate(keys):
            flat = Household(id=deed.new_id(), unit_id=unit, code=str(number), people=1)
            deed.session.add(flat)
            await deed.session.flush()
            deed.session.add(Home(resident_id=key, household_id=flat.id))

    await perform(hall.house, work)
