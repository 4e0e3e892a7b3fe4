"""Drawing grids and keeping the base register, as staff ask for it."""

from typing import Annotated

import strawberry
from strawberry import ID
from strawberry.scalars import JSON

from resolvers.grids import drawing, homes, register
from rules.grids import Trade
from rules.ids import Kind
from rules.register import Sort
from schema.access import SIGNED_IN, acting
from schema.context import Asked
from schema.grids import Grid, TradeGrid
from schema.node import key_or_nobody
from schema.refusals import Refusal, shown_or
from schema.register import RegisterItem, RegisterKind
from schema.residents import Resident


@strawberry.type(description="What a new map changed.")
class GridsDrawn:
    grids: int = strawberry.field(description="How many grids are on the map now.")
    added: int = strawberry.field(description="How many of them are new.")
    moved: int = strawberry.field(description="How many have another outline than before, or are back on the map.")
    retired: int = strawberry.field(description="How many went off the map.")

    @classmethod
    def of(cls, done: drawing.Redrawn) -> "GridsDrawn":
        """The change as staff see it."""
        return cls(grids=done.grids, added=done.added, moved=done.moved, retired=done.retired)


@strawberry.input(description="The whole map of a community.")
class DrawGridsInput:
    geojson: JSON = strawberry.field(
        description="A GeoJSON FeatureCollection (RFC 7946). Each feature is a grid, a Polygon with the properties"
        " `code` and `name`; one with `kind` community is the outline. Grids that are not in it go off the map."
    )


@strawberry.input(description="A grid of one trade.")
class MapTradeGridInput:
    trade: Trade = strawberry.field(description="The trade.")
    code: str = strawberry.field(description="Its code in that trade, 1 to 40 characters.")
    name: str = strawberry.field(description="What the trade calls it, 1 to 80 characters.")
    grid_ids: list[ID] = strawberry.field(description="The grids it is made of; each is part of one of a trade's.")


@strawberry.input(description="A kind of entry, or its next version.")
class DrawUpRegisterKindInput:
    code: str = strawberry.field(description="Its code: 1 to 40 small letters, digits and underscores.")
    sort: Sort = strawberry.field(description="What its entries are; it stays.")
    name: str = strawberry.field(description="What it is called, 1 to 80 characters.")
    schema: JSON = strawberry.field(description="The JSON Schema of an object that attributes have to fit.")


@strawberry.input(description="An entry, new or in place of the one with its kind and code.")
class WriteRegisterItemInput:
    kind: str = strawberry.field(description="The code of its kind; the newest version counts.")
    code: str = strawberry.field(description="Its code, 1 to 40 characters.")
    name: str = strawberry.field(description="What it is called, 1 to 80 characters.")
    latitude: float = strawberry.field(description="Where it is, in degrees, WGS 84.")
    longitude: float = strawberry.field(description="Where it is, in degrees, WGS 84.")
    attributes: JSON = strawberry.field(description="What there is to know about it, as its kind says.")


DrawGridsResult = Annotated[
    GridsDrawn | Refusal, strawberry.union("DrawGridsResult", description="What changed, or why nothing did.")
]
MapTradeGridResult = Annotated[
    TradeGrid | Refusal, strawberry.union("MapTradeGridResult", description="The trade's grid, or why not.")
]
SettleResidentResult = Annotated[
    Resident | Refusal, strawberry.union("SettleResidentResult", description="The resident, or why not.")
]
DrawUpRegisterKindResult = Annotated[
    RegisterKind | Refusal, strawberry.union("DrawUpRegisterKindResult", description="The kind, or why not.")
]
WriteRegisterItemResult = Annotated[
    RegisterItem | Refusal, strawberry.union("WriteRegisterItemResult", description="The entry, or why not.")
]


@strawberry.type
class DrawingMutation:
    @strawberry.mutation(
        description="Staff draw the grids of their community anew: all of them, or nothing changes. There are no gaps"
        " and no overlaps, and every building lies in exactly one; the first that is wrong is named.",
        extensions=[SIGNED_IN],
    )
    async def draw_grids(
        self, info: Asked, input: Annotated[DrawGridsInput, strawberry.argument(description="The map.")]
    ) -> DrawGridsResult:
        result = await drawing.draw(info.context.house, acting(info), input.geojson)
        return shown_or(result, GridsDrawn.of, info.context.language)

    @strawberry.mutation(
        description="Staff say which grids a trade's grid is made of, in place of what was said before.",
        extensions=[SIGNED_IN],
    )
    async def map_trade_grid(
        self, info: Asked, input: Annotated[MapTradeGridInput, strawberry.argument(description="The trade's grid.")]
    ) -> MapTradeGridResult:
        named = homes.Named(input.trade, input.code, input.name)
        keys = [key_or_nobody(Kind.GRID, grid_id) for grid_id in input.grid_ids]
        result = await homes.map_trade(info.context.house, acting(info), named, keys)
        return shown_or(result, _trade_grid, info.context.language)

    @strawberry.mutation(
        description="Staff write down in which household a resident lives, so that they see who looks after it.",
        extensions=[SIGNED_IN],
    )
    async def settle_resident(
        self,
        info: Asked,
        resident_id: Annotated[ID, strawberry.argument(description="The resident.")],
        household_id: Annotated[ID, strawberry.argument(description="The household.")],
    ) -> SettleResidentResult:
        keys = key_or_nobody(Kind.RESIDENT, resident_id), key_or_nobody(Kind.HOUSEHOLD, household_id)
        result = await homes.settle(info.context.house, acting(info), *keys)
        return shown_or(result, Resident.of, info.context.language)

    @strawberry.mutation(
        description="Staff draw up a kind of entry of the base register, or its next version. Entries keep the version"
        " that they were written down under.",
        extensions=[SIGNED_IN],
    )
    async def draw_up_register_kind(
        self, info: Asked, input: Annotated[DrawUpRegisterKindInput, strawberry.argument(description="The kind.")]
    ) -> DrawUpRegisterKindResult:
        given = register.Described(input.code, input.sort, input.name, input.schema)
        result = await register.draw_up(info.context.house, acting(info), given)
        return shown_or(result, RegisterKind.of, info.context.language)

    @strawberry.mutation(
        description="Grid workers and staff write an entry of the base register down.", extensions=[SIGNED_IN]
    )
    async def write_register_item(
        self, info: Asked, input: Annotated[WriteRegisterItemInput, strawberry.argument(description="The entry.")]
    ) -> WriteRegisterItemResult:
        place = input.latitude, input.longitude
        entry = register.Entry(input.kind, input.code, input.name, *place, input.attributes)
        result = await register.write(info.context.house, acting(info), entry)
        return shown_or(result, RegisterItem.of, info.context.language)


def _trade_grid(mapped: homes.Mapped) -> TradeGrid:
    row = mapped.row
    return TradeGrid(trade=row.trade, code=row.code, name=row.name, grids=[Grid.of(each) for each in mapped.grids])
