"""A reward takes points and stock at once, never more than there are, and gives both back when nobody fetches it."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from db.models.points import PointsAccount, PointsEntry
from db.models.rewards import Reward, Voucher
from db.paging import Ask
from db.vault import Vault
from resolvers.notices import reading as notices
from resolvers.opening import opened
from resolvers.points import earning, reading
from resolvers.points.streams import stream_of
from resolvers.rewards import catalogue, redeeming
from resolvers.rewards.reading import code_of
from rules.points import Movement
from rules.refusals import Code, Refusal
from rules.rewards import Share, VoucherState
from tests.resolvers.rewards.shop import (
    MEAL,
    balance,
    bought,
    canteen,
    gave,
    in_stock,
    meals,
    neighbours_of_one_door,
    paid,
    redeemed,
    vouchers,
)
from tests.support.backends import Backend
from tests.support.deeds import foreigner, kinds, newcomer, nothing_changes, refused, swept
from tests.support.house import Hall, done, open_hall


async def told(hall: Hall, number: int) -> list[str]:
    key = (await hall.actor(hall.neighbours[number])).resident_id
    return [row.kind for row in (await notices.of(hall.house, key, Ask(20))).rows]


async def movements(hall: Hall) -> list[tuple[Movement, int, int]]:
    async with hall.house.database.read() as session:
        rows = await session.scalars(select(PointsEntry).order_by(PointsEntry.at, PointsEntry.id))
        return [(row.movement, row.points, row.material) for row in rows]


async def test_a_reward_takes_points_and_stock_and_tells_its_buyer(hall: Hall):
    await paid(hall, hall.neighbours[0])
    reward = await meals(hall)
    voucher, code = await bought(hall, hall.neighbours[0], reward)
    assert (await balance(hall, hall.neighbours[0]), await in_stock(hall, reward)) == (70, 9)
    assert await movements(hall) == [(Movement.EARNED, 80, 80), (Movement.SPENT, 0, -10)]
    assert await told(hall, 0) == ["voucher.got", "points.volunteering"]
    said = await kinds(hall.house, stream_of(hall.community_id))
    assert said[-2:] == ["points.entered", "voucher.redeemed"]
    assert len(code) == 20
    assert code.encode() not in voucher.code_hash


async def test_two_hundred_at_once_for_ten_meals_are_ten(backend: Backend):
    async with open_hall(backend, neighbours=200) as hall:
        actors = [await hall.actor(person) for person in hall.neighbours]
        await gave(hall.house, hall.community_id, [actor.resident_id for actor in actors], 1, "activity_1")
        reward = await meals(hall, 10)
        tries = [redeeming.redeem(hall.house, actor, reward.id, 10) for actor in actors]
        results = await asyncio.gather(*tries)
        got = [result for result in results if isinstance(result, Voucher)]
        assert len(got) == len({voucher.resident_id for voucher in got}) == 10
        assert {result.reason for result in results if isinstance(result, Refusal)} == {"reward_gone"}
        assert (await in_stock(hall, reward), len(await vouchers(hall))) == (0, 10)
        async with hall.house.database.read() as session:
            balances = sorted(await session.scalars(select(PointsAccount.balance)))
        assert balances == [0] * 10 + [10] * 190


@pytest.mark.parametrize("backend", ["postgres+redis"], indirect=True)
async def test_two_hundred_at_once_in_two_houses_for_ten_meals_are_ten(backend: Backend):
    async with open_hall(backend, neighbours=200) as hall, opened(hall.plan) as second:
        actors = [await hall.actor(person) for person in hall.neighbours]
        await gave(hall.house, hall.community_id, [actor.resident_id for actor in actors], 1, "activity_1")
        reward = await meals(hall, 10)
        houses = (hall.house, second)
        tries = [redeeming.redeem(houses[number % 2], actor, reward.id, 10) for number, actor in enumerate(actors)]
        results = await asyncio.gather(*tries)
        got = [result for result in results if isinstance(result, Voucher)]
        assert len(got) == len({voucher.resident_id for voucher in got}) == 10
        assert {result.reason for result in results if isinstance(result, Refusal)} == {"reward_gone"}
        assert (await in_stock(hall, reward), len(await vouchers(hall))) == (0, 10)
        assert await reading.differences(second, hall.community_id) == []


async def test_somebody_who_taps_fifty_times_at_once_spends_what_they_have_and_no_more(hall: Hall):
    await paid(hall, hall.neighbours[0], 3)
    reward = await meals(hall, 100)
    results = await asyncio.gather(*(redeemed(hall, hall.neighbours[0], reward) for _ in range(50)))
    assert sum(isinstance(result, Voucher) for result in results) == 3
    assert {result.reason for result in results if isinstance(result, Refusal)} == {"points_too_few"}
    assert (await balance(hall, hall.neighbours[0]), await in_stock(hall, reward)) == (0, 97)


async def test_the_same_key_pays_once(hall: Hall):
    await paid(hall, hall.neighbours[0])
    actor, place = await hall.actor(hall.neighbours[0]), await canteen(hall)
    reward, other = await meals(hall, place=place), await meals(hall, place=place)
    taps = [redeeming.redeem(hall.house, actor, reward.id, 10, "tap") for _ in range(10)]
    assert len({done(result).id for result in await asyncio.gather(*taps)}) == 1
    assert (await balance(hall, hall.neighbours[0]), await in_stock(hall, reward)) == (70, 9)
    async with nothing_changes(hall.house):
        refused(await redeeming.redeem(hall.house, actor, other.id, 10, "tap"), Code.CONFLICT, "idempotencyKey")


async def test_a_household_gets_its_share_and_again_when_its_time_is_over(hall: Hall):
    first, second, other = hall.neighbours[:3]
    for person in (first, second, other):
        await paid(hall, person)
    await neighbours_of_one_door(hall, [first, second])
    reward = await meals(hall, share=Share(2, 7))
    done(await redeemed(hall, first, reward))
    done(await redeemed(hall, second, reward))
    async with nothing_changes(hall.house):
        for person in (first, second):
            refused(await redeemed(hall, person, reward), Code.NOT_ELIGIBLE, "rewardId")
    done(await redeemed(hall, other, reward))
    hall.clock.turn(days=7, seconds=1)
    done(await redeemed(hall, second, reward))
    assert await in_stock(hall, reward) == 6


async def test_many_of_one_household_at_once_get_its_share(hall: Hall):
    for person in hall.neighbours:
        await paid(hall, person)
    await neighbours_of_one_door(hall, hall.neighbours)
    reward = await meals(hall, 100, share=Share(3, 30))
    tries = [redeemed(hall, person, reward) for person in hall.neighbours for _ in range(8)]
    results = await asyncio.gather(*tries)
    assert sum(isinstance(result, Voucher) for result in results) == 3
    assert await in_stock(hall, reward) == 97


async def test_where_no_household_is_known_the_share_is_for_one_person_and_moving_does_not_renew_it(hall: Hall):
    one, other = hall.neighbours[:2]
    await paid(hall, one)
    await paid(hall, other)
    reward = await meals(hall, share=Share(1, 30))
    done(await redeemed(hall, one, reward))
    done(await redeemed(hall, other, reward))
    await neighbours_of_one_door(hall, [one])
    refused(await redeemed(hall, one, reward), Code.NOT_ELIGIBLE, "rewardId")


async def test_who_may_not_or_has_seen_another_price_changes_nothing(hall: Hall):
    await paid(hall, hall.neighbours[0])
    reward, dear = await meals(hall), await meals(hall, price=81)
    staff, buyer = await hall.actor(hall.staff), await hall.actor(hall.neighbours[0])
    gone = await meals(hall)
    done(await catalogue.withdraw(hall.house, staff, gone.id))
    new, foreign = await newcomer(hall), await foreigner(hall)
    async with nothing_changes(hall.house):
        refused(await redeeming.redeem(hall.house, new, reward.id, 10), Code.NOT_ELIGIBLE)
        refused(await redeeming.redeem(hall.house, foreign, reward.id, 10), Code.NOT_FOUND, "rewardId")
        refused(await redeeming.redeem(hall.house, buyer, reward.id, 9), Code.CONFLICT, "price")
        refused(await redeeming.redeem(hall.house, buyer, dear.id, 81), Code.NOT_ELIGIBLE, "rewardId")
        refused(await redeeming.redeem(hall.house, buyer, gone.id, 10), Code.CONFLICT, "rewardId")
        refused(await redeeming.redeem(hall.house, buyer, hall.house.new_id(), 10), Code.NOT_FOUND, "rewardId")


async def test_what_nobody_fetches_goes_back_once_whoever_looks(hall: Hall):
    await paid(hall, hall.neighbours[0])
    reward = await meals(hall, voucher_days=1)
    voucher, _ = await bought(hall, hall.neighbours[0], reward)
    await swept(hall.house)
    assert (await vouchers(hall))[0].state is VoucherState.READY
    hall.clock.ahead += voucher.expires_at - hall.clock.now()
    async with opened(hall.plan) as other:
        await asyncio.gather(*(swept(house) for house in (hall.house, other, hall.house)))
    assert (await vouchers(hall))[0].state is VoucherState.RETURNED
    assert (await balance(hall, hall.neighbours[0]), await in_stock(hall, reward)) == (80, 10)
    assert (await movements(hall))[-1] == (Movement.RETURNED, 0, 10)
    assert (await told(hall, 0)).count("voucher.returned") == 1
    assert (await kinds(hall.house, stream_of(hall.community_id))).count("voucher.returned") == 1


async def test_a_returned_voucher_does_not_count_for_the_share(hall: Hall):
    await paid(hall, hall.neighbours[0])
    reward = await meals(hall, share=Share(1, 366), voucher_days=1)
    voucher, _ = await bought(hall, hall.neighbours[0], reward)
    hall.clock.ahead += voucher.expires_at - hall.clock.now()
    await swept(hall.house)
    done(await redeemed(hall, hall.neighbours[0], reward))


async def test_points_spent_on_a_reward_cannot_be_corrected_away_and_nobody_falls_below_nothing(hall: Hall):
    await paid(hall, hall.neighbours[0], 1)
    reward, staff = await meals(hall), await hall.actor(hall.staff)
    done(await redeemed(hall, hall.neighbours[0], reward))
    async with hall.house.database.read() as session:
        rows = {row.movement: row.id for row in await session.scalars(select(PointsEntry))}
    async with nothing_changes(hall.house):
        spent = await earning.correct(hall.house, staff, rows[Movement.SPENT], "不该换")
        refused(spent, Code.NOT_FOUND, "entryId")
    done(await earning.correct(hall.house, staff, rows[Movement.EARNED], "记错了"))
    assert await balance(hall, hall.neighbours[0]) == 0


async def test_a_stock_or_an_entry_that_does_not_fit_is_found(hall: Hall):
    await paid(hall, hall.neighbours[0])
    reward = await meals(hall)
    voucher = done(await redeemed(hall, hall.neighbours[0], reward))

    async def falsify(session):
        await session.execute(update(Reward).values(stock=10))
        await session.execute(update(Voucher).values(price=9))

    await hall.house.database.write(falsify, after=lambda: None)
    found = await reading.differences(hall.house, hall.community_id)
    assert [line for line in found if line.startswith(f"{reward.id}: 10 in stock, 9 counted")]
    assert [line for line in found if voucher.id.hex in line and line.endswith("-10 entered, -9 due")]


async def test_codes_are_each_their_own_and_come_back_the_same(hall: Hall):
    await paid(hall, hall.neighbours[0])
    reward = await meals(hall)
    codes = {(await bought(hall, hall.neighbours[0], reward))[1] for _ in range(5)}
    assert codes == {code_of(hall.house, voucher) for voucher in await vouchers(hall)}
    assert len(codes) == 5
    stranger = Vault(b"another secret, as long as ours at the least")
    assert not codes & {stranger.voucher_code(voucher.id) for voucher in await vouchers(hall)}


@pytest.mark.parametrize("terms", [replace(MEAL, price=0), replace(MEAL, share=Share(0, 7)), replace(MEAL, name=" ")])
async def test_terms_that_make_no_sense_change_nothing(hall: Hall, terms):
    place, staff = await canteen(hall), await hall.actor(hall.staff)
    async with nothing_changes(hall.house):
        refusal = await catalogue.add(hall.house, staff, terms, place.id, 10)
        assert isinstance(refusal, Refusal)
        assert refusal.code is Code.INVALID
