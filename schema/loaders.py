"""Loaders that ask once for what a list would ask again and again.

They gather but do not remember: a subscription lives long, and what it shows must be what is.
"""

from collections.abc import Awaitable, Callable, Collection, Hashable, Mapping
from typing import TypeVar
from uuid import UUID

from strawberry.dataloader import DataLoader

from db.models.communities import Community
from db.models.issues import Issue, IssueStep
from db.models.polls import Vote
from db.models.residents import Resident
from db.queries.polls import Standing
from resolvers import communities, issues, record
from resolvers.actors import Actor
from resolvers.house import House
from resolvers.polls import watch
from resolvers.residents import care

Key = TypeVar("Key", bound=Hashable)
Row = TypeVar("Row")


class Loaders:
    """The loaders of one operation, for one actor."""

    def __init__(self, house: House, actor: Actor | None) -> None:
        async def voted(poll_ids: list[UUID]) -> list[Vote | None]:
            if actor is None:
                return [None] * len(poll_ids)
            votes = await watch.load_votes(house, {(poll_id, actor.resident_id) for poll_id in poll_ids})
            return [votes.get((poll_id, actor.resident_id)) for poll_id in poll_ids]

        async def on_roll(poll_ids: list[UUID]) -> list[bool]:
            if actor is None:
                return [False] * len(poll_ids)
            pairs = await watch.load_on_roll(house, {(poll_id, actor.resident_id) for poll_id in poll_ids})
            return [(poll_id, actor.resident_id) in pairs for poll_id in poll_ids]

        self.communities: DataLoader[UUID, Community | None] = _by_key(house, communities.load)
        self.residents: DataLoader[UUID, Resident | None] = _by_key(house, care.load)
        self.issues: DataLoader[UUID, Issue | None] = _by_key(house, issues.load)
        self.steps: DataLoader[UUID, list[IssueStep] | None] = _by_key(house, issues.load_steps)
        self.record_heads: DataLoader[UUID, int | None] = _by_key(house, record.heads)
        self.polls: DataLoader[UUID, Standing | None] = _by_key(house, watch.load)
        self.polls_of_issue: DataLoader[UUID, list[UUID] | None] = _by_key(house, watch.load_of_issues)
        self.my_votes: DataLoader[UUID, Vote | None] = DataLoader(voted, cache=False)
        self.on_roll: DataLoader[UUID, bool] = DataLoader(on_roll, cache=False)


def _by_key(
    house: House, load: Callable[[House, Collection[Key]], Awaitable[Mapping[Key, Row]]]
) -> DataLoader[Key, Row | None]:
    async def gathered(keys: list[Key]) -> list[Row | None]:
        found = await load(house, set(keys))
        return [found.get(key) for key in keys]

    return DataLoader(gathered, cache=False)
