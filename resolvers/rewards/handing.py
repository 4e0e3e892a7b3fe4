"""Handing out what a voucher is for: its code is scanned, once."""

from db.models.rewards import Voucher
from db.queries import rewards
from db.vault import token_hash
from resolvers.actors import Actor
from resolvers.deed import Deed, deed
from resolvers.notices.telling import tell
from resolvers.points.streams import stream_of
from resolvers.rewards.redeeming import note
from rules.refusals import Refusal
from rules.rewards import VOUCHER_UNKNOWN, Bearer, Hands, accept_code, may_hand_out


@deed
async def hand_out(deed: Deed, actor: Actor, code: str) -> Voucher | Refusal:
    """The voucher with this code, handed out now. Its owner is told."""
    await deed.hold(stream_of(actor.community_id))
    places = await rewards.places_of(deed.session, actor.resident_id)
    voucher = await rewards.by_code(deed.session, token_hash(accept_code(code)))
    shown, name = (None, "") if voucher is None else await _bearer(deed, voucher)
    hands = Hands(actor.resident_id, actor.community_id, actor.roles, places)
    if refusal := may_hand_out(hands, shown, deed.now):
        return refusal
    if voucher is None:
        return VOUCHER_UNKNOWN
    voucher.handed_out_by, voucher.handed_out_at = actor.resident_id, deed.now
    await note(deed, voucher, "voucher.handed_out")
    tell(deed, [voucher.resident_id], "voucher.handed_out", {"reward": name})
    return voucher


async def _bearer(deed: Deed, voucher: Voucher) -> tuple[Bearer, str]:
    reward = (await rewards.by_ids(deed.session, [voucher.reward_id]))[voucher.reward_id]
    place = (await rewards.places_by_ids(deed.session, [reward.place_id]))[reward.place_id]
    bearer = Bearer(voucher.community_id, voucher.resident_id, place.id, place.name, voucher.state, voucher.expires_at)
    return bearer, reward.name
