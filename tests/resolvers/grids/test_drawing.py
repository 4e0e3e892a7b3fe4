import asyncio
from typing import Any

import pytest
from sqlalchemy import select

from db import streams
from db.models.grids import Building, Grid
from resolvers.deed import Deed, perform
from resolvers.grids import drawing
from resolvers.grids.drawing import Redrawn
from resolvers.grids.finding import grid_at, stream_of
from resolvers.grids.homes import Named, map_trade
from resolvers.grids.importing import Imported, bring_in
from rules.grids import Trade
from rules.places import Place, place_of
from rules.refusals import Code, Refusal, refuse
from tests.support.ground import at, board, collection, feature, ring, text
from tests.support.house import Hall, done
from tests.support.tables import contents


async def draw(hall: Hall, features: list[dict[str, Any]]) -> Redrawn | Refusal:
    return await drawing.draw(hall.house, await hall.actor(hall.staff), collection(features))


async def build(hall: Hall, *features: dict[str, Any]) -> None:
    result = await bring_in(
        hall.house, hall.community_id, text(features), kind=None, dry_run=False, progress=lambda *_: None
    )
    assert isinstance(result, Imported), result


async def codes(hall: Hall, *, on_map: bool = True) -> dict[str, Grid]:
    async with hall.house.database.read() as session:
        rows = await session.scalars(select(Grid).order_by(Grid.code))
    return {row.code: row for row in rows if not on_map or row.retired_at is None}


def spot(x: float, y: float) -> Place:
    return done(place_of(*at(x, y)))


async def test_staff_draw_a_map_and_places_are_found_in_it(hall: Hall):
    assert await draw(hall, board(3, 2)) == Redrawn(grids=6, added=6, moved=0, retired=0)
    drawn = await codes(hall)
    assert await grid_at(hall.house, hall.community_id, spot(0.5, 0.5)) == drawn["A1"].id
    assert await grid_at(hall.house, hall.community_id, spot(2.9, 1.1)) == drawn["C2"].id
    assert await grid_at(hall.house, hall.community_id, spot(3.1, 1.1)) is None


async def test_a_place_on_a_border_belongs_to_the_first_of_the_grids_that_meet_there(hall: Hall):
    done(await draw(hall, board(2, 2)))
    assert await grid_at(hall.house, hall.community_id, spot(1, 1)) == (await codes(hall))["A1"].id


async def test_a_map_drawn_anew_is_heard_of_at_once_and_keeps_grids_by_their_code(hall: Hall):
    done(await draw(hall, board(2)))
    before = await codes(hall)
    assert await grid_at(hall.house, hall.community_id, spot(1.5, 0.5)) == before["B1"].id
    anew = [feature("grid", "A1", 0, 0, wide=2), feature("grid", "C1", 2, 0)]
    assert await draw(hall, anew) == Redrawn(grids=2, added=1, moved=1, retired=1)
    assert await grid_at(hall.house, hall.community_id, spot(1.5, 0.5)) == before["A1"].id
    gone = (await codes(hall, on_map=False))["B1"]
    assert gone.id == before["B1"].id
    assert gone.retired_at is not None


async def test_what_changed_is_in_the_stream_of_the_grids(hall: Hall):
    done(await draw(hall, board(2)))
    async with hall.house.database.read() as session:
        (entry,) = await streams.read(session, stream_of(hall.community_id), after=0, limit=10)
    assert entry.kind == "grids.drawn"
    assert streams.payload_of(entry) == {"grids": 2, "added": 2, "moved": 0, "retired": 0}


WRONG = {
    "grids_overlap": (
        [feature("grid", "A1", 0, 0, wide=1.2), feature("grid", "B1", 1, 0)],
        {"what": "A1", "other": "B1"},
    ),
    "grid_apart": ([*board(2), feature("grid", "C1", 2.2, 0)], {"what": "C1"}),
    "grids_gap": ([each for each in board(3, 3) if each["properties"]["code"] != "B2"], {"what": "B1"}),
    "code_twice": ([*board(1), feature("grid", "A1", 1, 0)], {"what": "A1"}),
    "feature_unnamed": ([*board(1), feature("grid", " ", 1, 0)], {"number": 2}),
    "grid_beyond_outline": ([feature("community", "all", 0, 0, wide=1.5), *board(2)], {"what": "B1"}),
    "outline_not_filled": ([feature("community", "all", 0, 0, wide=3), *board(2)], {"what": "B1"}),
    "polygon_off_the_earth": ([feature("grid", "A1", 80_000, 0)], {"what": "A1"}),
}


@pytest.mark.parametrize("reason", WRONG)
async def test_a_wrong_map_is_refused_by_the_first_wrong_grid_and_nothing_changes(hall: Hall, reason: str):
    features, values = WRONG[reason]
    before = await contents(hall.house)
    refusal = await draw(hall, features)
    assert isinstance(refusal, Refusal)
    assert (refusal.reason, dict(refusal.values)) == (reason, values)
    assert await contents(hall.house) == before


def shaped(**geometry: object) -> dict[str, Any]:
    return {**board(1)[0], "geometry": geometry}


BOW = [[104.0, 30.6], [104.001, 30.601], [104.001, 30.6], [104.0, 30.601], [104.0, 30.6]]
SHAPES = {
    "polygon_missing": [
        shaped(type="Point", coordinates=[104.0, 30.6]),
        shaped(type="Polygon", coordinates=[]),
        shaped(type="Polygon", coordinates=[[[104.0, "north"]]]),
        shaped(type="Circle"),
        {**board(1)[0], "geometry": None},
    ],
    "polygon_crosses_itself": [shaped(type="Polygon", coordinates=[BOW])],
    "polygon_in_pieces": [
        shaped(
            type="MultiPolygon",
            coordinates=[board(1)[0]["geometry"]["coordinates"], feature("grid", "B", 5, 5)["geometry"]["coordinates"]],
        )
    ],
}


