"""Both sides say what was done, and then the hours move once: an hour is an hour."""

import asyncio
from datetime import UTC, datetime
from typing import Any

from db.models.grids import Building, Grid, Home, Household, Unit
from resolvers.hours import giving, helping, posting, reading
from resolvers.hours.posting import Words
from rules.helping import OVERDUE, Fit, HelpSkill, Side, Standing, Window
from rules.refusals import Code, Refusal
from rules.roles import Role
from tests.resolvers.guards.door import household
from tests.resolvers.hours.banking import (
    NOBODY,
    agreed,
    entries,
    has,
    helped,
    neighbour,
    opened,
    post,
    supported,
    told,
)
from tests.support.deeds import foreigner, newcomer, nothing_changes, refused
from tests.support.house import Hall, done

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


async def test_an_hour_given_is_an_hour_owed(hall: Hall):
    row = await helped(hall, 0, 1, 90)
    assert (row.standing, row.minutes) == (Standing.DONE, 90)
    assert (await has(hall, 0), await has(hall, 1)) == ((90, 0), (-90, 0))
    assert (await told(hall, 0), await told(hall, 1)) == (
        ["help.done", "help.agreed"],
        ["help.done", "help.said", "help.proposed"],
    )


async def test_whoever_takes_up_an_offer_is_the_helped(hall: Hall):
    offered = await post(hall, 0, Side.OFFER)
    row = done(await helping.propose(hall.house, await neighbour(hall, 1), offered.id, 60))
    assert (row.helper_id, row.helped_id) == (
        (await neighbour(hall, 0)).resident_id,
        (await neighbour(hall, 1)).resident_id,
    )
    done(await helping.agree(hall.house, await neighbour(hall, 0), row.id))
    assert await has(hall, 1) == (0, 60)


async def test_nothing_moves_until_both_say_the_same(hall: Hall):
    row = await agreed(hall, 0, 1, 60)
    done(await helping.say(hall.house, await neighbour(hall, 0), row.id, 60))
    done(await helping.say(hall.house, await neighbour(hall, 1), row.id, 45))
    assert (await has(hall, 0), await has(hall, 1)) == ((0, 0), (0, 60))
    done(await helping.say(hall.house, await neighbour(hall, 0), row.id, 45))
    assert (await has(hall, 0), await has(hall, 1)) == ((45, 0), (-45, 0))


async def test_both_saying_so_at_once_and_again_moves_the_hours_once(hall: Hall):
    row = await agreed(hall, 0, 1, 60)
    both = [await neighbour(hall, 0), await neighbour(hall, 1)] * 5
    results = await asyncio.gather(*(helping.say(hall.house, who, row.id, 60) for who in both))
    assert {each.code for each in results if isinstance(each, Refusal)} == {Code.CONFLICT}
    assert (await entries(hall, 0), await entries(hall, 1)) == ([("HELP", 60)], [("HELP", -60)])
    assert await has(hall, 0) == (60, 0)


async def test_saying_the_same_again_tells_nobody_and_does_not_begin_to_wait_anew(hall: Hall):
    row = await agreed(hall, 0, 1, 60)
    first = done(await helping.say(hall.house, await neighbour(hall, 0), row.id, 60))
    hall.clock.turn(days=1)
    async with nothing_changes(hall.house):
        again = done(await helping.say(hall.house, await neighbour(hall, 0), row.id, 60))
    assert again.said_at == first.said_at
    assert (await told(hall, 1)).count("help.said") == 1


async def test_nobody_is_told_of_proposals_and_changes_without_end(hall: Hall):
    wanted, me = await post(hall, 1), await neighbour(hall, 0)
    for _ in range(20):
        row = done(await helping.propose(hall.house, me, wanted.id, 60))
        done(await helping.call_off(hall.house, me, row.id))
    async with nothing_changes(hall.house):
        refused(await helping.propose(hall.house, me, wanted.id, 60), Code.RATE_LIMITED, "postId")
    row = await agreed(hall, 2, 1)
    for minutes in range(30):
        done(await helping.say(hall.house, await neighbour(hall, 2), row.id, minutes))
    async with nothing_changes(hall.house):
        refused(await helping.say(hall.house, await neighbour(hall, 2), row.id, 59), Code.RATE_LIMITED, "helpId")
        refused(await helping.call_off(hall.house, await neighbour(hall, 2), row.id), Code.RATE_LIMITED, "helpId")


