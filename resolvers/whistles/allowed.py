"""What somebody may do at a whistle now."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from db.queries import whistles
from resolvers.actors import Actor, roles_in
from resolvers.departments import departments_of
from resolvers.house import House
from resolvers.whistles.reading import Whole
from resolvers.whistles.telling import concerns
from rules import whistles as rules
from rules.refusals import Refusal


@dataclass(frozen=True, slots=True)
class May:
    """The called departments somebody may act for, whether they may plan, close and rate, and what they gave."""

    department_ids: Sequence[UUID] = ()
    plan: bool = False
    close: bool = False
    rate: bool = False
    rating: int | None = None


async def what_may(house: House, actor: Actor | None, whole: Whole) -> May:
    """What the actor may do now; nothing for a guest and in a foreign community."""
    whistle = whole.whistle
    if actor is None or actor.community_id != whistle.community_id:
        return May()
    async with house.database.read() as session:
        works_in = await departments_of(session, actor.resident_id)
        concerned = await concerns(session, whistle, actor.resident_id)
        rated = await whistles.rated_by(session, whistle.id, actor.resident_id)
    roles, is_open = roles_in(actor, whistle.community_id), whistle.closed_at is None
    done = [task.done_at is not None for task in whole.tasks]
    mine = [key for key in whole.called if is_open and rules.may_act_for(roles, works_in, key) is None]
    sided = not isinstance(rules.side_of(roles, concerned=concerned), Refusal)
    return May(
        department_ids=mine,
        plan=is_open and rules.may_plan(roles, works_in, whole.called) is None,
        close=is_open and rules.may_close(roles, done) is None,
        rate=sided and rules.may_rate(whistle.closed_at, 1, rated=rated is not None) is None,
        rating=None if rated is None else rated.rating,
    )
