"""The demonstration under way: who is there, and deeds that have to succeed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from resolvers.actors import Actor
from resolvers.house import House
from rules.refusals import Refusal

Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Hall:
    """Who is there, by what neighbours call them, and who leads."""

    house: House
    names: Sequence[str]
    neighbours: list[Actor]
    moderator: Actor
    staff: Actor


def done(result: Done | Refusal) -> Done:
    """The result of a deed. RuntimeError where it was refused."""
    if not isinstance(result, Refusal):
        return result
    raise RuntimeError(f"The demonstration was refused: {result.reason}")
