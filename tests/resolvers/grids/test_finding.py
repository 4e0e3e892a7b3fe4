import asyncio
from datetime import timedelta
from statistics import median
from time import perf_counter

from resolvers.grids import drawing, workers
from resolvers.grids.finding import grid_at, workers_of
from resolvers.opening import opened
from resolvers.seeding import Newcomer, add_residents
from rules.grids import Standin
from rules.ids import Kind, key_of
from rules.places import place_of
from rules.roles import Role
from tests.support.ground import at, board, collection, feature
from tests.support.house import Hall, done


async def test_another_worker_hears_that_the_map_was_drawn_anew(hall: Hall):
    staff = await hall.actor(hall.staff)
    place = done(place_of(*at(1.5, 0.5)))
    done(await drawing.draw(hall.house, staff, collection(board(2))))
    async with opened(hall.plan) as other:
        before = await grid_at(other, hall.community_id, place)
        anew = collection([feature("grid", "A1", 0, 0, wide=2)])
        done(await drawing.draw(hall.house, staff, anew))
        now = await grid_at(hall.house, hall.community_id, place)
        assert now != before
        follower = other.grid_maps[hall.community_id].follower
        async with asyncio.timeout(10):
            await follower.beyond(1)
        assert await grid_at(other, hall.community_id, place) == now


async def test_a_place_is_found_within_a_deed_and_without_another_connection(hall: Hall):
    done(await drawing.draw(hall.house, await hall.actor(hall.staff), collection(board(1))))
    place = done(place_of(*at(0.5, 0.5)))
    async with hall.house.database.read() as session:
        found = await grid_at(hall.house, hall.community_id, place, session=session)
    assert found is not None
    assert await grid_at(hall.house, hall.community_id, place) == found


async def test_whoever_covers_is_on_duty_in_the_grid(hall: Hall):
    people = await add_residents(hall.house, hall.community_id, [Newcomer((Role.GRID_WORKER,)) for _ in range(2)])
    li, wang = (key_of(Kind.RESIDENT, person.resident_id) for person in people)
    assert li is not None
    assert wang is not None
    staff, now = await hall.actor(hall.staff), hall.clock.now()
    done(await drawing.draw(hall.house, staff, collection(board(1))))
    grid_id = await grid_at(hall.house, hall.community_id, done(place_of(*at(0.5, 0.5))))
    assert grid_id is not None
    done(await workers.assign(hall.house, staff, grid_id, li))
    day = timedelta(days=1)
    cover = done(await workers.cover(hall.house, staff, Standin(li, wang, now + day, now + 2 * day)))
    async with hall.house.database.read() as session:
        assert await workers_of(session, grid_id, now) == [li]
        assert await workers_of(session, grid_id, now + day) == [wang]
        assert await workers_of(session, grid_id, now + 2 * day) == [li]
    done(await workers.end_cover(hall.house, staff, cover.id))
    async with hall.house.database.read() as session:
        assert await workers_of(session, grid_id, now + day) == [li]
    done(await workers.release(hall.house, staff, grid_id, li))
    async with hall.house.database.read() as session:
        assert await workers_of(session, grid_id, now) == []


async def test_a_place_among_ten_thousand_grids_is_found_in_under_five_milliseconds(hall: Hall):
    squares = [feature("grid", f"G{x}-{y}", x, y) for x in range(100) for y in range(100)]
    done(await drawing.draw(hall.house, await hall.actor(hall.staff), collection(squares)))
    spots = [done(place_of(*at(number % 99 + 0.5, number * 7 % 99 + 0.5))) for number in range(200)]
    assert await grid_at(hall.house, hall.community_id, spots[0]) is not None
    took = []
    for spot in spots:
        began = perf_counter()
        assert await grid_at(hall.house, hall.community_id, spot) is not None
        took.append(perf_counter() - began)
    assert median(took) < 0.005
