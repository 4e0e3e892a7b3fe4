"""Hours are given on with both willing, to the pool, or for points, once; and nobody gives what they owe."""

import asyncio
from uuid import UUID

import pytest

from resolvers.hours import giving, helping, reading
from rules.hours import Account
from rules.refusals import Code, Refusal
from rules.roles import Role
from tests.resolvers.hours.banking import (
    NOBODY,
    agreed,
    entries,
    has,
    helped,
    neighbour,
    opened,
    supported,
    told,
)
from tests.resolvers.points.ledger import earned
from tests.support.deeds import foreigner, newcomer, nothing_changes, refused
from tests.support.house import Hall, done


async def offered(hall: Hall, giver: int, receiver: int, minutes: int):
    whom = (await neighbour(hall, receiver)).resident_id
    return await giving.offer(hall.house, await neighbour(hall, giver), whom, minutes, "给妈妈用")


async def test_hours_go_to_one_of_the_family_once_they_accept(hall: Hall):
    await opened(hall, 0, 120)
    gift = done(await offered(hall, 0, 1, 100))
    assert (await has(hall, 0), await has(hall, 1)) == ((120, 100), (0, 0))
    done(await giving.answer(hall.house, await neighbour(hall, 1), gift.id, accepted=True))
    assert (await has(hall, 0), await has(hall, 1)) == ((20, 0), (100, 0))
    assert (await told(hall, 0))[0] == "gift.accepted"
    async with nothing_changes(hall.house):
        again = await giving.answer(hall.house, await neighbour(hall, 1), gift.id, accepted=True)
        refused(again, Code.CONFLICT, "giftId")
        refused(await giving.withdraw(hall.house, await neighbour(hall, 0), gift.id), Code.CONFLICT, "giftId")


async def test_a_gift_declined_or_taken_back_stays_with_its_giver(hall: Hall):
    await opened(hall, 0, 120)
    declined, withdrawn = done(await offered(hall, 0, 1, 60)), done(await offered(hall, 0, 2, 60))
    done(await giving.answer(hall.house, await neighbour(hall, 1), declined.id, accepted=False))
    done(await giving.withdraw(hall.house, await neighbour(hall, 0), withdrawn.id))
    assert await has(hall, 0) == (120, 0)
    assert (await told(hall, 0))[0] == "gift.declined"


async def test_accepting_taking_back_and_declining_at_once_ends_a_gift_once(hall: Hall):
    await opened(hall, 0, 120)
    gift = done(await offered(hall, 0, 1, 100))
    giver, receiver = await neighbour(hall, 0), await neighbour(hall, 1)
    results = await asyncio.gather(
        giving.answer(hall.house, receiver, gift.id, accepted=True),
        giving.withdraw(hall.house, giver, gift.id),
        giving.answer(hall.house, receiver, gift.id, accepted=False),
        giving.answer(hall.house, receiver, gift.id, accepted=True),
    )
    assert sum(isinstance(each, Refusal) for each in results) == 3
    assert (await has(hall, 0))[1] == 0


async def test_nobody_gives_what_they_owe_or_have_promised(hall: Hall):
    await opened(hall, 0, 100)
    done(await offered(hall, 0, 1, 60))
    me = await neighbour(hall, 0)
    async with nothing_changes(hall.house):
        refused(await offered(hall, 0, 1, 41), Code.CONFLICT, "minutes")
        refused(await giving.donate(hall.house, me, 41, "a"), Code.CONFLICT, "minutes")
        refused(await giving.offer(hall.house, me, me.resident_id, 30, "给自己"), Code.INVALID, "residentId")
        refused(await giving.offer(hall.house, me, NOBODY, 30, "给谁"), Code.NOT_FOUND, "residentId")
        refused(await offered(hall, 2, 1, 15), Code.CONFLICT, "minutes")