@pytest.mark.parametrize("reason", SHAPES)
async def test_impossible_polygons_are_refused(hall: Hall, reason: str):
    for each in SHAPES[reason]:
        refusal = await draw(hall, [each])
        assert isinstance(refusal, Refusal)
        assert (refusal.reason, dict(refusal.values)) == (reason, {"what": "A1"})


async def test_what_is_no_map_is_refused(hall: Hall):
    staff = await hall.actor(hall.staff)
    for nothing in (None, [], 5, "map", {}, {"features": []}, {"features": "many"}, {"features": [None]}):
        refusal = await drawing.draw(hall.house, staff, nothing)
        assert isinstance(refusal, Refusal)
        assert refusal.code == Code.INVALID


async def test_a_border_drawn_a_few_centimetres_off_is_no_gap_and_no_overlap(hall: Hall):
    hair = 0.0004  # of a hundred metres
    for off in (hair, -hair):
        done(await draw(hall, [feature("grid", "A1", 0, 0, wide=1 + off), feature("grid", "B1", 1, 0)]))


async def test_a_border_half_a_metre_off_is_one(hall: Hall):
    for off, reason in ((0.005, "grids_overlap"), (-0.005, "grid_apart")):
        refusal = await draw(hall, [feature("grid", "A1", 0, 0, wide=1 + off), feature("grid", "B1", 1, 0)])
        assert isinstance(refusal, Refusal)
        assert refusal.reason == reason


async def test_only_staff_draw(hall: Hall):
    for person in (hall.neighbours[0], hall.moderator):
        refusal = await drawing.draw(hall.house, await hall.actor(person), collection(board()))
        assert isinstance(refusal, Refusal)
        assert refusal.code == Code.FORBIDDEN


async def test_every_building_has_to_lie_in_exactly_one_grid(hall: Hall):
    await build(hall, feature("building", "1栋", 0.9, 0.4, wide=0.2, high=0.2))
    for features, reason in (
        (board(2), "building_in_two"),
        ([feature("grid", "A1", 0, 0)], "building_sticks_out"),
        ([feature("grid", "A1", 5, 5)], "building_outside"),
    ):
        refusal = await draw(hall, features)
        assert isinstance(refusal, Refusal)
        assert (refusal.reason, dict(refusal.values)["what"]) == (reason, "1栋")
    assert await codes(hall) == {}
    done(await draw(hall, [feature("grid", "A1", 0, 0, wide=2)]))
    async with hall.house.database.read() as session:
        building = (await session.scalars(select(Building))).one()
    assert building.grid_id == (await codes(hall))["A1"].id


async def test_of_two_who_draw_at_once_the_whole_map_of_one_stands(hall: Hall):
    for result in await asyncio.gather(*(draw(hall, board(columns)) for columns in (2, 3, 4, 5))):
        done(result)
    assert len(await codes(hall, on_map=False)) == 5
    async with hall.house.database.read() as session:
        entries = await streams.read(session, stream_of(hall.community_id), after=0, limit=10)
    assert len(await codes(hall)) == streams.payload_of(entries[-1])["grids"]


async def test_no_trade_is_given_a_grid_that_goes_off_the_map_meanwhile(hall: Hall):
    done(await draw(hall, board(2)))
    staff, grid_id = await hall.actor(hall.staff), (await codes(hall))["B1"].id
    drawn, goes_on = asyncio.Event(), asyncio.Event()

    async def drawing_slowly(deed: Deed) -> Redrawn | Refusal:
        shapes, _ = done(drawing.read_map(collection([feature("grid", "A1", 0, 0, wide=2)])))
        result = await drawing.redraw(deed, hall.community_id, shapes, None)
        drawn.set()
        await goes_on.wait()
        return result

    slow = asyncio.create_task(perform(hall.house, drawing_slowly))
    await drawn.wait()
    mapping = asyncio.create_task(map_trade(hall.house, staff, Named(Trade.POLICE, "P1", "派出所"), [grid_id]))
    await asyncio.wait({mapping}, timeout=1)
    goes_on.set()
    assert done(await slow).retired == 1
    assert await mapping == refuse(Code.NOT_FOUND, "grid_unknown", "gridIds")


async def test_the_outline_once_drawn_stays_and_has_to_be_filled(hall: Hall):
    done(await draw(hall, [feature("community", "all", 0, 0, wide=2), *board(2)]))
    refusal = await draw(hall, board(1))
    assert isinstance(refusal, Refusal)
    assert refusal.reason == "outline_not_filled"


def outline(*rings: list[list[list[float]]]) -> dict[str, Any]:
    """A community of these pieces, each with its outer ring and its holes."""
    whole = feature("community", "all", 0, 0)
    return {**whole, "geometry": {"type": "MultiPolygon", "coordinates": list(rings)}}


async def test_a_community_may_be_on_both_banks_of_a_river_and_around_a_lake(hall: Hall):
    banks = [feature("grid", "A1", 0, 0), feature("grid", "B1", 2, 0)]
    done(await draw(hall, [outline([ring(0, 0)], [ring(2, 0)]), *banks]))
    shore = [each for each in board(3, 3) if each["properties"]["code"] != "B2"]
    lake = list(reversed(ring(1, 1)))
    done(await draw(hall, [outline([ring(0, 0, 3, 3), lake]), *shore]))
    refusal = await draw(hall, [outline([ring(0, 0, 3, 3)]), *shore])
    assert isinstance(refusal, Refusal)
    assert refusal.reason == "outline_not_filled"
