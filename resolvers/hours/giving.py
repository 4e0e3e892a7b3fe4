"""Giving hours on: to one of the family, to the pool, or for points; and bringing in those from before."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from db.models.hours import GiftStanding, HoursAccount, HoursGift, HoursMove
from db.models.residents import Resident
from db.queries import helping, hours, residents
from resolvers.actors import Actor
from resolvers.deed import Deed, deed
from resolvers.hours.helping import UNKNOWN
from resolvers.hours.ledger import account, hold, move, note, purse
from resolvers.house import House
from resolvers.notices.telling import tell
from resolvers.points.earning import earn, worth
from resolvers.points.streams import stream_of as points_of
from resolvers.points.tariffs import valid
from resolvers.residents.limiter import Limit
from rules.agreements import today
from rules.helping import Standing
from rules.hours import (
    Account,
    Move,
    accept_minutes,
    accept_worth,
    may_bank,
    may_open,
    may_part_with,
    may_support,
    may_turn_in,
    moved,
)
from rules.ids import Kind, public_id
from rules.points import Rule
from rules.refusals import Code, Refusal, refuse
from rules.texts import HELP, IDEMPOTENCY_KEY, KEY_USED, REASON, accept

GIFT_UNKNOWN = refuse(Code.NOT_FOUND, "gift_unknown", "giftId")
ONESELF = refuse(Code.INVALID, "gift_oneself", "residentId")
RESIDENT_UNKNOWN = refuse(Code.NOT_FOUND, "resident_unknown", "residentId")

Find = Callable[[Deed], Awaitable[UUID | Refusal | None]]
"""Who is given to; None for nobody."""


async def _neighbour(deed: Deed, actor: Actor, resident_id: UUID) -> Resident | Refusal:
    row = (await residents.by_ids(deed.session, [resident_id])).get(resident_id)
    known = row is not None and row.community_id == actor.community_id and row.verified_at is not None
    return row if known and row else RESIDENT_UNKNOWN


async def offer(house: House, actor: Actor, receiver_id: UUID, minutes: int, said: str) -> HoursGift | Refusal:
    """Hours offered to one of the family and promised; they move once accepted. RATE_LIMITED beyond 10 a day."""
    if receiver_id == actor.resident_id:
        return ONESELF

    async def find(deed: Deed) -> UUID | Refusal:
        row = await _neighbour(deed, actor, receiver_id)
        return row if isinstance(row, Refusal) else row.id

    return await offer_to(house, actor, minutes, said, find)


async def offer_to(house: House, actor: Actor, minutes: int, said: str, find: Find) -> HoursGift | Refusal:
    """The same for whom `find` finds, who is looked for last; where that is nobody, the gift waits all the same."""
    words = accept(said, HELP)
    if refusal := may_bank(verified=actor.verified) or accept_minutes(minutes):
        return refusal
    if isinstance(words, Refusal):
        return words
    if not await house.limiter.allows(Limit.GIFTS_PER_RESIDENT, actor.resident_id.hex):
        return refuse(Code.RATE_LIMITED, "gifts_too_many")
    return await _offer(house, actor, minutes, words, find)


@deed
async def _offer(deed: Deed, actor: Actor, minutes: int, words: str, find: Find) -> HoursGift | Refusal:
    await hold(deed, actor.community_id)
    mine = await account(deed, actor.community_id, actor.resident_id)
    if refusal := may_part_with(purse(mine), minutes):
        return refusal
    receiver_id = await find(deed)
    if isinstance(receiver_id, Refusal):
        return receiver_id
    mine.reserved += minutes
    row = HoursGift(
        id=deed.new_id(),
        community_id=actor.community_id,
        giver_id=actor.resident_id,
        receiver_id=receiver_id,
        minutes=minutes,
        note=words,
        standing=GiftStanding.OFFERED,
        offered_at=deed.now,
    )
    deed.session.add(row)
    await _note(deed, row)
    if receiver_id is not None:
        tell(deed, [receiver_id], "gift.offered", {"minutes": minutes})
    return row


async def _note(deed: Deed, row: HoursGift) -> None:
    payload = {"giftId": public_id(Kind.HOURS_GIFT, row.id), "standing": row.standing.value, "minutes": row.minutes}
    await note(deed, row.community_id, "gift.changed", payload)


@deed
async def answer(deed: Deed, actor: Actor, gift_id: UUID, *, accepted: bool) -> HoursGift | Refusal:
    """The gift, accepted or declined by whom it was offered to."""
    row = await _open_gift(deed, actor, gift_id)
    if isinstance(row, Refusal):
        return row
    if row.receiver_id is None or row.receiver_id != actor.resident_id:
        return GIFT_UNKNOWN
    await _end(deed, row, GiftStanding.ACCEPTED if accepted else GiftStanding.DECLINED)
    if accepted:
        legs = moved(row.minutes, (Account.MEMBER, row.giver_id), (Account.MEMBER, row.receiver_id))
        await move(deed, row.community_id, Move.GIFT, public_id(Kind.HOURS_GIFT, row.id), legs)
    kind = "gift.accepted" if accepted else "gift.declined"
    tell(deed, [row.giver_id], kind, {"minutes": row.minutes})
    return row


@deed
async def withdraw(deed: Deed, actor: Actor, gift_id: UUID) -> HoursGift | Refusal:
    """The gift, taken back by its giver before it was accepted."""
    row = await _open_gift(deed, actor, gift_id)
    if isinstance(row, Refusal):
        return row
    if row.giver_id != actor.resident_id:
        return GIFT_UNKNOWN
    await _end(deed, row, GiftStanding.WITHDRAWN)
    return row


async def _open_gift(deed: Deed, actor: Actor, gift_id: UUID) -> HoursGift | Refusal:
    await hold(deed, actor.community_id)
    row = await hours.gift(deed.session, gift_id)
    if row is None or actor.resident_id not in {row.giver_id, row.receiver_id}:
        return GIFT_UNKNOWN
    return row if row.standing is GiftStanding.OFFERED else refuse(Code.CONFLICT, "gift_answered", "giftId")


async def _end(deed: Deed, row: HoursGift, standing: GiftStanding) -> None:
    (await account(deed, row.community_id, row.giver_id)).reserved -= row.minutes
    row.standing, row.ended_at = standing, deed.now
    await _note(deed, row)


@deed
async def donate(deed: Deed, actor: Actor, minutes: int, key: str) -> HoursMove | Refusal:
    """Hours given to the community's pool, once for each idempotency key. CONFLICT for a key with other hours."""
    words = accept(key, IDEMPOTENCY_KEY)
    if refusal := may_bank(verified=actor.verified) or accept_minutes(minutes):
        return refusal
    if isinstance(words, Refusal):
        return words
    await hold(deed, actor.community_id)
    source = f"{actor.resident_id.hex} {words}"
    if known := await hours.moved(deed.session, actor.community_id, Move.DONATION, source):
        given = await hours.minutes_to(deed.session, known.id, Account.POOL)
        return known if given == minutes else KEY_USED
    if refusal := may_part_with(purse(await account(deed, actor.community_id, actor.resident_id)), minutes):
        return refusal
    legs = moved(minutes, (Account.MEMBER, actor.resident_id), (Account.POOL, actor.community_id))
    return await move(deed, actor.community_id, Move.DONATION, source, legs)


