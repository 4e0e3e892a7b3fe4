"""A schema in which things are missing or break by chance, to compare two ways of carrying documents out."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Annotated

import strawberry
from strawberry import Info

from schema.transport.execution import Execution


@dataclass(slots=True)
class Luck:
    """Decides, in the order asked, whether things are there, are missing, or break."""

    turns: dict[str, str]
    seen: list[str]

    def at(self, info: Info) -> str:
        place = "/".join(str(key) for key in info.path.as_list())
        self.seen.append(place)
        return self.turns.get(place, "here")


@dataclass(frozen=True, slots=True)
class Context:
    luck: Luck
    viewer: int = 1
    language: str = "en"

    def begin(self) -> None:
        """Nothing is counted here."""


Asked = Info[Context, None]


class Broken(Exception):  # noqa: N818
    pass


def turn(info: Asked, value: object) -> object:
    """The value, nothing, or an error, as luck has it."""
    match info.context.luck.at(info):
        case "missing":
            return None
        case "broken":
            raise Broken("broken")
        case _:
            return value


@strawberry.interface
class Named:
    name: str


@strawberry.type
class Leaf(Named):
    size: int
    wrong: str = "x"

    @strawberry.field
    def odd(self, info: Asked) -> int:
        return turn(info, 3)


@strawberry.type
class Branch(Named):
    @strawberry.field
    async def leaf(self, info: Asked) -> Leaf:
        await asyncio.sleep(0)
        return turn(info, Leaf(name="leaf", size=1))

    @strawberry.field
    def maybe(self, info: Asked) -> Leaf | None:
        return turn(info, Leaf(name="maybe", size=2))

    @strawberry.field
    async def leaves(self, info: Asked, count: int = 2) -> list[Leaf]:
        return turn(info, [Leaf(name=f"leaf {n}", size=n) for n in range(count)])

    @strawberry.field
    def some(self, info: Asked) -> list[Leaf | None] | None:
        return turn(info, [Leaf(name="some", size=1), None, Leaf(name="other", size=2)])

    @strawberry.field
    async def branch(self, info: Asked) -> "Branch | None":
        return turn(info, Branch(name="branch"))

    @strawberry.field
    def grid(self, info: Asked) -> list[list[int]]:
        return turn(info, [[1, 2], [], [3]])


Thing = Annotated[Leaf | Branch, strawberry.union("Thing")]


@strawberry.type
class Query:
    @strawberry.field
    def root(self, info: Asked) -> Branch:
        return turn(info, Branch(name="root"))

    @strawberry.field
    async def thing(self, info: Asked, leaf: bool = True) -> Thing:
        return turn(info, Leaf(name="a", size=1) if leaf else Branch(name="b"))

    @strawberry.field
    def named(self, info: Asked) -> list[Named]:
        return turn(info, [Leaf(name="a", size=1), Branch(name="b")])

    @strawberry.field
    def wrong(self) -> int | None:
        return "not a number"

    @strawberry.field
    def all_the_same(self, info: Asked) -> list[str | None]:
        return turn(info, ("a", None, Broken("one of them"), "b"))


@strawberry.type
class Mutation:
    @strawberry.mutation
    async def grow(self, info: Asked, count: int) -> Branch | None:
        await asyncio.sleep(0)
        return turn(info, Branch(name=str(count)))

    @strawberry.mutation
    def must(self, info: Asked) -> Leaf:
        return turn(info, Leaf(name="must", size=1))


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def grown(self, info: Asked, upto: int) -> AsyncGenerator[Branch, None]:
        for number in range(upto):
            yield Branch(name=str(number))

    @strawberry.subscription
    async def perhaps(self, info: Asked) -> AsyncGenerator[Leaf | None, None]:
        yield Leaf(name="here", size=1)
        yield None


EXECUTION_SCHEMA = strawberry.Schema(Query, Mutation, Subscription, types=[Leaf, Branch])


EXECUTION = Execution(EXECUTION_SCHEMA, introspection=True)