async def test_a_help_that_came_to_nothing_moves_nothing(hall: Hall):
    row = await helped(hall, 0, 1, 60)
    assert row.minutes == 60
    nothing = await agreed(hall, 0, 1, 60)
    for number in (0, 1):
        nothing = done(await helping.say(hall.house, await neighbour(hall, number), nothing.id, 0))
    assert (nothing.standing, nothing.minutes) == (Standing.DONE, 0)
    assert await has(hall, 1) == (-60, 0)


async def test_who_would_owe_more_than_five_hours_is_refused_with_all_that_is_promised(hall: Hall):
    await helped(hall, 0, 1, 200)
    await agreed(hall, 2, 1, 60)
    wanted = await post(hall, 1)
    row = done(await helping.propose(hall.house, await neighbour(hall, 3), wanted.id, 41))
    async with nothing_changes(hall.house):
        refused(await helping.agree(hall.house, await neighbour(hall, 1), row.id), Code.CONFLICT, "minutes")
    assert await has(hall, 1) == (-200, 60)


async def test_many_agreed_at_once_never_promise_more_than_may_be_owed(hall: Hall):
    rows = []
    for number in (0, 2, 3, 4):
        wanted = await post(hall, 1)
        rows.append(done(await helping.propose(hall.house, await neighbour(hall, number), wanted.id, 100)))
    me = await neighbour(hall, 1)
    results = await asyncio.gather(*(helping.agree(hall.house, me, row.id) for row in rows))
    assert sorted(isinstance(each, Refusal) for each in results) == [False, False, False, True]
    assert await has(hall, 1) == (0, 300)


async def test_the_pool_stands_in_for_those_whom_staff_have_named(hall: Hall):
    await opened(hall, 0, 100)
    done(await giving.donate(hall.house, await neighbour(hall, 0), 100, "a"))
    await supported(hall, 1)
    await helped(hall, 2, 1, 60)
    assert await entries(hall, 1) == [("COVER", 60), ("HELP", -60)]
    await helped(hall, 2, 1, 90)
    assert (await has(hall, 1), await has(hall, 2)) == ((-50, 0), (150, 0))
    await helped(hall, 3, 1, 600)
    assert await has(hall, 1) == (-650, 0)


async def test_a_help_is_called_off_until_somebody_says_it_was_done(hall: Hall):
    row = await agreed(hall, 0, 1, 60)
    done(await helping.call_off(hall.house, await neighbour(hall, 1), row.id))
    done(await helping.call_off(hall.house, await neighbour(hall, 0), row.id))
    assert await has(hall, 1) == (0, 0)
    other = await agreed(hall, 0, 1, 60)
    done(await helping.say(hall.house, await neighbour(hall, 0), other.id, 60))
    async with nothing_changes(hall.house):
        refused(await helping.call_off(hall.house, await neighbour(hall, 1), other.id), Code.CONFLICT, "helpId")


async def test_staff_decide_where_the_two_do_not_agree(hall: Hall):
    row, staff = await agreed(hall, 0, 1, 60), await hall.actor(hall.staff)
    for number, minutes in ((0, 45), (1, 15)):
        done(await helping.say(hall.house, await neighbour(hall, number), row.id, minutes))
    async with nothing_changes(hall.house):
        refused(await helping.decide(hall.house, staff, row.id, 46, "问过了"), Code.INVALID, "minutes")
        refused(await helping.decide(hall.house, staff, row.id, 30, " "), Code.INVALID, "reason")
    decided = done(await helping.decide(hall.house, staff, row.id, 30, "两边都问过了"))
    assert (decided.minutes, decided.decision_reason) == (30, "两边都问过了")
    assert (await has(hall, 0), await has(hall, 1)) == ((30, 0), (-30, 0))


