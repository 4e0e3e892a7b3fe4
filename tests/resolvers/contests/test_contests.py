"""Contests from the first word to the prizes, which are paid once whatever happens in between."""

import asyncio

from sqlalchemy import func, select

from db.models.contests import ContestWin
from db.paging import Ask
from db.queries import points
from resolvers.activities import attending
from resolvers.activities import joining as signing
from resolvers.contests import entering, moving, planning
from resolvers.contests.streams import stream_of
from resolvers.deed import perform
from resolvers.points import earning
from resolvers.resolutions import thanking
from resolvers.teams import joining
from rules.contests import Award, Prize, Stage, volunteer_month
from rules.points import Movement, month_of
from rules.refusals import Code
from tests.resolvers.activities.putting_on import put_on
from tests.resolvers.contests.contest import (
    for_ideas,
    key_of,
    of_buildings,
    planned,
    prizes,
    shortlisted,
    vote,
    whole,
)
from tests.resolvers.points.ledger import earned
from tests.support.deeds import foreigner, kinds, newcomer, nothing_changes, refused, swept
from tests.support.house import Hall, done


async def test_the_best_idea_wins_by_votes_and_is_paid_once(hall: Hall, caplog):
    row = await shortlisted(hall)
    for number, choice in enumerate(["n2", "n2", "n1"]):
        await vote(hall, row, number, choice)
    hall.clock.turn(days=3)
    await asyncio.gather(swept(hall.house), swept(hall.house))
    await swept(hall.house)
    assert "could not be met" not in caplog.text
    state = await whole(hall, row)
    assert state.contest.stage is Stage.CLOSED
    assert [(each.place, each.marks.votes, each.marks.of_votes) for each in state.places] == [(1, 2, 3), (2, 1, 3)]
    assert await prizes(hall) == {await key_of(hall, 1): [50], await key_of(hall, 0): [20]}
    assert await kinds(hall.house, stream_of(row.id)) == [
        "contest.planned",
        "contest.entered",
        "contest.entered",
        "contest.entered",
        "contest.entries_ended",
        "contest.vote_opened",
        "contest.left_out",
        "contest.decided",
        "contest.paid",
    ]


async def test_who_is_left_out_reads_why(hall: Hall):
    row = await shortlisted(hall)
    assert [(each.shortlisted, each.reason) for each in (await whole(hall, row)).parts.entries] == [
        (True, None),
        (True, None),
        (False, "小区里养不了。"),
    ]


async def test_ideas_come_from_confirmed_residents_within_the_dates(hall: Hall):
    row = await planned(hall, for_ideas(hall))
    first, stranger, elsewhere = await hall.actor(hall.neighbours[0]), await newcomer(hall), await foreigner(hall)
    for number in range(3):
        done(await entering.enter(hall.house, first, row.id, f"点子{number}", "好。"))
    async with nothing_changes(hall.house):
        refused(await entering.enter(hall.house, first, row.id, "又一个", "好。"), Code.CONFLICT, "contestId")
        refused(await entering.enter(hall.house, stranger, row.id, "我的", "好。"), Code.NOT_ELIGIBLE)
        refused(await entering.enter(hall.house, elsewhere, row.id, "我的", "好。"), Code.NOT_FOUND, "contestId")
        refused(await entering.shortlist(hall.house, first, row.id, [], {}), Code.FORBIDDEN)
        refused(await planning.plan(hall.house, first, "比", "比", for_ideas(hall)), Code.FORBIDDEN)
        refused(await planning.call_off(hall.house, first, row.id, "不比了"), Code.FORBIDDEN)
    hall.clock.turn(days=1)
    second = await hall.actor(hall.neighbours[1])
    refused(await entering.enter(hall.house, second, row.id, "晚了", "好。"), Code.WRONG_STAGE, "contestId")


async def test_what_is_called_off_pays_nothing(hall: Hall):
    row = await shortlisted(hall)
    await vote(hall, row, 0, "n1")
    done(await planning.call_off(hall.house, await hall.actor(hall.staff), row.id, "下次再比。"))
    hall.clock.turn(days=5)
    await swept(hall.house)
    assert (await whole(hall, row)).contest.stage is Stage.CALLED_OFF
    assert await prizes(hall) == {}


async def test_everybody_in_the_most_beautiful_building_is_rewarded(hall: Hall, monkeypatch):
    monkeypatch.setattr(moving, "PAID_AT_ONCE", 1)
    row = await of_buildings(hall)
    first, second = (await whole(hall, row)).parts.entries
    judge = await hall.actor(hall.neighbours[4])
    done(await entering.score(hall.house, judge, first.id, [1, 1]))
    done(await entering.score(hall.house, judge, first.id, [9, 9]))
    done(await entering.score(hall.house, judge, second.id, [6, 6]))
    for number, choice in enumerate(["n1", "n2", "n2"]):
        await vote(hall, row, number, choice)
    hall.clock.turn(days=3)
    await swept(hall.house)
    state = await whole(hall, row)
    marks = [(each.subject_id, each.place, each.marks.scored, each.marks.votes) for each in state.places]
    assert marks == [(first.id, 1, 18, 1), (second.id, 2, 12, 2)]
    assert await prizes(hall) == {await key_of(hall, 0): [20], await key_of(hall, 1): [20]}
    assert (await kinds(hall.house, stream_of(row.id))).count("contest.paid") == 3


