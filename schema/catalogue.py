"""What staff do about rewards: the catalogue, and where and by whom it is handed out."""

from typing import Annotated
from uuid import UUID

import strawberry
from strawberry import ID

from resolvers.rewards import catalogue, places
from rules.ids import Kind
from rules.rewards import Share, Terms
from schema.access import SIGNED_IN, acting
from schema.context import Asked
from schema.node import key_or_nobody
from schema.refusals import Refusal, shown_or
from schema.rewards import PickupPlace, Reward


@strawberry.input(description="How many of a reward one household gets.")
class RewardShareInput:
    most: int = strawberry.field(description="So many at most: 1 to 1,000. Where no household is known, one person.")
    days: int = strawberry.field(description="Within so many days, counted back from any moment: 1 to 366.")


@strawberry.input(description="What a reward is, what it costs, and where it is handed out.")
class RewardInput:
    name: str = strawberry.field(description="What it is: 1 to 80 characters.")
    description: str = strawberry.field(default="", description="More about it: up to 1,000 characters.")
    price: int = strawberry.field(description="What it costs, in points that can be spent: 1 to 1,000,000.")
    share: RewardShareInput | None = strawberry.field(
        default=None, description="How many one household gets; as many as it can pay for if not said."
    )
    voucher_days: int = strawberry.field(default=30, description="For how many days a voucher is good: 1 to 366.")
    place_id: ID = strawberry.field(description="Where it is handed out: a place of the same community.")

    def terms(self) -> Terms:
        """What is asked for."""
        share = None if self.share is None else Share(self.share.most, self.share.days)
        return Terms(self.name, self.description, self.price, share, self.voucher_days)

    def place(self) -> UUID:
        """The key of the place."""
        return key_or_nobody(Kind.PICKUP_PLACE, self.place_id)


RewardResult = Annotated[Reward | Refusal, strawberry.union("RewardResult", description="The reward, or why not.")]
PickupPlaceResult = Annotated[
    PickupPlace | Refusal, strawberry.union("PickupPlaceResult", description="The place, or why not.")
]
REWARD = Annotated[ID, strawberry.argument(description="The reward.")]
TERMS = Annotated[RewardInput, strawberry.argument(description="What it is, what it costs, and where it is.")]
PLACE = Annotated[ID, strawberry.argument(description="The place.")]
RESIDENT = Annotated[ID, strawberry.argument(description="The resident, confirmed and of the same community.")]


@strawberry.type
class CatalogueMutation:
    @strawberry.mutation(description="Staff offer a reward.", extensions=[SIGNED_IN])
    async def add_reward(
        self,
        info: Asked,
        input: TERMS,
        stock: Annotated[int, strawberry.argument(description="How many there are: 1 to 1,000,000.")],
    ) -> RewardResult:
        house = info.context.house
        row = await catalogue.add(house, acting(info), input.terms(), input.place(), stock)
        return shown_or(row, Reward.of, info.context.language)

    @strawberry.mutation(
        description="Staff change a reward. Vouchers that are out stay good; they are handed out at the new place.",
        extensions=[SIGNED_IN],
    )
    async def change_reward(self, info: Asked, reward_id: REWARD, input: TERMS) -> RewardResult:
        house, key = info.context.house, key_or_nobody(Kind.REWARD, reward_id)
        row = await catalogue.change(house, acting(info), key, input.terms(), input.place())
        return shown_or(row, Reward.of, info.context.language)

    @strawberry.mutation(
        description="Staff put more of a reward into its stock, or take some out.", extensions=[SIGNED_IN]
    )
    async def restock_reward(
        self,
        info: Asked,
        reward_id: REWARD,
        by: Annotated[int, strawberry.argument(description="How many more; below zero for fewer.")],
        reason: Annotated[str, strawberry.argument(description="Why, for the record: 1 to 1,000 characters.")],
    ) -> RewardResult:
        house, key = info.context.house, key_or_nobody(Kind.REWARD, reward_id)
        row = await catalogue.restock(house, acting(info), key, by, reason)
        return shown_or(row, Reward.of, info.context.language)

    @strawberry.mutation(
        description="Staff take a reward off. Vouchers that are out stay good.", extensions=[SIGNED_IN]
    )
    async def withdraw_reward(self, info: Asked, reward_id: REWARD) -> RewardResult:
        row = await catalogue.withdraw(info.context.house, acting(info), key_or_nobody(Kind.REWARD, reward_id))
        return shown_or(row, Reward.of, info.context.language)

    @strawberry.mutation(
        description="Staff say where rewards are handed out: a new place, or another name for one.",
        extensions=[SIGNED_IN],
    )
    async def put_pickup_place(
        self,
        info: Asked,
        name: Annotated[str, strawberry.argument(description="What it is called: 1 to 80 characters.")],
        address: Annotated[str, strawberry.argument(description="Where it is: 1 to 200 characters.")],
        place_id: Annotated[ID | None, strawberry.argument(description="The place; a new one if not said.")] = None,
    ) -> PickupPlaceResult:
        key = None if place_id is None else key_or_nobody(Kind.PICKUP_PLACE, place_id)
        row = await places.put(info.context.house, acting(info), key, name, address)
        return shown_or(row, PickupPlace.of, info.context.language)

    @strawberry.mutation(description="Staff name a resident as handing out at a place.", extensions=[SIGNED_IN])
    async def name_handing_out(self, info: Asked, place_id: PLACE, resident_id: RESIDENT) -> PickupPlaceResult:
        keys = key_or_nobody(Kind.PICKUP_PLACE, place_id), key_or_nobody(Kind.RESIDENT, resident_id)
        row = await places.name(info.context.house, acting(info), *keys)
        return shown_or(row, PickupPlace.of, info.context.language)

    @strawberry.mutation(
        description="Staff say that a resident no longer hands out at a place.", extensions=[SIGNED_IN]
    )
    async def release_handing_out(self, info: Asked, place_id: PLACE, resident_id: RESIDENT) -> PickupPlaceResult:
        keys = key_or_nobody(Kind.PICKUP_PLACE, place_id), key_or_nobody(Kind.RESIDENT, resident_id)
        row = await places.release(info.context.house, acting(info), *keys)
        return shown_or(row, PickupPlace.of, info.context.language)