async def test_staff_decide_nothing_that_nobody_has_said_anything_of_or_that_is_not_overdue(hall: Hall):
    row, staff = await agreed(hall, 0, 1, 60), await hall.actor(hall.staff)
    hall.clock.turn(days=OVERDUE.days)
    async with nothing_changes(hall.house):
        refused(await helping.decide(hall.house, staff, row.id, 60, "替他们定了"), Code.CONFLICT, "helpId")
    done(await helping.say(hall.house, await neighbour(hall, 0), row.id, 60))
    hall.clock.turn(days=OVERDUE.days, minutes=-1)
    async with nothing_changes(hall.house):
        refused(await helping.decide(hall.house, staff, row.id, 60, "替他们定了"), Code.CONFLICT, "helpId")
    hall.clock.turn(minutes=1)
    assert done(await helping.decide(hall.house, staff, row.id, 60, "问过了")).minutes == 60


async def test_staff_neither_decide_nor_enter_hours_for_those_they_live_with(hall: Hall):
    row, staff = await agreed(hall, 0, 1, 60), await hall.actor(hall.staff)
    for number, minutes in ((0, 60), (1, 30)):
        done(await helping.say(hall.house, await neighbour(hall, number), row.id, minutes))
    home = (await neighbour(hall, 0)).resident_id
    await household(hall, 2, [staff.resident_id, home])
    async with nothing_changes(hall.house):
        refused(await helping.decide(hall.house, staff, row.id, 60, "我定了"), Code.FORBIDDEN)
        refused(await giving.open_with(hall.house, staff, home, 600, "老账本"), Code.FORBIDDEN)
        refused(await giving.support(hall.house, staff, home, supported=True), Code.FORBIDDEN)
    other = await hall.actor(hall.admin)
    assert done(await helping.decide(hall.house, other, row.id, 60, "问过了")).minutes == 60
    done(await giving.open_with(hall.house, other, home, 600, "老账本"))


async def test_strange_hands_change_nothing(hall: Hall):
    row, wanted = await agreed(hall, 0, 1, 60), await post(hall, 1)
    stranger, unconfirmed = await foreigner(hall, Role.COMMUNITY_STAFF), await newcomer(hall)
    neighbours = [stranger, await neighbour(hall, 2), await hall.actor(hall.moderator)]
    words = Words(Side.OFFER, HelpSkill.CARE, "陪您聊天", 60, ())
    async with nothing_changes(hall.house):
        for who in neighbours:
            refused(await helping.agree(hall.house, who, row.id), Code.NOT_FOUND, "helpId")
            refused(await helping.say(hall.house, who, row.id, 60), Code.NOT_FOUND, "helpId")
            refused(await helping.call_off(hall.house, who, row.id), Code.NOT_FOUND, "helpId")
            refused(await posting.close(hall.house, who, wanted.id), Code.NOT_FOUND, "postId")
        for who in neighbours[1:]:
            refused(await helping.decide(hall.house, who, row.id, 60, "我说的"), Code.FORBIDDEN)
        refused(await helping.decide(hall.house, stranger, row.id, 60, "我说的"), Code.NOT_FOUND, "helpId")
        refused(await helping.propose(hall.house, stranger, wanted.id, 60), Code.NOT_FOUND, "postId")
        refused(await helping.propose(hall.house, unconfirmed, wanted.id, 60), Code.NOT_ELIGIBLE)
        refused(await helping.propose(hall.house, await neighbour(hall, 1), wanted.id, 60), Code.INVALID, "postId")
        refused(await helping.propose(hall.house, await neighbour(hall, 2), wanted.id, 14), Code.INVALID, "minutes")
        refused(await helping.propose(hall.house, await neighbour(hall, 2), NOBODY, 60), Code.NOT_FOUND, "postId")
        refused(await posting.put_up(hall.house, unconfirmed, words), Code.NOT_ELIGIBLE)


async def test_who_proposed_waits_for_the_other_and_proposing_twice_is_once(hall: Hall):
    wanted, helper = await post(hall, 1), await neighbour(hall, 0)
    first = done(await helping.propose(hall.house, helper, wanted.id, 60))
    again = done(await helping.propose(hall.house, helper, wanted.id, 90))
    assert (first.id, again.planned) == (again.id, 60)
    async with nothing_changes(hall.house):
        refused(await helping.agree(hall.house, helper, first.id), Code.FORBIDDEN)
        refused(await helping.say(hall.house, helper, first.id, 60), Code.CONFLICT, "helpId")
    done(await posting.close(hall.house, await neighbour(hall, 1), wanted.id))
    async with nothing_changes(hall.house):
        late = await helping.propose(hall.house, await neighbour(hall, 2), wanted.id, 60)
        refused(late, Code.NOT_FOUND, "postId")