@deed
async def convert(deed: Deed, actor: Actor, help_id: UUID) -> HoursMove | Refusal:
    """The hours of a help that the actor gave, turned into points instead, once.

    CONFLICT where they have been spent, where the helped still owe them, and where the limits of the day or month
    would cut the points.
    """
    await hold(deed, actor.community_id)
    row = await helping.help_(deed.session, help_id)
    if row is None or row.helper_id != actor.resident_id:
        return UNKNOWN
    if row.standing is not Standing.DONE or not row.minutes:
        return refuse(Code.CONFLICT, "help_not_done", "helpId")
    name = public_id(Kind.HELP, help_id)
    if await hours.moved(deed.session, row.community_id, Move.CONVERSION, name):
        return refuse(Code.CONFLICT, "hours_converted", "helpId")
    mine = purse(await account(deed, row.community_id, actor.resident_id))
    paid = await hours.payment(deed.session, row, name)
    if refusal := may_bank(verified=actor.verified) or may_turn_in(mine, paid):
        return refusal
    if refusal := await _worth(deed, actor, row.minutes):
        return refusal
    legs = moved(row.minutes, (Account.MEMBER, actor.resident_id), (Account.POINTS, row.community_id))
    done = await move(deed, row.community_id, Move.CONVERSION, name, legs)
    who = [actor.resident_id]
    await earn(deed, row.community_id, who, Rule.VOLUNTEERING, name, {"helpId": name}, minutes=row.minutes)
    return done


async def _worth(deed: Deed, actor: Actor, minutes: int) -> Refusal | None:
    await deed.hold(points_of(actor.community_id))
    tariff, day = await valid(deed.session, actor.community_id, deed.now), today(deed.now)
    given = await worth(deed, tariff, actor.resident_id, Rule.VOLUNTEERING, day, minutes)
    return accept_worth(given.points, given.uncut)


@deed
async def open_with(deed: Deed, actor: Actor, resident_id: UUID, minutes: int, reason: str) -> HoursMove | Refusal:
    """What somebody brings along from before, as staff enter it with a reason, once for each resident."""
    own = await helping.concerns(deed.session, actor.resident_id, {resident_id})
    if refusal := may_open(actor.roles, minutes, own=own):
        return refusal
    words = accept(reason, REASON)
    if isinstance(words, Refusal):
        return words
    row = await _neighbour(deed, actor, resident_id)
    if isinstance(row, Refusal):
        return row
    await hold(deed, actor.community_id)
    name = public_id(Kind.RESIDENT, resident_id)
    if await hours.moved(deed.session, actor.community_id, Move.OPENING, name):
        return refuse(Code.CONFLICT, "hours_opened", "residentId")
    legs = moved(minutes, (Account.OPENING, actor.community_id), (Account.MEMBER, resident_id))
    done = await move(deed, actor.community_id, Move.OPENING, name, legs, words)
    tell(deed, [resident_id], "hours.opened", {"minutes": minutes})
    return done


@deed
async def support(deed: Deed, actor: Actor, resident_id: UUID, *, supported: bool) -> HoursAccount | Refusal:
    """The account of somebody for whom the pool stands in from now on, or does not any more, as staff say."""
    own = await helping.concerns(deed.session, actor.resident_id, {resident_id})
    if refusal := may_support(actor.roles, own=own):
        return refusal
    found = await _neighbour(deed, actor, resident_id)
    if isinstance(found, Refusal):
        return found
    await hold(deed, actor.community_id)
    row = await account(deed, actor.community_id, resident_id)
    if (row.supported_by is not None) != supported:
        row.supported_by = actor.resident_id if supported else None
        payload = {
            "residentId": public_id(Kind.RESIDENT, resident_id),
            "supported": supported,
            "by": public_id(Kind.RESIDENT, actor.resident_id),
        }
        await note(deed, actor.community_id, "hours.supported", payload)
    return row
