"""What a community offers for points: staff add, change, restock and withdraw it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from db.models.rewards import Reward, StockChange
from db.queries import rewards
from db.streams import Payload
from resolvers.actors import Actor
from resolvers.deed import Deed, deed
from resolvers.points.streams import stream_of
from resolvers.rewards.places import STAFF_ONLY, managed
from rules.ids import Kind, public_id
from rules.refusals import Code, Refusal, refuse
from rules.rewards import REWARD_UNKNOWN, Share, Terms, accept_stock, accept_terms, restocked
from rules.roles import STAFF
from rules.texts import REASON, accept


def terms_of(row: Reward) -> Terms:
    """What a reward is and costs."""
    share = None if row.share is None or row.share_days is None else Share(row.share, row.share_days)
    return Terms(row.name, row.description, row.price, share, row.voucher_days)


@deed
async def add(deed: Deed, actor: Actor, asked: Terms, place_id: UUID, stock: int) -> Reward | Refusal:
    """A new reward, of which there are so many, handed out at this place."""
    terms, place = accept_terms(asked), await managed(deed, actor, place_id)
    if isinstance(place, Refusal):
        return place
    if isinstance(terms, Refusal):
        return terms
    if refusal := accept_stock(stock):
        return refusal
    row = Reward(
        id=deed.new_id(),
        community_id=actor.community_id,
        place_id=place_id,
        stock=0,
        added_at=deed.now,
        withdrawn_at=None,
        **_kept(terms),
    )
    deed.session.add(row)
    await deed.session.flush()
    _put(deed, actor, row, stock)
    await _note(deed, actor, row, "reward.added", _shown(row) | {"stock": stock})
    return row


@deed
async def change(deed: Deed, actor: Actor, reward_id: UUID, asked: Terms, place_id: UUID) -> Reward | Refusal:
    """The reward on other terms or at another place; vouchers that are out stay good, and go with the place."""
    terms, place = accept_terms(asked), await managed(deed, actor, place_id)
    if isinstance(place, Refusal):
        return place
    row = await _offered(deed, actor, reward_id)
    if isinstance(row, Refusal):
        return row
    if isinstance(terms, Refusal):
        return terms
    for column, value in _kept(terms).items():
        setattr(row, column, value)
    row.place_id = place_id
    await _note(deed, actor, row, "reward.changed", _shown(row))
    return row


@deed
async def restock(deed: Deed, actor: Actor, reward_id: UUID, by: int, reason: str) -> Reward | Refusal:
    """The reward with so many more in stock, or fewer where `by` is below zero, never fewer than none."""
    row, words = await _offered(deed, actor, reward_id), accept(reason, REASON)
    if isinstance(row, Refusal):
        return row
    if isinstance(words, Refusal):
        return words
    after = restocked(row.stock, by)
    if isinstance(after, Refusal):
        return after
    _put(deed, actor, row, by)
    await _note(deed, actor, row, "reward.restocked", {"amount": by, "stock": row.stock, "reason": words})
    return row


@deed
async def withdraw(deed: Deed, actor: Actor, reward_id: UUID) -> Reward | Refusal:
    """The reward, which nobody can redeem any more; vouchers that are out stay good."""
    row = await _offered(deed, actor, reward_id)
    if isinstance(row, Refusal):
        return row
    row.withdrawn_at = deed.now
    await _note(deed, actor, row, "reward.withdrawn", {})
    return row


async def _offered(deed: Deed, actor: Actor, reward_id: UUID) -> Reward | Refusal:
    if not actor.roles & STAFF:
        return STAFF_ONLY
    await deed.hold(stream_of(actor.community_id))
    row = await rewards.held(deed.session, reward_id)
    if row is None or row.community_id != actor.community_id:
        return REWARD_UNKNOWN
    return refuse(Code.CONFLICT, "reward_withdrawn", "rewardId") if row.withdrawn_at else row


def _kept(terms: Terms) -> Mapping[str, Any]:
    share = terms.share
    return {
        "name": terms.name,
        "description": terms.description,
        "price": terms.price,
        "share": share and share.most,
        "share_days": share and share.days,
        "voucher_days": terms.voucher_days,
    }


def _put(deed: Deed, actor: Actor, row: Reward, amount: int) -> None:
    row.stock += amount
    change = StockChange(id=deed.new_id(), reward_id=row.id, amount=amount, by_id=actor.resident_id, at=deed.now)
    deed.session.add(change)


def _shown(row: Reward) -> dict[str, Any]:
    return {
        "name": row.name,
        "description": row.description,
        "price": row.price,
        "share": row.share,
        "shareDays": row.share_days,
        "voucherDays": row.voucher_days,
        "placeId": public_id(Kind.PICKUP_PLACE, row.place_id),
    }


async def _note(deed: Deed, actor: Actor, row: Reward, kind: str, payload: Payload) -> None:
    named = {"rewardId": public_id(Kind.REWARD, row.id), "by": public_id(Kind.RESIDENT, actor.resident_id)}
    await deed.append(stream_of(row.community_id), kind, {**named, **payload})
