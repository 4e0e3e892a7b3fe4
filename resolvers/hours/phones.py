"""Giving hours to one of the family by their telephone number, which is how families know each other."""

from db.models.hours import HoursGift
from db.queries import residents
from resolvers.actors import Actor
from resolvers.hours.giving import RESIDENT_UNKNOWN, offer
from resolvers.house import House
from resolvers.residents.limiter import Limit
from rules.hours import may_bank
from rules.refusals import Code, Refusal, refuse
from rules.residents import normal_phone

UNKNOWN = refuse(Code.NOT_FOUND, "gift_phone_unknown", "phone")
TRIES = Limit.GIFT_PHONES_PER_RESIDENT


async def offer_to_phone(house: House, actor: Actor, phone: str, minutes: int, said: str) -> HoursGift | Refusal:
    """Hours offered to whoever signs in with this number. RATE_LIMITED where one tries numbers out."""
    number = normal_phone(phone)
    if isinstance(number, Refusal):
        return number
    if refusal := may_bank(verified=actor.verified):
        return refusal
    if not await house.limiter.allows(TRIES, actor.resident_id.hex):
        return refuse(Code.RATE_LIMITED, "gift_phones_too_many", "phone", minutes=TRIES.minutes)
    async with house.database.read() as session:
        receiver = await residents.by_phone(session, house.vault.phone_hash(number))
    if receiver is None:
        return UNKNOWN
    result = await offer(house, actor, receiver.id, minutes, said)
    return UNKNOWN if result == RESIDENT_UNKNOWN else result
