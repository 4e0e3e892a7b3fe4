"""Saying how the points of an agreement are carried out."""

from dataclasses import dataclass
from uuid import UUID

from db.models.agreements import AgreementPoint, PointNote
from db.queries import agreements
from resolvers.actors import Actor, roles_in
from resolvers.agreements.reading import Whole, hold
from resolvers.deed import Deed, deed
from resolvers.meetings import streams
from rules import agreements as rules
from rules.ids import Kind, public_id
from rules.refusals import Code, Refusal, refuse
from rules.texts import PROGRESS, accept

UNKNOWN = refuse(Code.NOT_FOUND, "point_unknown", "pointId")


@dataclass(frozen=True, slots=True)
class Noted:
    """A point and the agreement it is part of."""

    whole: Whole
    point: AgreementPoint


@deed
async def note(deed: Deed, actor: Actor, point_id: UUID, text: str, *, done: bool) -> Noted | Refusal:
    """The point with one more note, done or not as the note says. What was noted before stays.

    FORBIDDEN for all but those who supervise and whoever signed for the party responsible; WRONG_STAGE before the
    agreement is in force.
    """
    held = await hold(deed, await agreements.place_of_point(deed.session, point_id))
    point = next((point for point in held.points if point.id == point_id), None) if held else None
    if held is None or point is None:
        return UNKNOWN
    roles = roles_in(actor, held.meeting.community_id)
    if refusal := rules.may_note(held.standing, point.responsible, actor.resident_id, roles):
        return refusal
    words = accept(text, PROGRESS)
    if isinstance(words, Refusal):
        return words
    await _write(deed, actor, held, point, words, done=done)
    return Noted(held, point)


async def _write(deed: Deed, actor: Actor, held: Whole, point: AgreementPoint, words: str, *, done: bool) -> None:
    point.notes, point.done = point.notes + 1, done
    said = {"note": words, "done": done, "noted_at": deed.now, "noted_by": actor.resident_id}
    deed.session.add(PointNote(point_id=point.id, number=point.notes, **said))
    payload = {
        "agreementId": public_id(Kind.AGREEMENT, held.agreement.id),
        "pointId": public_id(Kind.POINT, point.id),
        "point": point.number,
        "note": words,
        "done": done,
        "by": public_id(Kind.RESIDENT, actor.resident_id),
    }
    await streams.note(deed, held.meeting, "agreement.progress", payload)
