"""Grids as clients see them: their polygons, what is in them, and who looks after them."""

from datetime import date, datetime
from typing import Annotated

import orjson
import strawberry
from strawberry import ID
from strawberry.scalars import JSON

from db.models import grids as kept
from resolvers.grids import reading
from rules import refusals
from rules.agreements import today
from rules.grids import Trade, counts_on
from rules.ids import Kind
from rules.places import place_of
from rules.texts import one_line
from schema.access import EVERYONE
from schema.context import Asked
from schema.node import Node, shown_id
from schema.pages import AFTER, FIRST, Connection, asked, connected, number_asked
from schema.residents import Resident
from schema.scalars import described
from schema.transport.errors import ClientError

described(
    Trade,
    "Trade",
    "A trade that a grid worker can be trained for, and that may draw grids of its own.",
    CITY_MANAGEMENT="City management: stalls, signs, order in the streets.",
    POLICE="Police: safety, neighbours, residents.",
    ENVIRONMENT="Environment: waste, water, noise, air.",
    MARKET="Market supervision: shops, food, prices.",
    FIRE_SAFETY="Fire safety: escape routes, wiring, charging.",
    CIVIL_AFFAIRS="Civil affairs: people who need help.",
)


@strawberry.type(description="What a grid worker has been trained for.")
class Skill:
    trade: Trade = strawberry.field(description="The trade.")
    trained_on: date = strawberry.field(description="The day of the training.")
    expires_on: date | None = strawberry.field(description="The last day on which it counts; null where it lasts.")
    expired: bool = strawberry.field(description="Whether it no longer counts today, in China.")

    @classmethod
    def of(cls, row: kept.Skill, now: datetime) -> "Skill":
        """The skill as everybody of the community sees it."""
        expired = not counts_on(row.expires_on, today(now))
        return cls(trade=row.trade, trained_on=row.trained_on, expires_on=row.expires_on, expired=expired)


@strawberry.type(description="Somebody who looks after a grid at this moment.")
class GridWorker:
    resident: Resident = strawberry.field(description="Who it is.")
    covering: bool = strawberry.field(description="Whether they do so for somebody who is away.")
    skills: list[Skill] = strawberry.field(description="What they have been trained for, by trade.")


@strawberry.type(description="A grid as one trade draws its own: it is made of grids of the community.")
class TradeGrid:
    trade: Trade = strawberry.field(description="The trade.")
    code: str = strawberry.field(description="Its code in that trade.")
    name: str = strawberry.field(description="What the trade calls it.")
    grids: list["Grid"] = strawberry.field(description="The grids it is made of, by code.")


@strawberry.type(description="A building of a grid.")
class Building:
    id: ID = strawberry.field(description="The building's id.")
    code: str = strawberry.field(description="Its code, as files name it.")
    name: str = strawberry.field(description="What it is called.")
    polygon: JSON = strawberry.field(description="Its outline as a GeoJSON geometry (RFC 7946), WGS 84.")
    households: int = strawberry.field(description="How many households live in it.")
    people: int = strawberry.field(description="How many people live in it.")

    @classmethod
    def of(cls, row: kept.Building) -> "Building":
        """The building as everybody of the community sees it."""
        polygon = JSON(orjson.loads(row.polygon))
        shown = shown_id(Kind.BUILDING, row.id)
        return cls(
            id=shown, code=row.code, name=row.name, polygon=polygon, households=row.households, people=row.people
        )


