"""What is offered for points, and who has what of it, as it is read."""

from collections.abc import Collection, Mapping
from uuid import UUID

from db.models.rewards import PickupPlace, Reward, Voucher
from db.paging import Ask, Page
from db.queries import rewards
from resolvers.house import House


async def offered(house: House, community_id: UUID, ask: Ask) -> Page[Reward]:
    """What a community offers, newest first."""
    async with house.database.read() as session:
        return await rewards.offered(session, community_id, ask)


async def load(house: House, ids: Collection[UUID]) -> Mapping[UUID, Reward]:
    """Rewards by id, those withdrawn too; those unknown are left out."""
    async with house.database.read() as session:
        return await rewards.by_ids(session, ids)


async def load_places(house: House, ids: Collection[UUID]) -> Mapping[UUID, PickupPlace]:
    """Places where rewards are handed out, by id; those unknown are left out."""
    async with house.database.read() as session:
        return await rewards.places_by_ids(session, ids)


async def places(house: House, community_id: UUID) -> list[PickupPlace]:
    """The places of a community by name."""
    async with house.database.read() as session:
        return await rewards.places(session, community_id)


async def handing_out(house: House, place_id: UUID) -> set[UUID]:
    """Who is named as handing out at a place."""
    async with house.database.read() as session:
        return await rewards.handing_out(session, place_id)


async def vouchers(house: House, resident_id: UUID, ask: Ask) -> Page[Voucher]:
    """Somebody's vouchers, newest first."""
    async with house.database.read() as session:
        return await rewards.of_resident(session, resident_id, ask)


async def voucher(house: House, voucher_id: UUID) -> Voucher | None:
    """A voucher, for its owner."""
    async with house.database.read() as session:
        return await rewards.voucher(session, voucher_id)


def code_of(house: House, voucher: Voucher) -> str:
    """The code that its owner shows. It is not kept, but drawn from the secret each time."""
    return house.vault.voucher_code(voucher.id)
