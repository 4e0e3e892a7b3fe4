"""Where rewards are handed out, and by whom."""

from uuid import UUID

from db.models.rewards import HandingOut, PickupPlace
from db.queries import residents, rewards
from db.streams import Payload
from resolvers.actors import Actor
from resolvers.deed import Deed, deed
from resolvers.points.streams import stream_of
from rules.ids import Kind, public_id
from rules.refusals import Code, Refusal, refuse
from rules.rewards import PLACE_UNKNOWN, accept_place
from rules.roles import STAFF

STAFF_ONLY = refuse(Code.FORBIDDEN, "staff_only")


@deed
async def put(deed: Deed, actor: Actor, place_id: UUID | None, name: str, address: str) -> PickupPlace | Refusal:
    """The place under this name and address; a new one where none is named."""
    if not actor.roles & STAFF:
        return STAFF_ONLY
    texts = accept_place(name, address)
    if isinstance(texts, Refusal):
        return texts
    if place_id is None:
        row = PickupPlace(id=deed.new_id(), community_id=actor.community_id, **texts)
        deed.session.add(row)
    else:
        found = await managed(deed, actor, place_id)
        if isinstance(found, Refusal):
            return found
        row = found
        row.name, row.address = texts["name"], texts["address"]
    await _note(deed, actor, row, "pickup_place.put", texts)
    return row


@deed
async def name(deed: Deed, actor: Actor, place_id: UUID, resident_id: UUID) -> PickupPlace | Refusal:
    """The place, where this confirmed resident of the same community hands out from now on."""
    row = await managed(deed, actor, place_id)
    if isinstance(row, Refusal):
        return row
    person = (await residents.by_ids(deed.session, [resident_id])).get(resident_id)
    if person is None or person.community_id != row.community_id:
        return refuse(Code.NOT_FOUND, "resident_unknown", "residentId")
    if person.verified_at is None:
        return refuse(Code.NOT_ELIGIBLE, "hands_unverified", "residentId")
    if resident_id not in await rewards.handing_out(deed.session, place_id):
        deed.session.add(HandingOut(place_id=place_id, resident_id=resident_id))
        await _note(deed, actor, row, "handing_out.named", {"residentId": public_id(Kind.RESIDENT, resident_id)})
    return row


@deed
async def release(deed: Deed, actor: Actor, place_id: UUID, resident_id: UUID) -> PickupPlace | Refusal:
    """The place, where this resident no longer hands out."""
    row = await managed(deed, actor, place_id)
    if isinstance(row, Refusal):
        return row
    if resident_id in await rewards.handing_out(deed.session, place_id):
        await rewards.release(deed.session, place_id, resident_id)
        await _note(deed, actor, row, "handing_out.released", {"residentId": public_id(Kind.RESIDENT, resident_id)})
    return row


async def managed(deed: Deed, actor: Actor, place_id: UUID) -> PickupPlace | Refusal:
    """The place of the actor's own community, for its staff."""
    if not actor.roles & STAFF:
        return STAFF_ONLY
    await deed.hold(stream_of(actor.community_id))
    row = await rewards.place(deed.session, place_id)
    return row if row is not None and row.community_id == actor.community_id else PLACE_UNKNOWN


async def _note(deed: Deed, actor: Actor, row: PickupPlace, kind: str, payload: Payload) -> None:
    named = {"placeId": public_id(Kind.PICKUP_PLACE, row.id), "by": public_id(Kind.RESIDENT, actor.resident_id)}
    await deed.append(stream_of(row.community_id), kind, {**named, **payload})
