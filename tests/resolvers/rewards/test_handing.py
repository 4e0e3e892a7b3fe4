"""A code is good once, at its place, until its day is over, in the hands of those who may."""

import asyncio

import pytest

from db.models.rewards import Voucher
from resolvers.deadlines import sweep
from resolvers.points.streams import stream_of
from resolvers.rewards import catalogue, handing, places
from rules.refusals import Code, Refusal
from rules.rewards import VoucherState
from rules.roles import Role
from tests.resolvers.rewards.shop import balance, bought, canteen, in_stock, meals, paid, redeemed, vouchers
from tests.support.deeds import foreigner, kinds, newcomer, nothing_changes, refused, said, swept
from tests.support.house import Hall, done


async def named(hall: Hall, number: int, place) -> None:
    """Staff have a neighbour hand out at the place."""
    key = (await hall.actor(hall.neighbours[number])).resident_id
    done(await places.name(hall.house, await hall.actor(hall.staff), place.id, key))


async def handed(hall: Hall, person, code: str) -> Voucher | Refusal:
    return await handing.hand_out(hall.house, await hall.actor(person), code)


async def test_a_volunteer_whom_staff_have_named_hands_out_once(hall: Hall):
    await paid(hall, hall.neighbours[0])
    place = await canteen(hall)
    _, code = await bought(hall, hall.neighbours[0], await meals(hall, place=place))
    await named(hall, 1, place)
    written = f" {code[:5].lower()}-{code[5:10]} {code[10:]}\n"
    voucher = done(await handed(hall, hall.neighbours[1], written))
    assert (voucher.state, voucher.handed_out_by) == (
        VoucherState.HANDED_OUT,
        (await hall.actor(hall.neighbours[1])).resident_id,
    )
    assert (await kinds(hall.house, stream_of(hall.community_id)))[-1] == "voucher.handed_out"
    async with nothing_changes(hall.house):
        for person in (hall.neighbours[1], hall.staff):
            refused(await handed(hall, person, code), Code.CONFLICT, "code")
    hall.clock.ahead += voucher.expires_at - hall.clock.now()
    await swept(hall.house)
    assert await balance(hall, hall.neighbours[0]) == 70


async def test_one_code_scanned_many_times_at_once_is_handed_out_once(hall: Hall):
    await paid(hall, hall.neighbours[0])
    _, code = await bought(hall, hall.neighbours[0], await meals(hall))
    results = await asyncio.gather(*(handed(hall, hall.staff, code) for _ in range(20)))
    assert sum(isinstance(result, Voucher) for result in results) == 1
    assert {result.reason for result in results if isinstance(result, Refusal)} == {"voucher_used"}


async def test_those_who_may_not_hand_out_nothing(hall: Hall):
    await paid(hall, hall.neighbours[0])
    place, other = await canteen(hall), await canteen(hall, "西门小店")
    _, code = await bought(hall, hall.neighbours[0], await meals(hall, place=place))
    await named(hall, 1, other)
    await named(hall, 0, place)
    strangers = [await foreigner(hall, Role.COMMUNITY_STAFF), await newcomer(hall)]
    async with nothing_changes(hall.house):
        refused(await handed(hall, hall.neighbours[2], code), Code.FORBIDDEN)
        refused(await handed(hall, hall.moderator, code), Code.FORBIDDEN)
        refused(await handed(hall, hall.neighbours[1], code), Code.FORBIDDEN, "code")
        refused(await handed(hall, hall.neighbours[0], code), Code.FORBIDDEN, "code")
        refused(await handed(hall, hall.staff, "A" * 20), Code.NOT_FOUND, "code")
        refused(await handed(hall, hall.staff, ""), Code.NOT_FOUND, "code")
        refused(await handing.hand_out(hall.house, strangers[0], code), Code.NOT_ELIGIBLE, "code")
        refused(await handing.hand_out(hall.house, strangers[1], code), Code.FORBIDDEN)