async def test_no_judge_scores_the_own_building_and_nobody_else_scores(hall: Hall):
    row = await of_buildings(hall)
    first, second = (await whole(hall, row)).parts.entries
    at_home, neighbour = await hall.actor(hall.neighbours[3]), await hall.actor(hall.neighbours[0])
    async with nothing_changes(hall.house):
        refused(await entering.score(hall.house, at_home, second.id, [5, 5]), Code.NOT_ELIGIBLE, "entryId")
        refused(await entering.score(hall.house, neighbour, first.id, [5, 5]), Code.FORBIDDEN)
        refused(await entering.score(hall.house, at_home, first.id, [11, 5]), Code.INVALID, "scores")
        refused(await entering.score(hall.house, at_home, hall.house.new_id(), [5, 5]), Code.NOT_FOUND, "entryId")


async def test_what_is_paid_stays_paid_even_if_a_step_runs_again(hall: Hall):
    row = await shortlisted(hall)
    await vote(hall, row, 0, "n1")
    hall.clock.turn(days=3)
    await asyncio.gather(*(swept(hall.house) for _ in range(3)))
    async with nothing_changes(hall.house):
        await perform(hall.house, lambda deed: moving.move_when_due(deed, row.id))
    assert await prizes(hall) == {await key_of(hall, 0): [50]}
    async with hall.house.database.read() as session:
        assert await session.scalar(select(func.count()).where(ContestWin.paid_at.is_(None))) == 0


async def test_a_volunteer_month_counts_confirmed_minutes_by_person_and_team_and_is_frozen(hall: Hall):
    first, second = await hall.actor(hall.neighbours[0]), await hall.actor(hall.neighbours[1])
    team = done(await joining.found(hall.house, first, "夕阳红"))
    _, (slot,) = await put_on(hall, 5)
    prizes_ = [Prize(Award.PERSON, 1, 30), Prize(Award.TEAM, 1, 10)]
    row = await planned(hall, volunteer_month(month_of(slot.starts_at), prizes_), "志愿服务月")
    places = [done(await signing.sign_up(hall.house, who, slot.id)) for who in (first, second)]
    hall.clock.turn(hours=1)
    staff = await hall.actor(hall.staff)
    for place_ in places:
        done(await attending.came(hall.house, staff, place_.id))
    hall.clock.turn(hours=2)
    for place_, minutes in zip(places, (90, 60), strict=True):
        done(await attending.confirm(hall.house, staff, place_.id, minutes))
    found = [(each.award, each.subject_id, each.place, each.marks.minutes) for each in (await whole(hall, row)).places]
    expected = [
        (Award.PERSON, first.resident_id, 1, 90),
        (Award.PERSON, second.resident_id, 2, 60),
        (Award.TEAM, team.id, 1, 90),
    ]
    assert found == expected
    hall.clock.ahead += row.closes_at - hall.clock.now()
    await swept(hall.house)
    state = await whole(hall, row)
    assert state.contest.stage is Stage.CLOSED
    assert [(each.award, each.subject_id, each.place, each.marks.minutes) for each in state.places] == expected
    assert await prizes(hall) == {first.resident_id: [10, 30]}
    assert (await kinds(hall.house, stream_of(row.id))).count("contest.minutes") == 2


async def test_a_prize_given_by_mistake_is_taken_back_like_any_other_points(hall: Hall):
    row = await shortlisted(hall)
    await vote(hall, row, 0, "n1")
    hall.clock.turn(days=3)
    await swept(hall.house)
    winner, staff = await hall.actor(hall.neighbours[0]), await hall.actor(hall.staff)
    async with hall.house.database.read() as session:
        (entry,) = (await points.of_resident(session, winner.resident_id, Ask(10))).rows
    taken = done(await earning.correct(hall.house, staff, entry.id, "名次算错了"))
    assert (taken.movement, taken.rule, taken.points, taken.material) == (Movement.CORRECTED, None, -50, -50)
    assert await earned(hall, hall.neighbours[0]) == (0, 0)
    async with nothing_changes(hall.house):
        refused(await earning.correct(hall.house, staff, entry.id, "再来一次"), Code.CONFLICT, "entryId")
        refused(await earning.correct(hall.house, staff, taken.id, "再来一次"), Code.NOT_FOUND, "entryId")


async def test_an_author_is_named_once_it_is_decided_unless_they_do_not_want_to_be(hall: Hall):
    row = await shortlisted(hall)
    await vote(hall, row, 0, "n1")
    before = await whole(hall, row)
    assert [before.author(each) for each in before.parts.entries] == [None] * 3
    done(await thanking.set_thanked(hall.house, await hall.actor(hall.neighbours[1]), thanked=False))
    hall.clock.turn(days=3)
    await swept(hall.house)
    after = await whole(hall, row)
    assert [after.author(each) for each in after.parts.entries] == [await key_of(hall, 0), None, None]


async def test_judges_are_named_unless_they_do_not_want_to_be(hall: Hall):
    row = await of_buildings(hall)
    done(await thanking.set_thanked(hall.house, await hall.actor(hall.neighbours[3]), thanked=False))
    assert (await whole(hall, row)).judges == [await key_of(hall, 4)]
