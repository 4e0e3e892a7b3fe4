"""Rewards as clients see them: the catalogue of a community, where it is handed out, and one's own vouchers."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import segno
import strawberry
from strawberry import ID

from db.models import rewards as kept
from resolvers.rewards import reading
from rules.ids import Kind
from rules.rewards import VoucherState
from rules.roles import STAFF
from schema.access import EVERYONE
from schema.asked import COMMUNITY, community_asked, member
from schema.context import Asked, Context
from schema.node import Node, shown_id
from schema.pages import AFTER, FIRST, Connection, asked, connected
from schema.residents import Resident
from schema.scalars import described

described(
    VoucherState,
    "VoucherState",
    "What has become of a voucher.",
    READY="It can be handed out, until it expires.",
    HANDED_OUT="Its reward has been fetched.",
    RETURNED="Nobody fetched it in time; its points are back.",
)


@strawberry.type(description="Where rewards are handed out.")
class PickupPlace:
    row: strawberry.Private[kept.PickupPlace]
    id: ID = strawberry.field(description="The place's id.")
    name: str = strawberry.field(description="What it is called.")
    address: str = strawberry.field(description="Where it is.")

    @classmethod
    def of(cls, row: kept.PickupPlace) -> "PickupPlace":
        """The place as everybody sees it."""
        return cls(row=row, id=shown_id(Kind.PICKUP_PLACE, row.id), name=row.name, address=row.address)

    @strawberry.field(description="Whom staff have named as handing out there; nobody for viewers who are not staff.")
    async def hands(self, info: Asked) -> list[Resident]:
        context = info.context
        if not context.roles_in(self.row.community_id) & STAFF:
            return []
        context.look()
        keys = sorted(await reading.handing_out(context.house, self.row.id))
        context.spend(len(keys))
        return [Resident.of(row) for row in await context.loaders.residents.load_many(keys) if row is not None]


@strawberry.type(description="How many of a reward one household gets.")
class RewardShare:
    most: int = strawberry.field(description="So many at most; where no household is known, one person.")
    days: int = strawberry.field(description="Within so many days, counted back from now.")


@strawberry.type(description="Something that a community offers for points.")
class Reward(Node):
    row: strawberry.Private[kept.Reward]
    id: ID = strawberry.field(description="The reward's id.")
    name: str = strawberry.field(description="What it is.")
    description: str = strawberry.field(description="More about it; may be empty.")
    price: int = strawberry.field(description="What it costs, in points that can be spent.")
    stock: int = strawberry.field(description="How many are left.")
    share: RewardShare | None = strawberry.field(description="How many one household gets; null where that is open.")
    voucher_days: int = strawberry.field(description="For how many days a voucher is good, its first day included.")
    withdrawn_at: datetime | None = strawberry.field(description="When it was taken off; null while it is offered.")

    @classmethod
    def of(cls, row: kept.Reward) -> "Reward":
        """The reward as everybody sees it."""
        most, days = row.share, row.share_days
        return cls(
            row=row,
            id=shown_id(Kind.REWARD, row.id),
            name=row.name,
            description=row.description,
            price=row.price,
            stock=row.stock,
            share=None if most is None or days is None else RewardShare(most=most, days=days),
            voucher_days=row.voucher_days,
            withdrawn_at=row.withdrawn_at,
        )

    @strawberry.field(description="Where it is handed out.")
    async def place(self, info: Asked) -> PickupPlace | None:
        row = await info.context.loaders.pickup_places.load(self.row.place_id)
        return None if row is None else PickupPlace.of(row)


@strawberry.type(description="A reward that was redeemed. Its code is good for one time.")
class Voucher(Node):
    row: strawberry.Private[kept.Voucher]
    id: ID = strawberry.field(description="The voucher's id.")
    state: VoucherState = strawberry.field(description="What has become of it.")
    price: int = strawberry.field(description="What it cost.")
    redeemed_at: datetime = strawberry.field(description="When it was redeemed.")
    expires_at: datetime = strawberry.field(description="When it is good no longer, and its points go back.")
    handed_out_at: datetime | None = strawberry.field(description="When its reward was fetched; null if it was not.")
    returned_at: datetime | None = strawberry.field(description="When its points went back; null if they did not.")

    @classmethod
    def of(cls, row: kept.Voucher) -> "Voucher":
        """The voucher as its owner, and whoever hands it out, sees it."""
        return cls(
            row=row,
            id=shown_id(Kind.VOUCHER, row.id),
            state=row.state,
            price=row.price,
            redeemed_at=row.redeemed_at,
            expires_at=row.expires_at,
            handed_out_at=row.handed_out_at,
            returned_at=row.returned_at,
        )

    @strawberry.field(description="What it is for.")
    async def reward(self, info: Asked) -> Reward | None:
        row = await info.context.loaders.rewards.load(self.row.reward_id)
        return None if row is None else Reward.of(row)

    @strawberry.field(
        description="What its owner shows, or reads out, to fetch it; null for all others, and once it is of no use."
    )
    def code(self, info: Asked) -> str | None:
        return _code(self.row, info.context)

    @strawberry.field(description="The same as a QR code, an SVG document; null where there is no code.")
    def qr(self, info: Asked) -> str | None:
        code = _code(self.row, info.context)
        if code is None:
            return None
        info.context.look()
        return segno.make_qr(code).svg_inline(scale=8)


def _code(row: kept.Voucher, context: Context) -> str | None:
    usable = row.state is VoucherState.READY and context.viewer == row.resident_id
    return reading.code_of(context.house, row) if usable else None


@strawberry.type
class RewardQuery:
    @strawberry.field(description="What the community offers for points, newest first.", extensions=[EVERYONE])
    async def rewards(
        self,
        info: Asked,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
        community: COMMUNITY = None,
    ) -> Connection[Reward]:
        context, ask = info.context, asked(first, after)
        page = await reading.offered(context.house, await community_asked(context, community), ask)
        return connected(context, page, ask, Reward.of)

    @strawberry.field(description="Where the community's rewards are handed out, by name.", extensions=[EVERYONE])
    async def pickup_places(self, info: Asked, community: COMMUNITY = None) -> list[PickupPlace]:
        rows = await reading.places(info.context.house, await community_asked(info.context, community))
        info.context.spend(1 + len(rows))
        return list(map(PickupPlace.of, rows))

    @strawberry.field(description="The viewer's own vouchers, newest first.", extensions=[EVERYONE])
    async def my_vouchers(
        self,
        info: Asked,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
    ) -> Connection[Voucher]:
        context, ask = info.context, asked(first, after)
        page = await reading.vouchers(context.house, member(context).resident_id, ask)
        return connected(context, page, ask, Voucher.of)


async def own_voucher(context: Context, key: UUID) -> Voucher | None:
    """A voucher by its key, for its owner; None for all others."""
    row = await reading.voucher(context.house, key)
    return Voucher.of(row) if row is not None and row.resident_id == context.viewer else None
