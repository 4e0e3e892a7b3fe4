"""Guests who ask the same at the same time are answered once."""

from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from db.gathering import Gathering

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


@dataclass(slots=True)
class Crowd(Generic[Asked, Answer]):
    """Those who wait for one answer."""

    gathering: Gathering[Asked, Answer]
    askers: int = 0


@dataclass(frozen=True, slots=True)
class Together(Generic[Asked, Answer]):
    """One answer for all who ask under the same key, always begun after the last of them had asked.

    So nobody is given what was true only before they asked, and nothing is kept once it has been given.
    """

    work: Callable[[Asked], Awaitable[Answer]]
    crowds: dict[Hashable, "Crowd[Asked, Answer]"]

    @classmethod
    def by(cls, work: Callable[[Asked], Awaitable[Answer]]) -> "Together[Asked, Answer]":
        """Work that any one of those who ask the same may stand for."""
        return cls(work, {})

    async def answer(self, key: Hashable, asked: Asked) -> Answer:
        """The answer to what is asked under this key. Raises what the work raised.

        The work is given up when the last who asked has gone, and nothing is kept of them.
        """
        crowd = self.crowds.get(key)
        if crowd is None:
            crowd = self.crowds[key] = Crowd(Gathering(self._once))
        crowd.askers += 1
        try:
            return await crowd.gathering.submit(asked)
        finally:
            crowd.askers -= 1
            if not crowd.askers:
                del self.crowds[key]
                crowd.gathering.stop()

    async def _once(self, group: Sequence[Asked]) -> Sequence[Answer]:
        return [await self.work(group[0])] * len(group)
