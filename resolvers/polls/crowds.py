"""Who sees the same of a poll's tally: those who have voted, and everyone else."""

from collections.abc import Collection, Hashable
from enum import StrEnum
from uuid import UUID

from db.queries import polls
from resolvers.actors import Actor
from resolvers.house import House
from resolvers.patience import patiently
from rules.polls import TallyVisibility

MOST_KNOWN = 10_000


class Crowd(StrEnum):
    """A class of viewers: EVERYONE where it makes no difference who has voted, else one of the others.

    Whoever has voted stays in VOTED: a vote can be changed, never taken back.
    """

    EVERYONE = "EVERYONE"
    GUESTS = "GUESTS"
    NOT_YET = "NOT_YET"
    VOTED = "VOTED"


async def crowd_of(house: House, poll_id: UUID, actor: Actor | None) -> tuple[Crowd, "FirstVotes | None"]:
    """The crowd a viewer belongs to, and where that may change what will tell."""
    if await _visibility(house, poll_id) != TallyVisibility.AFTER_MY_VOTE:
        return Crowd.EVERYONE, None
    if actor is None:
        return Crowd.GUESTS, None
    async with house.database.read() as session:
        if await polls.votes_of(session, [(poll_id, actor.resident_id)]):
            return Crowd.VOTED, None
        found = await polls.by_ids(session, [poll_id])
    return Crowd.NOT_YET, FirstVotes(house, poll_id, found[poll_id].poll.seq)


async def _visibility(house: House, poll_id: UUID) -> TallyVisibility | None:
    """When the numbers of a poll may be seen, which never changes; None where there is no such poll."""
    known = house.visibilities.get(poll_id)
    if known is None:
        async with house.database.read() as session:
            found = (await polls.by_ids(session, [poll_id])).get(poll_id)
        if found is None:
            return None
        if len(house.visibilities) >= MOST_KNOWN:
            house.visibilities.clear()
        known = house.visibilities[poll_id] = found.poll.tally_visibility
    return known


class FirstVotes:
    """Tells who has voted in a poll since it was asked last, at first since entry `seq` of the poll's stream."""

    def __init__(self, house: House, poll_id: UUID, seq: int) -> None:
        self._house = house
        self._poll_id = poll_id
        self._seq = seq

    async def __call__(self, _: Collection[Hashable]) -> Collection[Hashable]:
        """The resident ids of all who have voted meanwhile, whoever was looking on when this was asked.

        Somebody may have come, and voted, while the database took its time: they are named this once.
        """
        voters = await patiently(self._voters)
        self._seq = max((seq for _, seq in voters), default=self._seq)
        return {resident_id for resident_id, _ in voters}

    async def _voters(self) -> Collection[tuple[UUID, int]]:
        async with self._house.database.read() as session:
            return await polls.voters_since(session, self._poll_id, self._seq)
