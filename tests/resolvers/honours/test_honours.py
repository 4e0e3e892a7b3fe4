"""A title comes by points, or by nomination and a poll, in the transaction that closes it."""

import asyncio
from datetime import timedelta

from db.models.honours import Nomination
from db.paging import Ask
from resolvers import seeding
from resolvers.deadlines import sweep
from resolvers.honours import nominating, reading
from resolvers.polls import cast
from resolvers.resolutions import thanking
from rules.honours import Honour, Standing
from rules.refusals import Code
from tests.resolvers.badges.shelf import adopted
from tests.support.deeds import nothing_changes, refused
from tests.support.house import Hall, done
from tests.support.standing import risen

ALL = Ask(20)


async def nominated(hall: Hall, number: int, honour: Honour = Honour.PIONEER):
    by, nominee = await hall.actor(hall.neighbours[0]), await hall.actor(hall.neighbours[number])
    return done(await nominating.nominate(hall.house, by, honour, nominee.resident_id, "修好了花园"))


async def opened(hall: Hall, honour: Honour = Honour.PIONEER):
    closes = hall.clock.now() + timedelta(hours=1)
    staff = await hall.actor(hall.staff)
    return await nominating.open_vote(hall.house, staff, honour, "评选先锋", "票数最多的当选，并列的都当选。", closes)


async def voted(hall: Hall, poll_id, *choices: str) -> None:
    for person, choice in zip(hall.neighbours, choices, strict=False):
        done(await cast.cast_vote(hall.house, (await hall.actor(person)).resident_id, poll_id, choice))


async def closed(hall: Hall) -> list[tuple[Honour, int]]:
    """The board after the poll has closed, as (honour, number of the neighbour), oldest first."""
    hall.clock.turn(hours=2)
    await sweep(hall.house)
    await sweep(hall.house)
    keys = [(await hall.actor(person)).resident_id for person in hall.neighbours]
    rows = (await reading.board(hall.house, hall.community_id, ALL)).rows
    return [(row.honour, keys.index(row.resident_id)) for row in reversed(rows)]


async def test_five_hundred_points_bring_the_title_once(hall: Hall):
    await risen(hall, hall.neighbours[1], 499)
    assert (await reading.board(hall.house, hall.community_id, ALL)).rows == []
    await risen(hall, hall.neighbours[1], 1)
    await risen(hall, hall.neighbours[1], 500)
    (row,) = (await reading.board(hall.house, hall.community_id, ALL)).rows
    assert (row.honour, row.points, row.source) == (Honour.MODEL, 500, "points")


async def test_a_community_sets_the_points_of_the_title(hall: Hall):
    await adopted(hall, model_points=20)
    await risen(hall, hall.neighbours[1], 20)
    (row,) = (await reading.board(hall.house, hall.community_id, ALL)).rows
    assert (row.honour, row.points) == (Honour.MODEL, 20)


async def test_whoever_has_the_most_votes_has_the_honour_when_the_poll_closes(hall: Hall):
    for number in (1, 2, 3):
        await nominated(hall, number)
    poll = done(await opened(hall)).poll
    await voted(hall, poll.id, "2", "2", "1")
    assert await closed(hall) == [(Honour.PIONEER, 2)]
    (row,) = (await reading.board(hall.house, hall.community_id, ALL)).rows
    assert (row.what_for, row.source) == ("修好了花园", f"poll_{poll.id.hex}")
    standings = {row.standing for row in (await reading.nominations(hall.house, hall.community_id, ALL)).rows}
    assert standings == {Standing.ENDED}


async def test_a_tie_is_shared_and_no_votes_bring_nothing(hall: Hall):
    for honour in (Honour.PIONEER, Honour.VOLUNTEER):
        await nominated(hall, 1, honour)
        await nominated(hall, 2, honour)
    poll = done(await opened(hall)).poll
    done(await opened(hall, Honour.VOLUNTEER))
    await voted(hall, poll.id, "1", "2")
    assert sorted(await closed(hall)) == [(Honour.PIONEER, 1), (Honour.PIONEER, 2)]


async def test_who_says_no_is_not_honoured_whatever_the_votes(hall: Hall):
    first = await nominated(hall, 1)
    await nominated(hall, 2)
    await nominated(hall, 3)
    poll = done(await opened(hall)).poll
    await voted(hall, poll.id, "1", "1", "3")
    nominee, other = await hall.actor(hall.neighbours[1]), await hall.actor(hall.neighbours[2])
    async with nothing_changes(hall.house):
        refused(await nominating.decline(hall.house, other, first.id), Code.NOT_FOUND, "nominationId")
    done(await nominating.decline(hall.house, nominee, first.id))
    done(await nominating.decline(hall.house, nominee, first.id))
    assert await closed(hall) == [(Honour.PIONEER, 3)]


