"""What somebody may do about suggestions that were taken up."""

from uuid import UUID

from db.models.adoptions import Adoption
from resolvers import departments
from resolvers.actors import Actor, roles_in
from resolvers.house import House
from rules import adoptions as rules
from rules.roles import Role


async def may_note_adoption(house: House, actor: Actor | None, adoption: Adoption) -> bool:
    """Whether the actor may say how a suggestion goes. Only officers cost a look at the database."""
    if actor is None:
        return False
    roles = roles_in(actor, adoption.community_id)
    works_in: frozenset[UUID] = frozenset()
    if Role.DEPARTMENT_OFFICER in roles:
        async with house.database.read() as session:
            works_in = frozenset(await departments.departments_of(session, actor.resident_id))
    return rules.may_note(roles, adoption.department_id, works_in) is None
