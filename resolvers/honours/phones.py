"""Nominating somebody by their telephone number, for those whom neighbours know but no board names."""

from dataclasses import replace

from db.models.honours import Nomination
from db.queries import residents
from resolvers.actors import Actor
from resolvers.honours.nominating import NOMINEE_UNKNOWN, nominate
from resolvers.house import House
from resolvers.residents.limiter import Limit
from rules.honours import Honour
from rules.refusals import Code, Refusal, refuse
from rules.residents import normal_phone

UNKNOWN = refuse(Code.NOT_FOUND, "nominee_phone_unknown", "phone")
TRIES = Limit.NOMINEE_PHONES_PER_RESIDENT


async def nominate_by_phone(
    house: House, actor: Actor, honour: Honour, phone: str, what_for: str
) -> Nomination | Refusal:
    """The nomination of whoever signs in with this number. RATE_LIMITED where one tries numbers out."""
    number = normal_phone(phone)
    if isinstance(number, Refusal):
        return number
    if not actor.verified:
        return refuse(Code.NOT_ELIGIBLE, "not_verified")
    if not await house.limiter.allows(TRIES, actor.resident_id.hex):
        return refuse(Code.RATE_LIMITED, "nominee_phones_too_many", "phone", minutes=TRIES.minutes)
    async with house.database.read() as session:
        nominee = await residents.by_phone(session, house.vault.phone_hash(number))
    result = await nominate(house, actor, honour, nominee.id, what_for) if nominee else NOMINEE_UNKNOWN
    if result == NOMINEE_UNKNOWN:
        return UNKNOWN
    if isinstance(result, Refusal) and result.field == "nomineeId":
        return replace(result, field="phone")
    return result
