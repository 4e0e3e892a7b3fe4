"""What grid workers are trained for, and that they and the staff are told before it expires."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from db.models.deadlines import Due
from db.models.grids import Skill
from db.models.residents import Resident
from db.queries import gridwork, residents
from resolvers.deed import Deed
from resolvers.notices.telling import tell
from rules.agreements import today
from rules.grids import Trade, counts_on, expiry_told_at
from rules.roles import Role

NO_GRID = "—"


@dataclass(frozen=True, slots=True)
class Training:
    """What somebody was trained for, when, and the last day on which it counts, if there is one."""

    trade: Trade
    trained_on: date
    expires_on: date | None


async def put(deed: Deed, resident_id: UUID, given: Training) -> Skill:
    """The training, in place of what was known of this trade; whoever has it is told 30 days before it expires."""
    row = await deed.session.get(Skill, (resident_id, given.trade), with_for_update=True)
    anew = row is None or row.expires_on != given.expires_on
    if row is None:
        row = Skill(resident_id=resident_id, trade=given.trade)
        deed.session.add(row)
    row.trained_on, row.expires_on = given.trained_on, given.expires_on
    if anew:
        row.id = deed.new_id()
        if given.expires_on is not None and counts_on(given.expires_on, today(deed.now)):
            deed.set_deadline(Due.SKILL_EXPIRES, row.id, expiry_told_at(given.expires_on))
    await deed.session.flush()
    return row


async def tell_when_due(deed: Deed, skill_id: UUID) -> None:
    """Tells a grid worker and the staff that a training expires. One renewed or expired meanwhile does nothing."""
    skill = await gridwork.skill(deed.session, skill_id)
    if skill is None or skill.expires_on is None or not counts_on(skill.expires_on, today(deed.now)):
        return
    worker = await deed.session.get_one(Resident, skill.resident_id)
    if worker.id not in await residents.holders(deed.session, worker.community_id, Role.GRID_WORKER):
        return
    what = {"trade": skill.trade.value, "day": skill.expires_on.isoformat()}
    tell(deed, [worker.id], "skill.expires", what)
    staff = await residents.holders(deed.session, worker.community_id, Role.COMMUNITY_STAFF)
    grids = " / ".join(await gridwork.codes_of(deed.session, worker.id)) or NO_GRID
    tell(deed, staff - {worker.id}, "skill.of_worker_expires", {**what, "grids": grids})
