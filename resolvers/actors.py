"""Who is acting: the resident behind a token, with the roles held right now."""

from dataclasses import dataclass
from uuid import UUID

from db.vault import token_hash
from resolvers.house import House
from rules.refusals import Code, refuse
from rules.roles import Role

SIGN_IN_REQUIRED = refuse(Code.SIGN_IN_REQUIRED, "sign_in_required")


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in resident. `roles` are those held in their community, RESIDENT among them once verified."""

    session_id: UUID
    resident_id: UUID
    community_id: UUID
    verified: bool
    roles: frozenset[Role]


async def actor_of(house: House, token: str | None) -> Actor | None:
    """The resident a token stands for, or None when it stands for nobody (any more)."""
    if not token:
        return None
    found = await house.tokens.submit(token_hash(token))
    if found is None:
        return None
    roles = found.roles | {Role.RESIDENT} if found.verified else found.roles
    return Actor(found.session_id, found.resident_id, found.community_id, found.verified, roles)


def roles_in(actor: Actor, community_id: UUID) -> frozenset[Role]:
    """The roles held in this community: none in a foreign one."""
    return actor.roles if actor.community_id == community_id else frozenset()
