"""Teams: one at a time, and points stay with the team in which they were earned."""

import asyncio
from datetime import timedelta

from sqlalchemy import select

from db.models.points import Scorer
from db.models.teams import Team, TeamMember
from db.paging import Ask
from db.queries.points import Board
from resolvers.deed import Deed, perform
from resolvers.notices import reading as notices
from resolvers.points import board, earning
from resolvers.points.earning import earn
from resolvers.points.streams import stream_of as points_of
from resolvers.teams import joining, reading
from resolvers.teams.joining import stream_of
from rules.points import Rule, end_of, month_of
from rules.refusals import Code
from tests.resolvers.points.ledger import earned
from tests.support.deeds import foreigner, kinds, newcomer, nothing_changes, refused, said, swept
from tests.support.house import Hall, done


async def founded(hall: Hall, number: int = 0, name: str = "夕阳红") -> Team:
    return done(await joining.found(hall.house, await hall.actor(hall.neighbours[number]), name))


async def gave(hall: Hall, number: int, source: str, *, minutes: int = 60, done_at=None) -> None:
    who = (await hall.actor(hall.neighbours[number])).resident_id

    async def work(deed: Deed) -> None:
        await earn(deed, hall.community_id, [who], Rule.VOLUNTEERING, source, {}, minutes=minutes, done_at=done_at)

    await perform(hall.house, work)


def this_month(hall: Hall) -> Board:
    return Board(hall.community_id, month_of(hall.clock.now()), Scorer.TEAM)


async def on_board(hall: Hall, which: Board | None = None) -> list[tuple[int, object, int]]:
    rows = await board.top(hall.house, which or this_month(hall), 10)
    return [(row.rank, row.subject_id, row.points) for row in rows]


async def test_a_team_is_founded_joined_and_left_with_one_tap(hall: Hall):
    team = await founded(hall)
    second = await hall.actor(hall.neighbours[1])
    assert done(await joining.join(hall.house, second, team.id)).members == 2
    assert done(await joining.join(hall.house, second, team.id)).members == 2
    assert len((await reading.members(hall.house, team.id, Ask(10))).rows) == 2
    assert done(await joining.leave(hall.house, second)).members == 1
    assert await reading.of_resident(hall.house, second.resident_id) is None
    assert await kinds(hall.house, stream_of(hall.community_id)) == [
        "team.founded",
        "team.joined",
        "team.joined",
        "team.left",
    ]


async def test_nobody_is_in_two_teams_even_when_both_are_tapped_at_once(hall: Hall):
    teams = [await founded(hall, 0, "一队"), await founded(hall, 1, "二队")]
    third = await hall.actor(hall.neighbours[2])
    results = await asyncio.gather(*(joining.join(hall.house, third, team.id) for team in teams))
    assert sum(isinstance(each, Team) for each in results) == 1
    async with hall.house.database.read() as session:
        rows = list(await session.scalars(select(TeamMember).where(TeamMember.resident_id == third.resident_id)))
    assert len(rows) == 1


async def test_two_who_found_the_first_teams_at_once_cannot_take_one_name(hall: Hall):
    founders = [await hall.actor(hall.neighbours[each]) for each in (0, 1)]
    results = await asyncio.gather(*(joining.found(hall.house, founder, "夕阳红") for founder in founders))
    assert sum(isinstance(each, Team) for each in results) == 1


async def test_what_is_not_right_changes_nothing(hall: Hall):
    team = await founded(hall)
    stranger, elsewhere = await newcomer(hall), await foreigner(hall)
    first, second = await hall.actor(hall.neighbours[0]), await hall.actor(hall.neighbours[1])
    async with nothing_changes(hall.house):
        refused(await joining.found(hall.house, stranger, "新队"), Code.NOT_ELIGIBLE)
        refused(await joining.join(hall.house, stranger, team.id), Code.NOT_ELIGIBLE)
        refused(await joining.join(hall.house, elsewhere, team.id), Code.NOT_FOUND, "teamId")
        refused(await joining.found(hall.house, first, "又一队"), Code.CONFLICT)
        refused(await joining.found(hall.house, second, "夕阳红"), Code.INVALID, "name")
        refused(await joining.found(hall.house, second, " "), Code.INVALID, "name")
        refused(await joining.leave(hall.house, second), Code.NOT_FOUND)
        refused(await joining.rename(hall.house, first, team.id, "别的"), Code.FORBIDDEN)
        refused(await joining.close(hall.house, first, team.id, "不要了"), Code.FORBIDDEN)


