"""Grids over HTTP: who looks after my place, and what staff may do."""

from datetime import timedelta
from typing import Any

from db.streams import moment
from resolvers.grids import drawing
from resolvers.grids.importing import Imported, bring_in
from resolvers.seeding import Newcomer, Seeded, add_residents
from rules.ids import Kind, public_id
from rules.roles import Role
from tests.support.ground import at, board, collection, feature, text
from tests.support.house import Hall, done
from tests.support.server import Api

GRID = "id code name polygon households people workers { resident { id } covering skills { trade expired } }"
GRID_AT = f"query($lat: Float!, $lon: Float!) {{ gridAt(latitude: $lat, longitude: $lon) {{ {GRID} }} }}"
MY_GRID = "{ myGrid { code workers { resident { displayName } } } }"


async def town(hall: Hall, *more: dict[str, Any]) -> None:
    file = text([*board(2), feature("building", "1栋", 0.2, 0.2, 0.3, 0.3, households=40, people=90), *more])
    result = await bring_in(hall.house, hall.community_id, file, kind=None, dry_run=False, progress=lambda *_: None)
    assert isinstance(result, Imported), result


async def workers(hall: Hall, number: int = 1) -> list[Seeded]:
    return list(await add_residents(hall.house, hall.community_id, [Newcomer((Role.GRID_WORKER,))] * number))


async def grids(api: Api, what: str) -> list[Any]:
    found = await api.ask(f"{{ grids {{ edges {{ node {{ {what} }} }} }} }}")
    return [edge["node"] for edge in found["grids"]["edges"]]


async def grid_at(api: Api, x: float, y: float, token: str | None = None) -> Any:
    latitude, longitude = at(x, y)
    return (await api.ask(GRID_AT, token, lat=latitude, lon=longitude))["gridAt"]


async def test_anybody_sees_who_looks_after_a_place(hall: Hall, api: Api):
    await town(hall)
    (worker,) = await workers(hall)
    grid = await grid_at(api, 0.5, 0.5)
    assert (grid["code"], grid["households"], grid["people"], grid["workers"]) == ("A1", 40, 90, [])
    assert grid["polygon"]["type"] == "Polygon"
    await api.done("assignGridWorker", hall.staff.token, gridId=grid["id"], residentId=worker.resident_id)
    training = {
        "residentId": worker.resident_id,
        "trade": "POLICE",
        "trainedOn": "2020-01-01",
        "expiresOn": "2020-12-31",
    }
    await api.done("recordTraining", hall.staff.token, input=training)
    await api.done("recordTraining", hall.staff.token, input={**training, "trade": "MARKET", "expiresOn": None})
    skills = [{"trade": "MARKET", "expired": False}, {"trade": "POLICE", "expired": True}]
    seen = {"resident": {"id": worker.resident_id}, "covering": False, "skills": skills}
    assert (await grid_at(api, 0.5, 0.5))["workers"] == [seen]
    assert await grid_at(api, 5, 5) is None


async def test_a_resident_finds_their_own_grid_once_their_home_is_known(hall: Hall, api: Api):
    await town(hall)
    await bring_in(
        hall.house,
        hall.community_id,
        "building,unit,code,people\n1栋,1,101,3\n",
        kind="household",
        dry_run=False,
        progress=lambda *_: None,
    )
    me = hall.neighbours[0]
    assert await api.ask(MY_GRID) == {"myGrid": None}
    assert await api.ask(MY_GRID, me.token) == {"myGrid": None}
    building = (await grids(api, "buildings { id code }"))[0]["buildings"][0]["id"]
    asked = "query($id: ID!) { householdsIn(buildingId: $id) { id unit code people } }"
    (home,) = (await api.ask(asked, hall.staff.token, id=building))["householdsIn"]
    assert (home["unit"], home["code"], home["people"]) == ("1", "101", 3)
    assert (await api.error(asked, me.token, id=building))[0] == "FORBIDDEN"
    await api.done("settleResident", hall.staff.token, residentId=me.resident_id, householdId=home["id"])
    assert (await api.ask(MY_GRID, me.token))["myGrid"]["code"] == "A1"


