from collections import Counter

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.grids import Building, Grid, GridMap
from resolvers.deed import Deed, perform
from resolvers.grids import partitioning
from resolvers.grids.drawing import Redrawn
from resolvers.grids.geometry import geometry_of, shape_of
from resolvers.grids.importing import Imported, bring_in
from resolvers.grids.partitioning import Proposed
from rules.grids import HOUSEHOLDS, PEOPLE, Size
from rules.partition import Unmet
from rules.refusals import Refusal
from tests.support.ground import feature, ring, text
from tests.support.house import Hall, done


def street(x: int, y: int, households: int = 30) -> dict[str, object]:
    return feature("building", f"{x}-{y}", x * 0.4, y * 0.4, 0.25, 0.2, households=households, people=3 * households)


async def built(hall: Hall, *more: dict[str, object]) -> None:
    await imported(hall, *(street(x, y) for x in range(9) for y in range(9)), *more)


async def imported(hall: Hall, *features: dict[str, object]) -> None:
    file = text(features)
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
    await stand_where_proposed(hall, grids)


async def stand_where_proposed(hall: Hall, grids: list[Proposed]) -> None:
    """Every building is in the grid that it was proposed for."""
    async with hall.house.database.read() as session:
        rows = list(await session.scalars(select(Building)))
        drawn = {row.id: row.code for row in await session.scalars(select(Grid))}
    homes = {code: each.drawn.code for each in grids for code in each.buildings}
    assert {row.code: drawn[row.grid_id] for row in rows if row.grid_id} == homes


async def test_people_may_be_counted(hall: Hall):
    await built(hall)
    assert all(1_000 <= each.drawn.people <= 1_500 for each in await proposed(hall, PEOPLE))


async def test_the_outline_of_the_community_is_filled(hall: Hall):
    whole = [feature("community", "all", -1, -1, wide=6, high=6), feature("grid", "A1", -1, -1, wide=6, high=6)]
    await built(hall, *whole)
    grids = await proposed(hall)
    assert isinstance(await partitioning.adopt(hall.house, hall.community_id, grids), Redrawn)


RIVERS = {
    "one between houses": [[ring(-1, -1, 2.46, 6)], [ring(1.5, -1, 3.5, 6)]],
    "one that nobody lives across": [[ring(-1, -1, 4.8, 6)], [ring(4, -1, 1, 6)]],
    "one with an island": [[ring(-1, -1, 2.46, 6)], [ring(1.54, -1, 3.46, 6)], [ring(1.48, 1, 0.04, 0.3)]],
}


@pytest.mark.parametrize("river", RIVERS)
async def test_a_community_on_two_banks_is_cut_into_grids_that_can_be_drawn(hall: Hall, river: str):
    whole = feature("community", "all", 0, 0)
    whole["geometry"] = {"type": "MultiPolygon", "coordinates": RIVERS[river]}
    await built(hall, *[feature("building", f"e{n}", 3.6, n * 0.4, 0.1, 0.1) for n in range(5)])

    async def put_outline(deed: Deed) -> None:
        shape = geometry_of(shape_of(whole["geometry"]))
        deed.session.add(GridMap(community_id=hall.community_id, outline=shape, drawn_at=deed.now))

    await perform(hall.house, put_outline)
    grids = await proposed(hall)
    assert all((not each.buildings) == (each.part.unmet == Unmet.NO_BUILDING) for each in grids)
    assert sum(not each.buildings for each in grids) == (0 if river == "one between houses" else 1)
    assert sum(each.drawn.households for each in grids) == 81 * 30
    assert isinstance(await partitioning.adopt(hall.house, hall.community_id, grids), Redrawn)
    await stand_where_proposed(hall, grids)


async def test_a_map_cut_anew_keeps_codes_and_names_where_the_people_are(hall: Hall):
    await built(hall)
    first = await proposed(hall)
    assert [each.kept for each in first] == [False] * len(first)
    done(await partitioning.adopt(hall.house, hall.community_id, first))

    async def rename(session: AsyncSession) -> None:
        await session.execute(update(Grid).values(name=Grid.code + " 片"))

    await hall.house.database.write(rename, after=lambda: None)
    # More live in the west, so that what is cut first is smaller.
    await imported(hall, *[street(x, y, 70) for x in range(4) for y in range(9)])
    second = await proposed(hall)
    where = {code: each.drawn.code for each in first for code in each.buildings}
    common: Counter[tuple[int, str]] = Counter()
    for number, each in enumerate(second):
        for code in each.buildings:
            common[number, where[code]] += 70 if int(code[0]) < 4 else 30
    ((most, code), _), *_ = common.most_common(1)
    assert second[most].drawn.code == code
    numbered_anew = sum(common[number, f"G{number + 1:02}"] for number in range(len(second)))
    assert sum(common[number, each.drawn.code] for number, each in enumerate(second)) > numbered_anew
    best = {each.drawn.code for each in second if each.kept}
    assert sorted(best) == [each.drawn.code for each in first]
    assert {each.drawn.name for each in second if each.kept} == {f"{code} 片" for code in best}
    new = {each.drawn.code for each in second if not each.kept}
    assert new
    assert not new & best
    assert done(await partitioning.adopt(hall.house, hall.community_id, second)).retired == 0


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
