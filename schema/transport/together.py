"""Guests who ask the same at the same time are answered once."""

from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from db.gathering import Gathering

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Together(Generic[Asked, Answer]):
    """One answer for all who ask under the same key, always begun after the last of them had asked.

    So nobody is given what was true only before they asked, and nothing is kept once it has been given.
    """

    work: Callable[[Asked], Awaitable[Answer]]
    gatherings: dict[Hashable, Gathering[Asked, Answer]]

    @classmethod
    def by(cls, work: Callable[[Asked], Awaitable[Answer]]) -> "Together[Asked, Answer]":
        """Work that any one of those who ask the same may stand for."""
        return cls(work, {})

    async def answer(self, key: Hashable, asked: Asked) -> Answer:
        """The answer to what is asked under this key. Raises what the work raised."""
        gathering = self.gatherings.get(key)
        if gathering is None:
            gathering = self.gatherings[key] = Gathering(self._once)
        try:
            return await gathering.submit(asked)
        finally:
            if gathering.idle and self.gatherings.get(key) is gathering:
                del self.gatherings[key]

    async def _once(self, group: Sequence[Asked]) -> Sequence[Answer]:
        return [await self.work(group[0])] * len(group)
