"""What is right about rewards: what a community offers, who gets one, and who hands it out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from rules.agreements import CHINA, today
from rules.refusals import Code, Refusal, refuse
from rules.roles import STAFF, Role
from rules.texts import Limit, accept_all

MOST_PRICE = MOST_STOCK = 1_000_000
MOST_EACH = 1_000
MOST_DAYS = 366
NAME = Limit("name", 80, one_line=True)
DESCRIPTION = Limit("description", 1_000, least=0)
PLACE = Limit("name", 80, one_line=True)
ADDRESS = Limit("address", 200, one_line=True)

REWARD_UNKNOWN = refuse(Code.NOT_FOUND, "reward_unknown", "rewardId")
PLACE_UNKNOWN = refuse(Code.NOT_FOUND, "pickup_place_unknown", "placeId")
VOUCHER_UNKNOWN = refuse(Code.NOT_FOUND, "voucher_unknown", "code")


class VoucherState(StrEnum):
    """What has become of a voucher."""

    READY = "READY"
    HANDED_OUT = "HANDED_OUT"
    RETURNED = "RETURNED"


@dataclass(frozen=True, slots=True)
class Share:
    """So many for one household within so many days, counted back from now."""

    most: int
    days: int


@dataclass(frozen=True, slots=True)
class Terms:
    """What a reward is, what it costs in points that can be spent, and for how many days its voucher is good."""

    name: str
    description: str
    price: int
    share: Share | None
    voucher_days: int


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who wants a reward: what they can spend, and how many their household has had of it within its days."""

    verified: bool
    balance: int
    had: int


@dataclass(frozen=True, slots=True)
class Bearer:
    """A voucher that is shown: whose it is, where and until when it is good, and what has become of it."""

    community_id: UUID
    resident_id: UUID
    place_id: UUID
    place: str
    state: VoucherState
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Hands:
    """Who hands out: their community and roles, and the places where staff have named them."""

    resident_id: UUID
    community_id: UUID
    roles: frozenset[Role]
    places: frozenset[UUID]


def accept_terms(terms: Terms) -> Terms | Refusal:
    """The terms with clean texts, or INVALID."""
    texts = accept_all(name=(terms.name, NAME), description=(terms.description, DESCRIPTION))
    if isinstance(texts, Refusal):
        return texts
    if not 1 <= terms.price <= MOST_PRICE:
        return refuse(Code.INVALID, "reward_price", "price", most=MOST_PRICE)
    share = terms.share
    if share and not (1 <= share.most <= MOST_EACH and 1 <= share.days <= MOST_DAYS):
        return refuse(Code.INVALID, "reward_share", "share", most=MOST_EACH, days=MOST_DAYS)
    if not 1 <= terms.voucher_days <= MOST_DAYS:
        return refuse(Code.INVALID, "reward_days", "voucherDays", days=MOST_DAYS)
    return Terms(texts["name"], texts["description"], terms.price, share, terms.voucher_days)


def accept_place(name: str, address: str) -> dict[str, str] | Refusal:
    """Name and address as they are kept, or INVALID."""
    return accept_all(name=(name, PLACE), address=(address, ADDRESS))


def accept_stock(stock: int) -> Refusal | None:
    """None for how many a reward may begin with."""
    return None if 1 <= stock <= MOST_STOCK else refuse(Code.INVALID, "reward_first_stock", "stock", most=MOST_STOCK)


def restocked(stock: int, by: int) -> int | Refusal:
    """How many there are after a change; INVALID where it changes nothing, or would leave fewer than none."""
    after = stock + by
    if by == 0 or not 0 <= after <= MOST_STOCK:
        return refuse(Code.INVALID, "reward_stock", "by", stock=stock, most=MOST_STOCK)
    return after


def may_redeem(terms: Terms, stock: int, buyer: Buyer, seen_price: int) -> Refusal | None:
    """None where the reward is theirs for the price they have seen."""
    if not buyer.verified:
        return refuse(Code.NOT_ELIGIBLE, "not_verified")
    if seen_price != terms.price:
        return refuse(Code.CONFLICT, "reward_price_changed", "price", points=terms.price)
    if stock < 1:
        return refuse(Code.CONFLICT, "reward_gone", "rewardId")
    if terms.share and buyer.had >= terms.share.most:
        return refuse(Code.NOT_ELIGIBLE, "reward_had", "rewardId", most=terms.share.most, days=terms.share.days)
    if buyer.balance < terms.price:
        return refuse(Code.NOT_ELIGIBLE, "points_too_few", "rewardId", short=terms.price - buyer.balance)
    return None


def may_hand_out(hands: Hands, shown: Bearer | None, now: datetime) -> Refusal | None:
    """None where they may give what the voucher is for. Staff hand out everywhere, others where they are named.

    Nobody hands out to themselves. Those who hand out nowhere learn nothing about the voucher.
    """
    if not (hands.roles & STAFF or hands.places):
        return refuse(Code.FORBIDDEN, "hands_out_nowhere")
    if shown is None:
        return VOUCHER_UNKNOWN
    return _theirs(hands, shown) or _good(shown, now)


def _theirs(hands: Hands, shown: Bearer) -> Refusal | None:
    if shown.community_id != hands.community_id:
        return refuse(Code.NOT_ELIGIBLE, "voucher_foreign", "code")
    if not hands.roles & STAFF and shown.place_id not in hands.places:
        return refuse(Code.FORBIDDEN, "voucher_elsewhere", "code", place=shown.place)
    return refuse(Code.FORBIDDEN, "voucher_own", "code") if shown.resident_id == hands.resident_id else None


def _good(shown: Bearer, now: datetime) -> Refusal | None:
    if shown.state is VoucherState.HANDED_OUT:
        return refuse(Code.CONFLICT, "voucher_used", "code")
    if shown.state is VoucherState.RETURNED or shown.expires_at <= now:
        return refuse(Code.CONFLICT, "voucher_expired", "code")
    return None


def expires(now: datetime, days: int) -> datetime:
    """When a voucher is good no longer: the end in China of the last of so many days, today included."""
    last = today(now) + timedelta(days=days)
    return datetime(last.year, last.month, last.day, tzinfo=CHINA)


def last_day(expires_at: datetime) -> str:
    """The last day on which it is good, in China."""
    return (today(expires_at) - timedelta(days=1)).isoformat()


def accept_code(code: str) -> str:
    """A voucher's code as it was given out, however it was typed."""
    return "".join(sign for sign in code.upper() if sign.isalnum())
