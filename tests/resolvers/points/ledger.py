"""What tests look at in the ledger."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import select

from db.models.points import PointsAccount, PointsEntry
from db.models.reports import Report
from resolvers import departments
from resolvers.deed import Deed, perform
from resolvers.points import reading
from resolvers.points.earning import earn
from resolvers.reports import handling
from resolvers.reports.submitting import Sent, submit
from resolvers.seeding import Seeded
from rules.points import Rule
from tests.support.house import Hall, done


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


async def reported(hall: Hall) -> Report:
    """A report by the first neighbour."""
    sender = await hall.actor(hall.neighbours[0])
    return done(await submit(hall.house, sender, Sent("路灯不亮了")))


async def under_hand(hall: Hall, report_id: UUID) -> None:
    """Has staff take a report up."""
    staff = await hall.actor(hall.staff)
    office = done(await departments.put(hall.house, staff, "lights", "照明所"))
    done(await departments.add_member(hall.house, staff, office.id, staff.resident_id))
    done(await handling.assign(hall.house, staff, report_id, office.id))
    done(await handling.start(hall.house, staff, report_id))


async def given(hall: Hall, who: Collection[UUID], rule: Rule, source: str, **more: Any) -> None:
    """Gives points by a rule for a source."""

    async def work(deed: Deed) -> None:
        await earn(deed, hall.community_id, who, rule, source, {}, **more)

    await perform(hall.house, work)
