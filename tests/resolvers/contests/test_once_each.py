"""Nobody wins twice in a contest, decides on their own, or wins with what turned out to be nothing."""

from uuid import UUID

from sqlalchemy import select

from db.models.activities import Slot
from db.models.contests import Contest
from db.models.points import PointsEntry
from resolvers.activities import attending
from resolvers.activities import joining as signing
from resolvers.actors import Actor
from resolvers.contests import entering
from resolvers.points import earning
from resolvers.polls import manage
from resolvers.resolutions.thanking import set_thanked
from resolvers.teams import joining
from rules.contests import Award, Prize, Stage, volunteer_month
from rules.points import Movement, month_of
from rules.refusals import Code
from tests.resolvers.activities.putting_on import put_on
from tests.resolvers.contests.contest import for_ideas, key_of, planned, prizes, shortlisted, vote, whole
from tests.support.deeds import nothing_changes, refused, swept
from tests.support.house import Hall, done


async def ended(hall: Hall, row: Contest) -> None:
    hall.clock.ahead += row.closes_at - hall.clock.now()
    await swept(hall.house)
    assert (await whole(hall, row)).contest.stage is Stage.CLOSED


async def month_of_slots(hall: Hall, slot: Slot, *rest: Prize) -> Contest:
    return await planned(hall, volunteer_month(month_of(slot.starts_at), rest), "志愿服务月")


async def came(hall: Hall, person: Actor, slots: list[Slot], minutes: int, *teams: UUID) -> None:
    """Has somebody be there for so long at each slot, each time in another of these teams."""
    staff = await hall.actor(hall.staff)
    for slot, team in zip(slots, teams, strict=True):
        done(await joining.join(hall.house, person, team))
        place = done(await signing.sign_up(hall.house, person, slot.id))
        hall.clock.ahead += slot.starts_at - hall.clock.now()
        done(await attending.came(hall.house, staff, place.id))
        hall.clock.ahead += slot.ends_at - hall.clock.now()
        done(await attending.confirm(hall.house, staff, place.id, minutes))
        done(await joining.leave(hall.house, person))


async def test_an_author_is_paid_for_their_best_idea_alone(hall: Hall):
    row = await planned(hall, for_ideas(hall))
    author = await hall.actor(hall.neighbours[0])
    for title in ("修长椅", "种桂花"):
        done(await entering.enter(hall.house, author, row.id, title, "这样更好。"))
    hall.clock.turn(days=1)
    await swept(hall.house)
    keys = [each.id for each in (await whole(hall, row)).parts.entries]
    row = done(await entering.shortlist(hall.house, await hall.actor(hall.staff), row.id, keys, {}))
    for number, choice in enumerate(["n1", "n1", "n2"]):
        await vote(hall, row, number, choice)
    await ended(hall, row)
    assert await prizes(hall) == {author.resident_id: [50]}


async def test_staff_who_have_entered_an_idea_do_not_make_the_shortlist(hall: Hall):
    row = await planned(hall, for_ideas(hall))
    staff = await hall.actor(hall.staff)
    for who, title in ((staff, "我的"), (await hall.actor(hall.neighbours[0]), "别人的")):
        done(await entering.enter(hall.house, who, row.id, title, "这样更好。"))
    hall.clock.turn(days=1)
    await swept(hall.house)
    keys = [each.id for each in (await whole(hall, row)).parts.entries]
    async with nothing_changes(hall.house):
        refused(await entering.shortlist(hall.house, staff, row.id, keys, {}), Code.FORBIDDEN)
    done(await entering.shortlist(hall.house, await hall.actor(hall.admin), row.id, keys, {}))


async def test_the_vote_of_a_contest_closes_with_it_and_not_before(hall: Hall):
    row = await shortlisted(hall)
    assert row.poll_id is not None
    async with nothing_changes(hall.house):
        moderator = await hall.actor(hall.moderator)
        refused(await manage.close_poll(hall.house, moderator, row.poll_id, "够了。"), Code.WRONG_STAGE, "pollId")


async def test_whoever_was_in_several_teams_is_paid_with_the_one_they_gave_most_to(hall: Hall):
    founders = [await hall.actor(hall.neighbours[number]) for number in (1, 2)]
    teams = [done(await joining.found(hall.house, who, name)).id for who, name in zip(founders, "东西", strict=True)]
    _, slots = await put_on(hall, 5, 5)
    row = await month_of_slots(hall, slots[0], Prize(Award.TEAM, 1, 100), Prize(Award.TEAM, 2, 90))
    hopper = await hall.actor(hall.neighbours[0])
    await came(hall, hopper, slots[:1], 1, teams[0])
    await came(hall, hopper, slots[1:], 30, teams[1])
    await ended(hall, row)
    assert await prizes(hall) == {hopper.resident_id: [100]}


async def test_minutes_whose_points_were_taken_back_win_nothing(hall: Hall):
    founder = await hall.actor(hall.neighbours[1])
    team = done(await joining.found(hall.house, founder, "东")).id
    _, slots = await put_on(hall, 5)
    row = await month_of_slots(hall, slots[0], Prize(Award.PERSON, 1, 100))
    await came(hall, await hall.actor(hall.neighbours[0]), slots, 60, team)
    async with hall.house.database.read() as session:
        (entry,) = list(await session.scalars(select(PointsEntry).where(PointsEntry.movement == Movement.EARNED)))
    done(await earning.correct(hall.house, await hall.actor(hall.staff), entry.id, "没有来"))
    await ended(hall, row)
    assert await prizes(hall) == {}


async def test_whoever_founds_team_after_team_is_stopped_and_the_last_to_leave_closes_one(hall: Hall):
    person = await hall.actor(hall.neighbours[0])
    for number in range(3):
        team = done(await joining.found(hall.house, person, f"{number}队"))
        assert done(await joining.leave(hall.house, person)).closed_at is not None
    async with nothing_changes(hall.house):
        refused(await joining.found(hall.house, person, "又一队"), Code.RATE_LIMITED)
        refused(await joining.join(hall.house, person, team.id), Code.WRONG_STAGE, "teamId")


async def test_contests_follow_when_a_judge_or_author_does_not_want_to_be_named(hall: Hall):
    row = await shortlisted(hall)
    before = (await whole(hall, row)).seq
    await set_thanked(hall.house, await hall.actor(hall.neighbours[3]), thanked=False)
    assert (await whole(hall, row)).seq == before
    await set_thanked(hall.house, await hall.actor(hall.neighbours[0]), thanked=False)
    state = await whole(hall, row)
    assert state.seq == before + 1
    assert await key_of(hall, 0) in state.hidden
