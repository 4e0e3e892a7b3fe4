"""What somebody is at a meeting, as they see it themselves."""

from dataclasses import dataclass
from uuid import UUID

from db.models.meetings import Meeting
from db.models.proceedings import Participant, Turn
from db.queries import proceedings
from resolvers.house import House
from resolvers.meetings.attendance import rules_of
from resolvers.meetings.floor import limits_of, spoken
from rules import proceedings as rules
from rules.meetings import under_way


@dataclass(frozen=True, slots=True)
class Mine:
    """What a resident is at a meeting they have entered: `turn` is the one they have or wait for."""

    participant: Participant
    accepted_rules: bool
    turn: Turn | None
    may_ask: bool


async def read(house: House, meeting: Meeting, resident_id: UUID | None) -> Mine | None:
    """What the resident is at the meeting; None where they have not entered it."""
    if resident_id is None:
        return None
    async with house.database.read() as session:
        me = await proceedings.resident_at(session, meeting.id, resident_id)
        if me is None:
            return None
        current = rules_of(await proceedings.newest_rules(session, meeting.community_id))
        turns = await proceedings.turns(session, meeting.id)
    unfinished = [turn for turn, _ in turns if turn.ended_at is None]
    turn = next((turn for turn in unfinished if turn.participant_id == me.id), None)
    refusal = under_way(meeting.phase) or rules.may_ask(
        limits_of(meeting), spoken(turns, me.id, house.now()), waiting=turn is not None, wishes=len(unfinished)
    )
    accepted = me.rules_version == current.version
    return Mine(me, accepted, turn, accepted and refusal is None)
