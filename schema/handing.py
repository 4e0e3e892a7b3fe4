"""What those who hand rewards out see before they do."""

from typing import Annotated

import strawberry

from resolvers.rewards import handing
from schema.access import EVERYONE, SIGNED_IN, acting
from schema.context import Asked
from schema.redeeming import HandOutResult
from schema.refusals import shown_or
from schema.rewards import PickupPlace, Voucher


@strawberry.type
class HandingQuery:
    @strawberry.field(
        description="The places at which the viewer hands out, because staff have named them; none for a guest.",
        extensions=[EVERYONE],
    )
    async def my_pickup_places(self, info: Asked) -> list[PickupPlace]:
        context = info.context
        rows = [] if context.actor is None else await handing.places_of(context.house, context.actor)
        context.spend(1 + len(rows))
        return list(map(PickupPlace.of, rows))

    @strawberry.field(
        description="What the caller would hand out for a code, or why they may not. Looking changes nothing.",
        extensions=[SIGNED_IN],
    )
    async def voucher_to_hand_out(
        self,
        info: Asked,
        code: Annotated[str, strawberry.argument(description="The code as it was scanned or typed.")],
    ) -> HandOutResult:
        row = await handing.look(info.context.house, acting(info), code)
        return shown_or(row, Voucher.of, info.context.language)
