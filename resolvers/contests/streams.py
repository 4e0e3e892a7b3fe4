"""The stream of a contest, and what its deeds look up first."""

from datetime import datetime
from uuid import UUID

from db.models.contests import Contest
from db.queries import contests
from resolvers.actors import Actor
from resolvers.deed import Deed
from rules.ids import Kind, public_id
from rules.refusals import Code, Refusal, refuse

UNKNOWN = refuse(Code.NOT_FOUND, "contest_unknown", "contestId")
ENTRY_UNKNOWN = refuse(Code.NOT_FOUND, "contest_entry_unknown", "entryId")


def stream_of(contest_id: UUID) -> str:
    """The name of the stream with all that happens in a contest. It names nobody but by id."""
    return f"contest:{contest_id.hex}"


async def held(deed: Deed, actor: Actor, contest_id: UUID) -> Contest | Refusal:
    """A contest of the actor's community, held until the deed is done."""
    await deed.hold(stream_of(contest_id))
    row = await contests.held(deed.session, contest_id)
    return row if row is not None and row.community_id == actor.community_id else UNKNOWN


async def counted(deed: Deed, community_id: UUID, began_at: datetime, slot_id: UUID, minutes: int) -> None:
    """Notes confirmed minutes in the volunteer months under way in which they count; who watches sees them move."""
    for contest_id in await contests.running(deed.session, community_id, began_at):
        payload = {"slotId": public_id(Kind.SLOT, slot_id), "minutes": minutes}
        await deed.append(stream_of(contest_id), "contest.minutes", payload)