async def test_who_is_released_hands_out_no_more(hall: Hall):
    await paid(hall, hall.neighbours[0])
    place, staff = await canteen(hall), await hall.actor(hall.staff)
    _, code = await bought(hall, hall.neighbours[0], await meals(hall, place=place))
    await named(hall, 1, place)
    await named(hall, 1, place)
    key = (await hall.actor(hall.neighbours[1])).resident_id
    done(await places.release(hall.house, staff, place.id, key))
    refused(await handed(hall, hall.neighbours[1], code), Code.FORBIDDEN)
    said_of_hands = [kind for kind in await kinds(hall.house, stream_of(hall.community_id)) if "handing" in kind]
    assert said_of_hands == ["handing_out.named", "handing_out.released"]


async def test_a_code_is_good_until_its_last_day_is_over_and_not_a_moment_longer(hall: Hall):
    await paid(hall, hall.neighbours[0])
    reward = await meals(hall, voucher_days=1)
    (voucher, code), (_, late) = [await bought(hall, hall.neighbours[0], reward) for _ in range(2)]
    hall.clock.turn(seconds=(voucher.expires_at - hall.clock.now()).total_seconds() - 5)
    done(await handed(hall, hall.staff, code))
    hall.clock.turn(seconds=5)
    refused(await handed(hall, hall.staff, late), Code.CONFLICT, "code")
    await swept(hall.house)
    refused(await handed(hall, hall.staff, late), Code.CONFLICT, "code")
    assert (await balance(hall, hall.neighbours[0]), await in_stock(hall, reward)) == (70, 9)


@pytest.mark.parametrize("turn", range(3))
async def test_handing_out_and_running_out_at_the_same_moment_end_in_one_of_them(hall: Hall, turn: int):
    await paid(hall, hall.neighbours[0])
    reward = await meals(hall, voucher_days=1)
    bag = [await bought(hall, hall.neighbours[0], reward) for _ in range(6)]
    hall.clock.ahead += bag[0][0].expires_at - hall.clock.now()
    hall.clock.turn(seconds=-0.02 * turn)
    await asyncio.gather(*(handed(hall, hall.staff, code) for _, code in bag), sweep(hall.house))
    hall.clock.turn(seconds=1)
    await swept(hall.house)
    out = [voucher for voucher in await vouchers(hall) if voucher.state is VoucherState.HANDED_OUT]
    assert (await balance(hall, hall.neighbours[0]), await in_stock(hall, reward)) == (
        80 - 10 * len(out),
        10 - len(out),
    )
    assert all((voucher.handed_out_at is None) != (voucher.returned_at is None) for voucher in await vouchers(hall))


async def test_a_withdrawn_reward_is_still_handed_out(hall: Hall):
    await paid(hall, hall.neighbours[0])
    reward, staff = await meals(hall), await hall.actor(hall.staff)
    _, code = await bought(hall, hall.neighbours[0], reward)
    done(await catalogue.withdraw(hall.house, staff, reward.id))
    refused(await redeemed(hall, hall.neighbours[0], reward), Code.CONFLICT, "rewardId")
    done(await handed(hall, hall.staff, code))


async def test_no_code_is_in_the_record(hall: Hall):
    await paid(hall, hall.neighbours[0])
    _, code = await bought(hall, hall.neighbours[0], await meals(hall))
    done(await handed(hall, hall.staff, code))
    assert code not in str(await said(hall.house, stream_of(hall.community_id)))


async def test_whoever_may_hand_out_sees_first_what_it_is_and_nothing_changes(hall: Hall):
    await paid(hall, hall.neighbours[0])
    place, other = await canteen(hall), await canteen(hall, "西门小店")
    voucher, code = await bought(hall, hall.neighbours[0], await meals(hall, place=place))
    await named(hall, 1, place)
    await named(hall, 2, other)

    async def looked(person) -> Voucher | Refusal:
        return await handing.look(hall.house, await hall.actor(person), code.lower())

    async with nothing_changes(hall.house):
        for person in (hall.neighbours[1], hall.staff):
            assert done(await looked(person)).id == voucher.id
        for number, field in ((0, None), (2, "code"), (3, None)):
            refused(await looked(hall.neighbours[number]), Code.FORBIDDEN, field)
    done(await handed(hall, hall.staff, code))
    refused(await looked(hall.neighbours[1]), Code.CONFLICT, "code")
    assert [row.id for row in await handing.places_of(hall.house, await hall.actor(hall.neighbours[2]))] == [other.id]
    assert await handing.places_of(hall.house, await hall.actor(hall.neighbours[3])) == []