async def test_a_donation_sent_again_counts_once(hall: Hall):
    await opened(hall, 0, 120)
    me = await neighbour(hall, 0)
    await asyncio.gather(*(giving.donate(hall.house, me, 30, "one") for _ in range(5)))
    done(await giving.donate(hall.house, me, 30, "two"))
    assert await has(hall, 0) == (60, 0)
    async with nothing_changes(hall.house):
        refused(await giving.donate(hall.house, me, 31, "one"), Code.CONFLICT, "idempotencyKey")
    assert (await reading.sums(hall.house, hall.community_id))[Account.POOL] == (60, 0)


async def test_the_hours_of_a_help_become_points_once_and_are_gone_from_the_account(hall: Hall):
    await opened(hall, 1, 90)
    row = await helped(hall, 0, 1, 90)
    me = await neighbour(hall, 0)
    results = await asyncio.gather(*(giving.convert(hall.house, me, row.id) for _ in range(5)))
    assert sum(isinstance(each, Refusal) for each in results) == 4
    assert await entries(hall, 0) == [("HELP", 90), ("CONVERSION", -90)]
    assert (await has(hall, 0), await has(hall, 1)) == ((0, 0), (0, 0))
    assert await earned(hall, hall.neighbours[0]) == (15, 15)
    assert "points.volunteering" in await told(hall, 0)
    async with nothing_changes(hall.house):
        refused(await giving.convert(hall.house, me, row.id), Code.CONFLICT, "helpId")


async def test_only_the_helper_turns_hours_into_points_and_only_those_they_still_have(hall: Hall):
    await opened(hall, 1, 90)
    row, open_ = await helped(hall, 0, 1, 90), await agreed(hall, 0, 2, 30)
    me = await neighbour(hall, 0)
    async with nothing_changes(hall.house):
        refused(await giving.convert(hall.house, await neighbour(hall, 1), row.id), Code.NOT_FOUND, "helpId")
        refused(await giving.convert(hall.house, me, open_.id), Code.CONFLICT, "helpId")
    done(await giving.donate(hall.house, me, 30, "a"))
    async with nothing_changes(hall.house):
        refused(await giving.convert(hall.house, me, row.id), Code.CONFLICT, "minutes")


async def converted(hall: Hall, number: int, help_id: UUID) -> str | None:
    """Why the hours of a help that a neighbour gave are not turned into points; None where they are."""
    result = await giving.convert(hall.house, await neighbour(hall, number), help_id)
    return result.reason if isinstance(result, Refusal) else None


async def test_two_friends_make_no_points_of_hours_that_one_of_them_owes(hall: Hall):
    first, second = await helped(hall, 0, 1, 120), await helped(hall, 0, 1, 180)
    async with nothing_changes(hall.house):
        assert await converted(hall, 0, first.id) == await converted(hall, 0, second.id) == "hours_unpaid"
    await helped(hall, 1, 2, 120)  # what is owed longest is paid first
    assert await converted(hall, 0, second.id) == "hours_unpaid"
    assert await converted(hall, 0, first.id) is None
    await helped(hall, 1, 3, 180)
    assert await converted(hall, 0, second.id) is None


async def test_what_was_paid_for_stays_so_when_somebody_owes_for_something_else_later(hall: Hall):
    await opened(hall, 1, 60)
    paid, owed = await helped(hall, 0, 1, 60), await helped(hall, 2, 1, 60)
    assert await converted(hall, 2, owed.id) == "hours_unpaid"
    assert await converted(hall, 0, paid.id) is None


async def test_whoever_helps_those_who_cannot_give_is_paid_for_by_the_pool(hall: Hall):
    await supported(hall, 1)
    before = await helped(hall, 2, 1, 60)
    await opened(hall, 0, 100)
    done(await giving.donate(hall.house, await neighbour(hall, 0), 100, "a"))
    whole, half = await helped(hall, 3, 1, 60), await helped(hall, 3, 1, 60)
    assert await entries(hall, 1) == [("HELP", -60), ("COVER", 60), ("HELP", -60), ("COVER", 40), ("HELP", -60)]
    for who, row in ((2, before), (3, half)):
        assert await converted(hall, who, row.id) == "hours_unpaid"
    assert await converted(hall, 3, whole.id) is None