async def test_what_fits_a_post_is_proposed_with_reasons_the_best_first(hall: Hall):
    tuesday, friday = Window(2, 540, 660), Window(5, 540, 570)
    wanted = await post(hall, 0, minutes=60, windows=[tuesday, friday])
    short = await post(hall, 1, Side.OFFER, windows=[Window(5, 500, 560)])
    whole = await post(hall, 2, Side.OFFER, windows=[Window(2, 0, 1_440)])
    await post(hall, 3, Side.OFFER, skill=HelpSkill.CARE)
    await post(hall, 3, Side.OFFER, windows=[Window(3, 540, 660)])
    await post(hall, 0, Side.OFFER)
    await post(hall, 4, Side.REQUEST)
    closed = await post(hall, 4, Side.OFFER)
    done(await posting.close(hall.house, await neighbour(hall, 4), closed.id))
    me, other = (await neighbour(hall, 0)).resident_id, (await neighbour(hall, 1)).resident_id
    found = await posting.matches(hall.house, me, wanted.id)
    assert [(each.post.id, each.match.fits, each.match.together) for each in found] == [
        (whole.id, (Fit.SKILL, Fit.WHOLE_TIME), 120),
        (short.id, (Fit.SKILL, Fit.SOME_TIME), 20),
    ]
    assert await posting.matches(hall.house, other, wanted.id) == ()


async def test_nobody_has_more_than_twenty_posts_open(hall: Hall):
    for _ in range(20):
        row = await post(hall, 0)
    words = Words(Side.REQUEST, HelpSkill.CARE, "再来一条", 60, ())
    async with nothing_changes(hall.house):
        refused(await posting.put_up(hall.house, await neighbour(hall, 0), words), Code.CONFLICT)
    done(await posting.close(hall.house, await neighbour(hall, 0), row.id))
    done(await posting.put_up(hall.house, await neighbour(hall, 0), words))
    assert await reading.differences(hall.house, hall.community_id) == []


async def at_home(hall: Hall, *households: tuple[int, ...]) -> None:
    """Neighbours who live together, each household in a building and a grid of its own."""
    for code, numbers in enumerate(households):
        grid, building, unit, home = (hall.house.new_id() for _ in range(4))
        rows = [
            Grid(id=grid, community_id=hall.community_id, code=f"G{code}", name="网格", polygon="{}", drawn_at=NOON),
            Building(
                id=building, community_id=hall.community_id, grid_id=grid, code=f"{code}栋", name="楼", polygon="{}"
            ),
            Unit(id=unit, building_id=building, code="1"),
            Household(id=home, unit_id=unit, code="101", people=2),
        ]
        rows[1].households = rows[1].people = 1
        people = [(await neighbour(hall, number)).resident_id for number in numbers]

        async def write(session: Any, rows=rows, people=people, home=home) -> None:
            for row in [*rows, *(Home(resident_id=who, household_id=home) for who in people)]:
                session.add(row)
                await session.flush()

        await hall.house.database.write(write, after=lambda: None)


async def test_help_within_a_household_is_neither_proposed_nor_counted(hall: Hall):
    await at_home(hall, (0, 1), (2,))
    wanted = await post(hall, 0)
    await post(hall, 1, Side.OFFER)
    other = await post(hall, 2, Side.OFFER)
    found = await posting.matches(hall.house, (await neighbour(hall, 0)).resident_id, wanted.id)
    assert [(each.post.id, each.match.fits) for each in found] == [(other.id, (Fit.SKILL, Fit.WHOLE_TIME))]
    async with nothing_changes(hall.house):
        mine = await helping.propose(hall.house, await neighbour(hall, 1), wanted.id, 60)
        refused(mine, Code.CONFLICT, "postId")
