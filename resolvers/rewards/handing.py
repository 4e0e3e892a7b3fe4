"""Handing out what a voucher is for: its code is scanned, once."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.rewards import PickupPlace, Voucher
from db.queries import rewards
from db.vault import token_hash
from resolvers.actors import Actor
from resolvers.deed import Deed, deed
from resolvers.house import House
from resolvers.notices.telling import tell
from resolvers.points.streams import stream_of
from resolvers.rewards.redeeming import note
from rules.refusals import Refusal
from rules.rewards import VOUCHER_UNKNOWN, Bearer, Hands, accept_code, may_hand_out


@deed
async def hand_out(deed: Deed, actor: Actor, code: str) -> Voucher | Refusal:
    """The voucher with this code, handed out now. Its owner is told."""
    await deed.hold(stream_of(actor.community_id))
    voucher = await rewards.by_code(deed.session, token_hash(accept_code(code)), keep=True)
    if refusal := await _refusal(deed.session, actor, voucher, deed.now):
        return refusal
    if voucher is None:
        return VOUCHER_UNKNOWN
    voucher.handed_out_by, voucher.handed_out_at = actor.resident_id, deed.now
    await note(deed, voucher, "voucher.handed_out")
    reward = (await rewards.by_ids(deed.session, [voucher.reward_id]))[voucher.reward_id]
    tell(deed, [voucher.resident_id], "voucher.handed_out", {"reward": reward.name})
    return voucher


async def look(house: House, actor: Actor, code: str) -> Voucher | Refusal:
    """The voucher with this code as it stands, or why the actor may not hand it out now. Nothing changes."""
    async with house.database.read() as session:
        voucher = await rewards.by_code(session, token_hash(accept_code(code)), keep=False)
        return await _refusal(session, actor, voucher, house.now()) or voucher or VOUCHER_UNKNOWN


async def places_of(house: House, actor: Actor) -> list[PickupPlace]:
    """The places at which the actor hands out because staff have named them there, by name."""
    async with house.database.read() as session:
        found = await rewards.places_by_ids(session, await rewards.places_of(session, actor.resident_id))
    return sorted(found.values(), key=lambda row: (row.name, row.id))


async def _refusal(session: AsyncSession, actor: Actor, voucher: Voucher | None, now: datetime) -> Refusal | None:
    places = await rewards.places_of(session, actor.resident_id)
    shown = None if voucher is None else await _bearer(session, voucher)
    return may_hand_out(Hands(actor.resident_id, actor.community_id, actor.roles, places), shown, now)


async def _bearer(session: AsyncSession, voucher: Voucher) -> Bearer:
    reward = (await rewards.by_ids(session, [voucher.reward_id]))[voucher.reward_id]
    place = (await rewards.places_by_ids(session, [reward.place_id]))[reward.place_id]
    return Bearer(voucher.community_id, voucher.resident_id, place.id, place.name, voucher.state, voucher.expires_at)
