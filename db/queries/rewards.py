"""The catalogue of rewards, who hands them out, and the vouchers."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.grids import Home
from db.models.points import PointsEntry
from db.models.rewards import HandingOut, PickupPlace, Reward, StockChange, Voucher
from db.paging import Ask, Page, page
from rules.points import Movement


async def place(session: AsyncSession, place_id: UUID) -> PickupPlace | None:
    """A place where rewards are handed out."""
    return await session.get(PickupPlace, place_id)


async def places(session: AsyncSession, community_id: UUID) -> list[PickupPlace]:
    """The places of a community by name."""
    query = select(PickupPlace).where(PickupPlace.community_id == community_id)
    return list(await session.scalars(query.order_by(PickupPlace.name, PickupPlace.id)))


async def places_by_ids(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, PickupPlace]:
    """Places by id; those unknown are left out."""
    return {row.id: row for row in await session.scalars(select(PickupPlace).where(PickupPlace.id.in_(ids)))}


async def places_of(session: AsyncSession, resident_id: UUID) -> frozenset[UUID]:
    """The places where somebody is named as handing out."""
    query = select(HandingOut.place_id).where(HandingOut.resident_id == resident_id)
    return frozenset(await session.scalars(query))


async def handing_out(session: AsyncSession, place_id: UUID) -> set[UUID]:
    """Who is named as handing out at a place."""
    return set(await session.scalars(select(HandingOut.resident_id).where(HandingOut.place_id == place_id)))


async def release(session: AsyncSession, place_id: UUID, resident_id: UUID) -> None:
    """Somebody no longer hands out at a place."""
    of = HandingOut.place_id == place_id, HandingOut.resident_id == resident_id
    await session.execute(delete(HandingOut).where(*of))


async def held(session: AsyncSession, reward_id: UUID) -> Reward | None:
    """A reward, kept from others until this transaction ends."""
    return await session.get(Reward, reward_id, with_for_update=True, populate_existing=True)


async def by_ids(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Reward]:
    """Rewards by id, those withdrawn too; those unknown are left out."""
    return {row.id: row for row in await session.scalars(select(Reward).where(Reward.id.in_(ids)))}


async def offered(session: AsyncSession, community_id: UUID, ask: Ask) -> Page[Reward]:
    """What a community offers, newest first."""
    query = select(Reward).where(Reward.community_id == community_id, Reward.withdrawn_at.is_(None))
    return await page(session, query, Reward.added_at, Reward.id, ask)


async def household_of(session: AsyncSession, resident_id: UUID) -> UUID | None:
    """The household somebody lives in; None where nobody has said."""
    return await session.scalar(select(Home.household_id).where(Home.resident_id == resident_id))


async def had(session: AsyncSession, reward_id: UUID, who: tuple[UUID, UUID | None], since: datetime) -> int:
    """How many of a reward somebody and their household (by id) have had since, without those that were returned."""
    resident_id, household_id = who
    theirs = Voucher.resident_id == resident_id
    if household_id is not None:
        theirs = or_(theirs, Voucher.household_id == household_id)
    query = select(func.count()).select_from(Voucher)
    kept = query.where(Voucher.reward_id == reward_id, Voucher.redeemed_at > since, Voucher.returned_at.is_(None))
    return int(await session.scalar(kept.where(theirs)) or 0)


async def voucher_held(session: AsyncSession, voucher_id: UUID) -> Voucher | None:
    """A voucher, kept from others until this transaction ends."""
    return await session.get(Voucher, voucher_id, with_for_update=True, populate_existing=True)


async def by_code(session: AsyncSession, code_hash: bytes, *, keep: bool) -> Voucher | None:
    """The voucher with this code; where it is to change, kept from others until this transaction ends."""
    query = select(Voucher).where(Voucher.code_hash == code_hash).execution_options(populate_existing=True)
    return await session.scalar(query.with_for_update() if keep else query)


async def by_key(session: AsyncSession, resident_id: UUID, key: str) -> Voucher | None:
    """What a resident has redeemed under an idempotency key."""
    query = select(Voucher).where(Voucher.resident_id == resident_id, Voucher.idempotency_key == key)
    return await session.scalar(query)


async def voucher(session: AsyncSession, voucher_id: UUID) -> Voucher | None:
    """A voucher."""
    return await session.get(Voucher, voucher_id)


async def of_resident(session: AsyncSession, resident_id: UUID, ask: Ask) -> Page[Voucher]:
    """Somebody's vouchers, newest first."""
    query = select(Voucher).where(Voucher.resident_id == resident_id)
    return await page(session, query, Voucher.redeemed_at, Voucher.id, ask)


async def differences(session: AsyncSession, community_id: UUID) -> list[str]:
    """Where a stock is not what staff put there less what is out, and where a voucher does not fit the ledger."""
    rewards = {row.id: row for row in await session.scalars(select(Reward).where(Reward.community_id == community_id))}
    left: dict[UUID, int] = defaultdict(int)
    changes = select(StockChange).join(Reward, Reward.id == StockChange.reward_id)
    for change in await session.scalars(changes.where(Reward.community_id == community_id)):
        left[change.reward_id] += change.amount
    due: dict[tuple[UUID, Movement, str], int] = {}
    for row in await session.scalars(select(Voucher).where(Voucher.community_id == community_id)):
        due[row.resident_id, Movement.SPENT, row.id.hex] = -row.price
        if row.returned_at is None:
            left[row.reward_id] -= 1
        else:
            due[row.resident_id, Movement.RETURNED, row.id.hex] = row.price
    stocks = [
        f"{key}: {row.stock} in stock, {left[key]} counted" for key, row in rewards.items() if row.stock != left[key]
    ]
    return stocks + await _entries_apart(session, community_id, due)


async def _entries_apart(
    session: AsyncSession, community_id: UUID, due: dict[tuple[UUID, Movement, str], int]
) -> list[str]:
    about_rewards = PointsEntry.movement.in_([Movement.SPENT, Movement.RETURNED])
    query = select(PointsEntry).where(PointsEntry.community_id == community_id, about_rewards)
    entered: dict[tuple[UUID, Movement, str], int] = defaultdict(int)
    for row in await session.scalars(query):
        entered[row.resident_id, row.movement, row.source.rpartition("_")[2]] += row.material - row.owed
    return [
        f"{' '.join(map(str, key))}: {entered.get(key)} entered, {due.get(key)} due"
        for key in sorted(entered.keys() | due.keys(), key=str)
        if entered.get(key) != due.get(key)
    ]
