"""The shape most mutations have: a deed about one thing with an id, and its answer as the caller sees it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Concatenate, Generic, ParamSpec, TypeVar
from uuid import UUID

from strawberry import ID

from resolvers.actors import Actor
from resolvers.house import House
from rules import refusals
from rules.ids import Kind
from schema.access import acting
from schema.context import Asked
from schema.node import key_or_nobody
from schema.refusals import Refusal, shown_or

P = ParamSpec("P")
Row = TypeVar("Row")
Shown = TypeVar("Shown")


@dataclass(frozen=True, slots=True)
class About(Generic[Row, Shown]):
    """Does the caller's deeds about things of a kind; gives what each did, or its refusal with the sentence."""

    kind: Kind
    show: Callable[[Row], Shown]

    async def __call__(
        self,
        info: Asked,
        deed: Callable[Concatenate[House, Actor, UUID, P], Awaitable[Row | refusals.Refusal]],
        id_: ID,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Shown | Refusal:
        result = await deed(info.context.house, acting(info), key_or_nobody(self.kind, id_), *args, **kwargs)
        return shown_or(result, self.show, info.context.language)
