"""What tests look at in the ledger."""

from sqlalchemy import select

from db.models.points import PointsAccount, PointsEntry
from resolvers.points import reading
from resolvers.seeding import Seeded
from tests.support.house import Hall


async def entries(hall: Hall, person: Seeded) -> list[tuple[str, str, int, int]]:
    """Somebody's entries as (movement, rule, points, material), oldest first."""
    key = (await hall.actor(person)).resident_id
    query = select(PointsEntry).where(PointsEntry.resident_id == key).order_by(PointsEntry.at, PointsEntry.id)
    async with hall.house.database.read() as session:
        rows = list(await session.scalars(query))
    return [(row.movement.value, row.rule.value, row.points, row.material) for row in rows]


async def earned(hall: Hall, person: Seeded) -> tuple[int, int]:
    """What somebody has ever earned and what they can spend; sums of entries, and boards, fit it."""
    key = (await hall.actor(person)).resident_id
    async with hall.house.database.read() as session:
        account = await session.get(PointsAccount, key)
    assert await reading.differences(hall.house, hall.community_id) == []
    return (account.earned, account.balance) if account else (0, 0)
