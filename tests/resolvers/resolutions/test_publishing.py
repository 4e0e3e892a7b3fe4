"""What came of things is written once, in the transaction in which it came, and named to nobody in the record."""

import asyncio
from datetime import timedelta
from itertools import pairwise

import pytest

from db.queries.resolutions import Which
from resolvers import issues
from resolvers.deed import perform
from resolvers.polls import manage
from resolvers.resolutions import thanking
from resolvers.resolutions.publishing import Done, publish
from resolvers.resolutions.streams import PUBLISHED, stream_of
from rules.ids import Kind, public_id
from rules.issues import Stage
from rules.refusals import Code, Refusal, refuse
from rules.resolutions import Part, ResolutionKind
from tests.support.agreement import key
from tests.support.deeds import foreigner, nothing_changes, said, swept
from tests.support.house import Hall, done
from tests.support.resolutions import ALL, department, listed, published, report


async def test_a_closed_poll_is_in_the_feed_at_once_whoever_closed_it(hall: Hall):
    issue = await hall.issue(at=Stage.VOTING)
    first, second = await hall.poll(issue), await hall.poll(issue)
    done(await manage.close_poll(hall.house, await hall.actor(hall.moderator), first.poll.id, "大家都投过了。"))
    assert [(row.seq, row.poll_id, row.issue_id) for row in await listed(hall)] == [(1, first.poll.id, issue.id)]

    hall.clock.turn(hours=2)
    await swept(hall.house)
    assert [(row.seq, row.poll_id) for row in await listed(hall)] == [(2, second.poll.id), (1, first.poll.id)]
    assert {row.kind for row in await listed(hall)} == {ResolutionKind.DECISION}


async def test_the_entry_has_ids_and_words_and_no_person(hall: Hall):
    row, office = await report(hall), await department(hall)
    await published(
        hall,
        report_id=row.id,
        department_id=office,
        detail="换了新井盖。",
        thanked=[(key(hall.neighbours[1]), Part.REPORTED)],
    )
    ((kind, payload),) = await said(hall.house, stream_of(hall.community_id))
    (kept,) = await listed(hall)
    assert kind == PUBLISHED
    assert payload == {
        "resolutionId": public_id(Kind.RESOLUTION, kept.id),
        "kind": "SOLVED",
        "headline": "井盖修好了",
        "detail": "换了新井盖。",
        "reportId": public_id(Kind.REPORT, row.id),
        "departmentId": public_id(Kind.DEPARTMENT, office),
    }


async def test_what_is_refused_after_it_was_published_was_never_published(hall: Hall):
    async def fail(deed):
        await publish(deed, Done(hall.community_id, "修好了"))
        return refuse(Code.CONFLICT, "agreement_fixed")

    async with nothing_changes(hall.house):
        assert isinstance(await perform(hall.house, fail), Refusal)


async def test_what_is_published_at_once_is_numbered_without_a_gap_and_in_order_of_time(hall: Hall):
    numbers = await asyncio.gather(*(published(hall, f"第 {turn} 件") for turn in range(12)))
    assert sorted(numbers) == list(range(1, 13))
    rows = await listed(hall)
    assert [row.seq for row in rows] == list(range(12, 0, -1))
    assert all(row.at >= before.at for row, before in pairwise(rows))


async def test_a_clock_that_goes_back_does_not_put_what_is_new_behind_what_is_old(hall: Hall):
    hall.clock.turn(minutes=5)
    await published(hall, "先")
    hall.clock.turn(minutes=-5)
    await published(hall, "后")
    assert [row.headline for row in await listed(hall)] == ["后", "先"]


async def test_each_community_has_its_own_feed(hall: Hall):
    stranger = await foreigner(hall)
    await perform(hall.house, lambda deed: publish(deed, Done(stranger.community_id, "邻村的事")))
    assert await listed(hall) == []
    assert await published(hall) == 1


async def test_the_feed_is_narrowed_to_kind_and_department(hall: Hall):
    office, other = await department(hall), await department(hall)
    await published(hall, "这边", report_id=(await report(hall)).id, department_id=office)
    await published(hall, "那边", report_id=(await report(hall)).id, department_id=other)
    assert [row.headline for row in await listed(hall, Which(department_id=office))] == ["这边"]
    assert await listed(hall, Which(kind=ResolutionKind.DECISION)) == []
    assert len(await listed(hall, Which(kind=ResolutionKind.SOLVED))) == 2
    assert await listed(hall, Which(grid_id=hall.house.new_id())) == []


async def thanked(hall: Hall, resident_id=None):
    page = await thanking.listed(hall.house, hall.community_id, resident_id, ALL)
    return {(credit.resident_id, credit.part) for credit in page.rows}


async def test_those_who_raised_the_issue_and_talked_about_it_are_thanked_once_each(hall: Hall):
    issue = await hall.issue(at=Stage.VOTING)
    for person, words in ((2, "好。"), (2, "快些。"), (3, "同意。")):
        done(await issues.comment(hall.house, await hall.actor(hall.neighbours[person]), issue.id, words))
    standing = await hall.poll(issue, lasts=timedelta(hours=1))
    done(await manage.close_poll(hall.house, await hall.actor(hall.moderator), standing.poll.id, "够了。"))
    raiser, second, third = (key(hall.neighbours[place]) for place in (0, 2, 3))
    assert await thanked(hall) == {(raiser, Part.RAISED), (second, Part.SPOKE), (third, Part.SPOKE)}
    assert await thanked(hall, second) == {(second, Part.SPOKE)}


@pytest.mark.parametrize("times", [1, 2])
async def test_who_says_no_is_thanked_nowhere_from_then_on_and_before(hall: Hall, times: int):
    row, who = await report(hall), hall.neighbours[1]
    await published(hall, report_id=row.id, thanked=[(key(who), Part.REPORTED)])
    (resolution,) = await listed(hall)
    actor = await hall.actor(who)
    for _ in range(times):
        assert done(await thanking.set_thanked(hall.house, actor, thanked=False)) is False
    await published(hall, "又一件", report_id=row.id, thanked=[(key(who), Part.REPORTED)])
    assert await thanked(hall) == set()
    assert not await thanking.is_thanked(hall.house, actor)
    assert await thanking.load(hall.house, [(resolution.id, 5)]) == {}

    assert done(await thanking.set_thanked(hall.house, actor, thanked=True)) is True
    assert await thanking.is_thanked(hall.house, actor)
    page = await thanking.listed(hall.house, hall.community_id, None, ALL)
    assert [credit.part for credit in page.rows] == [Part.REPORTED] * 2
