"""The video of a meeting: where it is watched, and who may publish it."""

import logging
from hmac import compare_digest
from uuid import UUID

from db.models.meetings import Meeting
from db.queries import meetings
from db.vault import new_token, token_hash
from resolvers.actors import Actor, roles_in
from resolvers.deed import Deed, deed
from resolvers.house import House
from resolvers.meetings.streams import UNKNOWN, hold_meeting, led, note
from resolvers.residents.limiter import Limit, household
from rules import video as rules
from rules.ids import Kind, public_id
from rules.refusals import Refusal

log = logging.getLogger(__name__)


@deed
async def set_stream(
    deed: Deed, actor: Actor, meeting_id: UUID, url: str | None, own_host: str = ""
) -> Meeting | Refusal:
    """The meeting with its stream at this address, or with none; the same again changes nothing.

    `own_host` is what the caller's page calls this server by.
    """
    meeting = await hold_meeting(deed, meeting_id)
    if meeting is None:
        return UNKNOWN
    if refusal := rules.may_set_stream(roles_in(actor, meeting.community_id)):
        return refusal
    accepted = None if url is None else rules.accept_stream(url, deed.house.media_origins, own_host)
    if isinstance(accepted, Refusal):
        return accepted
    if accepted != meeting.stream_url:
        meeting.stream_url = accepted
        by = public_id(Kind.RESIDENT, actor.resident_id)
        await note(deed, meeting, "meeting.stream_set", {"url": accepted, "by": by})
    return meeting


@deed
async def new_publish_key(deed: Deed, actor: Actor, meeting_id: UUID) -> str | Refusal:
    """The key to publish the meeting's video with, which nobody is told again; the one before is good no more."""
    meeting = await led(deed, actor, meeting_id, rules.may_change_key)
    if isinstance(meeting, Refusal):
        return meeting
    key = new_token()
    meeting.publish_key_hash = token_hash(key)
    by = public_id(Kind.RESIDENT, actor.resident_id)
    await note(deed, meeting, "meeting.publish_key_changed", {"by": by})
    return key


async def may_publish(house: House, name: str, secret: str) -> bool:
    """Whether whoever has this secret may publish under this name, which has to be that of a meeting not yet over."""
    meeting_id = rules.meeting_of(name)
    if meeting_id is None:
        return False
    async with house.database.read() as session:
        meeting = (await meetings.by_ids(session, [meeting_id])).get(meeting_id)
    if meeting is None or meeting.publish_key_hash is None or not rules.takes_video(meeting.phase):
        return False
    return compare_digest(meeting.publish_key_hash, token_hash(secret))


async def noted_wrong_key(house: House, name: str, address: str) -> bool:
    """Whether this address has not had too many wrong keys lately; the log then has one line, without the key.

    A right key is never held up: else whoever sends wrong ones through the same media server could keep others out.
    """
    if not await house.limiter.allows(Limit.WRONG_KEYS_PER_ADDRESS, household(address)):
        return False
    meeting_id = rules.meeting_of(name)
    about = public_id(Kind.MEETING, meeting_id) if meeting_id else "something that is no meeting"
    log.warning("Publishing %s was refused: no such key, or the meeting is over. Asked from %s.", about, address)
    return True