async def test_staff_rename_and_close_and_members_are_told(hall: Hall):
    team, staff = await founded(hall), await hall.actor(hall.staff)
    assert done(await joining.rename(hall.house, staff, team.id, "朝阳红")).name == "朝阳红"
    closed = done(await joining.close(hall.house, staff, team.id, "没有人了"))
    assert (closed.members, closed.closing_reason) == (0, "没有人了")
    first = await hall.actor(hall.neighbours[0])
    told = await notices.of(hall.house, first.resident_id, Ask(10))
    assert [row.kind for row in told.rows] == ["team.closed"]
    refused(await joining.join(hall.house, first, team.id), Code.WRONG_STAGE, "teamId")
    assert (await founded(hall, 0, "朝阳红")).id != team.id


async def test_points_count_for_the_team_in_which_they_were_earned(hall: Hall):
    one, other = await founded(hall, 0, "一队"), await founded(hall, 1, "二队")
    third = await hall.actor(hall.neighbours[2])
    done(await joining.join(hall.house, third, one.id))
    in_first = hall.clock.now()
    await gave(hall, 2, "slot_1")
    done(await joining.leave(hall.house, third))
    await gave(hall, 2, "slot_2")
    done(await joining.join(hall.house, third, other.id))
    await gave(hall, 2, "slot_3", minutes=30)
    assert await on_board(hall) == [(1, one.id, 10), (2, other.id, 5)]
    await gave(hall, 2, "slot_4", done_at=in_first)
    assert await on_board(hall) == [(1, one.id, 20), (2, other.id, 5)]
    assert await earned(hall, hall.neighbours[2]) == (35, 35)


async def test_what_is_taken_back_is_taken_from_the_team_that_had_it(hall: Hall):
    one, staff = await founded(hall), await hall.actor(hall.staff)
    first = await hall.actor(hall.neighbours[0])
    await gave(hall, 0, "slot_1")
    await gave(hall, 0, "slot_2", minutes=30)
    done(await joining.leave(hall.house, first))
    async with hall.house.database.read() as session:
        entry = (await earning.points.of_resident(session, first.resident_id, Ask(10))).rows[0]
    done(await earning.correct(hall.house, staff, entry.id, "记错了"))
    assert await on_board(hall) == [(1, one.id, 10)]
    assert await earned(hall, hall.neighbours[0]) == (10, 10)


async def test_teams_find_their_place_and_share_a_rank(hall: Hall):
    teams = [await founded(hall, number, f"第{number}队") for number in range(5)]
    for number, minutes in enumerate([240, 120, 120, 60, 30]):
        await gave(hall, number, "slot_1", minutes=minutes)
    assert [(rank, points) for rank, _, points in await on_board(hall)] == [(1, 40), (2, 20), (2, 20), (4, 10), (5, 5)]
    place = await board.place(hall.house, this_month(hall), teams[3].id)
    assert place is not None
    assert (place.own.rank, len(place.above), len(place.below)) == (4, 2, 1)


async def test_a_month_of_teams_is_frozen_when_it_is_over(hall: Hall):
    team = await founded(hall)
    await gave(hall, 0, "slot_1")
    over = this_month(hall)
    hall.clock.ahead += end_of(over.month) - hall.clock.now() + timedelta(seconds=1)
    await swept(hall.house)
    await gave(hall, 0, "slot_2")
    assert await on_board(hall, over) == [(1, team.id, 10)]
    closed = [payload for kind, payload in await said(hall.house, points_of(hall.community_id)) if "closed" in kind]
    assert [(row["rank"], row["points"]) for row in closed[0]["teams"]] == [(1, 10)]
