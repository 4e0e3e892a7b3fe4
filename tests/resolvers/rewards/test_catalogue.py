"""Staff keep the catalogue; everybody else looks."""

import asyncio
from dataclasses import replace

from db.paging import Ask
from resolvers.points.streams import stream_of
from resolvers.rewards import catalogue, places, reading
from rules.refusals import Code, Refusal
from rules.rewards import Share
from rules.roles import Role
from tests.resolvers.rewards.shop import MEAL, canteen, in_stock, meals, paid, redeemed
from tests.support.deeds import foreigner, kinds, newcomer, nothing_changes, refused
from tests.support.house import Hall, done


async def test_staff_add_change_restock_and_withdraw(hall: Hall):
    staff, place = await hall.actor(hall.staff), await canteen(hall)
    other = await canteen(hall, "西门小店")
    reward = await meals(hall, 10, place=place)
    changed = done(
        await catalogue.change(hall.house, staff, reward.id, replace(MEAL, price=20, share=Share(1, 7)), other.id)
    )
    assert (changed.price, changed.share, changed.share_days, changed.place_id) == (20, 1, 7, other.id)
    done(await catalogue.restock(hall.house, staff, reward.id, 5, "又送来五份"))
    done(await catalogue.restock(hall.house, staff, reward.id, -12, "坏了十二份"))
    assert await in_stock(hall, reward) == 3
    assert [row.id for row in (await reading.offered(hall.house, hall.community_id, Ask(10))).rows] == [reward.id]
    done(await catalogue.withdraw(hall.house, staff, reward.id))
    assert (await reading.offered(hall.house, hall.community_id, Ask(10))).rows == []
    said = await kinds(hall.house, stream_of(hall.community_id))
    assert said == [
        *["pickup_place.put"] * 2,
        "reward.added",
        "reward.changed",
        *["reward.restocked"] * 2,
        "reward.withdrawn",
    ]
    async with nothing_changes(hall.house):
        refused(await catalogue.withdraw(hall.house, staff, reward.id), Code.CONFLICT, "rewardId")
        refused(await catalogue.restock(hall.house, staff, reward.id, 1, "再来"), Code.CONFLICT, "rewardId")


async def test_a_stock_taken_out_while_it_is_redeemed_never_falls_below_nothing(hall: Hall):
    for person in hall.neighbours:
        await paid(hall, person)
    reward, staff = await meals(hall, 10), await hall.actor(hall.staff)
    taken = [catalogue.restock(hall.house, staff, reward.id, -3, "坏了三份") for _ in range(5)]
    sold = [redeemed(hall, person, reward) for person in hall.neighbours for _ in range(2)]
    results = await asyncio.gather(*(each for pair in zip(taken, sold[:5], strict=True) for each in pair), *sold[5:])
    less = 3 * sum(not isinstance(result, Refusal) for result in results[:10:2])
    out = sum(not isinstance(result, Refusal) for result in [*results[1:10:2], *results[10:]])
    assert await in_stock(hall, reward) == 10 - less - out
    assert 0 <= 10 - less - out < 3


async def test_nobody_but_staff_of_the_community_keeps_the_catalogue(hall: Hall):
    place = await canteen(hall)
    reward, someone = await meals(hall, place=place), (await hall.actor(hall.neighbours[1])).resident_id
    own = [await hall.actor(hall.neighbours[0]), await hall.actor(hall.moderator), await newcomer(hall)]
    strangers = [await foreigner(hall, Role.COMMUNITY_STAFF, Role.ADMIN)]
    async with nothing_changes(hall.house):
        for actor in [*own, *strangers]:
            code = Code.FORBIDDEN if actor in own else Code.NOT_FOUND
            results = [
                await catalogue.add(hall.house, actor, MEAL, place.id, 5),
                await catalogue.change(hall.house, actor, reward.id, MEAL, place.id),
                await catalogue.restock(hall.house, actor, reward.id, 1, "多一份"),
                await catalogue.withdraw(hall.house, actor, reward.id),
                await places.put(hall.house, actor, place.id, "我家", "三楼"),
                await places.name(hall.house, actor, place.id, someone),
                await places.release(hall.house, actor, place.id, someone),
            ]
            assert {result.code for result in results if isinstance(result, Refusal)} == {code}
            assert all(isinstance(result, Refusal) for result in results)


async def test_only_confirmed_residents_of_the_community_are_named(hall: Hall):
    place, staff = await canteen(hall), await hall.actor(hall.staff)
    new, foreign = await newcomer(hall), await foreigner(hall)
    async with nothing_changes(hall.house):
        refused(await places.name(hall.house, staff, place.id, new.resident_id), Code.NOT_ELIGIBLE, "residentId")
        refused(await places.name(hall.house, staff, place.id, foreign.resident_id), Code.NOT_FOUND, "residentId")
        refused(await catalogue.add(hall.house, staff, MEAL, hall.house.new_id(), 5), Code.NOT_FOUND, "placeId")
        refused(await catalogue.add(hall.house, staff, MEAL, place.id, 0), Code.INVALID, "stock")