async def test_hours_too_short_for_a_point_are_kept(hall: Hall):
    await opened(hall, 1, 60)
    row = await agreed(hall, 0, 1, 15)
    for number in (0, 1):
        done(await helping.say(hall.house, await neighbour(hall, number), row.id, 5))
    async with nothing_changes(hall.house):
        assert await converted(hall, 0, row.id) == "hours_worth_nothing"
    assert await has(hall, 0) == (5, 0)


async def test_hours_that_the_limit_of_the_day_would_cut_are_kept(hall: Hall):
    for helped_by, minutes in ((1, 480), (2, 60)):
        await supported(hall, helped_by)
        await opened(hall, helped_by, minutes)
    first, second = await helped(hall, 0, 1, 480), await helped(hall, 0, 2, 60)
    me = await neighbour(hall, 0)
    done(await giving.convert(hall.house, me, first.id))
    async with nothing_changes(hall.house):
        refused(await giving.convert(hall.house, me, second.id), Code.CONFLICT, "helpId")
    hall.clock.turn(hours=24)
    done(await giving.convert(hall.house, me, second.id))
    assert await has(hall, 0) == (0, 0)


async def test_what_somebody_brings_from_before_is_entered_once(hall: Hall):
    await opened(hall, 0, 600)
    staff, who = await hall.actor(hall.staff), (await neighbour(hall, 0)).resident_id
    assert (await reading.sums(hall.house, hall.community_id))[Account.OPENING] == (0, -600)
    async with nothing_changes(hall.house):
        refused(await giving.open_with(hall.house, staff, who, 60, "再来"), Code.CONFLICT, "residentId")
        refused(await giving.open_with(hall.house, staff, staff.resident_id, 60, "自己"), Code.FORBIDDEN)
        refused(await giving.open_with(hall.house, await neighbour(hall, 1), who, 60, "我"), Code.FORBIDDEN)


@pytest.mark.parametrize("role", [Role.COMMUNITY_STAFF, Role.MODERATOR])
async def test_strange_hands_change_nothing(hall: Hall, role: Role):
    await opened(hall, 0, 120)
    gift = done(await offered(hall, 0, 1, 60))
    stranger, unconfirmed = await foreigner(hall, role), await newcomer(hall)
    who = (await neighbour(hall, 0)).resident_id
    outsider = Code.NOT_FOUND if role is Role.COMMUNITY_STAFF else Code.FORBIDDEN
    field = "residentId" if role is Role.COMMUNITY_STAFF else None
    async with nothing_changes(hall.house):
        for other in (stranger, await neighbour(hall, 2)):
            refused(await giving.answer(hall.house, other, gift.id, accepted=True), Code.NOT_FOUND, "giftId")
            refused(await giving.withdraw(hall.house, other, gift.id), Code.NOT_FOUND, "giftId")
        giver, receiver = await neighbour(hall, 0), await neighbour(hall, 1)
        refused(await giving.answer(hall.house, giver, gift.id, accepted=True), Code.NOT_FOUND, "giftId")
        refused(await giving.withdraw(hall.house, receiver, gift.id), Code.NOT_FOUND, "giftId")
        refused(await giving.open_with(hall.house, stranger, who, 60, "老账"), outsider, field)
        refused(await giving.support(hall.house, stranger, who, supported=True), outsider, field)
        refused(await giving.support(hall.house, receiver, who, supported=True), Code.FORBIDDEN)
        refused(await giving.donate(hall.house, unconfirmed, 60, "a"), Code.NOT_ELIGIBLE)
        refused(await giving.offer(hall.house, giver, stranger.resident_id, 60, "给您"), Code.NOT_FOUND, "residentId")
