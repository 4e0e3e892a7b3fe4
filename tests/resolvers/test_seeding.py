"""Filling a house with people, and the demonstration that greets the first visitor."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from db.models.communities import Community
from db.models.points import Scorer
from db.models.residents import Resident
from db.paging import Ask
from db.queries.points import Board
from resolvers import demonstration, issues, seeding
from resolvers.activities import reading as activities
from resolvers.actors import actor_of
from resolvers.agreements.reading import load_of_meetings
from resolvers.communities import home
from resolvers.contests import reading as contests
from resolvers.hours import reading as hours
from resolvers.hours.posting import matches
from resolvers.house import House, utc_now
from resolvers.meetings import lead
from resolvers.meetings.watch import transcript
from resolvers.opening import Plan, opened
from resolvers.points import board
from resolvers.points import reading as points
from resolvers.polls import cast, watch
from resolvers.rewards import reading as rewards
from resolvers.teams import reading as teams
from resolvers.whistles.reading import listed as listed_whistles
from rules.contests import Stage as ContestStage
from rules.helping import Side
from rules.hours import Account
from rules.ids import Kind, key_of
from rules.issues import Stage
from rules.meetings import Phase as MeetingPhase
from rules.points import month_of
from rules.polls import Phase
from rules.refusals import Code, Refusal
from rules.residents import normal_phone
from rules.rewards import VoucherState
from rules.roles import Role
from tests.support.backends import Backend
from tests.support.deeds import heads_on_roll, nothing_changes, refused
from tests.support.house import SECRET, Hall, SentCodes, done


@pytest_asyncio.fixture
async def house(backend: Backend) -> AsyncIterator[House]:
    """A house with nobody in it."""
    async with opened(Plan(backend.database_url, backend.bus_url, SECRET, SentCodes(), utc_now)) as empty:
        yield empty


async def test_three_thousand_move_in_at_once_and_may_vote(hall: Hall):
    people = await seeding.add_residents(hall.house, hall.community_id, [seeding.Newcomer()] * 3_000)
    assert len({person.token for person in people}) == len({person.resident_id for person in people}) == 3_000
    assert await heads_on_roll(hall.house, hall.community_id) == 3_008
    async with hall.house.database.read() as session:
        assert (await session.execute(select(func.count()).select_from(Resident))).scalar_one() == 3_008
    poll = (await hall.poll()).poll
    assert poll.electorate == 3_008
    for person in (people[0], people[1_499], people[-1]):
        actor = await actor_of(hall.house, person.token)
        assert actor is not None
        assert actor.resident_id == key_of(Kind.RESIDENT, person.resident_id)
        assert (actor.verified, actor.roles) == (True, {Role.RESIDENT})
        done(await cast.cast_vote(hall.house, actor.resident_id, poll.id, "yes"))


async def test_numbers_are_ones_own_however_often_people_move_in(hall: Hall):
    known = {person.phone for person in (*hall.neighbours, hall.moderator, hall.staff, hall.admin)}
    numbers = sorted(known)
    for size in (1, 700, 3, 40):
        people = await seeding.add_residents(hall.house, hall.community_id, [seeding.Newcomer()] * size)
        numbers += [person.phone for person in people]
    assert len(set(numbers)) == len(numbers) == 8 + 744
    assert all(normal_phone(number) == number for number in numbers)


async def test_made_up_numbers_keep_clear_of_those_people_have(hall: Hall):
    """Somebody has the number that would be the next."""
    taken = [seeding.Newcomer(phone=f"+86199{number:08}") for number in range(9, 15)]
    await seeding.add_residents(hall.house, hall.community_id, taken)
    people = await seeding.add_residents(hall.house, hall.community_id, [seeding.Newcomer()] * 5)
    assert not {person.phone for person in people} & {person.phone for person in taken}


async def test_those_who_move_in_at_once_from_two_sides_do_not_share_numbers(hall: Hall):
    both = await asyncio.gather(
        *(seeding.add_residents(hall.house, hall.community_id, [seeding.Newcomer()] * 50) for _ in range(2))
    )
    assert len({person.phone for people in both for person in people}) == 100


async def test_newcomers_have_the_roles_number_and_name_they_came_with(hall: Hall):
    given = seeding.Newcomer((Role.MODERATOR, Role.SUPERVISOR), "+8613800000099", "何主持")
    person = (await seeding.add_residents(hall.house, hall.community_id, [given]))[0]
    actor = await actor_of(hall.house, person.token)
    assert actor is not None
    assert actor.roles == {Role.RESIDENT, Role.MODERATOR, Role.SUPERVISOR}
    assert (person.phone, set(person.roles)) == ("+8613800000099", {role.value for role in actor.roles})
    async with hall.house.database.read() as session:
        assert (await session.get_one(Resident, actor.resident_id)).display_name == "何主持"


async def test_the_community_is_founded_once(house: House):
    first = await seeding.found_community(house)
    async with nothing_changes(house):
        assert await seeding.found_community(house) == first
        refused(await seeding.found_community(house, "邻村", 9), Code.CONFLICT)


async def test_a_community_is_founded_with_its_people_or_not_at_all(house: House):
    people = [seeding.Newcomer((Role.ADMIN,), "+8613800000001", "郑管理")]
    async with nothing_changes(house):
        with pytest.raises(IntegrityError):
            await seeding.found_with(house, "邻村", 9, people * 2)
    founded = done(await seeding.found_with(house, "邻村", 9, people))
    assert (await home(house, None)).name == "邻村"
    assert [person.phone for person in founded] == ["+8613800000001"]
    async with nothing_changes(house):
        refused(await seeding.found_with(house, "邻村", 9, [seeding.Newcomer()]), Code.CONFLICT)


async def test_of_two_who_found_a_community_at_once_one_does(house: House, backend: Backend):
    async with opened(Plan(backend.database_url, backend.bus_url, SECRET, SentCodes(), utc_now)) as beside:
        answers = await asyncio.gather(
            *(seeding.found_with(each, "邻村", 9, [seeding.Newcomer()] * 3) for each in (house, beside))
        )
    async with house.database.read() as session:
        names = list(await session.scalars(select(Community.name)))
    assert (names, sum(isinstance(answer, Refusal) for answer in answers)) == (["邻村"], 1)


async def test_a_house_without_a_community_says_what_to_do(house: House):
    with pytest.raises(LookupError, match="seed"):
        await home(house, None)


async def test_the_demonstration_sets_itself_up_once(house: House):
    assert await demonstration.set_up(house)
    async with nothing_changes(house):
        assert await demonstration.set_up(house)


async def test_the_demonstration_shows_issues_on_their_way_and_a_poll_that_is_open(house: House):
    await demonstration.set_up(house)
    community = await home(house, None)
    found = (await issues.listed(house, community.id, None, None, Ask(100))).rows
    stages = {issue.stage for issue in found}
    assert {Stage.PROPOSED, Stage.DELIBERATING, Stage.VOTING, Stage.PUBLISHED} <= stages
    assert any(issue.comments for issue in found)
    polls = await watch.load_of_issues(house, [issue.id for issue in found])
    standings = (await watch.load(house, [poll_id for ids in polls.values() for poll_id in ids])).values()
    assert {watch.phase_now(house, standing) for standing in standings} == {Phase.OPEN, Phase.CLOSED}
    assert all(standing.votes for standing in standings)
    meetings = await lead.load_of_issues(house, [issue.id for issue in found])
    phases = {meeting.phase: meeting.id for of_issue in meetings.values() for meeting in of_issue}
    assert phases.keys() == {MeetingPhase.LIVE, MeetingPhase.ENDED}
    assert await transcript(house, phases[MeetingPhase.LIVE], after=0, first=100)
    agreements = await load_of_meetings(house, [phases[MeetingPhase.ENDED]])
    assert agreements[phases[MeetingPhase.ENDED]].standing.in_force
    assert community.roll_heads == len(demonstration.PEOPLE)
    (whole,) = (await listed_whistles(house, community.id, True, Ask(100))).rows
    assert [task.done_at is not None for task in whole.tasks] == [True, False]
    assert len(whole.arrivals) == 2


async def test_the_demonstration_has_a_team_on_the_board_and_a_contest_that_takes_ideas(house: House):
    await demonstration.set_up(house)
    key = (await home(house, None)).id
    (best,) = await board.top(house, Board(key, month_of(house.now()), Scorer.TEAM), 10)
    (team,) = (await teams.listed(house, key, Ask(10))).rows
    assert (best.subject_id, team.members) == (team.id, 3)
    (contest,) = (await contests.listed(house, key, Ask(10))).rows
    assert (contest.contest.stage, len(contest.parts.entries)) == (ContestStage.ENTERING, 3)


async def test_the_demonstration_shows_what_good_deeds_bring(house: House):
    await demonstration.set_up(house)
    key = (await home(house, None)).id
    assert await points.differences(house, key) + await hours.differences(house, key) == []
    best = await board.top(house, Board(key, month_of(house.now())), 10)
    assert (best[0].points, len(best)) == (20, 4)
    offered = (await rewards.offered(house, key, Ask(10))).rows
    assert [(row.price, row.stock) for row in offered] == [(10, 59), (30, 20), (100, 40)]
    vouchers = (await rewards.vouchers(house, best[0].subject_id, Ask(10))).rows
    assert [(row.price, row.state) for row in vouchers] == [(10, VoucherState.READY)]
    assert sum((await hours.sums(house, key))[Account.MEMBER]) == 300 - 120
    for side in Side:
        (post,) = (await hours.posts(house, key, side, None, Ask(10))).rows
        assert len(await matches(house, post.resident_id, post.id)) == 1
    planned = (await activities.to_come(house, key, None, Ask(10))).rows
    slots = await activities.load_slots(house, [row.id for row in planned])
    assert sorted(sum(time.slot.going for time in slots[row.id]) for row in planned) == [1, 2, 3]
    assert all(time.slot.starts_at > house.now() for times in slots.values() for time in times)


async def test_a_real_community_is_left_as_it_is(house: House):
    done(await seeding.found_with(house, "邻村", 9, [seeding.Newcomer()]))
    async with nothing_changes(house):
        assert not await demonstration.set_up(house)
