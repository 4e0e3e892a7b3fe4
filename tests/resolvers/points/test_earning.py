"""Points come in the transaction of the deed, once for each source, and to residents who are confirmed."""

import asyncio
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from db.models.points import PointsEntry
from db.paging import Ask
from resolvers import issues
from resolvers.meetings import attendance
from resolvers.meetings.attendance import Guest
from resolvers.notices import reading as notices
from resolvers.points import earning, joining, tariffs
from resolvers.polls import cast, manage
from resolvers.reports import ending
from rules.issues import Stage
from rules.points import DEFAULT, Fall, Rule, Worth
from rules.proceedings import Party
from rules.refusals import Code
from tests.resolvers.points.ledger import earned, entries, given, reported, under_hand
from tests.support.deeds import foreigner, newcomer, nothing_changes, refused, swept
from tests.support.house import Hall, done
from tests.support.meeting import under_way

JOINED = ("EARNED", "DELIBERATION", 10, 10)


async def told(hall: Hall, number: int) -> list[str]:
    key = (await hall.actor(hall.neighbours[number])).resident_id
    page = await notices.of(hall.house, key, Ask(20))
    return [row.kind for row in page.rows]


async def vote(hall: Hall, number: int, poll_id) -> None:
    who = (await hall.actor(hall.neighbours[number])).resident_id
    done(await cast.cast_vote(hall.house, who, poll_id, "yes"))


async def closed(hall: Hall, poll_id) -> None:
    done(await manage.close_poll(hall.house, await hall.actor(hall.moderator), poll_id, "大家都投了。"))
    await swept(hall.house)


async def comment(hall: Hall, number: int, issue_id) -> None:
    done(await issues.comment(hall.house, await hall.actor(hall.neighbours[number]), issue_id, "我同意。"))


@pytest.mark.parametrize("vote_first", [True, False])
async def test_who_votes_and_speaks_has_joined_once_an_issue(hall: Hall, *, vote_first: bool):
    issue = await hall.issue(at=Stage.VOTING)
    first, second = await hall.poll(issue), await hall.poll(issue)
    await (vote(hall, 1, first.poll.id) if vote_first else comment(hall, 1, issue.id))
    assert await entries(hall, hall.neighbours[1]) == []
    await (comment(hall, 1, issue.id) if vote_first else vote(hall, 1, first.poll.id))
    await swept(hall.house)
    assert await entries(hall, hall.neighbours[1]) == []
    await closed(hall, first.poll.id)
    assert await entries(hall, hall.neighbours[1]) == [JOINED]
    await vote(hall, 1, second.poll.id)
    await comment(hall, 1, issue.id)
    await closed(hall, second.poll.id)
    assert await earned(hall, hall.neighbours[1]) == (10, 10)
    assert await told(hall, 1) == ["points.deliberation"]


async def test_many_who_vote_at_once_each_get_their_own(hall: Hall):
    issue = await hall.issue(at=Stage.VOTING)
    poll = await hall.poll(issue)
    for number in range(5):
        await comment(hall, number, issue.id)
    await asyncio.gather(*(vote(hall, number, poll.poll.id) for number in range(5)))
    await closed(hall, poll.poll.id)
    assert [await earned(hall, person) for person in hall.neighbours] == [(10, 10)] * 5


async def test_who_speaks_after_the_close_has_joined_too(hall: Hall):
    issue = await hall.issue(at=Stage.VOTING)
    poll = await hall.poll(issue)
    await vote(hall, 1, poll.poll.id)
    await closed(hall, poll.poll.id)
    assert await entries(hall, hall.neighbours[1]) == []
    await comment(hall, 1, issue.id)
    assert await entries(hall, hall.neighbours[1]) == [JOINED]


