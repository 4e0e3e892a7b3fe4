"""The base register as clients see it: kinds, and entries that hang on grids."""

from datetime import datetime
from typing import Annotated

import orjson
import strawberry
from strawberry import ID
from strawberry.scalars import JSON

from db.models import register as kept
from resolvers.grids import register
from rules.ids import Kind
from rules.places import UNITS
from rules.register import Sort
from schema.access import EVERYONE
from schema.context import Asked
from schema.grids import Grid
from schema.node import key_or_nobody, shown_id
from schema.pages import AFTER, FIRST, Connection, asked, connected
from schema.scalars import described
from schema.transport.errors import ClientError

described(
    Sort,
    "RegisterSort",
    "What the entries of a kind are. People are on the register as residents and households.",
    PLACE="A place: a square, a clinic, a shelter.",
    THING="A thing: a lamp, a lift, a bin.",
    ORGANIZATION="An organization: a shop, a firm, a club.",
    EVENT="An event: a market, a fair, a works.",
)


@strawberry.type(description="A kind of entry in its newest version, and what its entries are described by.")
class RegisterKind:
    code: str = strawberry.field(description="Its code, as files name it.")
    version: int = strawberry.field(description="1, 2, 3 …: one more with every change.")
    sort: Sort = strawberry.field(description="What its entries are.")
    name: str = strawberry.field(description="What it is called.")
    schema: JSON = strawberry.field(description="The JSON Schema that attributes of new entries have to fit.")
    drawn_up_at: datetime = strawberry.field(description="When this version was drawn up.")

    @classmethod
    def of(cls, row: kept.RegisterKind) -> "RegisterKind":
        """The kind as everybody sees it."""
        return cls(
            code=row.code,
            version=row.version,
            sort=row.sort,
            name=row.name,
            schema=JSON(orjson.loads(row.schema)),
            drawn_up_at=row.drawn_up_at,
        )


@strawberry.type(description="An entry of the base register.")
class RegisterItem:
    row: strawberry.Private[kept.RegisterItem]
    id: ID = strawberry.field(description="The entry's id.")
    kind: str = strawberry.field(description="The code of its kind.")
    kind_version: int = strawberry.field(description="The version of the kind that its attributes fit.")
    code: str = strawberry.field(description="Its code, which no other entry of its kind has.")
    name: str = strawberry.field(description="What it is called.")
    latitude: float = strawberry.field(description="Where it is, in degrees, WGS 84.")
    longitude: float = strawberry.field(description="Where it is, in degrees, WGS 84.")
    attributes: JSON = strawberry.field(description="What there is to know about it, as its kind says.")
    written_at: datetime = strawberry.field(description="When it was last written down.")

    @classmethod
    def of(cls, row: kept.RegisterItem) -> "RegisterItem":
        """The entry as everybody of the community sees it."""
        return cls(
            row=row,
            id=shown_id(Kind.ENTRY, row.id),
            kind=row.kind,
            kind_version=row.kind_version,
            code=row.code,
            name=row.name,
            latitude=row.latitude / UNITS,
            longitude=row.longitude / UNITS,
            attributes=JSON(orjson.loads(row.attributes)),
            written_at=row.written_at,
        )

    @strawberry.field(description="The grid it hangs on; null only while the community has no grids.")
    async def grid(self, info: Asked) -> Grid | None:
        found = None if self.row.grid_id is None else await info.context.loaders.grids.load(self.row.grid_id)
        return None if found is None else Grid.of(found)


@strawberry.type
class RegisterQuery:
    @strawberry.field(description="The kinds of entries of your community, by code.", extensions=[EVERYONE])
    async def register_kinds(self, info: Asked) -> list[RegisterKind]:
        rows = await register.kinds(info.context.house, info.context.actor)
        info.context.spend(1 + len(rows))
        return [RegisterKind.of(row) for row in rows]

    @strawberry.field(
        description="The entries of your community's register, those written down last first. For those signed in.",
        extensions=[EVERYONE],
    )
    async def register_items(
        self,
        info: Asked,
        kind: Annotated[str | None, strawberry.argument(description="Only those of the kind with this code.")] = None,
        grid_id: Annotated[ID | None, strawberry.argument(description="Only those of this grid.")] = None,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
    ) -> Connection[RegisterItem]:
        if info.context.actor is None:
            raise ClientError("SIGN_IN_REQUIRED", "Please sign in first.")
        ask = asked(first, after)
        grid = None if grid_id is None else key_or_nobody(Kind.GRID, grid_id)
        page = await register.entries(info.context.house, info.context.actor, kind, grid, ask)
        return connected(info.context, page, ask, RegisterItem.of)