async def test_a_vote_takes_two_and_staff(hall: Hall):
    await nominated(hall, 1)
    async with nothing_changes(hall.house):
        refused(await opened(hall), Code.WRONG_STAGE, "honour")
    await nominated(hall, 2)
    neighbour, closes = await hall.actor(hall.neighbours[0]), hall.clock.now() + timedelta(hours=1)
    async with nothing_changes(hall.house):
        refused(
            await nominating.open_vote(hall.house, neighbour, Honour.PIONEER, "评选", "请投票。", closes),
            Code.FORBIDDEN,
        )
        past = hall.clock.now() - timedelta(hours=1)
        staff = await hall.actor(hall.staff)
        refused(
            await nominating.open_vote(hall.house, staff, Honour.PIONEER, "评选", "请投票。", past),
            Code.INVALID,
            "closesAt",
        )


async def test_three_of_ones_own_wait_for_a_vote_and_more_once_it_has_begun(hall: Hall):
    for number in (1, 2, 3):
        await nominated(hall, number)
    by, fourth = await hall.actor(hall.neighbours[0]), (await hall.actor(hall.neighbours[4])).resident_id
    other = await hall.actor(hall.neighbours[1])
    async with nothing_changes(hall.house):
        refused(await nominating.nominate(hall.house, by, Honour.PIONEER, fourth, "好人"), Code.CONFLICT, "honour")
    done(await nominating.nominate(hall.house, other, Honour.PIONEER, fourth, "好人"))
    await nominated(hall, 4, Honour.VOLUNTEER)
    done(await opened(hall))
    await nominated(hall, 1)


async def test_who_says_no_or_would_rather_not_be_named_makes_room_for_another(hall: Hall):
    rows = [await nominated(hall, number) for number in (1, 2, 3)]
    one, other = await hall.actor(hall.neighbours[1]), await hall.actor(hall.neighbours[2])
    done(await nominating.decline(hall.house, one, rows[0].id))
    await nominated(hall, 4)
    await thanking.set_thanked(hall.house, other, thanked=False)
    by, staff = await hall.actor(hall.neighbours[0]), await hall.actor(hall.staff)
    done(await nominating.nominate(hall.house, by, Honour.PIONEER, staff.resident_id, "好人"))


async def test_the_first_three_come_wholly_before_the_fourth(hall: Hall):
    by = await hall.actor(hall.neighbours[0])
    keys = [(await hall.actor(person)).resident_id for person in (*hall.neighbours[1:], hall.staff)]
    asked = [nominating.nominate(hall.house, by, Honour.PIONEER, key, "好人") for key in keys]
    assert len([row for row in await asyncio.gather(*asked) if isinstance(row, Nomination)]) == 3


async def test_a_vote_is_on_the_first_twenty_and_the_others_wait_for_the_next(hall: Hall):
    people = await seeding.add_residents(hall.house, hall.community_id, [seeding.Newcomer()] * 22)
    actors = [await hall.actor(person) for person in people]
    for by, nominee in zip(actors, actors[1:] + actors[:1], strict=True):
        done(await nominating.nominate(hall.house, by, Honour.PIONEER, nominee.resident_id, "好人"))
    standing = done(await opened(hall))
    assert len(standing.choices) == 20
    rows = (await reading.nominations(hall.house, hall.community_id, Ask(30))).rows
    waiting = [row.nominee_id for row in rows if row.standing is Standing.OPEN]
    assert sorted(waiting) == sorted([actors[21].resident_id, actors[0].resident_id])
    assert len(done(await opened(hall)).choices) == 2


async def test_nobody_is_nominated_twice_or_against_their_wish(hall: Hall):
    await nominated(hall, 1)
    by, twice, quiet = [await hall.actor(hall.neighbours[number]) for number in (0, 1, 2)]
    await thanking.set_thanked(hall.house, quiet, thanked=False)
    async with nothing_changes(hall.house):
        for nominee, code in ((twice, Code.CONFLICT), (quiet, Code.NOT_ELIGIBLE), (by, Code.INVALID)):
            refused(
                await nominating.nominate(hall.house, by, Honour.PIONEER, nominee.resident_id, "好人"),
                code,
                "nomineeId",
            )


async def test_who_does_not_want_to_be_named_is_on_no_board_and_in_no_vote(hall: Hall):
    await risen(hall, hall.neighbours[1], 500)
    for number in (1, 2):
        await nominated(hall, number)
    await thanking.set_thanked(hall.house, await hall.actor(hall.neighbours[1]), thanked=False)
    assert (await reading.board(hall.house, hall.community_id, ALL)).rows == []
    assert len((await reading.nominations(hall.house, hall.community_id, ALL)).rows) == 1
    async with nothing_changes(hall.house):
        refused(await opened(hall), Code.WRONG_STAGE, "honour")