async def test_more_than_are_paid_at_once_are_all_paid(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(joining, "PAID_AT_ONCE", 2)
    issue = await hall.issue(at=Stage.VOTING)
    poll = await hall.poll(issue)
    for number in range(5):
        await comment(hall, number, issue.id)
        await vote(hall, number, poll.poll.id)
    await closed(hall, poll.poll.id)
    assert [await earned(hall, person) for person in hall.neighbours] == [(10, 10)] * 5


async def test_who_signs_in_on_the_spot_has_joined(hall: Hall):
    issue = await hall.issue(at=Stage.DELIBERATING)
    meeting = await under_way(hall, issue.id)
    who = (await hall.actor(hall.neighbours[2])).resident_id
    staff = await hall.actor(hall.staff)
    done(await attendance.sign_in(hall.house, staff, meeting.id, Guest("", Party.RESIDENTS, who, on_spot=True)))
    assert await entries(hall, hall.neighbours[2]) == [JOINED]


async def test_a_report_earns_once_staff_work_on_it_and_a_rejected_one_loses_it(hall: Hall):
    report = await reported(hall)
    assert await earned(hall, hall.neighbours[0]) == (0, 0)
    await under_hand(hall, report.id)
    assert await earned(hall, hall.neighbours[0]) == (5, 5)
    staff = await hall.actor(hall.staff)
    done(await ending.reject(hall.house, staff, report.id, "不是公共的灯", "物业"))
    assert await entries(hall, hall.neighbours[0]) == [("EARNED", "REPORT", 5, 5), ("CORRECTED", "REPORT", -5, -5)]
    assert await earned(hall, hall.neighbours[0]) == (0, 0)


async def test_who_is_not_confirmed_or_lives_elsewhere_earns_nothing(hall: Hall):
    strangers = [(await newcomer(hall)).resident_id, (await foreigner(hall)).resident_id]
    async with nothing_changes(hall.house):
        await given(hall, strangers, Rule.REPORT, "report_1")


async def test_the_same_source_pays_once_however_often_and_at_once(hall: Hall):
    who = [(await hall.actor(hall.neighbours[0])).resident_id]
    await asyncio.gather(*(given(hall, who, Rule.SUGGESTION, "issue_1") for _ in range(10)), return_exceptions=True)
    assert await entries(hall, hall.neighbours[0]) == [("EARNED", "SUGGESTION", 20, 20)]


async def test_the_limits_of_a_day_and_a_month_cut_what_is_beyond(hall: Hall):
    who = [(await hall.actor(hall.neighbours[0])).resident_id]
    for number in range(3):
        await given(hall, who, Rule.SUGGESTION, f"issue_{number}")
    assert [row[2] for row in await entries(hall, hall.neighbours[0])] == [20, 20, 0]
    for day in range(1, 5):
        hall.clock.turn(hours=24)
        await given(hall, who, Rule.SUGGESTION, f"issue_of_{day}")
    total, _ = await earned(hall, hall.neighbours[0])
    assert total == 40 + sum(row[2] for row in (await entries(hall, hall.neighbours[0]))[3:])
    assert total <= 2 * DEFAULT.worth[Rule.SUGGESTION].a_month  # the days may lie in two months


async def test_what_is_taken_back_opens_no_limit_but_that_of_its_own_day(hall: Hall):
    who, staff = [(await hall.actor(hall.neighbours[0])).resident_id], await hall.actor(hall.staff)
    await given(hall, who, Rule.REPORT, "report_0")
    entry = await the_entry(hall)
    hall.clock.turn(days=1)
    done(await earning.correct(hall.house, staff, entry.id, "记错了"))
    for number in range(1, 6):
        await given(hall, who, Rule.REPORT, f"report_{number}")
    found = [points for movement, _, points, _ in await entries(hall, hall.neighbours[0]) if movement == "EARNED"]
    assert sorted(found) == [0, 5, 5, 5, 5, 5]


async def test_a_tariff_counts_from_its_day_and_leaves_what_was_earned(hall: Hall):
    who, staff = [(await hall.actor(hall.neighbours[0])).resident_id], await hall.actor(hall.staff)
    await given(hall, who, Rule.REPORT, "report_1")
    proposed = replace(
        DEFAULT,
        worth={**DEFAULT.worth, Rule.REPORT: Worth(8, 80, 800)},
        taper=(Fall(date(2020, 1, 1), 25),),
    )
    row = done(await tariffs.adopt(hall.house, staff, proposed, None))
    await given(hall, who, Rule.REPORT, "report_2")
    assert row.version == 2
    assert await entries(hall, hall.neighbours[0]) == [("EARNED", "REPORT", 5, 5), ("EARNED", "REPORT", 8, 2)]


async def test_only_staff_adopt_and_never_for_the_past(hall: Hall):
    neighbour, staff = await hall.actor(hall.neighbours[0]), await hall.actor(hall.staff)
    async with nothing_changes(hall.house):
        refused(await tariffs.adopt(hall.house, neighbour, DEFAULT, None), Code.FORBIDDEN)
        early = hall.clock.now().replace(year=2020)
        refused(await tariffs.adopt(hall.house, staff, DEFAULT, early), Code.INVALID, "validFrom")
        refused(await tariffs.adopt(hall.house, staff, replace(DEFAULT, levels=()), None), Code.INVALID, "levels")


async def the_entry(hall: Hall) -> PointsEntry:
    async with hall.house.database.read() as session:
        return (await session.scalars(select(PointsEntry))).one()


async def test_a_wrong_entry_is_put_right_by_another_once(hall: Hall):
    who, staff = [(await hall.actor(hall.neighbours[0])).resident_id], await hall.actor(hall.staff)
    await given(hall, who, Rule.SUGGESTION, "issue_1")
    entry = await the_entry(hall)
    done(await earning.correct(hall.house, staff, entry.id, "同一条建议记了两次"))
    assert await earned(hall, hall.neighbours[0]) == (0, 0)
    assert "points.corrected" in await told(hall, 0)
    foreign = await foreigner(hall)
    async with nothing_changes(hall.house):
        refused(await earning.correct(hall.house, staff, entry.id, "再来一次"), Code.CONFLICT, "entryId")
        refused(await earning.correct(hall.house, await hall.actor(hall.neighbours[1]), entry.id, "不"), Code.FORBIDDEN)
        refused(await earning.correct(hall.house, foreign, entry.id, "不"), Code.FORBIDDEN)
