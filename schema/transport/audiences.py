"""For whom an answer is the same: what a subscription says about who may share it."""

from collections.abc import Awaitable, Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from strawberry.extensions import FieldExtension

from realtime.cohorts import Count, Moved

Arguments = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Audience:
    """All viewers who are shown the same. `moved` says who of them may no longer belong; None where nobody leaves."""

    name: Hashable
    moved: Moved | None = None


EVERYONE_ALIKE = Audience("everyone")


async def for_everyone(_: object, __: Arguments) -> Audience:
    """The audience of what everybody is shown the same."""
    return EVERYONE_ALIKE


@dataclass(frozen=True, slots=True)
class Log:
    """A subscription that gives entries, each with its number `seq`, all after the number in the argument `cursor`.

    `start` makes that number of what was given, or refuses it. `head` is the newest number there is; it refuses what
    is not there at all. `takes_away` says whether an entry takes an earlier one away, which then must not be kept.
    """

    cursor: str
    start: Callable[[Any], int]
    head: Callable[[Any, Arguments], Awaitable[int]]
    takes_away: Callable[[object], bool] = lambda _: False


class Shared(FieldExtension):
    """Declares a subscription that viewers may share. One without this is never shared.

    `audience` gets the viewer's context and the arguments by their names in GraphQL, and gives the audience, or None
    where the answer is for this viewer alone. The field then runs with a context of the audience, which knows no
    viewer. A subscription is a state, of which only the newest matters, unless it is a `log`. `counted` gives what is
    told how many share it.
    """

    def __init__(
        self,
        audience: Callable[[Any, Arguments], Awaitable[Audience | None]],
        *,
        log: Log | None = None,
        counted: Callable[[Any, Arguments], Count] | None = None,
    ) -> None:
        self.audience = audience
        self.log = log
        self.counted = counted


class SameForAll(FieldExtension):
    """Declares a field that is worked out, but the same for every viewer of its object."""
