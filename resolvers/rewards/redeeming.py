"""Redeeming a reward: points, stock and a voucher in one transaction; and both back where nobody fetched it."""

from datetime import timedelta
from uuid import UUID

from db.models.deadlines import Due
from db.models.points import PointsEntry
from db.models.rewards import Reward, Voucher
from db.queries import points, rewards
from db.vault import token_hash
from resolvers.actors import Actor
from resolvers.deed import Deed, deed
from resolvers.notices.telling import tell
from resolvers.points.earning import enter
from resolvers.points.streams import stream_of
from resolvers.rewards.catalogue import terms_of
from rules.agreements import today
from rules.ids import Kind, public_id
from rules.points import Movement, Part, returned
from rules.refusals import Code, Refusal, refuse
from rules.rewards import REWARD_UNKNOWN, Buyer, VoucherState, expires, last_day, may_redeem
from rules.texts import KEY_USED, accept_key


@deed
async def redeem(
    deed: Deed, actor: Actor, reward_id: UUID, seen_price: int, idempotency_key: str | None = None
) -> Voucher | Refusal:
    """A voucher for the reward, at the price its buyer has seen. The same key gets the same voucher."""
    key = accept_key(idempotency_key)
    if isinstance(key, Refusal):
        return key
    await deed.hold(stream_of(actor.community_id))
    if key and (known := await rewards.by_key(deed.session, actor.resident_id, key)):
        return known if known.reward_id == reward_id else KEY_USED
    row = await rewards.held(deed.session, reward_id)
    if row is None or row.community_id != actor.community_id:
        return REWARD_UNKNOWN
    if row.withdrawn_at is not None:
        return refuse(Code.CONFLICT, "reward_withdrawn", "rewardId")
    household_id = await rewards.household_of(deed.session, actor.resident_id)
    since = deed.now - timedelta(days=row.share_days or 0)
    had = await rewards.had(deed.session, row.id, (actor.resident_id, household_id), since)
    account = await points.open_account(deed.session, actor.resident_id, actor.community_id)
    refusal = may_redeem(terms_of(row), row.stock, Buyer(actor.verified, account.balance, had), seen_price)
    return refusal or await _sell(deed, actor, row, household_id, key)


async def _sell(deed: Deed, actor: Actor, row: Reward, household_id: UUID | None, key: str | None) -> Voucher:
    voucher_id = deed.new_id()
    voucher = Voucher(
        id=voucher_id,
        community_id=row.community_id,
        reward_id=row.id,
        resident_id=actor.resident_id,
        household_id=household_id,
        price=row.price,
        code_hash=token_hash(deed.house.vault.voucher_code(voucher_id)),
        idempotency_key=key,
        redeemed_at=deed.now,
        expires_at=expires(deed.now, row.voucher_days),
        handed_out_by=None,
        handed_out_at=None,
        returned_at=None,
    )
    deed.session.add(voucher)
    row.stock -= 1
    deed.set_deadline(Due.VOUCHER_EXPIRES, voucher_id, voucher.expires_at)
    await _enter(deed, voucher, Movement.SPENT, Part(-voucher.price, 0))
    await note(deed, voucher, "voucher.redeemed")
    place = await rewards.place(deed.session, row.place_id)
    details = {"reward": row.name, "place": place.name if place else "", "day": last_day(voucher.expires_at)}
    tell(deed, [voucher.resident_id], "voucher.got", details)
    return voucher


async def return_when_due(deed: Deed, voucher_id: UUID) -> None:
    """Gives points and stock back where nobody fetched the reward in time. A voucher that was used stays as it is."""
    voucher = await rewards.voucher(deed.session, voucher_id)
    if voucher is None:
        return
    await deed.hold(stream_of(voucher.community_id))
    voucher = await rewards.voucher_held(deed.session, voucher_id)
    if voucher is None or voucher.state is not VoucherState.READY:
        return
    row = await rewards.held(deed.session, voucher.reward_id)
    if row is None:
        raise LookupError(f"The reward {voucher.reward_id} of a voucher is missing.")
    voucher.returned_at = deed.now
    row.stock += 1
    since = await points.owed_since(deed.session, voucher.resident_id, voucher.redeemed_at)
    back = returned(voucher.price, since)
    await _enter(deed, voucher, Movement.RETURNED, back)
    await note(deed, voucher, "voucher.returned")
    said: dict[str, str | int] = {"reward": row.name, "points": back.material}
    if back.owed:
        tell(deed, [voucher.resident_id], "voucher.settled", {**said, "settled": -back.owed})
    else:
        tell(deed, [voucher.resident_id], "voucher.returned", said)


async def _enter(deed: Deed, voucher: Voucher, movement: Movement, part: Part) -> None:
    entry = PointsEntry(
        id=deed.new_id(),
        community_id=voucher.community_id,
        resident_id=voucher.resident_id,
        movement=movement,
        rule=None,
        source=public_id(Kind.VOUCHER, voucher.id),
        tariff_version=None,
        points=0,
        material=part.material,
        uncut=0,
        owed=part.owed,
        day=today(deed.now),
        at=deed.now,
    )
    await enter(deed, entry)


async def note(deed: Deed, voucher: Voucher, kind: str) -> None:
    """The entry that says what has become of a voucher."""
    payload = {
        "voucherId": public_id(Kind.VOUCHER, voucher.id),
        "rewardId": public_id(Kind.REWARD, voucher.reward_id),
        "residentId": public_id(Kind.RESIDENT, voucher.resident_id),
        "price": voucher.price,
    }
    by = voucher.handed_out_by
    handed = {} if by is None else {"by": public_id(Kind.RESIDENT, by)}
    await deed.append(stream_of(voucher.community_id), kind, {**payload, **handed})
