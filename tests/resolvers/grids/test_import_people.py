"""Homes, duties and trainings come in by a file, for people who are in the community already."""

from sqlalchemy import select

from db.models.deadlines import Deadline, Due
from db.models.grids import GridDuty, Home, Household, Skill
from resolvers import seeding
from rules.ids import Kind, public_id
from rules.roles import Role
from tests.resolvers.grids.test_importing import TOWN, problems, taken_in
from tests.support.deeds import foreigner
from tests.support.ground import text
from tests.support.house import Hall

DOORS = "building,unit,code,people\n1栋,1,101,3\n1栋,2,101,2\n"


async def town(hall: Hall) -> seeding.Seeded:
    """Two grids, a building with two doors, and a grid worker."""
    await taken_in(hall, text(TOWN))
    await taken_in(hall, DOORS, "household")
    newcomer = seeding.Newcomer((Role.GRID_WORKER,), "+8613900000001", "刘师傅")
    return (await seeding.add_residents(hall.house, hall.community_id, [newcomer]))[0]


async def test_residents_are_found_by_number_and_by_id_and_move_when_told_so(hall: Hall):
    await town(hall)
    first, second = hall.neighbours[:2]
    key = public_id(Kind.RESIDENT, (await hall.actor(second)).resident_id)
    file = f"resident,building,unit,code\n{first.phone},1栋,1,101\n{key},1栋,2,101\n"
    assert await taken_in(hall, file, "home") == {"home": 2}
    assert await taken_in(hall, f"resident,building,unit,code\n{first.phone},1栋,2,101\n", "home") == {"home": 1}
    async with hall.house.database.read() as session:
        homes = {row.resident_id: row.household_id for row in await session.scalars(select(Home))}
        people = {row.id: row.people for row in await session.scalars(select(Household))}
    assert [people[homes[(await hall.actor(person)).resident_id]] for person in (first, second)] == [2, 2]


async def test_duties_are_added_and_trainings_replaced(hall: Hall):
    await town(hall)
    duties = "resident,grid\n139 0000 0001,A1\n13900000001,B1\n"
    for _ in range(2):
        assert await taken_in(hall, duties, "duty") == {"duty": 2}
    skills = "resident,trade,trained_on,expires_on\n13900000001,POLICE,2026-01-05,{}\n13900000001,MARKET,2026-01-05,\n"
    for ends in ("2090-01-04", "2091-01-04"):
        assert await taken_in(hall, skills.format(ends), "skill") == {"skill": 2}
    async with hall.house.database.read() as session:
        assert len(list(await session.scalars(select(GridDuty)))) == 2
        found = {row.trade.value: (row.id, row.expires_on) for row in await session.scalars(select(Skill))}
        due = [
            row.subject_id for row in await session.scalars(select(Deadline).where(Deadline.kind == Due.SKILL_EXPIRES))
        ]
    assert found["MARKET"][1] is None
    assert str(found["POLICE"][1]) == "2091-01-04"
    assert found["POLICE"][0] in due


async def test_every_wrong_line_is_named_and_nobody_moves(hall: Hall):
    await town(hall)
    elsewhere = public_id(Kind.RESIDENT, (await foreigner(hall)).resident_id)
    me = hall.neighbours[0].phone
    homes = f"resident,building,unit,code\n{elsewhere},1栋,1,101\n{me},1栋,1,999\nnobody,1栋,1,101\n"
    found = await problems(hall, homes, "home")
    assert found == [(2, "resident_unknown"), (3, "household_unknown"), (4, "resident_unknown")]
    duties = f"resident,grid\n{me},A1\n13900000001,Z9\n"
    assert await problems(hall, duties, "duty") == [(2, "not_a_grid_worker"), (3, "grid_code_unknown")]
    skills = "13900000001,COOKING,2026-01-05,\n13900000001,POLICE,5.1.2026,\n13900000001,POLICE,2026-01-05,2020-01-01\n"
    found = await problems(hall, f"resident,trade,trained_on,expires_on\n{skills}", "skill")
    assert found == [(2, "trade_unknown"), (3, "calendar_day"), (4, "training_ends_before")]
