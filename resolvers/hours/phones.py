"""Giving hours to one of the family by their telephone number, which is how families know each other."""

from uuid import UUID

from db.models.hours import HoursGift
from db.queries import residents
from resolvers.actors import Actor
from resolvers.deed import Deed
from resolvers.hours.giving import ONESELF, offer_to
from resolvers.house import House
from rules.refusals import Refusal
from rules.residents import normal_phone


async def offer_to_phone(house: House, actor: Actor, phone: str, minutes: int, said: str) -> HoursGift | Refusal:
    """Hours offered to the neighbour who signs in with this number, if there is one.

    Whether there is one the answer does not tell: the same hours are promised either way, until they are taken back.
    """
    number = normal_phone(phone)
    if isinstance(number, Refusal):
        return number
    of_number = house.vault.phone_hash(number)

    async def find(deed: Deed) -> UUID | Refusal | None:
        row = await residents.by_phone(deed.session, of_number)
        if row is None or row.community_id != actor.community_id or row.verified_at is None:
            return None
        return ONESELF if row.id == actor.resident_id else row.id

    return await offer_to(house, actor, minutes, said, find)
