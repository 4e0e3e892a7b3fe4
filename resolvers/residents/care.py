"""Looking after residents: who they are, who is confirmed to live here, and which roles they hold."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import delete

from db.models.residents import Resident, RoleHeld
from db.paging import Ask, Page
from db.queries import communities, confirmations, helping, residents
from db.queries.residents import Which
from resolvers.actors import Actor
from resolvers.deed import Deed, deed
from resolvers.house import House
from resolvers.notices.telling import tell
from resolvers.residents.confirmed import confirm
from rules import residents as rules
from rules.confirmations import Answer, Decider, Way, way_of
from rules.refusals import Code, Refusal, refuse
from rules.roles import Role
from rules.texts import NAME, accept


async def load(house: House, ids: Collection[UUID]) -> Mapping[UUID, Resident]:
    """Residents by id; those unknown are left out."""
    async with house.database.read() as session:
        return await residents.by_ids(session, ids)


async def listed(house: House, actor: Actor, which: Which, ask: Ask) -> Page[Resident] | Refusal:
    """Those of the residents of the actor's community, for its staff."""
    if refusal := rules.may_verify(actor.roles):
        return refusal
    async with house.database.read() as session:
        return await residents.of_community(session, actor.community_id, which, ask)


def phone_of(house: House, resident: Resident, actor: Actor | None) -> str | None:
    """The resident's number for its owner and staff of the same community; None for everybody else, or without one."""
    if not may_see(actor, resident) or resident.phone_sealed is None:
        return None
    return house.vault.unseal(resident.phone_sealed)


def may_see(actor: Actor | None, resident: Resident) -> bool:
    """Whether somebody is shown what is private of a resident: themselves, and staff of the same community."""
    if actor is None or actor.community_id != resident.community_id:
        return False
    return actor.resident_id == resident.id or rules.may_verify(actor.roles) is None


@deed
async def register(deed: Deed, actor: Actor, name: str) -> Resident | Refusal:
    """Somebody without a phone whom the staff knows to live here: confirmed, on the roll, and never signed in."""
    if refusal := rules.may_verify(actor.roles):
        return refusal
    words = accept(name, NAME)
    if isinstance(words, Refusal):
        return words
    resident = Resident(id=deed.new_id(), community_id=actor.community_id, display_name=words, registered_at=deed.now)
    deed.session.add(resident)
    await deed.session.flush()
    await confirm(deed, resident, Way.STAFF, actor.resident_id)
    return resident


@deed
async def verify(deed: Deed, actor: Actor, resident_id: UUID) -> Resident | Refusal:
    """Confirms that somebody lives here, whom the staff know, and puts them on the roll. Twice is once.

    FORBIDDEN for oneself and for one's own household; CONFLICT for who has asked to be confirmed behind a door, since
    that is to be answered.
    """
    if refusal := rules.may_verify(actor.roles):
        return refusal
    resident = await _neighbour(deed, actor, resident_id)
    if isinstance(resident, Refusal) or resident.verified_at is not None:
        return resident
    homes = await helping.households(deed.session, {actor.resident_id, resident_id})
    home = homes.get(resident_id)
    same = home is not None and home == homes.get(actor.resident_id)
    decider = Decider(actor.roles, actor.resident_id == resident_id, same, on_duty=False, same_building=False)
    way = way_of(decider)
    if isinstance(way, Refusal):
        return way
    asked = await confirmations.open_request(deed.session, resident_id)
    if asked is not None and asked.household_id is not None:
        return refuse(Code.CONFLICT, "confirm_answer_request", "residentId")
    await confirm(deed, resident, Way.STAFF, actor.resident_id, home)
    if asked is not None:
        asked.answer, asked.answered_by, asked.answered_at = Answer.CONFIRMED, actor.resident_id, deed.now
    tell(deed, [resident_id], "household.confirmed", {})
    return resident


@deed
async def grant(deed: Deed, actor: Actor, resident_id: UUID, role: Role) -> Resident | Refusal:
    """Gives a role. Giving it twice changes nothing."""
    resident = await _under(deed, actor, resident_id, role)
    if isinstance(resident, Refusal):
        return resident
    if role not in await residents.roles_of(deed.session, resident.id, resident.community_id):
        deed.session.add(RoleHeld(resident_id=resident.id, community_id=resident.community_id, role=role))
    return resident


@deed
async def withdraw(deed: Deed, actor: Actor, resident_id: UUID, role: Role) -> Resident | Refusal:
    """Takes a role back. CONFLICT where no administrator would be left."""
    resident = await _under(deed, actor, resident_id, role)
    if isinstance(resident, Refusal):
        return resident
    holders = await residents.holders(deed.session, resident.community_id, role)
    if role is Role.ADMIN and holders == {resident.id}:
        return refuse(Code.CONFLICT, "last_administrator", "role")
    held = RoleHeld.resident_id == resident.id, RoleHeld.community_id == resident.community_id, RoleHeld.role == role
    await deed.session.execute(delete(RoleHeld).where(*held))
    return resident


async def _under(deed: Deed, actor: Actor, resident_id: UUID, role: Role) -> Resident | Refusal:
    """The resident whose roles the actor may change, while nobody else changes any: two could each take the other's."""
    await communities.hold(deed.session, actor.community_id)
    roles = await residents.roles_of(deed.session, actor.resident_id, actor.community_id)
    return rules.may_change_roles(roles, role) or await _neighbour(deed, actor, resident_id)


async def _neighbour(deed: Deed, actor: Actor, resident_id: UUID) -> Resident | Refusal:
    resident = await deed.session.get(Resident, resident_id, with_for_update=True)
    if resident is None or resident.community_id != actor.community_id:
        return refuse(Code.NOT_FOUND, "resident_unknown", "residentId")
    return resident
