"""Boards count points for reports later, so that nobody sees from them who sent which; their owner has them at once."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from db.models.points import PointsEntry
from db.paging import Ask
from db.queries.points import Board
from resolvers.points import behind, board, counting, reading
from resolvers.reports import ending
from rules.agreements import today
from rules.ids import Kind, key_of
from rules.points import Rule, counted_at, end_of, month_of
from tests.resolvers.points.ledger import earned, given, reported, under_hand
from tests.resolvers.points.test_board import this_month
from tests.support.deeds import swept
from tests.support.house import Hall, done

SECOND, WEDNESDAY = timedelta(seconds=1), 2


def midweek(hall: Hall) -> datetime:
    """Turns the clock to the next Wednesday noon that is neither in the first week of a month nor in its last."""
    day = hall.clock.now().replace(hour=4, minute=0) + timedelta(days=1)
    while day.weekday() != WEDNESDAY or not 8 <= day.day <= 21:
        day += timedelta(days=1)
    to(hall, day)
    return day


def to(hall: Hall, at: datetime) -> None:
    hall.clock.ahead += at - hall.clock.now()


def member(hall: Hall, number: int) -> UUID:
    """Also when the clock has been turned beyond the end of their session."""
    return key_of(Kind.RESIDENT, hall.neighbours[number].resident_id)


async def earns(hall: Hall, number: int) -> None:
    await given(hall, [member(hall, number)], Rule.REPORT, f"report_{number}")


async def standing(hall: Hall, which: Board) -> list[int]:
    return [row.points for row in await board.top(hall.house, which, 10)]


async def test_what_a_report_earned_is_its_senders_at_once_and_on_the_board_on_monday(hall: Hall):
    began = midweek(hall)
    await under_hand(hall, (await reported(hall)).id)
    await swept(hall.house)
    person, which = hall.neighbours[0], this_month(hall)
    assert await earned(hall, person) == (5, 5)
    assert await standing(hall, which) == []
    monday = counted_at(Rule.REPORT, began)
    to(hall, monday - SECOND)
    await swept(hall.house)
    assert await standing(hall, which) == []
    to(hall, monday + SECOND)
    await swept(hall.house)
    assert await standing(hall, which) == [5]
    assert await earned(hall, person) == (5, 5)
    (row,) = (await behind.of_place(hall.house, which, member(hall, 0), Ask(10))).rows
    assert today(row.counted_at) == today(monday)


async def test_what_waits_when_a_month_closes_is_counted_in_it(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(counting, "AT_ONCE", 2)
    to(hall, end_of(month_of(midweek(hall))) - SECOND * 60)
    which = this_month(hall)
    for number in range(3):
        await earns(hall, number)
    assert await standing(hall, which) == []
    to(hall, end_of(which.month) + SECOND)
    await asyncio.gather(swept(hall.house), earns(hall, 3))
    await swept(hall.house)
    assert await standing(hall, which) == [5, 5, 5]
    assert await standing(hall, this_month(hall)) == []
    rows = (await behind.of_place(hall.house, which, member(hall, 0), Ask(10))).rows
    assert [month_of(row.counted_at) for row in rows] == [which.month]
    assert await reading.differences(hall.house, hall.community_id) == []


async def test_what_was_taken_back_before_monday_never_shows(hall: Hall):
    began = midweek(hall)
    report = await reported(hall)
    await under_hand(hall, report.id)
    done(await ending.reject(hall.house, await hall.actor(hall.staff), report.id, "不是公共的灯", "物业"))
    to(hall, counted_at(Rule.REPORT, began) + SECOND)
    await swept(hall.house)
    assert await standing(hall, this_month(hall)) == []
    assert await earned(hall, hall.neighbours[0]) == (0, 0)


async def test_the_number_of_an_entry_does_not_tell_when_its_report_was_found_valid(hall: Hall):
    midweek(hall)
    await under_hand(hall, (await reported(hall)).id)
    async with hall.house.database.read() as session:
        (entry,) = list(await session.scalars(select(PointsEntry)))
    assert entry.id.version == 4


def test_reports_are_counted_on_the_monday_after_and_all_else_at_once():
    sunday = datetime(2026, 11, 29, 15, 59, tzinfo=UTC)
    assert counted_at(Rule.REPORT, sunday) == sunday + timedelta(minutes=1)
    assert counted_at(Rule.REPORT, sunday + timedelta(minutes=1)) == sunday + timedelta(minutes=1, days=7)
    assert counted_at(Rule.VOLUNTEERING, sunday) == sunday
    assert counted_at(None, sunday) == sunday
