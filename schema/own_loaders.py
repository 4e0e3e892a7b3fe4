"""Loaders of what the viewer has to do with things: what they voted, joined, second, and may do next."""

from collections.abc import Awaitable, Callable, Collection
from functools import cached_property
from uuid import UUID

from strawberry.dataloader import DataLoader

from db.models.polls import Vote
from db.models.reports import Report
from resolvers.actors import Actor
from resolvers.house import House
from resolvers.polls import watch
from resolvers.reports import reading as reported
from resolvers.rights import seconding
from resolvers.whistles import allowed
from resolvers.whistles.allowed import NOTHING, May
from resolvers.whistles.reading import Whole
from rules.reports import Step

Load = Callable[[House, set[tuple[UUID, UUID]]], Awaitable[Collection[tuple[UUID, UUID]]]]


class OwnLoaders:
    """Each made when it is asked for; a guest has to do with nothing."""

    def __init__(self, house: House, actor: Actor | None) -> None:
        self._house = house
        self._actor = actor

    @cached_property
    def my_votes(self) -> "DataLoader[UUID, Vote | None]":
        return DataLoader(self._votes, cache=False)

    @cached_property
    def on_roll(self) -> "DataLoader[UUID, bool]":
        return self._true_of(watch.load_on_roll)

    @cached_property
    def my_reports_joined(self) -> "DataLoader[UUID, bool]":
        return self._true_of(reported.load_joined)

    @cached_property
    def my_seconds(self) -> "DataLoader[UUID, bool]":
        return self._true_of(seconding.load_seconded)

    @cached_property
    def my_steps(self) -> "DataLoader[Report, list[Step]]":
        return DataLoader(self._steps, cache=False)

    @cached_property
    def my_whistles(self) -> "DataLoader[Whole, May]":
        return DataLoader(self._may, cache=False)

    def _true_of(self, load: Load) -> "DataLoader[UUID, bool]":
        """Whether something, which `load` tells of pairs of a thing and a resident, is true of the viewer."""

        async def gathered(keys: list[UUID]) -> list[bool]:
            if self._actor is None:
                return [False] * len(keys)
            me = self._actor.resident_id
            found = await load(self._house, {(key, me) for key in keys})
            return [(key, me) in found for key in keys]

        return DataLoader(gathered, cache=False)

    async def _votes(self, poll_ids: list[UUID]) -> list[Vote | None]:
        if self._actor is None:
            return [None] * len(poll_ids)
        me = self._actor.resident_id
        votes = await watch.load_votes(self._house, {(poll_id, me) for poll_id in poll_ids})
        return [votes.get((poll_id, me)) for poll_id in poll_ids]

    async def _steps(self, rows: list[Report]) -> list[list[Step]]:
        if self._actor is None:
            return [[] for _ in rows]
        different = list({row.id: row for row in rows}.values())
        found = await reported.load_steps(self._house, self._actor, different)
        steps = {row.id: each for row, each in zip(different, found, strict=True)}
        return [steps[row.id] for row in rows]

    async def _may(self, wholes: list[Whole]) -> list[May]:
        found = await allowed.load(self._house, self._actor, wholes)
        return [found.get(whole.whistle.id, NOTHING) for whole in wholes]
