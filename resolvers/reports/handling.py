"""What staff and departments do about a report before it ends: give it to somebody, start, hand over, ask."""

from uuid import UUID

from db.models.reports import Report
from db.queries import residents
from resolvers.actors import Actor
from resolvers.deed import Deed, deed
from resolvers.notices.telling import tell
from resolvers.reports.following import named, tell_followers, tell_former, tell_in_charge
from resolvers.reports.taking import by, department, held, held_with_words, put
from rules import reports as rules
from rules.ids import Kind, public_id
from rules.refusals import Code, Refusal, refuse
from rules.reports import Stage, Step
from rules.roles import Role
from rules.texts import REASON, REPORT_ANSWER, REPORT_QUESTION


@deed
async def assign(deed: Deed, actor: Actor, report_id: UUID, department_id: UUID | None) -> Report | Refusal:
    """The report, with a department: the one its category says where none is named. Staff and street officers only."""
    found = await held(deed, actor, report_id, Step.ASSIGN)
    if isinstance(found, Refusal):
        return found
    wanted = department_id or found.report.department_id
    if wanted is None:
        return refuse(Code.INVALID, "report_needs_department", "departmentId")
    office = await department(deed, actor, wanted)
    if isinstance(office, Refusal):
        return office
    former = found.standing.department_id if found.standing.stage is not Stage.RECEIVED else None
    payload = {"departmentId": public_id(Kind.DEPARTMENT, office.id), **by(actor)}
    report = await put(deed, found, rules.assign(found.standing, office.id), "report.assigned", payload)
    await tell_followers(deed, report, "report.assigned", department=office.name)
    if former and former != office.id:
        await tell_former(deed, report, former, department=office.name)
    await tell_in_charge(deed, report, "report.for_you")
    return report


@deed
async def start(deed: Deed, actor: Actor, report_id: UUID) -> Report | Refusal:
    """The report, being worked on."""
    found = await held(deed, actor, report_id, Step.START)
    if isinstance(found, Refusal):
        return found
    report = await put(deed, found, rules.start(found.standing), "report.handling", by(actor))
    await tell_followers(deed, report, "report.handling")
    return report


@deed
async def hand_over(deed: Deed, actor: Actor, report_id: UUID, department_id: UUID, reason: str) -> Report | Refusal:
    """The report, with another department, or after the third time with the street officer."""
    found = await held_with_words(deed, actor, report_id, Step.HAND_OVER, (reason, REASON))
    if isinstance(found, Refusal):
        return found
    under_way, words = found
    office = await department(deed, actor, department_id)
    if isinstance(office, Refusal):
        return office
    taken = rules.hand_over(under_way.standing, office.id)
    if isinstance(taken, Refusal):
        return taken
    to_street = taken.standing.department_id is None
    goes = {"goesUpTo": rules.LEVELS[rules.TOP].value} if to_street else {}
    payload = {"departmentId": public_id(Kind.DEPARTMENT, office.id), "reason": words, **goes, **by(actor)}
    report = await put(deed, under_way, taken, "report.handed_over", payload)
    if to_street:
        officers = await residents.holders(deed.session, report.community_id, Role.STREET_OFFICER)
        tell(deed, officers, "report.to_street", named(report))
        await tell_followers(deed, report, "report.with_street")
    else:
        await tell_followers(deed, report, "report.assigned", department=office.name)
        await tell_in_charge(deed, report, "report.for_you")
    return report


@deed
async def ask(deed: Deed, actor: Actor, report_id: UUID, question: str) -> Report | Refusal:
    """The report, with a question to its sender; its clock stands still until they answer, for 7 days at most."""
    found = await held_with_words(deed, actor, report_id, Step.ASK, (question, REPORT_QUESTION))
    if isinstance(found, Refusal):
        return found
    under_way, words = found
    under_way.report.question = words
    report = await put(deed, under_way, rules.ask(under_way.standing), "report.asked", {"question": words, **by(actor)})
    tell(deed, [report.reporter_id], "report.asked", {**named(report), "question": words})
    return report


@deed
async def answer(deed: Deed, actor: Actor, report_id: UUID, words: str) -> Report | Refusal:
    """The report, with its sender's answer; its clock goes on."""
    found = await held_with_words(deed, actor, report_id, Step.ANSWER, (words, REPORT_ANSWER))
    if isinstance(found, Refusal):
        return found
    under_way, said = found
    report = await put(deed, under_way, rules.go_on(under_way.standing), "report.answered", {"answer": said})
    await tell_in_charge(deed, report, "report.answered")
    return report