async def test_a_wrong_map_is_refused_in_plain_words(hall: Hall, api: Api):
    given = {"geojson": collection([*board(1), feature("grid", "B1", 0.5, 0)])}
    refused = await api.do("drawGrids", hall.staff.token, "zh", input=given)
    assert (refused["code"], refused["field"]) == ("INVALID", "geojson")
    assert refused["message"] == "网格“A1”和“B1”重叠了，请把边线画在一起。"
    assert await api.done("drawGrids", hall.staff.token, input={"geojson": collection(board(2))}) is not None
    first = (await api.ask("{ grids(first: 1) { edges { node { code } } pageInfo { hasNextPage endCursor } } }"))[
        "grids"
    ]
    assert (first["edges"], first["pageInfo"]["hasNextPage"]) == ([{"node": {"code": "A1"}}], True)
    rest = await api.ask(f'{{ grids(after: "{first["pageInfo"]["endCursor"]}") {{ edges {{ node {{ code }} }} }} }}')
    assert rest["grids"]["edges"] == [{"node": {"code": "B1"}}]


async def test_a_neighbour_directs_nobody_and_draws_nothing(hall: Hall, api: Api):
    await town(hall)
    (worker,) = await workers(hall)
    grid = await grid_at(api, 0.5, 0.5)
    token = hall.neighbours[0].token
    for name, given in (
        ("drawGrids", {"input": {"geojson": collection(board(1))}}),
        ("assignGridWorker", {"gridId": grid["id"], "residentId": worker.resident_id}),
        ("mapTradeGrid", {"input": {"trade": "POLICE", "code": "P", "name": "P", "gridIds": [grid["id"]]}}),
        (
            "drawUpRegisterKind",
            {"input": {"code": "lamp", "sort": "THING", "name": "灯", "schema": {"type": "object"}}},
        ),
    ):
        assert (await api.do(name, token, **given))["code"] == "FORBIDDEN", name
    assert (await api.error("{ gridWorkload { households } }", token))[0] == "FORBIDDEN"
    assert (await api.error("{ gridWorkload { households } }"))[0] == "SIGN_IN_REQUIRED"


async def test_the_workload_moves_to_whoever_covers(hall: Hall, api: Api):
    await town(hall)
    li, wang = await workers(hall, 2)
    grid = await grid_at(api, 0.5, 0.5)
    await api.done("assignGridWorker", hall.staff.token, gridId=grid["id"], residentId=li.resident_id)
    now = hall.clock.now()
    times = {"beginsAt": moment(now), "endsAt": moment(now + timedelta(days=1))}
    both = {"absentId": li.resident_id, "coverId": wang.resident_id}
    cover = await api.done("coverGridWorker", hall.staff.token, input={**both, **times})
    again = await api.do("coverGridWorker", hall.staff.token, input={**both, **times})
    assert again["code"] == "CONFLICT"
    asked = "{ gridWorkload { resident { id } grids { code } households openReports covers { id } } }"
    found = {each["resident"]["id"]: each for each in (await api.ask(asked, li.token))["gridWorkload"]}
    assert found[wang.resident_id]["households"] == 40
    assert found[wang.resident_id]["grids"] == [{"code": "A1"}]
    assert found[li.resident_id]["households"] == found[li.resident_id]["openReports"] == 0
    assert found[li.resident_id]["covers"] == [{"id": cover["id"]}]
    await api.done("endCover", hall.staff.token, coverId=cover["id"])
    found = {each["resident"]["id"]: each for each in (await api.ask(asked, li.token))["gridWorkload"]}
    assert found[li.resident_id]["households"] == 40


