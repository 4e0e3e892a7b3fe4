"""Voting for those who have no phone: the staff types it in, and the record says so."""

from uuid import UUID

from db.queries import meetings, polls, proceedings, residents
from resolvers.actors import Actor, roles_in
from resolvers.house import House
from resolvers.meetings.floor import PARTICIPANT_UNKNOWN
from resolvers.polls.ballots import Ballot
from resolvers.polls.box import POLL_UNKNOWN
from resolvers.polls.cast import Answer
from rules.proceedings import may_vote_for
from rules.refusals import Refusal
from rules.texts import accept_key, one_line

NOBODY = UUID(int=0)


async def cast_for(
    house: House, actor: Actor, participant_id: UUID, poll_id: UUID, choice: str, *, key: str | None = None
) -> Answer:
    """Counts the vote of somebody without a phone who is in the room, typed in by the staff and marked as such.

    The same key with the same content gives the same receipt again, as where people vote themselves.
    """
    if isinstance(named := accept_key(key), Refusal):
        return named
    async with house.database.read() as session:
        participant = await proceedings.participant(session, participant_id)
        meeting_id = participant.meeting_id if participant else NOBODY
        meeting = (await meetings.by_ids(session, [meeting_id])).get(meeting_id)
        standing = (await polls.by_ids(session, [poll_id])).get(poll_id)
        resident_id = participant.resident_id if participant else None
        resident = (await residents.by_ids(session, [resident_id])).get(resident_id) if resident_id else None
    if participant is None or meeting is None or standing is None:
        return PARTICIPANT_UNKNOWN if standing else POLL_UNKNOWN
    helped = participant.signed_in_by is not None and participant.on_spot
    phoneless = resident is not None and resident.phone_hash is None
    roles = roles_in(actor, meeting.community_id)
    if refusal := may_vote_for(meeting.phase, roles, helped=helped, phoneless=phoneless):
        return refusal
    if standing.poll.issue_id != meeting.issue_id or resident is None:
        return POLL_UNKNOWN
    return await house.ballots.submit(Ballot(resident.id, poll_id, one_line(choice), named, typed_in=True))
