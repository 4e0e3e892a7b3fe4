"""What the streams say about whistles, and who writes there."""

from uuid import UUID

from db.models.whistles import Whistle
from db.queries import whistles
from db.streams import Payload
from resolvers.actors import Actor
from resolvers.deed import Deed
from rules.ids import Kind, public_id
from rules.refusals import Code, Refusal, refuse

UNKNOWN = refuse(Code.NOT_FOUND, "whistle_unknown", "whistleId")


def stream_of(whistle_id: UUID) -> str:
    """The name of the stream with everything about a whistle."""
    return f"whistle:{whistle_id.hex}"


async def hold_whistle(deed: Deed, actor: Actor, whistle_id: UUID) -> Whistle | Refusal:
    """The whistle of the actor's community, held with its stream until the deed is done. NOT_FOUND for any other."""
    whistle = await held(deed, whistle_id)
    return UNKNOWN if whistle is None or whistle.community_id != actor.community_id else whistle


async def held(deed: Deed, whistle_id: UUID) -> Whistle | None:
    """The whistle, held like that whoever acts; None where there is none."""
    await deed.hold(stream_of(whistle_id))
    return await whistles.held(deed.session, whistle_id)


async def note(deed: Deed, whistle: Whistle, kind: str, payload: Payload) -> None:
    """An entry in the whistle's stream."""
    whole = {"whistleId": public_id(Kind.WHISTLE, whistle.id), **payload}
    await deed.append(stream_of(whistle.id), kind, whole)


def by(actor: Actor) -> Payload:
    """Who did it, as an entry says it."""
    return {"by": public_id(Kind.RESIDENT, actor.resident_id)}
