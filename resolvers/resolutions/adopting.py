"""Taking suggestions up, and saying how they are carried out."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from db.models.adoptions import Adoption, AdoptionNote
from db.models.issues import Issue
from db.queries import adoptions
from db.streams import Payload
from resolvers import departments
from resolvers.actors import Actor, roles_in
from resolvers.badges.earning import consider
from resolvers.deed import Deed, deed
from resolvers.points.earning import earn
from resolvers.resolutions.publishing import Done, publish
from resolvers.resolutions.sources import Source, hold_source, note_in_record
from rules import adoptions as rules
from rules.badges import GoodDeed
from rules.ids import Kind, public_id
from rules.points import Rule
from rules.refusals import Code, Refusal, refuse
from rules.resolutions import Part
from rules.texts import PROGRESS, accept

UNKNOWN = refuse(Code.NOT_FOUND, "adoption_unknown", "adoptionId")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A suggestion as staff take it up, from an issue or from a report, never from both."""

    suggestion: str
    department_id: UUID
    due_on: date
    issue_id: UUID | None = None
    report_id: UUID | None = None


@deed
async def adopt(deed: Deed, actor: Actor, proposal: Proposal) -> Adoption | Refusal:
    """The suggestion, taken up, with who sees to it; it is told in the feed and in the record of what it came from.

    NOT_FOUND for what is of a foreign community; FORBIDDEN for all but the staff; WRONG_STAGE for an issue nobody has
    looked at, or for what was turned down.
    """
    source = await hold_source(deed, proposal.issue_id, proposal.report_id)
    if refusal := await _refused(deed, actor, proposal, source):
        return refusal
    words = accept(proposal.suggestion, rules.SUGGESTION)
    if isinstance(words, Refusal):
        return words
    assert source is not None  # noqa: S101 - refused above
    adoption = _new(deed, actor, proposal, source, words)
    deed.session.add(adoption)
    await deed.session.flush()
    await note_in_record(deed, source, "suggestion.adopted", _told(adoption, actor))
    await _publish(deed, adoption, None, source)
    if source.asked_by is not None:
        await earn(deed, adoption.community_id, [source.asked_by], Rule.SUGGESTION, *_named(source))
        await consider(deed, adoption.community_id, [source.asked_by], GoodDeed.SUGGESTION)
    return adoption


async def _refused(deed: Deed, actor: Actor, proposal: Proposal, source: Source | None) -> Refusal | None:
    field = "issueId" if proposal.issue_id is not None else "reportId"
    if source is None or source.row.community_id != actor.community_id:
        return refuse(Code.NOT_FOUND, "adoption_source_unknown", field)
    if refusal := rules.may_adopt(actor.roles) or rules.accept_due(proposal.due_on, deed.now):
        return refusal
    if not source.open_to_adoption:
        return refuse(Code.WRONG_STAGE, "adoption_stage", field)
    department = (await departments.by_ids(deed.session, [proposal.department_id])).get(proposal.department_id)
    if department is None or department.community_id != actor.community_id:
        return departments.UNKNOWN
    return None


def _new(deed: Deed, actor: Actor, proposal: Proposal, source: Source, words: str) -> Adoption:
    return Adoption(
        id=deed.new_id(),
        community_id=source.row.community_id,
        issue_id=proposal.issue_id,
        report_id=proposal.report_id,
        grid_id=source.grid_id,
        department_id=proposal.department_id,
        suggestion=words,
        due_on=proposal.due_on,
        adopted_at=deed.now,
        adopted_by=actor.resident_id,
        done=False,
        notes=0,
    )


def _told(adoption: Adoption, actor: Actor) -> Payload:
    return {
        "adoptionId": public_id(Kind.ADOPTION, adoption.id),
        "suggestion": adoption.suggestion,
        "departmentId": public_id(Kind.DEPARTMENT, adoption.department_id),
        "dueOn": adoption.due_on.isoformat(),
        "by": public_id(Kind.RESIDENT, actor.resident_id),
    }


def _named(source: Source) -> tuple[str, dict[str, str]]:
    """The source as the ledger names it, so that what is taken up twice pays once, and what its notice opens."""
    kind, opens = (Kind.ISSUE, "issueId") if isinstance(source.row, Issue) else (Kind.REPORT, "reportId")
    name = public_id(kind, source.row.id)
    return name, {opens: name}


async def _publish(deed: Deed, adoption: Adoption, said: str | None, asked: Source | None) -> None:
    done = Done(
        adoption.community_id,
        adoption.suggestion,
        report_id=adoption.report_id,
        issue_id=adoption.issue_id,
        adoption_id=adoption.id,
        grid_id=adoption.grid_id,
        department_id=adoption.department_id,
        detail=said,
        thanked=[(asked.asked_by, Part.SUGGESTED)] if asked and asked.asked_by else (),
    )
    await publish(deed, done)


@deed
async def note(deed: Deed, actor: Actor, adoption_id: UUID, text: str, *, done: bool) -> Adoption | Refusal:
    """The suggestion with one more note, done or not as the note says. What was noted before stays.

    FORBIDDEN for all but the staff and those who act for the department responsible.
    """
    place = (await adoptions.by_ids(deed.session, [adoption_id])).get(adoption_id)
    source = place and await hold_source(deed, place.issue_id, place.report_id)
    adoption = source and await adoptions.held(deed.session, adoption_id)
    if not adoption or not source or adoption.community_id != actor.community_id:
        return UNKNOWN
    works_in = frozenset(await departments.departments_of(deed.session, actor.resident_id))
    if refusal := rules.may_note(roles_in(actor, adoption.community_id), adoption.department_id, works_in):
        return refusal
    words = accept(text, PROGRESS)
    if isinstance(words, Refusal):
        return words
    _write(deed, actor, adoption, words, done=done)
    said = {"note": words, "done": done, "number": adoption.notes, "by": public_id(Kind.RESIDENT, actor.resident_id)}
    payload = {"adoptionId": public_id(Kind.ADOPTION, adoption_id), **said}
    await note_in_record(deed, source, "suggestion.progress", payload)
    await _publish(deed, adoption, words, None)
    return adoption


def _write(deed: Deed, actor: Actor, adoption: Adoption, words: str, *, done: bool) -> None:
    adoption.notes, adoption.done = adoption.notes + 1, done
    said = {"note": words, "done": done, "noted_at": deed.now, "noted_by": actor.resident_id}
    deed.session.add(AdoptionNote(adoption_id=adoption.id, number=adoption.notes, **said))
