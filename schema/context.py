"""What every resolver of one operation is handed."""

from dataclasses import dataclass
from uuid import UUID

from strawberry import Info

from resolvers.actors import Actor, actor_of, roles_in
from resolvers.house import House
from rules.roles import Role
from schema.loaders import Loaders
from schema.transport.audiences import Audience
from schema.transport.caller import Caller
from schema.transport.errors import ClientError
from schema.transport.sessions import ContextFor

MOST_THINGS = 5_000
ONE_LOOK = 10
"""What a look at the database for one thing alone counts for, beside rows that come many at once."""


@dataclass(slots=True)
class Context:
    """One operation: the house, who acts (None for a guest), their language and address, and the loaders.

    `audience` is set where the operation is carried out once for many, and nobody in particular acts. `host` is what
    the caller calls this server by.
    """

    house: House
    actor: Actor | None
    language: str
    address: str
    loaders: Loaders
    token_refused: bool
    audience: Audience | None = None
    things: int = 0
    host: str = ""

    @property
    def viewer(self) -> UUID | None:
        """Who looks on; None for a guest and for an audience."""
        return None if self.actor is None else self.actor.resident_id

    def of_audience(self, audience: Audience) -> "Context":
        """A context of all who are shown the same; it knows of none of them."""
        return Context(self.house, None, self.language, "", Loaders(self.house, None), False, audience)

    @property
    def session_id(self) -> UUID | None:
        """The session whose end ends the operation."""
        return None if self.actor is None else self.actor.session_id

    def spend(self, things: int) -> None:
        """Counts what lists have given so far: they may lead to one another, so a short query can ask for millions."""
        self.things += things
        if self.things > MOST_THINGS:
            raise ClientError(
                "QUERY_TOO_LARGE", f"This asks for more than {MOST_THINGS:,} things; please ask for fewer."
            )

    def begin(self) -> None:
        """Counts anew: each event of a subscription is a question of its own."""
        self.things = 0

    def look(self) -> None:
        """Counts a look at the database that is for one thing alone: under many names it keeps everybody waiting."""
        self.spend(ONE_LOOK)

    def belongs_to(self, community_id: UUID) -> bool:
        """Whether the actor is of this community; a guest is of none."""
        return self.actor is not None and self.actor.community_id == community_id

    def roles_in(self, community_id: UUID) -> frozenset[Role]:
        """The roles the actor holds in a community; none for a guest and none in a foreign community."""
        return frozenset() if self.actor is None else roles_in(self.actor, community_id)


Asked = Info[Context, None]


def context_for(house: House) -> ContextFor:
    """Makes the context of each operation; whoever brings a token that stands for nobody is a guest."""

    async def make(caller: Caller) -> Context:
        actor = await actor_of(house, caller.token)
        refused = caller.token is not None and actor is None
        loaders = Loaders(house, actor)
        return Context(house, actor, caller.language, caller.address, loaders, refused, host=caller.host)

    return make
