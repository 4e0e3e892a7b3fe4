"""What somebody may do at whistles now."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from db.queries import whistles
from resolvers.actors import Actor
from resolvers.departments import departments_of
from resolvers.house import House
from resolvers.whistles.reading import Whole
from resolvers.whistles.telling import concerning
from rules import whistles as rules
from rules.refusals import Refusal
from rules.roles import Role


@dataclass(frozen=True, slots=True)
class May:
    """The called departments somebody may act for, whether they may plan, close and rate, and what they gave."""

    department_ids: Sequence[UUID] = ()
    plan: bool = False
    close: bool = False
    rate: bool = False
    rating: int | None = None


NOTHING = May()


async def load(house: House, actor: Actor | None, wholes: Sequence[Whole]) -> Mapping[UUID, May]:
    """What the actor may do now at each of these; nothing for a guest and in a foreign community."""
    if actor is None:
        return {}
    rows = [each.whistle for each in wholes if each.whistle.community_id == actor.community_id]
    async with house.database.read() as session:
        works_in = await departments_of(session, actor.resident_id)
        concerned = await concerning(session, rows, actor.resident_id)
        rated = await whistles.rated_by(session, [row.id for row in rows], actor.resident_id)
    own = {row.id for row in rows}
    return {
        each.whistle.id: _may(actor.roles, works_in, each, each.whistle.id in concerned, rated.get(each.whistle.id))
        for each in wholes
        if each.whistle.id in own
    }


def _may(roles: frozenset[Role], works_in: Collection[UUID], whole: Whole, concerned: bool, rating: int | None) -> May:
    closed_at = whole.whistle.closed_at
    done = [task.done_at is not None for task in whole.tasks]
    sided = not isinstance(rules.side_of(roles, concerned=concerned), Refusal)
    return May(
        department_ids=[
            key for key in whole.called if closed_at is None and rules.may_act_for(roles, works_in, key) is None
        ],
        plan=closed_at is None and rules.may_plan(roles, works_in, whole.called) is None,
        close=closed_at is None and rules.may_close(roles, done) is None,
        rate=sided and rules.may_rate(closed_at, 1, rated=rating is not None) is None,
        rating=rating,
    )
