"""Contests from the first word to the prizes, which are paid once whatever happens in between."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select

from db.models.contests import Contest, ContestWin
from db.models.grids import Building, Home, Household, Unit
from db.models.points import PointsEntry
from resolvers.activities import attending
from resolvers.activities import joining as signing
from resolvers.contests import entering, moving, planning, reading
from resolvers.contests.reading import Whole
from resolvers.contests.streams import stream_of
from resolvers.deed import Deed, perform
from resolvers.points import reading as points_reading
from resolvers.polls import cast
from resolvers.teams import joining
from rules.contests import Award, ContestKind, Plan, Prize, Stage, volunteer_month
from rules.points import Movement, month_of
from rules.refusals import Code
from tests.resolvers.activities.putting_on import put_on
from tests.support.deeds import foreigner, kinds, newcomer, nothing_changes, refused, swept
from tests.support.house import Hall, done

DAY = timedelta(days=1)


async def planned(hall: Hall, wanted: Plan, title: str = "金点子大赛") -> Contest:
    staff = await hall.actor(hall.staff)
    return done(await planning.plan(hall.house, staff, title, "大家来比一比。", wanted))


async def whole(hall: Hall, row: Contest) -> Whole:
    return (await reading.load(hall.house, [row.id]))[row.id]


async def key_of(hall: Hall, number: int) -> UUID:
    return (await hall.actor(hall.neighbours[number])).resident_id


def for_ideas(hall: Hall) -> Plan:
    now = hall.clock.now()
    prizes = [Prize(Award.IDEA, 1, 50), Prize(Award.IDEA, 2, 20)]
    return Plan(ContestKind.IDEAS, prizes, now + 4 * DAY, entries_until=now + DAY)


async def shortlisted(hall: Hall) -> Contest:
    """Three ideas of three neighbours, of which two are put to the vote."""
    row = await planned(hall, for_ideas(hall))
    for number, title in enumerate(["修长椅", "种桂花", "养孔雀"]):
        done(await entering.enter(hall.house, await hall.actor(hall.neighbours[number]), row.id, title, "这样更好。"))
    hall.clock.turn(days=1)
    await swept(hall.house)
    entries = (await whole(hall, row)).parts.entries
    chosen, left_out = [each.id for each in entries[:2]], {entries[2].id: "小区里养不了。"}
    return done(await entering.shortlist(hall.house, await hall.actor(hall.staff), row.id, chosen, left_out))


async def vote(hall: Hall, row: Contest, number: int, choice: str) -> None:
    assert row.poll_id is not None
    done(await cast.cast_vote(hall.house, await key_of(hall, number), row.poll_id, choice))


async def prizes(hall: Hall) -> dict[UUID, list[int]]:
    """What each was paid in prizes; sums of entries fit accounts and boards."""
    assert await points_reading.differences(hall.house, hall.community_id) == []
    found: dict[UUID, list[int]] = {}
    async with hall.house.database.read() as session:
        for row in await session.scalars(select(PointsEntry).where(PointsEntry.movement == Movement.PRIZE)):
            found.setdefault(row.resident_id, []).append(row.points)
    return {key: sorted(each) for key, each in found.items()}


async def test_the_best_idea_wins_by_votes_and_is_paid_once(hall: Hall):
    row = await shortlisted(hall)
    for number, choice in enumerate(["n2", "n2", "n1"]):
        await vote(hall, row, number, choice)
    hall.clock.turn(days=3)
    await asyncio.gather(swept(hall.house), swept(hall.house))
    await swept(hall.house)
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


async def homes(hall: Hall, buildings: Sequence[Sequence[int]]) -> list[UUID]:
    """Buildings in which these neighbours live."""
    keys = [hall.house.new_id() for _ in buildings]
    people = [[await key_of(hall, number) for number in of] for of in buildings]

    async def build(deed: Deed) -> None:
        for key, code, of in zip(keys, "AB", people, strict=True):
            unit, door = hall.house.new_id(), hall.house.new_id()
            building = Building(id=key, community_id=hall.community_id, code=code, name=f"{code}栋", polygon="{}")
            building.households, building.people = 1, len(of)
            deed.session.add(building)
            await deed.session.flush()
            deed.session.add(Unit(id=unit, building_id=key, code="1"))
            await deed.session.flush()
            deed.session.add(Household(id=door, unit_id=unit, code="101", people=len(of)))
            await deed.session.flush()
            deed.session.add_all(Home(resident_id=each, household_id=door) for each in of)

    await perform(hall.house, build)
    return keys


async def of_buildings(hall: Hall) -> Contest:
    """Two buildings, of which the judge lives in the second."""
    keys = await homes(hall, [[0, 1], [2, 3]])
    wanted = Plan(
        ContestKind.BUILDINGS,
        [Prize(Award.BUILDING, 1, 20)],
        hall.clock.now() + 3 * DAY,
        judges_weight=60,
        residents_weight=40,
        criteria=[("整洁", 10), ("和睦", 10)],
        buildings=keys,
        judges=[await key_of(hall, 4), await key_of(hall, 3)],
    )
    return await planned(hall, wanted, "最美楼栋")


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
