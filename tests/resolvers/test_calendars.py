"""Holidays are taken in from a file, whole or not at all, and clocks that begin from then on know them."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from db.models.reports import Report
from resolvers import calendars
from resolvers.calendars import Day
from resolvers.grids.lines import Problem
from resolvers.procedures import calendar_of, stream_of
from resolvers.reports import submitting
from resolvers.reports.submitting import Sent
from rules.agreements import CHINA
from rules.calendars import Calendar, add
from tests.support.deeds import kinds, nothing_changes
from tests.support.house import Hall, done

SPANS_2026 = (
    ("元旦", "2026-01-01", 3),
    ("春节", "2026-02-15", 9),
    ("清明节", "2026-04-04", 3),
    ("劳动节", "2026-05-01", 5),
    ("端午节", "2026-06-19", 3),
    ("中秋节", "2026-09-25", 3),
    ("国庆节", "2026-10-01", 7),
)
WORKED_2026 = ("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10")
NOISE = Sent("楼上装修太吵", category="noise")


def days_2026() -> list[dict[str, object]]:
    """The holidays and make-up workdays of 2026 as holiday-cn lists them."""
    off = [
        {"name": name, "date": (date.fromisoformat(first) + timedelta(days=number)).isoformat(), "isOffDay": True}
        for name, first, length in SPANS_2026
        for number in range(length)
    ]
    return [*off, *({"name": "补班", "date": day, "isOffDay": False} for day in WORKED_2026)]


def as_json(days: list[dict[str, object]]) -> str:
    return json.dumps({"year": 2026, "papers": [], "days": days}, ensure_ascii=False)


async def take_in(hall: Hall, text: str, *, dry_run: bool = False) -> tuple[Day, ...] | list[Problem]:
    return await calendars.bring_in(
        hall.house, hall.community_id, text, dry_run=dry_run, progress=lambda done, total: None
    )


async def known(hall: Hall) -> Calendar:
    async with hall.house.database.read() as session:
        return await calendar_of(session, hall.community_id)


async def sent(hall: Hall) -> Report:
    return done(await submitting.submit(hall.house, await hall.actor(hall.neighbours[0]), NOISE))


async def test_the_national_day_of_2026_stops_the_clocks_and_the_saturday_after_does_not(hall: Hall):
    assert len(await take_in(hall, as_json(days_2026()))) == 33 + 6
    calendar = await known(hall)
    eve = datetime(2026, 9, 30, 16, tzinfo=CHINA)
    assert add(eve, timedelta(days=1), calendar) == datetime(2026, 10, 8, 16, tzinfo=CHINA)
    friday = datetime(2026, 10, 9, 16, tzinfo=CHINA)
    assert add(friday, timedelta(days=1), calendar) == datetime(2026, 10, 10, 16, tzinfo=CHINA)
    assert await kinds(hall.house, stream_of(hall.community_id)) == ["calendar.taken_in"]


async def test_csv_says_the_same_and_replaces_what_was_known_of_those_days(hall: Hall):
    await take_in(hall, as_json(days_2026()))
    lines = "day,working,name\n2026-10-01,否,国庆节\n2026-10-07,no,国庆节\n"
    assert len(await take_in(hall, lines)) == 2
    calendar = await known(hall)
    assert not calendar.works(date(2026, 10, 1))
    assert calendar.works(date(2026, 10, 5))  # a Monday the second file does not name
    assert calendar.works(date(2026, 10, 10))  # a Saturday beyond it


async def test_every_wrong_line_is_named_and_nothing_is_taken_in(hall: Hall):
    await take_in(hall, as_json(days_2026()))
    lines = (
        "day,working,name\n2027-01-01,no,元旦\n1.1.2027,no,元旦\n2027-01-02,maybe,\n2027-01-01,no,\n2027-01-03,no,"
        + "长" * 81
    )
    async with nothing_changes(hall.house):
        problems = await take_in(hall, lines)
        assert isinstance(problems, list)
        found = [(each.line, each.why.reason) for each in problems]
    assert found == [(3, "calendar_day"), (4, "calendar_working"), (5, "calendar_twice"), (6, "calendar_name")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "calendar_columns"),
        ("day,working\n", "file_empty"),
        ("date,off\n2026-10-01,yes\n", "calendar_columns"),
        ('{"days": 7}', "file_unreadable"),
        ('{"days": ', "file_unreadable"),
        ('{"days": []}', "file_empty"),
        ('{"days": [{"name": "元旦", "date": "2026-01-01", "isOffDay": "yes"}]}', "calendar_working"),
        ('{"days": [{"isOffDay": true}]}', "calendar_day"),
        ('day,working\n2026-10-01,"no', "file_unreadable"),
    ],
)
async def test_what_is_no_calendar_is_said_to_be_none(hall: Hall, text: str, reason: str):
    async with nothing_changes(hall.house):
        problems = await take_in(hall, text)
    assert isinstance(problems, list)
    assert [each.why.reason for each in problems] == [reason]


async def test_nobody_can_rest_for_more_than_a_month_however_many_files_it_takes(hall: Hall):
    def free(first: date, length: int) -> str:
        days = [(first + timedelta(days=number)).isoformat() for number in range(length)]
        return as_json([{"name": "", "date": day, "isOffDay": True} for day in days])

    assert len(await take_in(hall, free(date(2026, 6, 1), 31))) == 31
    async with nothing_changes(hall.house):
        problems = await take_in(hall, free(date(2026, 7, 2), 1))
    assert isinstance(problems, list)
    assert [each.why.reason for each in problems] == ["calendar_rest"]


async def test_a_dry_run_keeps_nothing(hall: Hall):
    async with nothing_changes(hall.house):
        assert len(await take_in(hall, as_json(days_2026()), dry_run=True)) == 39


async def test_a_clock_that_runs_keeps_its_end_and_the_next_one_knows_the_calendar(hall: Hall):
    before = await sent(hall)
    today = hall.clock.now().astimezone(CHINA).date()
    week = [(today + timedelta(days=number)).isoformat() for number in range(10)]
    await take_in(hall, as_json([{"name": "", "date": day, "isOffDay": True} for day in week]))
    after = await sent(hall)
    async with hall.house.database.read() as session:
        running = await session.get_one(Report, before.id)
    assert running.due_at == before.due_at
    assert after.due_at is not None
    assert after.due_at >= datetime.combine(today + timedelta(days=11), datetime.min.time(), CHINA).astimezone(UTC)
