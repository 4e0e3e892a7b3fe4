"""The places of an activity as they move: how many go to each slot and how many wait."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from db import streams
from db.models.activities import Activity
from realtime.pace import newest_states
from resolvers.activities.reading import Time, load_slots
from resolvers.activities.streams import stream_of
from resolvers.house import House
from resolvers.patience import patiently


@dataclass(frozen=True, slots=True)
class Places:
    """The slots of an activity, the earliest first, and the number of the newest entry in its stream."""

    seq: int
    activity: Activity
    times: Sequence[Time]


async def places(house: House, activity_id: UUID) -> Places | None:
    """The places as they stand; None for an activity that there is not."""
    name = stream_of(activity_id)
    async with house.database.read() as session:
        seq = (await streams.heads(session, [name])).get(name, 0)
    times = (await load_slots(house, [activity_id])).get(activity_id)
    return Places(seq, times[0].activity, times) if times else None


async def follow(house: House, activity_id: UUID) -> AsyncGenerator[Places, None]:
    """The places as they stand, then the newest after each change, at most five a second."""

    async def newest() -> tuple[int, Places]:
        found = await patiently(partial(places, house, activity_id))
        if found is None:
            raise LookupError("There is no such activity.")
        return found.seq, found

    with house.hub.follow(stream_of(activity_id)) as follower:
        async for state in newest_states(follower, newest):
            yield state
