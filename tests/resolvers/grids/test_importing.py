from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from db.models.grids import Building, Grid, Household, TradeGrid, TradeGridPart
from db.models.register import RegisterItem
from resolvers.grids import register
from resolvers.grids.importing import Imported, bring_in
from resolvers.grids.lines import Problem
from resolvers.grids.register import Described
from rules.refusals import Refusal
from rules.register import Sort
from tests.support.ground import board, feature, spot, text
from tests.support.house import Hall
from tests.support.tables import contents

LAMP = {
    "type": "object",
    "properties": {"height": {"type": "integer", "minimum": 1}, "lit": {"type": "boolean"}},
    "required": ["height"],
    "additionalProperties": False,
}
TOWN = [*board(2), feature("building", "1栋", 0.2, 0.2, 0.3, 0.3, households=40, people=90)]


async def take_in(hall: Hall, file: str, kind: str | None = None, **how: Any) -> Imported | Sequence[Problem]:
    how = {"dry_run": False, "progress": lambda *_: None, **how}
    return await bring_in(hall.house, hall.community_id, file, kind=kind, **how)


async def taken_in(hall: Hall, file: str, kind: str | None = None) -> dict[str, int]:
    result = await take_in(hall, file, kind)
    assert isinstance(result, Imported), result
    return dict(result.counts)


async def problems(hall: Hall, file: str, kind: str | None = None) -> list[tuple[int, str]]:
    """What is wrong with which line; and nothing has changed."""
    before = await contents(hall.house)
    result = await take_in(hall, file, kind)
    assert not isinstance(result, Imported)
    assert await contents(hall.house) == before
    return [(problem.line, problem.why.reason) for problem in result]


async def lamps(hall: Hall, schema: object = LAMP, sort: Sort = Sort.THING) -> int | Refusal:
    kind = await register.draw_up(hall.house, await hall.actor(hall.staff), Described("lamp", sort, "路灯", schema))
    return kind if isinstance(kind, Refusal) else kind.version


async def test_one_file_holds_grids_buildings_and_entries_in_any_order(hall: Hall):
    await lamps(hall)
    file = text([spot("lamp", "L1", 0.5, 0.5, height=6), *reversed(TOWN)])
    assert await taken_in(hall, file) == {"lamp": 1, "building": 1, "grid": 2}
    async with hall.house.database.read() as session:
        building = (await session.scalars(select(Building))).one()
        lamp = (await session.scalars(select(RegisterItem))).one()
    assert (building.households, building.people) == (40, 90)
    assert building.grid_id == lamp.grid_id is not None
    assert lamp.attributes == '{"height":6}'


async def test_what_moves_with_the_map_is_only_looked_for_where_the_file_says_it_is(hall: Hall):
    await lamps(hall)
    await taken_in(hall, text([*TOWN, spot("lamp", "L1", 0.5, 0.5, height=6)]))
    moved = [feature("building", "1栋", 5.2, 5.2, 0.3, 0.3), spot("lamp", "L1", 5.5, 5.5, height=6)]
    elsewhere = [feature("grid", "A1", 5, 5), feature("grid", "B1", 6, 5)]
    assert await problems(hall, text([*elsewhere, moved[0]])) == [(0, "item_outside")]
    assert await problems(hall, text([*elsewhere, moved[1]])) == [(0, "building_outside")]
    assert await taken_in(hall, text([*elsewhere, *moved])) == {"grid": 2, "building": 1, "lamp": 1}
    assert await problems(hall, text([*TOWN, spot("lamp", "L1", 5.5, 5.5, height=6)])) == [(4, "item_outside")]
    async with hall.house.database.read() as session:
        building, grid = (await session.scalars(select(Building))).one(), await session.scalar(select(Grid))
        lamp = (await session.scalars(select(RegisterItem))).one()
    assert grid is not None
    assert building.grid_id == lamp.grid_id == grid.id


