"""The shortlist waits for people, but not for ever, and whoever entered an idea is told in any case."""

from datetime import timedelta

from db.models.contests import Contest
from db.paging import Ask
from resolvers.contests import entering, planning
from resolvers.contests.streams import stream_of
from resolvers.notices import reading as notices
from resolvers.polls import watch
from rules.contests import Ending, Stage
from tests.resolvers.contests.contest import DAY, for_ideas, planned, shortlisted, whole
from tests.support.deeds import kinds, swept
from tests.support.house import Hall, done


async def with_ideas(hall: Hall, number: int) -> Contest:
    """A contest with so many ideas, whose entries are over."""
    row = await planned(hall, for_ideas(hall))
    for each in range(number):
        done(await entering.enter(hall.house, await hall.actor(hall.neighbours[each]), row.id, f"点子{each}", "好。"))
    hall.clock.turn(days=1)
    await swept(hall.house)
    return row


async def told(hall: Hall, person) -> list[str]:
    """The kinds of notices about contests that somebody got, the oldest first."""
    page = await notices.of(hall.house, (await hall.actor(person)).resident_id, Ask(20))
    return [row.kind for row in reversed(page.rows) if row.kind.startswith("contest.")]


async def test_staff_are_told_that_it_begins_is_due_soon_and_is_late_once_each(hall: Hall):
    row = await with_ideas(hall, 2)
    assert await told(hall, hall.staff) == ["contest.to_shortlist"]
    hall.clock.ahead += timedelta(days=1) * 4 / 5
    await swept(hall.house)
    assert await told(hall, hall.staff) == ["contest.to_shortlist", "contest.shortlist_near"]
    assert await told(hall, hall.admin) == []
    hall.clock.ahead += timedelta(days=1) / 5
    for _ in range(2):
        await swept(hall.house)
    assert await told(hall, hall.staff) == ["contest.to_shortlist", "contest.shortlist_near", "contest.shortlist_late"]
    assert await told(hall, hall.admin) == ["contest.shortlist_late"]
    assert (await kinds(hall.house, stream_of(row.id)))[-1] == "contest.shortlist_late"


async def test_staff_who_made_it_are_not_reminded(hall: Hall):
    row = await shortlisted(hall)
    hall.clock.ahead += DAY + timedelta(hours=1)
    await swept(hall.house)
    assert await told(hall, hall.staff) == ["contest.to_shortlist"]
    assert (await whole(hall, row)).contest.stage is Stage.VOTING


async def test_a_shortlist_nobody_made_ends_the_contest_and_authors_are_told(hall: Hall):
    row = await with_ideas(hall, 2)
    hall.clock.turn(days=3)
    await swept(hall.house)
    contest = (await whole(hall, row)).contest
    assert (contest.stage, contest.ending) == (Stage.CALLED_OFF, Ending.NO_SHORTLIST)
    assert await told(hall, hall.neighbours[0]) == ["contest.no_shortlist"]


async def test_one_idea_alone_is_nothing_to_vote_on_and_its_author_is_told(hall: Hall):
    row = await with_ideas(hall, 1)
    contest = (await whole(hall, row)).contest
    assert (contest.stage, contest.ending) == (Stage.CALLED_OFF, Ending.TOO_FEW)
    assert await told(hall, hall.neighbours[0]) == ["contest.too_few"]
    assert await told(hall, hall.staff) == []
    hall.clock.turn(days=4)
    await swept(hall.house)
    assert (await kinds(hall.house, stream_of(row.id)))[-1] == "contest.called_off"


async def test_the_poll_of_what_is_called_off_closes_with_the_reason(hall: Hall):
    row = await shortlisted(hall)
    done(await planning.call_off(hall.house, await hall.actor(hall.staff), row.id, "下次再比。"))
    assert row.poll_id is not None
    poll = (await watch.load(hall.house, [row.poll_id]))[row.poll_id].poll
    assert (poll.closed_at is not None, poll.closing_reason) == (True, "下次再比。")
