from sqlalchemy import select

from db.models.grids import Building
from resolvers.grids import partitioning
from resolvers.grids.drawing import Redrawn
from resolvers.grids.importing import Imported, bring_in
from resolvers.grids.partitioning import Proposed
from rules.grids import HOUSEHOLDS, PEOPLE, Size
from rules.partition import Unmet
from rules.refusals import Refusal
from tests.support.ground import feature, text
from tests.support.house import Hall, done


def street(x: int, y: int, households: int = 30) -> dict[str, object]:
    return feature("building", f"{x}-{y}", x * 0.4, y * 0.4, 0.25, 0.2, households=households, people=3 * households)


async def built(hall: Hall, *more: dict[str, object]) -> None:
    file = text([*(street(x, y) for x in range(9) for y in range(9)), *more])
    result = await bring_in(hall.house, hall.community_id, file, kind=None, dry_run=False, progress=lambda *_: None)
    assert isinstance(result, Imported), result


async def proposed(hall: Hall, size: Size = HOUSEHOLDS) -> list[Proposed]:
    return list(done(await partitioning.propose(hall.house, hall.community_id, size)))


async def test_what_is_proposed_can_be_drawn_and_every_building_is_in_its_grid(hall: Hall):
    await built(hall)
    grids = await proposed(hall)
    assert all(each.part.unmet is None and 300 <= each.drawn.households <= 500 for each in grids)
    assert sum(each.drawn.households for each in grids) == 81 * 30
    assert done(await partitioning.adopt(hall.house, hall.community_id, grids)) == Redrawn(len(grids), len(grids), 0, 0)
    async with hall.house.database.read() as session:
        rows = list(await session.scalars(select(Building)))
    homes = {code: each.drawn.code for each in grids for code in each.buildings}
    assert len({(row.grid_id, homes[row.code]) for row in rows}) == len(grids)
    assert len({row.grid_id for row in rows}) == len(grids)


async def test_people_may_be_counted(hall: Hall):
    await built(hall)
    assert all(1_000 <= each.drawn.people <= 1_500 for each in await proposed(hall, PEOPLE))


async def test_the_outline_of_the_community_is_filled(hall: Hall):
    whole = [feature("community", "all", -1, -1, wide=6, high=6), feature("grid", "A1", -1, -1, wide=6, high=6)]
    await built(hall, *whole)
    grids = await proposed(hall)
    assert isinstance(await partitioning.adopt(hall.house, hall.community_id, grids), Redrawn)


async def test_buildings_that_share_walls_can_be_cut_apart(hall: Hall):
    rows = [feature("building", f"r{n}", n * 0.2, 10, 0.2, 0.15, households=100) for n in range(20)]
    await built(hall, *rows)
    grids = await proposed(hall)
    assert isinstance(await partitioning.adopt(hall.house, hall.community_id, grids), Redrawn)


async def test_a_tower_that_is_too_large_is_named(hall: Hall):
    await built(hall, feature("building", "tower", 1.27, 1.82, 0.1, 0.15, households=700))
    wrong = [(each.buildings, each.part.weight, each.part.unmet) for each in await proposed(hall) if each.part.unmet]
    assert wrong == [(["tower"], 700, Unmet.BUILDING_TOO_LARGE)]


async def test_without_buildings_there_is_nothing_to_cut(hall: Hall):
    refusal = await partitioning.propose(hall.house, hall.community_id, HOUSEHOLDS)
    assert isinstance(refusal, Refusal)
    assert refusal.reason == "no_buildings"
