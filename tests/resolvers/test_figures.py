"""Figures are kept as things happen, and each can be opened down to what is behind it."""

import asyncio
import random
from datetime import date, timedelta
from statistics import median_low

from sqlalchemy import update

from db.models.figures import FigureCount
from resolvers import figures
from resolvers.deed import perform
from rules.figures import Figure, Period
from rules.refusals import Code, Refusal, refuse
from tests.support.deeds import nothing_changes, refused
from tests.support.house import Hall, done
from tests.support.resolutions import ALL, report

FIRST, LAST = date(2026, 4, 30), date(2026, 5, 2)


async def counted(hall: Hall, day: date, figure: Figure, report_id) -> None:
    await perform(hall.house, lambda deed: figures.count(deed, hall.community_id, day, figure, report_id))


async def timed(hall: Hall, day: date, minutes: int, report_id) -> None:
    await perform(hall.house, lambda deed: figures.time(deed, hall.community_id, day, minutes, report_id))


async def rows(hall: Hall, period: Period = Period.DAY, since: date = FIRST, until: date = LAST):
    return done(await figures.rows(hall.house, hall.community_id, period, since, until))


async def test_what_happens_is_counted_for_its_day_and_for_its_month(hall: Hall):
    first, second = (await report(hall)).id, (await report(hall)).id
    for day, figure, report_id in (
        (FIRST, Figure.RECEIVED, first),
        (LAST, Figure.RECEIVED, second),
        (LAST, Figure.SOLVED, first),
        (LAST, Figure.SOLVED, second),
        (LAST, Figure.RATED, first),
    ):
        await counted(hall, day, figure, report_id)
    days = await rows(hall)
    assert [row.since for row in days] == [FIRST, date(2026, 5, 1), LAST]
    assert [row.counts[Figure.RECEIVED] for row in days] == [1, 0, 1]
    assert [row.counts[Figure.SOLVED] for row in days] == [0, 0, 2]
    april, may = await rows(hall, Period.MONTH)
    assert (april.since, april.until) == (date(2026, 4, 1), date(2026, 4, 30))
    assert (april.counts[Figure.RECEIVED], may.counts[Figure.RECEIVED], may.counts[Figure.SOLVED]) == (1, 1, 2)
    assert (may.counts[Figure.ANSWERED_IN_TIME], may.median, may.ninety) == (0, None, None)


async def test_median_and_ninetieth_percentile_are_exact_to_the_minute(hall: Hall):
    chance, row = random.Random(5), await report(hall)
    taken = {FIRST: [chance.randrange(20_000) for _ in range(31)], LAST: [chance.randrange(300) for _ in range(20)]}
    for day, minutes in taken.items():
        for each in minutes:
            await timed(hall, day, each, row.id)
    for found, minutes in zip([(await rows(hall))[0], (await rows(hall))[2]], taken.values(), strict=True):
        in_order = sorted(minutes)
        assert found.median == median_low(in_order)
        assert found.ninety == in_order[-(-9 * len(in_order) // 10) - 1]
        assert found.counts[Figure.TIMED] == len(minutes)
    april, _ = await rows(hall, Period.MONTH)
    assert april.median == median_low(sorted(taken[FIRST]))


async def test_what_is_behind_a_figure_is_as_many_as_the_figure_says(hall: Hall):
    reports = [(await report(hall)).id for _ in range(3)]
    for number, report_id in enumerate(reports):
        hall.clock.turn(minutes=1)
        await counted(hall, FIRST + timedelta(days=number), Figure.SOLVED, report_id)
        await timed(hall, FIRST, 7 * number, report_id)
    april, may = await rows(hall, Period.MONTH)
    for row, found in ((april, reports[:1]), (may, [reports[2], reports[1]])):
        page = await figures.behind(hall.house, row, Figure.SOLVED, ALL)
        assert [source.report_id for source in page.rows] == found
        assert len(page.rows) == row.counts[Figure.SOLVED]
    times = await figures.behind(hall.house, april, Figure.TIMED, ALL)
    assert [source.minutes for source in times.rows] == [14, 7, 0]


async def test_counted_at_once_nothing_is_lost_and_a_recount_gives_the_same(hall: Hall):
    row, chance = await report(hall), random.Random(9)
    days = [FIRST + timedelta(days=chance.randrange(3)) for _ in range(30)]
    some = [counted(hall, day, chance.choice(list(Figure)[:5]), row.id) for day in days]
    await asyncio.gather(*some, *(timed(hall, day, chance.randrange(5), row.id) for day in days))
    assert sum(sum(each.counts.values()) for each in await rows(hall)) == 60
    assert await figures.differences(hall.house, hall.community_id) == []


async def test_a_figure_that_was_tampered_with_is_found(hall: Hall):
    row = await report(hall)
    await counted(hall, FIRST, Figure.SOLVED, row.id)

    async def tamper(session) -> None:
        await session.execute(update(FigureCount).where(FigureCount.period == Period.MONTH).values(n=40))

    await hall.house.database.write(tamper, after=lambda: None)
    found = await figures.differences(hall.house, hall.community_id)
    assert found == ["MONTH 2026-04-01 SOLVED: 40 kept, 1 counted"]


async def test_what_is_refused_is_not_counted(hall: Hall):
    row = await report(hall)

    async def fail(deed):
        await figures.count(deed, hall.community_id, FIRST, Figure.RATED, row.id)
        await figures.time(deed, hall.community_id, FIRST, 3, row.id)
        return refuse(Code.CONFLICT, "agreement_fixed")

    async with nothing_changes(hall.house):
        assert isinstance(await perform(hall.house, fail), Refusal)


async def test_a_range_that_is_none_is_refused(hall: Hall):
    refused(await figures.rows(hall.house, hall.community_id, Period.DAY, LAST, FIRST), Code.INVALID, "until")