async def test_progress_is_told_line_by_line(hall: Hall):
    told: list[tuple[int, int]] = []
    await take_in(hall, text(TOWN), progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (3, 3)
    assert {done for done, _ in told} >= {1, 2, 3}


async def test_a_dry_run_says_what_it_would_take_in_and_keeps_nothing(hall: Hall):
    before = await contents(hall.house)
    result = await take_in(hall, text(TOWN), dry_run=True)
    assert isinstance(result, Imported)
    assert result.counts == {"grid": 2, "building": 1}
    assert await contents(hall.house) == before


async def test_a_dry_run_finds_what_is_wrong_too(hall: Hall):
    result = await take_in(hall, text([*board(1), feature("grid", "B1", 3, 0)]), dry_run=True)
    assert not isinstance(result, Imported)
    assert [problem.why.reason for problem in result] == ["grid_apart"]


async def test_homes_come_by_csv_and_are_counted_from_then_on(hall: Hall):
    await taken_in(hall, text(TOWN))
    file = "building,unit,code,people\n1栋,1,101,3\n1栋,1,102,2\n1栋,2,101,\n"
    assert await taken_in(hall, file, "household") == {"household": 3}
    await taken_in(hall, "building,unit,code,people\n1栋,1,102,4\n", "household")
    async with hall.house.database.read() as session:
        building = (await session.scalars(select(Building))).one()
        assert len((await session.scalars(select(Household))).all()) == 3
    assert (building.households, building.people) == (3, 7)


async def test_every_wrong_line_is_named_and_the_right_ones_are_not_taken_in(hall: Hall):
    await taken_in(hall, text(TOWN))
    file = "building,unit,code,people\n1栋,1,101,3\n9栋,1,101,3\n1栋,1,101,2\n1栋,1,103,many\n1栋,1,,1\n1栋,1,104,-1\n"
    assert await problems(hall, file, "household") == [
        (3, "building_unknown"),
        (4, "code_twice"),
        (5, "number_wrong"),
        (6, "text_empty"),
        (7, "number_wrong"),
    ]


async def test_every_building_that_is_not_in_one_grid_is_named_with_its_line(hall: Hall):
    file = [*TOWN, feature("building", "2栋", 5, 5, 0.1, 0.1), feature("building", "3栋", 0.9, 0.5, 0.2, 0.1)]
    assert await problems(hall, text(file)) == [(4, "building_outside"), (5, "building_in_two")]
    assert await problems(hall, text([*TOWN, file[-1]])) == [(4, "building_in_two")]


async def test_a_code_is_the_same_however_it_is_spaced(hall: Hall):
    file = [*TOWN, feature("building", "东区\u3000 2栋\u200b", 0.6, 0.6, 0.2, 0.2)]
    await taken_in(hall, text(file))
    assert await taken_in(hall, text(file)) == {"grid": 2, "building": 2}
    assert await taken_in(hall, "code,people\n东区 2栋,7\n", "building") == {"building": 1}
    twice = "building,code\n东区 2栋,101\n东区  2栋,101\n"
    assert await problems(hall, twice, "household") == [(3, "code_twice")]
    outside = feature("building", "东区  3栋", 5, 5, 0.1, 0.1)
    assert await problems(hall, text([outside])) == [(1, "building_outside")]


async def test_buildings_change_by_csv_but_do_not_begin_without_an_outline(hall: Hall):
    await taken_in(hall, text(TOWN))
    assert await taken_in(hall, "code,people\n1栋,95\n", "building") == {"building": 1}
    async with hall.house.database.read() as session:
        building = (await session.scalars(select(Building))).one()
    assert (building.households, building.people) == (40, 95)
    assert await problems(hall, "code,people\n2栋,95\n", "building") == [(2, "polygon_missing")]


async def test_the_cells_of_csv_become_what_the_kind_asks_for(hall: Hall):
    await lamps(hall)
    await taken_in(hall, text(TOWN))
    heading = "kind,code,name,latitude,longitude,height,lit\n"
    file = heading + "lamp,L1,东门路灯,30.6005,104.0005,6,是\nlamp,L2,,30.6005,104.0015,7,\n"
    assert await taken_in(hall, file) == {"lamp": 2}
    async with hall.house.database.read() as session:
        rows = {row.code: row for row in await session.scalars(select(RegisterItem))}
    assert rows["L1"].attributes == '{"height":6,"lit":true}'
    assert rows["L2"].attributes == '{"height":7}'
    assert rows["L1"].grid_id != rows["L2"].grid_id


async def test_a_kind_may_allow_several_types_or_anything(hall: Hall):
    loose = {"height": {"type": ["integer", "null"]}, "weight": {"type": "number"}, "note": True}
    await lamps(hall, {"type": "object", "properties": loose})
    await taken_in(hall, text(TOWN))
    heading = "kind,code,latitude,longitude,height,weight,note\n"
    assert await taken_in(hall, heading + "lamp,L1,30.6005,104.0005,6,2.5,7\n") == {"lamp": 1}
    async with hall.house.database.read() as session:
        (lamp,) = await session.scalars(select(RegisterItem))
    assert lamp.attributes == '{"height":6,"note":"7","weight":2.5}'
    wrong = [f"lamp,L{number},30.6005,104.0005,{cells},\n" for number, cells in enumerate(("1_0,", ",nan", ",1e999"))]
    assert await problems(hall, heading + "".join(wrong)) == [(line, "attributes_wrong") for line in (2, 3, 4)]


async def test_attributes_that_cannot_be_written_down_are_refused(hall: Hall):
    await lamps(hall)
    await taken_in(hall, text(TOWN))
    deep: list[object] = []
    for _ in range(300):
        deep = [deep]
    wrong = [spot("lamp", "L1", 0.5, 0.5, height=10**30), spot("lamp", "L2", 0.5, 0.5, height=6, lit=deep)]
    assert await problems(hall, text(wrong)) == [(1, "attributes_wrong"), (2, "attributes_wrong")]


async def test_attributes_that_do_not_fit_are_named_line_by_line(hall: Hall):
    await lamps(hall)
    await taken_in(hall, text(TOWN))
    file = (
        "kind,code,latitude,longitude,height,colour\n"
        "lamp,L1,30.6005,104.0005,high,\n"
        "lamp,L2,30.6005,104.0005,,\n"
        "lamp,L3,30.6005,104.0005,6,red\n"
        "lamp,L4,30.7,104.0005,6,\n"
        "lamp,L5,,,6,\n"
        "lift,L6,30.6005,104.0005,6,\n"
        "lamp,L7,30.6005,104.0005,6,\n"
        "lamp,L7,30.6005,104.0005,6,\n"
    )
    assert await problems(hall, file) == [
        (2, "attributes_wrong"),
        (3, "attributes_wrong"),
        (4, "attributes_wrong"),
        (5, "item_outside"),
        (6, "point_missing"),
        (7, "kind_not_drawn_up"),
        (9, "code_twice"),
    ]


async def test_a_kind_changes_in_versions_and_entries_keep_theirs(hall: Hall):
    assert await lamps(hall) == 1
    assert await lamps(hall) == 1
    await taken_in(hall, text([*TOWN, spot("lamp", "L1", 0.5, 0.5, height=6)]))
    assert await lamps(hall, {"type": "object", "required": ["watts"]}) == 2
    assert await problems(hall, text([spot("lamp", "L2", 0.5, 0.5, height=6)])) == [(1, "attributes_wrong")]
    await taken_in(hall, text([spot("lamp", "L2", 0.5, 0.5, watts=60)]))
    async with hall.house.database.read() as session:
        rows = await session.scalars(select(RegisterItem).order_by(RegisterItem.code))
        assert [(row.code, row.kind_version) for row in rows] == [("L1", 1), ("L2", 2)]


async def test_a_schema_that_cannot_be_used_is_refused(hall: Hall):
    doublings = {str(n): {"allOf": [{"$ref": f"#/$defs/{n + 1}"}] * 2} for n in range(8)} | {"8": {}}
    for schema in (
        None,
        {"type": "string"},
        {"type": "object", "properties": {"a": {"type": "nothing"}}},
        {"type": "object", "$ref": "https://example.org/lamp.json"},
        {"type": "object", "$defs": doublings, "allOf": [{"$ref": "#/$defs/0"}]},
        {"type": "object", "properties": {"a": {"$ref": "#"}}},
        {"type": "object", "properties": {"a": {"pattern": "(a+)+\\1"}}},
        {"type": "object", "description": "x" * 20_001},
    ):
        refusal = await lamps(hall, schema)
        assert isinstance(refusal, Refusal), schema
        assert refusal.reason == "schema_wrong"


async def test_a_pattern_made_to_take_for_ever_does_not(hall: Hall):
    await lamps(hall, {"type": "object", "properties": {"a": {"type": "string", "pattern": "^(a|a)*$"}}})
    await taken_in(hall, text(TOWN))
    assert await problems(hall, text([spot("lamp", "L1", 0.5, 0.5, a="a" * 5_000 + "b")])) == [(1, "attributes_wrong")]


async def test_the_grids_of_trades_come_by_csv(hall: Hall):
    await taken_in(hall, text(board(3)))
    file = "trade,code,name,grid\nPOLICE,P1,东警务区,A1\nPOLICE,P1,东警务区,B1\nMARKET,M1,市场一片,A1\n"
    assert await taken_in(hall, file, "trade_grid") == {"trade_grid": 3}
    async with hall.house.database.read() as session:
        assert len((await session.scalars(select(TradeGrid))).all()) == 2
        assert len((await session.scalars(select(TradeGridPart))).all()) == 3
    wrong = "trade,code,name,grid\nPOLICE,P2,,B1\nPOLICE,P2,,Z9\nFISHING,F1,,A1\n"
    assert await problems(hall, wrong, "trade_grid") == [(3, "grid_code_unknown"), (4, "trade_unknown")]
    assert await problems(hall, "trade,code,grid\nPOLICE,P2,B1\n", "trade_grid") == [(2, "trade_grid_taken")]


async def test_the_grids_of_trades_change_hands_within_a_file(hall: Hall):
    await taken_in(hall, text(board(2)))
    await taken_in(hall, "trade,code,grid\nPOLICE,P1,A1\nPOLICE,P2,B1\n", "trade_grid")
    await taken_in(hall, "trade,code,grid\nPOLICE,P1,B1\nPOLICE,P2,A1\n", "trade_grid")
    async with hall.house.database.read() as session:
        query = select(TradeGrid.code, Grid.code).join(TradeGridPart, TradeGridPart.trade_grid_id == TradeGrid.id)
        rows = await session.execute(query.join(Grid, Grid.id == TradeGridPart.grid_id))
        assert sorted(map(tuple, rows)) == [("P1", "B1"), ("P2", "A1")]


async def test_what_is_no_file_of_ours_is_said_to_be_so(hall: Hall):
    for file, found in (
        ("", [(0, "file_empty")]),
        ("code,name\n", [(0, "file_empty")]),
        ("{", [(0, "file_unreadable")]),
        ('{"features": 5}', [(0, "file_unreadable")]),
        ('{"features": [7]}', [(0, "file_unreadable")]),
        ("{" * 100_000, [(0, "file_unreadable")]),
        ("code,name\nA1\n", [(0, "file_unreadable")]),
        ("code,name\nA1,b,c\n", [(0, "file_unreadable")]),
        ("code,name\nA1,b\n", [(2, "kind_missing")]),
    ):
        assert await problems(hall, file) == found, file[:20]


async def test_an_outline_does_not_come_alone(hall: Hall):
    assert await problems(hall, text([feature("community", "all", 0, 0)])) == [(0, "outline_alone")]
