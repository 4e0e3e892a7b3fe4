"""Deeds that look made up, done one by one as anybody could do them; each ends with points of a neighbour held."""

from sqlalchemy import select

from db.models.guards import PointsHold
from resolvers.activities import attending, joining
from resolvers.hours import giving
from tests.resolvers.activities.putting_on import put_on
from tests.resolvers.hours.banking import helped, neighbour, opened
from tests.support.house import Hall, done
from tests.support.office import open_office


async def in_a_burst(hall: Hall) -> None:
    """Nine half days of volunteering, confirmed at one go."""
    me, staff = await neighbour(hall, 0), await hall.actor(hall.staff)
    _, slots = await put_on(hall, *[5] * 9)
    rows = [done(await joining.sign_up(hall.house, me, slot.id)) for slot in slots]
    hall.clock.turn(hours=1)
    for row in rows:
        done(await attending.came(hall.house, staff, row.id))
        hall.clock.turn(days=1)
    for row in rows:
        done(await attending.confirm(hall.house, staff, row.id, 30))


async def in_a_ring(hall: Hall, other: int = 1) -> None:
    """Two neighbours who help each other three times, and an hour that becomes points."""
    await opened(hall, other, 600)
    for _ in range(3):
        await helped(hall, 0, other)
        await helped(hall, other, 0)
    row = await helped(hall, 0, other)
    done(await giving.convert(hall.house, await neighbour(hall, 0), row.id))


async def without_proof(hall: Hall) -> None:
    """Six reports of which there is nothing but words, and which staff begin to work on."""
    office = await open_office(hall)
    for number in range(6):
        if number == 3:  # three more would be beyond the limit of a day
            hall.clock.turn(days=1)
        await office.handled(words=f"第 {number} 盏路灯不亮了")


async def held(hall: Hall) -> list[PointsHold]:
    """What waits."""
    async with hall.house.database.read() as session:
        return list(await session.scalars(select(PointsHold)))
