"""A badge comes in the transaction of the deed that completes it, once for ever, and a set brings its points once."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import delete

from db.models.badges import BadgeEarned
from db.paging import Ask
from db.queries import points
from resolvers import departments
from resolvers.badges import books, reading
from resolvers.deed import Deed, perform
from resolvers.meetings import attendance
from resolvers.meetings.attendance import Guest
from resolvers.notices import reading as notices
from resolvers.points import earning
from resolvers.points.earning import earn
from resolvers.points.streams import stream_of
from resolvers.polls import cast, manage
from resolvers.reports import handling
from resolvers.reports.submitting import Sent, submit
from resolvers.rights import moderating
from rules.badges import DEFAULT, Badge, BadgeSet, GoodDeed
from rules.issues import Stage
from rules.points import Rule
from rules.proceedings import Party
from rules.refusals import Code
from tests.resolvers.badges.shelf import adopted, badges_of, commented, have
from tests.resolvers.points.ledger import earned, entries
from tests.support.deeds import kinds, nothing_changes, refused, swept
from tests.support.house import Hall, done
from tests.support.meeting import under_way

TALKER = Badge("talker", "话唠", "Talker", GoodDeed.COMMENT, 3)
VOTER = Badge("voter", "投票人", "Voter", GoodDeed.VOTE, 1)
BOTH = BadgeSet("both", "都有", "Both", ("talker", "voter"), 50)


async def told(hall: Hall, number: int) -> list[str]:
    key = (await hall.actor(hall.neighbours[number])).resident_id
    return [row.kind for row in (await notices.of(hall.house, key, Ask(20))).rows]


async def closed(hall: Hall, poll_id) -> None:
    done(await manage.close_poll(hall.house, await hall.actor(hall.moderator), poll_id, "大家都投了。"))
    await swept(hall.house)


async def vote(hall: Hall, number: int, poll_id) -> None:
    who = (await hall.actor(hall.neighbours[number])).resident_id
    done(await cast.cast_vote(hall.house, who, poll_id, "yes"))


async def test_the_third_comment_brings_the_badge_and_the_fourth_no_other(hall: Hall):
    await adopted(hall, TALKER)
    issue, me = await hall.issue(), hall.neighbours[1]
    for number in range(1, 5):
        await commented(hall, me, issue.id)
        assert await badges_of(hall, me) == (["talker"] if number >= 3 else [])
        assert await have(hall, me) == {"talker": min(number, 3)}
    assert await told(hall, 1) == ["badge.earned"]
    assert (await kinds(hall.house, stream_of(hall.community_id))).count("badge.earned") == 1


async def test_deeds_at_the_same_moment_bring_a_badge_once(hall: Hall):
    await adopted(hall, TALKER)
    issues = [await hall.issue(title=f"第 {number} 件事") for number in range(4)]
    await asyncio.gather(*(commented(hall, hall.neighbours[1], issue.id) for issue in issues))
    assert await badges_of(hall, hall.neighbours[1]) == ["talker"]
    assert await told(hall, 1) == ["badge.earned"]


async def test_only_what_was_done_within_the_time_counts(hall: Hall):
    await adopted(hall, replace(TALKER, days=10))
    issue, me = await hall.issue(), hall.neighbours[1]
    await commented(hall, me, issue.id)
    hall.clock.turn(days=11)
    await commented(hall, me, issue.id)
    await commented(hall, me, issue.id)
    assert await have(hall, me) == {"talker": 2}
    assert await badges_of(hall, me) == []
    await commented(hall, me, issue.id)
    assert await badges_of(hall, me) == ["talker"]
    hall.clock.turn(days=15)
    assert await badges_of(hall, me) == ["talker"]


async def test_a_hidden_comment_does_not_count_until_it_is_put_back(hall: Hall):
    await adopted(hall, replace(TALKER, need=2))
    issue, me, staff = await hall.issue(), hall.neighbours[1], await hall.actor(hall.staff)
    first = await commented(hall, me, issue.id, "骂人的话。")
    done(await moderating.hide(hall.house, staff, first.id, "骂人。"))
    await commented(hall, me, issue.id)
    assert await badges_of(hall, me) == []
    done(await moderating.restore(hall.house, staff, first.id, "不是骂人。"))
    assert await badges_of(hall, me) == ["talker"]


async def test_a_whole_set_brings_points_once(hall: Hall):
    await adopted(hall, replace(TALKER, need=1), VOTER, sets=[BOTH])
    issue, me = await hall.issue(at=Stage.VOTING), hall.neighbours[1]
    first, second = await hall.poll(issue), await hall.poll(issue)
    await commented(hall, me, issue.id)
    assert await badges_of(hall, me) == ["talker"]
    await vote(hall, 1, first.poll.id)
    assert await badges_of(hall, me) == ["talker"]
    await closed(hall, first.poll.id)
    assert await badges_of(hall, me) == ["talker", "voter"]
    await vote(hall, 1, second.poll.id)
    await closed(hall, second.poll.id)
    await commented(hall, me, issue.id)
    assert await entries(hall, me) == [("EARNED", "DELIBERATION", 10, 10), ("EARNED", "BADGE_SET", 50, 50)]
    assert await earned(hall, me) == (60, 60)
    assert sorted(await told(hall, 1)) == sorted(
        ["badge.earned", "badge.earned", "badge_set.earned", "points.badge_set", "points.deliberation"]
    )


@pytest.mark.parametrize(("category", "got"), [("rubbish", ["green"]), ("lights", [])])
async def test_a_report_counts_by_its_category_once_staff_work_on_it(hall: Hall, category: str, got: list[str]):
    await adopted(hall, Badge("green", "环保", "Green", GoodDeed.REPORT, 1, 365, "rubbish"))
    staff, me = await hall.actor(hall.staff), hall.neighbours[1]
    office = done(await departments.put(hall.house, staff, "property", "物业"))
    done(await departments.add_member(hall.house, staff, office.id, staff.resident_id))
    report = done(await submit(hall.house, await hall.actor(me), Sent("东门的垃圾满了", category=category)))
    assert await badges_of(hall, me) == []
    done(await handling.assign(hall.house, staff, report.id, office.id))
    done(await handling.start(hall.house, staff, report.id))
    assert await badges_of(hall, me) == got


async def test_a_badge_stays_where_the_entry_it_was_for_is_taken_back(hall: Hall):
    await adopted(hall, Badge("joins", "议事", "Joins", GoodDeed.DELIBERATION, 1))
    issue, me = await hall.issue(at=Stage.VOTING), hall.neighbours[1]
    poll = await hall.poll(issue)
    await commented(hall, me, issue.id)
    await vote(hall, 1, poll.poll.id)
    await closed(hall, poll.poll.id)
    key = (await hall.actor(me)).resident_id
    async with hall.house.database.read() as session:
        (entry,) = (await points.of_resident(session, key, Ask(5))).rows
    done(await earning.correct(hall.house, await hall.actor(hall.staff), entry.id, "算错了。"))
    assert await badges_of(hall, me) == ["joins"]


async def test_signing_in_on_the_spot_counts_also_where_the_meeting_is_about_no_issue(hall: Hall):
    await adopted(hall, Badge("there", "到场", "There", GoodDeed.MEETING, 1))
    staff, me = await hall.actor(hall.staff), hall.neighbours[1]
    meeting = await under_way(hall)
    guest = Guest("", Party.RESIDENTS, (await hall.actor(me)).resident_id)
    done(await attendance.sign_in(hall.house, staff, meeting.id, guest))
    assert await badges_of(hall, me) == ["there"]


async def test_the_check_finds_a_badge_that_is_missing_and_one_that_is_too_much(hall: Hall):
    await adopted(hall, TALKER)
    issue = await hall.issue()
    for _ in range(3):
        await commented(hall, hall.neighbours[1], issue.id)
    one, two = [(await hall.actor(each)).resident_id for each in hall.neighbours[1:3]]

    async def forge(deed: Deed) -> None:
        await deed.session.execute(delete(BadgeEarned))
        row = BadgeEarned(resident_id=two, badge="talker", community_id=hall.community_id, version=2)
        row.have, row.earned_at = 3, deed.now
        deed.session.add(row)

    await perform(hall.house, forge)
    found = await reading.differences(hall.house, hall.community_id)
    assert found == [f"{two}: the badge talker for 3, 0 counted", f"{one}: no badge talker for 3"]


async def test_staff_alone_adopt_a_book_and_a_wrong_one_changes_nothing(hall: Hall):
    staff, me = await hall.actor(hall.staff), await hall.actor(hall.neighbours[0])
    async with nothing_changes(hall.house):
        refused(await books.adopt(hall.house, me, DEFAULT, None), Code.FORBIDDEN)
        refused(
            await books.adopt(hall.house, staff, replace(DEFAULT, model_points=0), None), Code.INVALID, "modelPoints"
        )
    row = done(await books.adopt(hall.house, staff, DEFAULT, None))
    assert (row.version, books.read(row).badges) == (2, list(DEFAULT.badges))


async def test_a_deed_that_fails_brings_no_badge(hall: Hall):
    await adopted(hall, replace(TALKER, need=1))
    who = (await hall.actor(hall.neighbours[1])).resident_id

    async def work(deed: Deed) -> None:
        await earn(deed, hall.community_id, [who], Rule.REPORT, "report_x", {})
        raise RuntimeError("struck down")

    async with nothing_changes(hall.house):
        with pytest.raises(RuntimeError):
            await perform(hall.house, work)
