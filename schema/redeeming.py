"""Redeeming a reward, and handing out what a voucher is for."""

from typing import Annotated

import strawberry
from strawberry import ID

from resolvers.rewards import handing, redeeming
from rules.ids import Kind
from schema.access import SIGNED_IN, acting
from schema.context import Asked
from schema.node import key_or_nobody
from schema.refusals import Refusal, shown_or
from schema.rewards import Voucher

RedeemRewardResult = Annotated[
    Voucher | Refusal, strawberry.union("RedeemRewardResult", description="The voucher, or why not.")
]
HandOutResult = Annotated[
    Voucher | Refusal, strawberry.union("HandOutResult", description="The voucher, handed out, or why not.")
]


@strawberry.type
class RedeemingMutation:
    @strawberry.mutation(
        description="The caller redeems a reward: its price is taken, and a voucher given that is good once.",
        extensions=[SIGNED_IN],
    )
    async def redeem_reward(
        self,
        info: Asked,
        reward_id: Annotated[ID, strawberry.argument(description="The reward.")],
        price: Annotated[int, strawberry.argument(description="The price as it was shown to the caller.")],
        idempotency_key: Annotated[
            str | None, strawberry.argument(description="The same key gets the same voucher, and pays once.")
        ] = None,
    ) -> RedeemRewardResult:
        context, key = info.context, key_or_nobody(Kind.REWARD, reward_id)
        row = await redeeming.redeem(context.house, acting(info), key, price, idempotency_key)
        return shown_or(row, Voucher.of, context.language)

    @strawberry.mutation(
        description="Staff, or somebody they have named for the place, hand out what a voucher is for.",
        extensions=[SIGNED_IN],
    )
    async def hand_out_voucher(
        self,
        info: Asked,
        code: Annotated[str, strawberry.argument(description="The code as it was scanned or typed.")],
    ) -> HandOutResult:
        row = await handing.hand_out(info.context.house, acting(info), code)
        return shown_or(row, Voucher.of, info.context.language)
