"""The shape of every step of a report: held, asked of the rules, written down with its clock."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.departments import Department
from db.models.reports import Report, ReportClock
from db.queries import reports
from db.streams import Payload
from resolvers import departments
from resolvers.actors import Actor, roles_in
from resolvers.deed import Deed
from resolvers.points.reporting import reward
from resolvers.procedures import of_version
from resolvers.reports.clocks import turn
from resolvers.reports.streams import UNKNOWN, hold_in, note
from rules.ids import Kind, public_id
from rules.procedures import Procedure
from rules.refusals import Refusal
from rules.reports import Standing, Step, Taken, Who, may_take
from rules.roles import Role
from rules.texts import Limit, accept


@dataclass(frozen=True, slots=True)
class Held:
    """A report that is held for a step which may be taken, with the clock that counts; an ended one has none."""

    report: Report
    procedure: Procedure
    standing: Standing
    clock: ReportClock | None


def standing_of(report: Report, *, pictured: bool = False) -> Standing:
    """Where a report stands, for the rules; whether it came with a photo matters where it is to be solved."""
    return Standing(
        stage=report.stage,
        department_id=report.department_id,
        level=report.level,
        handovers=report.handovers,
        asked=report.asked_at is not None,
        reopened=report.reopened,
        pictured=pictured,
        resolved_at=report.resolved_at,
    )


async def who_is(session: AsyncSession, actor: Actor, report: Report) -> Who:
    """Who somebody is to a report, for the rules."""
    return who_among(actor, report, await works_in(session, actor))


async def works_in(session: AsyncSession, actor: Actor) -> frozenset[UUID]:
    """The departments an officer works in; none for all others."""
    if Role.DEPARTMENT_OFFICER not in actor.roles:
        return frozenset()
    return frozenset(await departments.departments_of(session, actor.resident_id))


def who_among(actor: Actor, report: Report, theirs: frozenset[UUID]) -> Who:
    """Who somebody who works in these departments is to a report."""
    return Who(roles_in(actor, report.community_id), theirs, actor.resident_id == report.reporter_id)


async def held(deed: Deed, actor: Actor, report_id: UUID, step: Step) -> Held | Refusal:
    """The report, held with its streams, where the actor may take the step. A foreign one is as if it were not."""
    found = await hold_in(deed, actor.community_id, report_id)
    if found is None:
        return UNKNOWN
    report, clock = found
    procedure = await of_version(deed.session, report.community_id, report.procedure_version)
    pictured = step is Step.RESOLVE and await reports.pictured(deed.session, report_id)
    standing = standing_of(report, pictured=pictured)
    refusal = may_take(standing, step, await who_is(deed.session, actor, report), procedure.steps)
    return refusal or Held(report, procedure, standing, clock)


async def held_with_words(
    deed: Deed, actor: Actor, report_id: UUID, step: Step, said: tuple[str, Limit]
) -> tuple[Held, str] | Refusal:
    """The same, with what the actor says of it, cleaned; INVALID where that is nothing or too long."""
    found = await held(deed, actor, report_id, step)
    if isinstance(found, Refusal):
        return found
    words = accept(*said)
    return words if isinstance(words, Refusal) else (found, words)


async def put(deed: Deed, held: Held, taken: Taken, kind: str, payload: Payload) -> Report:
    """The report as it stands after the step, with its clock turned and the step in its history."""
    report, standing = held.report, taken.standing
    report.stage, report.department_id = standing.stage, standing.department_id
    report.level, report.handovers, report.reopened = standing.level, standing.handovers, standing.reopened
    report.resolved_at = standing.resolved_at
    await turn(deed, report, held.procedure, held.clock, taken.turn)
    note(deed, report, kind, payload)
    if standing.stage is not held.standing.stage:
        await reward(deed, report)
    return report


def by(actor: Actor) -> dict[str, str]:
    """Who took a step, for the history; never used for the sender, who is known to the staff only."""
    return {"by": public_id(Kind.RESIDENT, actor.resident_id)}


async def department(deed: Deed, actor: Actor, department_id: UUID) -> Department | Refusal:
    """A department of the actor's own community."""
    row = (await departments.by_ids(deed.session, [department_id])).get(department_id)
    return row if row is not None and row.community_id == actor.community_id else departments.UNKNOWN
