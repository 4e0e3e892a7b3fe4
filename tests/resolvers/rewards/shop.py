"""A small shop for tests: somebody has points, and there is something to redeem."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select

from db.models.grids import Building, Household, Unit
from db.models.points import PointsAccount
from db.models.rewards import PickupPlace, Reward, Voucher
from resolvers.deed import Deed, perform
from resolvers.grids.homes import settle
from resolvers.house import House
from resolvers.points import reading
from resolvers.points.earning import earn
from resolvers.rewards import catalogue, places, redeeming
from resolvers.rewards.reading import code_of
from resolvers.seeding import Seeded
from rules.points import Rule
from rules.refusals import Refusal
from rules.rewards import Terms
from tests.support.house import Hall, done

MEAL = Terms("食堂餐券", "午餐一份", 10, None, 30)


async def gave(house: House, community_id: UUID, who: Sequence[UUID], hours: int, source: str) -> None:
    """Ten points for each hour, for all of them."""

    async def work(deed: Deed) -> None:
        await earn(deed, community_id, who, Rule.VOLUNTEERING, source, {}, minutes=60 * hours)

    await perform(house, work)


async def paid(hall: Hall, person: Seeded, hours: int = 8) -> None:
    """Somebody gave so many hours, eight at most in a day, and has ten points for each."""
    who = (await hall.actor(person)).resident_id
    await gave(hall.house, hall.community_id, [who], hours, f"activity_{hall.house.new_id().hex}")


async def canteen(hall: Hall, name: str = "社区食堂") -> PickupPlace:
    """A place where rewards are handed out."""
    return done(await places.put(hall.house, await hall.actor(hall.staff), None, name, "东门内 20 米"))


async def meals(hall: Hall, stock: int = 10, *, place: PickupPlace | None = None, **terms: object) -> Reward:
    """So many meals for ten points each."""
    where = place or await canteen(hall)
    staff = await hall.actor(hall.staff)
    return done(await catalogue.add(hall.house, staff, replace(MEAL, **terms), where.id, stock))


async def redeemed(hall: Hall, person: Seeded, reward: Reward, price: int = 10) -> Voucher | Refusal:
    """A voucher, or why not."""
    return await redeeming.redeem(hall.house, await hall.actor(person), reward.id, price)


async def bought(hall: Hall, person: Seeded, reward: Reward) -> tuple[Voucher, str]:
    """A voucher and its code."""
    voucher = done(await redeemed(hall, person, reward))
    return voucher, code_of(hall.house, voucher)


async def balance(hall: Hall, person: Seeded) -> int:
    """What somebody can spend; the whole ledger, and every stock, fits it."""
    key = (await hall.actor(person)).resident_id
    assert await reading.differences(hall.house, hall.community_id) == []
    async with hall.house.database.read() as session:
        account = await session.get(PointsAccount, key)
    return account.balance if account else 0


async def in_stock(hall: Hall, reward: Reward) -> int:
    """How many are left; every stock fits what was redeemed and returned."""
    assert await reading.differences(hall.house, hall.community_id) == []
    async with hall.house.database.read() as session:
        return (await session.get_one(Reward, reward.id)).stock


async def vouchers(hall: Hall) -> list[Voucher]:
    """Every voucher, oldest first."""
    async with hall.house.database.read() as session:
        return list(await session.scalars(select(Voucher).order_by(Voucher.redeemed_at, Voucher.id)))


async def neighbours_of_one_door(hall: Hall, people: Sequence[Seeded]) -> None:
    """Has them live in one household."""
    new = hall.house.new_id
    building = Building(
        id=new(),
        community_id=hall.community_id,
        grid_id=None,
        code="1",
        name="1 号楼",
        polygon="{}",
        households=1,
        people=2,
    )
    unit = Unit(id=new(), building_id=building.id, code="1")
    door = Household(id=new(), unit_id=unit.id, code="101", people=2)

    async def build(deed: Deed) -> None:
        for row in (building, unit, door):
            deed.session.add(row)
            await deed.session.flush()

    await perform(hall.house, build)
    for person in people:
        key = (await hall.actor(person)).resident_id
        done(await settle(hall.house, await hall.actor(hall.staff), key, door.id))
