"""Whom a whistle concerns rates it once, and what departments did is counted, kept and opened down to the whistles."""

import asyncio

import pytest

from db.models.grids import Building, Grid, Home, Household, Unit
from db.models.reports import ReportFollower
from db.paging import Ask
from db.queries import answering as answering_queries
from db.queries import grids
from resolvers.grids import drawing
from resolvers.grids.finding import grid_at
from resolvers.whistles import closing, counting, reading
from rules.agreements import today
from rules.answering import Measure, month_of
from rules.places import place_of
from rules.refusals import Code, Refusal
from tests.support.agreement import key
from tests.support.deeds import newcomer, nothing_changes, refused
from tests.support.ground import at, board, collection
from tests.support.house import Hall, done
from tests.support.resolutions import added, report
from tests.support.whistles import street, told


async def test_each_whom_it_concerns_rates_once_and_nobody_before_it_is_closed(hall: Hall):
    there, about = await street(hall), await report(hall)
    open_one = (await there.blown((await report(hall)).id)).whistle.id
    key_ = (await there.closed(about.id)).whistle.id
    sender = await hall.actor(hall.neighbours[1])
    done(await closing.rate(hall.house, sender, key_, 4, "快多了。"))
    guest = await newcomer(hall)
    async with nothing_changes(hall.house):
        refused(await closing.rate(hall.house, sender, open_one, 4, None), Code.WRONG_STAGE, "whistleId")
        refused(await closing.rate(hall.house, sender, key_, 4, None), Code.CONFLICT, "whistleId")
        street_officer = await hall.actor(there.street)
        for rating in (0, 6):
            refused(await closing.rate(hall.house, street_officer, key_, rating, None), Code.INVALID, "rating")
        for actor in (await hall.actor(hall.neighbours[0]), guest):
            refused(await closing.rate(hall.house, actor, key_, 4, None), Code.FORBIDDEN)


async def test_joiners_of_the_report_rate_as_well(hall: Hall):
    there, about = await street(hall), await report(hall)
    await added(hall, ReportFollower(report_id=about.id, resident_id=key(hall.neighbours[3]), since=hall.clock.now()))
    key_ = (await there.closed(about.id)).whistle.id
    assert (await told(hall, hall.neighbours[3])) == ["whistle.over_report", "whistle.closed"]
    done(await closing.rate(hall.house, await hall.actor(hall.neighbours[3]), key_, 5, None))


async def test_a_whistle_over_a_place_nobody_has_drawn_concerns_every_resident(hall: Hall):
    there = await street(hall)
    key_ = (await there.closed()).whistle.id
    done(await closing.rate(hall.house, await hall.actor(hall.neighbours[0]), key_, 2, None))
    guest = await newcomer(hall)
    async with nothing_changes(hall.house):
        refused(await closing.rate(hall.house, guest, key_, 4, None), Code.FORBIDDEN)


async def lives_in(hall: Hall, person, grid: Grid) -> None:
    """Makes a home for somebody in a grid."""
    ids = [hall.house.new_id() for _ in range(3)]
    what = {"code": ids[0].hex, "name": "1栋", "polygon": grid.polygon, "households": 1, "people": 1}
    home = Building(id=ids[0], community_id=hall.community_id, grid_id=grid.id, **what)
    unit = Unit(id=ids[1], building_id=ids[0], code="1")
    household = Household(id=ids[2], unit_id=ids[1], code="101", people=1)
    await added(hall, home, unit, household, Home(resident_id=key(person), household_id=ids[2]))


async def test_a_whistle_over_a_place_concerns_those_who_live_in_its_grid(hall: Hall):
    there = await street(hall)
    done(await drawing.draw(hall.house, await hall.actor(hall.staff), collection(board(2))))
    place = done(place_of(*at(0.5, 0.5)))
    async with hall.house.database.read() as session:
        drawn = await grids.by_ids(session, [row.id for row in await grids.outlines(session, hall.community_id)])
    here = drawn[await grid_at(hall.house, hall.community_id, place)]
    away = next(grid for grid in drawn.values() if grid is not here)
    await lives_in(hall, hall.neighbours[0], here)
    await lives_in(hall, hall.neighbours[1], away)
    key_ = (await there.closed(place=place)).whistle.id
    assert (await told(hall, hall.neighbours[0]), await told(hall, hall.neighbours[1])) == (["whistle.closed"], [])
    for number in (0, 2):
        done(await closing.rate(hall.house, await hall.actor(hall.neighbours[number]), key_, 4, None))
    async with nothing_changes(hall.house):
        refused(await closing.rate(hall.house, await hall.actor(hall.neighbours[1]), key_, 4, None), Code.FORBIDDEN)


async def test_what_is_kept_is_what_is_behind_it_and_opens_down_to_the_whistles(hall: Hall):
    there = await street(hall, 3)
    first, second = await there.closed((await report(hall)).id), await there.blown()
    await asyncio.gather(*(there.answered(second.whistle.id, number) for number in range(3)))
    rated = [closing.rate(hall.house, await hall.actor(hall.neighbours[1]), first.whistle.id, 5, None)]
    rated += [closing.rate(hall.house, await hall.actor(there.street), first.whistle.id, 1, None)]
    assert not any(isinstance(each, Refusal) for each in await asyncio.gather(*rated))
    async with hall.house.database.read() as session:
        kept = await answering_queries.kept(session, hall.community_id)
        assert kept == await answering_queries.recount(session, hall.community_id)
    assert await counting.differences(hall.house, hall.community_id) == []
    assert sum(kept.values()) == 3 * (2 + 2 + 2 + 1 + 1 + 1 + 2 + 1)
    month = month_of(today(hall.clock.now()))
    for row in await counting.of_month(hall.house, hall.community_id, month):
        found = await counting.behind(hall.house, row, Measure.CALLED, Ask(10))
        assert [each.whistle_id for each in found.rows] == [second.whistle.id, first.whistle.id]
        assert (row.rates.solution.percent, row.rates.satisfaction.percent) == (50, 50)


@pytest.mark.parametrize("open_only", [True, False, None])
async def test_whistles_are_listed_newest_first(hall: Hall, open_only: bool | None):
    there = await street(hall)
    closed, opened = (await there.closed()).whistle.id, (await there.blown()).whistle.id
    page = await reading.listed(hall.house, hall.community_id, open_only, Ask(10))
    expected = {True: [opened], False: [closed], None: [opened, closed]}[open_only]
    assert [each.whistle.id for each in page.rows] == expected
