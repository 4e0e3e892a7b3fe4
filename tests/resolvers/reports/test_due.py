"""Clocks of reports warn once and run out once, whoever runs, and whenever they run again."""

import asyncio
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from db.models.deadlines import Due
from db.models.reports import Report
from db.queries import deadlines as queries
from resolvers import deadlines
from resolvers.deed import Deed, perform
from resolvers.opening import opened
from resolvers.reports import due, handling
from rules.reports import Stage
from tests.support.backends import Backend
from tests.support.deeds import swept
from tests.support.house import done, open_hall
from tests.support.office import DANGER, Office, open_office

ONCE = ["received", "warned", "overdue"]


async def test_it_warns_at_four_fifths_and_runs_out_at_the_end_and_not_before(office: Office):
    house, clock, key = office.hall.house, office.hall.clock, await office.sent(DANGER)
    for minutes, expected in ((47, ONCE[:1]), (2, ONCE[:2]), (10, ONCE[:2]), (2, ONCE)):
        clock.turn(minutes=minutes)
        await swept(house)
        await swept(house)
        assert await office.kinds(key) == expected
    assert (await office.told(office.staff)).count("report.warned") == 1
    report = await office.report(key)
    assert (report.level, report.overdue, report.stage) == (2, 1, Stage.RECEIVED)
    assert await office.dropped() == 0


async def test_it_goes_up_one_level_each_time_and_stays_at_the_street(office: Office):
    house, clock, key = office.hall.house, office.hall.clock, await office.assigned(DANGER)
    for level in (1, 2, 2):
        clock.turn(hours=2, minutes=1)
        await swept(house)
        assert (await office.report(key)).level == level
    assert (await office.told(office.officer)).count("report.overdue") == 3
    assert (await office.told(office.staff)).count("report.overdue") == 1
    assert (await office.told(office.street)).count("report.overdue") == 2


async def test_a_clock_whose_step_was_taken_does_nothing_any_more(office: Office):
    house, clock, key = office.hall.house, office.hall.clock, await office.sent(DANGER)
    done(await handling.assign(house, office.staff, key, office.lights))
    assert len(await office.due()) == 2
    clock.turn(hours=1, minutes=1)
    await swept(house)
    assert await office.kinds(key) == ["received", "assigned"]


async def test_both_that_came_due_while_nobody_ran_are_done_once_and_in_order(backend: Backend):
    async with open_hall(backend) as hall:
        office = await open_office(hall)
        keys = [await office.sent(DANGER) for _ in range(5)]
    hall.clock.turn(hours=1, minutes=1)
    async with opened(hall.plan) as house, opened(hall.plan) as beside:
        await asyncio.gather(*(deadlines.sweep(each) for each in (house, beside) * 3))
        await asyncio.gather(swept(house), swept(beside))
        office.hall = replace(hall, house=house)
        assert [await office.kinds(key) for key in keys] == [ONCE] * 5


async def test_a_house_that_closes_between_warning_and_end_does_each_once(backend: Backend):
    async with open_hall(backend) as hall:
        office = await open_office(hall)
        key = await office.sent(DANGER)
        hall.clock.turn(minutes=49)
        await swept(hall.house)
        assert await office.kinds(key) == ONCE[:2]
    for minutes, expected in ((0, ONCE[:2]), (12, ONCE), (0, ONCE)):
        hall.clock.turn(minutes=minutes)
        async with opened(hall.plan) as house:
            office.hall = replace(hall, house=house)
            await swept(house)
            assert await office.kinds(key) == expected


async def test_two_workers_who_look_at_once_warn_once_and_then_run_out_once(office: Office):
    hall = office.hall
    async with opened(hall.plan) as beside:
        keys = [await office.sent(DANGER) for _ in range(8)]
        for minutes in (49, 12):
            hall.clock.turn(minutes=minutes)
            await asyncio.gather(*(deadlines.sweep(house) for house in (hall.house, beside) * 3))
            await swept(beside)
        assert [await office.kinds(key) for key in keys] == [ONCE] * 8
        assert len(await office.due()) == 16


async def test_a_step_and_its_clock_at_the_same_moment_leave_one_of_two_stories(office: Office):
    hall = office.hall
    for _ in range(6):
        key = await office.sent(DANGER)
        hall.clock.turn(minutes=61)
        taking = handling.assign(hall.house, office.staff, key, office.lights)
        await asyncio.gather(deadlines.sweep(hall.house), taking)
        await swept(hall.house)
        assert await office.kinds(key) in (
            ["received", "assigned"],
            [*ONCE, "assigned"],
            ["received", "warned", "assigned"],
        )
        assert await office.dropped() == 0


async def test_a_clock_that_runs_out_before_it_could_warn_warns_first(office: Office):
    """Another worker may be at the warning while this one is at the end."""
    hall, key = office.hall, await office.sent(DANGER)
    hall.clock.turn(minutes=61)
    async with hall.house.database.read() as session:
        due_now = await queries.due(session, hall.clock.now(), 100)
    for kind in (Due.REPORT_RUNS_OUT, Due.REPORT_WARNS):
        await perform(hall.house, partial(due.do_together, due=[each for each in due_now if each[0] is kind]))
        assert await office.kinds(key) == ONCE


async def test_a_clock_that_cannot_be_seen_to_stops_no_other(office: Office, monkeypatch: pytest.MonkeyPatch):
    hall, first, second = office.hall, await office.sent(DANGER), await office.sent(DANGER)
    told = due.note

    def broken(deed: Deed, report: Report, *said: Any) -> None:
        if report.id == first:
            raise OSError("the disk is full")
        told(deed, report, *said)

    hall.clock.turn(minutes=61)
    with monkeypatch.context() as patched:
        patched.setattr(due, "note", broken)
        assert await deadlines.sweep(hall.house) is None
        assert (await office.kinds(first), await office.kinds(second)) == (ONCE[:1], ONCE)
    await swept(hall.house)
    assert await office.kinds(first) == ONCE