@strawberry.type(description="A part of a community with grid workers of its own: 300 to 500 households.")
class Grid(Node):
    row: strawberry.Private[kept.Grid]
    id: ID = strawberry.field(description="The grid's id. It stays where the grid is drawn anew under its code.")
    code: str = strawberry.field(description="Its code, which no other grid of the community has.")
    name: str = strawberry.field(description="What it is called.")
    polygon: JSON = strawberry.field(description="Its outline as a GeoJSON geometry (RFC 7946), WGS 84.")
    drawn_at: datetime = strawberry.field(description="When it was last drawn.")
    retired_at: datetime | None = strawberry.field(description="When it went off the map; null while it is on it.")

    @classmethod
    def of(cls, row: kept.Grid) -> "Grid":
        """The grid as everybody sees it."""
        return cls(
            row=row,
            id=shown_id(Kind.GRID, row.id),
            code=row.code,
            name=row.name,
            polygon=JSON(orjson.loads(row.polygon)),
            drawn_at=row.drawn_at,
            retired_at=row.retired_at,
        )

    @strawberry.field(description="How many households live in it.")
    async def households(self, info: Asked) -> int:
        found = await info.context.loaders.grid_counts.load(self.row.id)
        return found.households if found else 0

    @strawberry.field(description="How many people live in it.")
    async def people(self, info: Asked) -> int:
        found = await info.context.loaders.grid_counts.load(self.row.id)
        return found.people if found else 0

    @strawberry.field(description="Who looks after it at this moment, covers included; empty where nobody does.")
    async def workers(self, info: Asked) -> list[GridWorker]:
        context = info.context
        duty = await context.loaders.grid_workers.load(self.row.id)
        context.spend(1 + len(duty or ()))
        people = await context.loaders.residents.load_many([each.resident_id for each in duty or ()])
        skills = await context.loaders.skills.load_many([each.resident_id for each in duty or ()])
        now = context.house.now()
        return [
            GridWorker(
                resident=Resident.of(person),
                covering=each.covering,
                skills=[Skill.of(row, now) for row in trained or ()],
            )
            for each, person, trained in zip(duty or (), people, skills, strict=True)
            if person is not None
        ]

    @strawberry.field(description="The trades' grids that it is part of, by trade.")
    async def trade_grids(self, info: Asked) -> list[TradeGrid]:
        rows = await info.context.loaders.trade_grids.load(self.row.id) or ()
        info.context.spend(1 + sum(1 + len(parts) for _, parts in rows))
        return [
            TradeGrid(trade=row.trade, code=row.code, name=row.name, grids=[Grid.of(grid) for grid in parts])
            for row, parts in rows
        ]

    @strawberry.field(description="The buildings in it, by code.")
    async def buildings(
        self,
        info: Asked,
        first: Annotated[int | None, strawberry.argument(description="How many, 1 to 100; 20 if not said.")] = None,
        after: Annotated[str | None, strawberry.argument(description="Those after this code.")] = None,
    ) -> list[Building]:
        info.context.look()
        rows = await reading.buildings_of(info.context.house, self.row.id, one_line(after or ""), number_asked(first))
        info.context.spend(len(rows))
        return [Building.of(row) for row in rows]


@strawberry.type
class GridQuery:
    @strawberry.field(
        description="The grids on the map of your community, those that have not been drawn anew for longest first.",
        extensions=[EVERYONE],
    )
    async def grids(
        self,
        info: Asked,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
    ) -> Connection[Grid]:
        ask = asked(first, after)
        page = await reading.listed(info.context.house, info.context.actor, ask)
        return connected(info.context, page, ask, Grid.of)

    @strawberry.field(description="The buildings of your community, by code.", extensions=[EVERYONE])
    async def buildings(
        self,
        info: Asked,
        first: Annotated[int | None, strawberry.argument(description="How many, 1 to 100; 20 if not said.")] = None,
        after: Annotated[str | None, strawberry.argument(description="Those after this code.")] = None,
    ) -> list[Building]:
        context, many = info.context, number_asked(first)
        context.look()
        rows = await reading.all_buildings(context.house, context.actor, one_line(after or ""), many)
        context.spend(len(rows))
        return [Building.of(row) for row in rows]

    @strawberry.field(
        description="The outline of your community as a GeoJSON geometry (RFC 7946); null where it has not been drawn.",
        extensions=[EVERYONE],
    )
    async def community_outline(self, info: Asked) -> JSON | None:
        found = await reading.outline_of(info.context.house, info.context.actor)
        return None if found is None else JSON(orjson.loads(found))

    @strawberry.field(
        description="The grid of your community that a place lies in, with who looks after it; null outside of all.",
        extensions=[EVERYONE],
    )
    async def grid_at(
        self,
        info: Asked,
        latitude: Annotated[float, strawberry.argument(description="In degrees, WGS 84.")],
        longitude: Annotated[float, strawberry.argument(description="In degrees, WGS 84.")],
    ) -> Grid | None:
        place = place_of(latitude, longitude)
        if isinstance(place, refusals.Refusal):
            raise ClientError("BAD_USER_INPUT", "There is no such place on the earth.")
        found = await reading.at(info.context.house, info.context.actor, place)
        return None if found is None else Grid.of(found)

    @strawberry.field(
        description="The grid you live in, with who looks after it; null for guests and where staff have not written"
        " down where you live.",
        extensions=[EVERYONE],
    )
    async def my_grid(self, info: Asked) -> Grid | None:
        actor = info.context.actor
        info.context.look()
        found = None if actor is None else await reading.at_home(info.context.house, actor)
        return None if found is None else Grid.of(found)

    @strawberry.field(description="Every trade's grids of your community, by trade and code.", extensions=[EVERYONE])
    async def trade_grids(self, info: Asked) -> list[TradeGrid]:
        rows = await reading.trade_grids(info.context.house, info.context.actor)
        info.context.spend(1 + sum(1 + len(parts) for _, parts in rows))
        return [
            TradeGrid(trade=row.trade, code=row.code, name=row.name, grids=[Grid.of(grid) for grid in parts])
            for row, parts in rows
        ]
