"""How a meeting stands: one picture of everything but what is said, and each new one as it changes."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db import streams
from db.models.meetings import Meeting
from db.models.proceedings import AgendaItem, Breach, Participant, Turn
from db.queries import meetings, proceedings
from realtime.pace import newest_states
from resolvers.house import House
from resolvers.meetings.attendance import Rules, rules_of
from resolvers.meetings.floor import spoken_by_all
from resolvers.meetings.streams import stream_of
from resolvers.patience import patiently
from rules.proceedings import Party

Whose = tuple[Turn, Participant]


@dataclass(frozen=True, slots=True)
class Proceedings:
    """How a meeting stands. `spoken` has those who have had the floor, in the order they first had it."""

    meeting: Meeting
    seq: int
    rules: Rules
    agenda: Sequence[AgendaItem]
    speaking: Whose | None
    queue: Sequence[Whose]
    spoken: Sequence[tuple[Participant, timedelta]]
    spoken_by_party: Mapping[Party, timedelta]
    breaches: Sequence[tuple[Breach, Participant]]
    online: int
    on_spot: int
    at: datetime


async def read(house: House, meeting_id: UUID) -> Proceedings | None:
    """How the meeting stands; None where there is no such meeting."""
    async with house.database.read() as session:
        meeting = (await meetings.by_ids(session, [meeting_id])).get(meeting_id)
        return None if meeting is None else await _read(session, meeting, house.now())


async def _read(session: AsyncSession, meeting: Meeting, now: datetime) -> Proceedings:
    turns = await proceedings.turns(session, meeting.id)
    unfinished = [(turn, whose) for turn, whose in turns if turn.ended_at is None]
    times = spoken_by_all(turns, now)
    by_party = {party: sum((time for who, time in times if who.party == party), timedelta(0)) for party in Party}
    online, on_spot = await proceedings.present(session, meeting.id)
    name = stream_of(meeting.id)
    return Proceedings(
        meeting=meeting,
        seq=(await streams.heads(session, [name])).get(name, 0),
        rules=rules_of(await proceedings.newest_rules(session, meeting.community_id)),
        agenda=await proceedings.agenda(session, meeting.id),
        speaking=next((each for each in unfinished if each[0].given_at is not None), None),
        queue=[each for each in unfinished if each[0].given_at is None],
        spoken=times,
        spoken_by_party=by_party,
        breaches=await proceedings.breaches(session, meeting.id),
        online=online,
        on_spot=on_spot,
        at=now,
    )


async def follow(house: House, meeting_id: UUID) -> AsyncGenerator[Proceedings, None]:
    """How the meeting stands, then the newest after each change, at most five a second."""

    async def newest() -> tuple[int, Proceedings]:
        found = await patiently(partial(read, house, meeting_id))
        if found is None:
            raise LookupError("There is no such meeting.")
        return found.seq, found

    with house.hub.follow(stream_of(meeting_id)) as follower:
        async for state in newest_states(follower, newest):
            yield state