async def test_the_grids_of_a_trade_map_onto_the_one_grid(hall: Hall, api: Api):
    await town(hall)
    ids = [grid["id"] for grid in await grids(api, "id")]
    given = {"trade": "POLICE", "code": "P1", "name": "东警务区", "gridIds": ids}
    await api.done("mapTradeGrid", hall.staff.token, input=given)
    refused = await api.do("mapTradeGrid", hall.staff.token, input={**given, "code": "P2", "gridIds": ids[:1]})
    assert refused["code"] == "CONFLICT"
    await api.done("mapTradeGrid", hall.staff.token, input={**given, "trade": "MARKET", "gridIds": ids[:1]})
    (grid, _) = await grids(api, "tradeGrids { trade code grids { code } }")
    assert grid["tradeGrids"] == [
        {"trade": "MARKET", "code": "P1", "grids": [{"code": "A1"}]},
        {"trade": "POLICE", "code": "P1", "grids": [{"code": "A1"}, {"code": "B1"}]},
    ]
    drawn = (await api.ask("{ tradeGrids { trade name } }"))["tradeGrids"]
    assert drawn == [{"trade": "MARKET", "name": "东警务区"}, {"trade": "POLICE", "name": "东警务区"}]


async def test_a_grid_worker_writes_what_is_there_into_the_register(hall: Hall, api: Api):
    await town(hall)
    (worker,) = await workers(hall)
    schema = {"type": "object", "properties": {"height": {"type": "integer"}}, "required": ["height"]}
    kind = {"code": "lamp", "sort": "THING", "name": "路灯", "schema": schema}
    assert (await api.done("drawUpRegisterKind", hall.staff.token, input=kind))["version"] == 1
    latitude, longitude = at(1.5, 0.5)
    lamp = {"kind": "lamp", "code": "L1", "name": "东门路灯", "latitude": latitude, "longitude": longitude}
    refused = await api.do("writeRegisterItem", worker.token, "zh", input={**lamp, "attributes": {"height": "高"}})
    assert refused["message"] == "“height”不合这个类别的要求（type），请修改。"
    written = await api.done("writeRegisterItem", worker.token, input={**lamp, "attributes": {"height": 6}})
    assert (written["grid"], written["attributes"]) == ({"code": "B1"}, {"height": 6})
    outside = {**lamp, "latitude": 31.0, "attributes": {"height": 6}}
    assert (await api.do("writeRegisterItem", worker.token, input=outside))["code"] == "INVALID"
    asked = '{ registerItems(kind: "lamp") { edges { node { code latitude kindVersion } } } }'
    found = (await api.ask(asked, hall.neighbours[0].token))["registerItems"]["edges"]
    assert found == [{"node": {"code": "L1", "latitude": latitude, "kindVersion": 1}}]
    assert (await api.error(asked))[0] == "SIGN_IN_REQUIRED"
    assert (await api.ask("{ registerKinds { code schema } }"))["registerKinds"] == [{"code": "lamp", "schema": schema}]


async def test_a_grid_of_another_community_is_not_assigned(hall: Hall, api: Api):
    await town(hall)
    (worker,) = await workers(hall)
    for grid_id in (public_id(Kind.GRID, hall.community_id), "grid", hall.neighbours[0].resident_id):
        refused = await api.do("assignGridWorker", hall.staff.token, gridId=grid_id, residentId=worker.resident_id)
        assert refused["code"] == "NOT_FOUND"


async def test_a_grid_is_found_again_by_its_id_also_after_it_went_off_the_map(hall: Hall, api: Api):
    await town(hall)
    gone = (await grids(api, "id code"))[1]
    done(await drawing.draw(hall.house, await hall.actor(hall.staff), collection(board(1))))
    found = await api.ask("query($id: ID!) { node(id: $id) { ... on Grid { code retiredAt } } }", id=gone["id"])
    assert found["node"]["code"] == "B1"
    assert found["node"]["retiredAt"] is not None


async def test_a_code_that_no_building_can_have_is_no_error(hall: Hall, api: Api):
    assert (await api.ask("query($after: String) { buildings(after: $after) { id } }", after="\u0000"))[
        "buildings"
    ] == []
