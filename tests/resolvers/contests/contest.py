"""Contests for tests: one of ideas, one of two buildings, and what was paid."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from db.models.contests import Contest
from db.models.grids import Building, Home, Household, Unit
from db.models.points import PointsEntry
from resolvers.contests import entering, planning, reading
from resolvers.contests.reading import Whole
from resolvers.deed import Deed, perform
from resolvers.points import reading as points_reading
from resolvers.polls import cast
from rules.contests import Award, ContestKind, Plan, Prize
from rules.points import Movement
from tests.support.deeds import swept
from tests.support.house import Hall, done

DAY = timedelta(days=1)


async def planned(hall: Hall, wanted: Plan, title: str = "金点子大赛") -> Contest:
    staff = await hall.actor(hall.staff)
    return done(await planning.plan(hall.house, staff, title, "大家来比一比。", wanted))


async def whole(hall: Hall, row: Contest) -> Whole:
    return (await reading.load(hall.house, [row.id]))[row.id]


async def key_of(hall: Hall, number: int) -> UUID:
    return (await hall.actor(hall.neighbours[number])).resident_id


def for_ideas(hall: Hall) -> Plan:
    now = hall.clock.now()
    prizes = [Prize(Award.IDEA, 1, 50), Prize(Award.IDEA, 2, 20)]
    return Plan(ContestKind.IDEAS, prizes, now + 4 * DAY, entries_until=now + DAY, shortlist_by=now + 2 * DAY)


async def shortlisted(hall: Hall) -> Contest:
    """Three ideas of three neighbours, of which two are put to the vote."""
    row = await planned(hall, for_ideas(hall))
    for number, title in enumerate(["修长椅", "种桂花", "养孔雀"]):
        done(await entering.enter(hall.house, await hall.actor(hall.neighbours[number]), row.id, title, "这样更好。"))
    hall.clock.turn(days=1)
    await swept(hall.house)
    entries = (await whole(hall, row)).parts.entries
    chosen, left_out = [each.id for each in entries[:2]], {entries[2].id: "小区里养不了。"}
    return done(await entering.shortlist(hall.house, await hall.actor(hall.staff), row.id, chosen, left_out))


async def vote(hall: Hall, row: Contest, number: int, choice: str) -> None:
    assert row.poll_id is not None
    done(await cast.cast_vote(hall.house, await key_of(hall, number), row.poll_id, choice))


async def prizes(hall: Hall) -> dict[UUID, list[int]]:
    """What each was paid in prizes; sums of entries fit accounts and boards."""
    assert await points_reading.differences(hall.house, hall.community_id) == []
    found: dict[UUID, list[int]] = {}
    async with hall.house.database.read() as session:
        for row in await session.scalars(select(PointsEntry).where(PointsEntry.movement == Movement.PRIZE)):
            found.setdefault(row.resident_id, []).append(row.points)
    return {key: sorted(each) for key, each in found.items()}


async def homes(hall: Hall, buildings: Sequence[Sequence[int]]) -> list[UUID]:
    """Buildings in which these neighbours live."""
    keys = [hall.house.new_id() for _ in buildings]
    people = [[await key_of(hall, number) for number in of] for of in buildings]

    async def build(deed: Deed) -> None:
        for key, code, of in zip(keys, "AB", people, strict=True):
            unit, door = hall.house.new_id(), hall.house.new_id()
            building = Building(id=key, community_id=hall.community_id, code=code, name=f"{code}栋", polygon="{}")
            building.households, building.people = 1, len(of)
            deed.session.add(building)
            await deed.session.flush()
            deed.session.add(Unit(id=unit, building_id=key, code="1"))
            await deed.session.flush()
            deed.session.add(Household(id=door, unit_id=unit, code="101", people=len(of)))
            await deed.session.flush()
            deed.session.add_all(Home(resident_id=each, household_id=door) for each in of)

    await perform(hall.house, build)
    return keys


async def of_buildings(hall: Hall) -> Contest:
    """Two buildings, of which the judge lives in the second."""
    keys = await homes(hall, [[0, 1], [2, 3]])
    wanted = Plan(
        ContestKind.BUILDINGS,
        [Prize(Award.BUILDING, 1, 20)],
        hall.clock.now() + 3 * DAY,
        judges_weight=60,
        residents_weight=40,
        criteria=[("整洁", 10), ("和睦", 10)],
        buildings=keys,
        judges=[await key_of(hall, 4), await key_of(hall, 3)],
    )
    return await planned(hall, wanted, "最美楼栋")
