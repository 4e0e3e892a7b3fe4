"""What a correction could not take stays owed, and the price of a reward that comes back settles it first."""

from datetime import timedelta

from sqlalchemy import select

from db.models.points import PointsAccount, PointsEntry
from db.models.rewards import Reward
from db.paging import Ask
from resolvers.notices import reading as notices
from resolvers.points import earning, reading
from rules.points import Movement
from tests.resolvers.rewards.shop import meals, paid, redeemed
from tests.support.deeds import swept
from tests.support.house import Hall, done


async def account(hall: Hall) -> tuple[int, int]:
    """What the first neighbour can spend, and what they owe; every sum fits."""
    assert await reading.differences(hall.house, hall.community_id) == []
    who = (await hall.actor(hall.neighbours[0])).resident_id
    async with hall.house.database.read() as session:
        row = await session.get_one(PointsAccount, who)
    return row.balance, row.owed


async def mistaken(hall: Hall, hours: int) -> PointsEntry:
    """Points that the first neighbour should not have had."""
    await paid(hall, hall.neighbours[0], hours)
    async with hall.house.database.read() as session:
        rows = await session.scalars(select(PointsEntry).where(PointsEntry.movement == Movement.EARNED))
        return max(rows, key=lambda row: (row.at, row.id))


async def put_right(hall: Hall, entry: PointsEntry) -> None:
    done(await earning.correct(hall.house, await hall.actor(hall.staff), entry.id, "活动没有办"))


async def bought(hall: Hall, reward: Reward) -> None:
    done(await redeemed(hall, hall.neighbours[0], reward, reward.price))


async def nobody_fetches(hall: Hall, *, days: int = 1) -> None:
    hall.clock.ahead += timedelta(days=days)
    await swept(hall.house)


async def told(hall: Hall) -> str:
    who = (await hall.actor(hall.neighbours[0])).resident_id
    row = (await notices.of(hall.house, who, Ask(1))).rows[0]
    return row.kind


async def test_what_was_spent_stays_owed_and_the_price_that_comes_back_settles_it(hall: Hall):
    wrong = await mistaken(hall, 3)
    await bought(hall, await meals(hall, price=20, voucher_days=1))
    await put_right(hall, wrong)
    assert await account(hall) == (0, 20)
    await nobody_fetches(hall)
    assert await account(hall) == (0, 0)
    assert await told(hall) == "voucher.settled"


async def test_what_is_beyond_the_debt_comes_back(hall: Hall):
    await paid(hall, hall.neighbours[0], 2)
    wrong = await mistaken(hall, 1)
    await bought(hall, await meals(hall, price=25, voucher_days=1))
    await put_right(hall, wrong)
    assert await account(hall) == (0, 5)
    await nobody_fetches(hall)
    assert await account(hall) == (20, 0)


async def test_a_price_smaller_than_the_debt_settles_a_part_and_the_next_one_more(hall: Hall):
    wrong = await mistaken(hall, 3)
    await bought(hall, await meals(hall, price=10, voucher_days=1))
    await bought(hall, await meals(hall, price=10, voucher_days=2))
    await put_right(hall, wrong)
    assert await account(hall) == (0, 20)
    await nobody_fetches(hall)
    assert await account(hall) == (0, 10)
    await nobody_fetches(hall)
    assert await account(hall) == (0, 0)


async def test_what_is_earned_later_is_theirs_also_where_it_is_spent_and_comes_back(hall: Hall):
    wrong = await mistaken(hall, 1)
    await bought(hall, await meals(hall, price=10, voucher_days=10))
    await put_right(hall, wrong)
    await paid(hall, hall.neighbours[0], 1)
    assert await account(hall) == (10, 10)
    await bought(hall, await meals(hall, price=10, voucher_days=1))
    await nobody_fetches(hall)
    assert await account(hall) == (10, 10)
    assert await told(hall) == "voucher.returned"
    await nobody_fetches(hall, days=10)
    assert await account(hall) == (10, 0)


async def test_an_entry_that_owes_too_little_is_found(hall: Hall):
    wrong = await mistaken(hall, 2)
    await bought(hall, await meals(hall, price=20))
    await put_right(hall, wrong)

    async def tamper(session) -> None:
        entry = (await session.scalars(select(PointsEntry).where(PointsEntry.movement == Movement.CORRECTED))).one()
        entry.owed = 5
        (await session.get_one(PointsAccount, entry.resident_id)).owed = 5

    await hall.house.database.write(tamper, after=lambda: None)
    (line,) = await reading.differences(hall.house, hall.community_id)
    assert line.endswith("0 taken and 5 owed of 20")
