"""Writing down what a meeting agreed on, and who is to sign it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from db.models.agreements import Agreement, AgreementPoint, Signatory
from db.queries import agreements, residents
from db.streams import Payload
from resolvers.actors import Actor, roles_in
from resolvers.agreements.reading import Whole, whole
from resolvers.deed import Deed, deed
from resolvers.meetings.streams import UNKNOWN, hold_meeting, note
from rules import agreements as rules
from rules.agreements import Candidate, Point
from rules.ids import Kind, public_id
from rules.proceedings import Party
from rules.refusals import Refusal
from rules.roles import Role


@deed
async def draft(
    deed: Deed, actor: Actor, meeting_id: UUID, points: Sequence[Point], named: Mapping[Party, UUID]
) -> Whole | Refusal:
    """The agreement in a new version, which nobody has signed yet. CONFLICT once one is in force."""
    meeting = await hold_meeting(deed, meeting_id)
    if meeting is None:
        return UNKNOWN
    before = await _of(deed, meeting_id)
    standing = before.standing if before else None
    if refusal := rules.may_draft(meeting.phase, roles_in(actor, meeting.community_id), standing):
        return refusal
    accepted = rules.accept_points(points, deed.now)
    if isinstance(accepted, Refusal):
        return accepted
    signatories = rules.accept_signatories(await _candidates(deed, meeting.community_id, named))
    if isinstance(signatories, Refusal):
        return signatories
    agreement = before.agreement if before else Agreement(id=deed.new_id(), meeting_id=meeting_id)
    agreement.version = rules.drafted(standing, signatories).version
    agreement.drafted_by, agreement.drafted_at = actor.resident_id, deed.now
    deed.session.add(agreement)
    await _write(deed, agreement.id, accepted, signatories)
    (after,) = (await whole(deed.session, [agreement])).values()
    await note(deed, meeting, "agreement.drafted", _told(after, actor))
    return after


async def _of(deed: Deed, meeting_id: UUID) -> Whole | None:
    found = await whole(deed.session, await agreements.of_meetings(deed.session, [meeting_id]))
    return next(iter(found.values()), None)


async def _candidates(deed: Deed, community_id: UUID, named: Mapping[Party, UUID]) -> Mapping[Party, Candidate | None]:
    found = await residents.by_ids(deed.session, named.values())
    staff = await residents.holders(deed.session, community_id, Role.COMMUNITY_STAFF)
    people = {
        row.id: Candidate(row.id, row.verified_at is not None, row.id in staff)
        for row in found.values()
        if row.community_id == community_id
    }
    return {party: people.get(resident_id) for party, resident_id in named.items()}


async def _write(deed: Deed, agreement_id: UUID, points: Sequence[Point], signatories: Mapping[Party, UUID]) -> None:
    await deed.session.flush()
    await agreements.drop_version(deed.session, agreement_id)
    for number, point in enumerate(points, 1):
        what = {"text": point.text, "responsible": point.responsible, "due_on": point.due_on}
        deed.session.add(AgreementPoint(id=deed.new_id(), agreement_id=agreement_id, number=number, **what))
    for party, resident_id in signatories.items():
        deed.session.add(Signatory(agreement_id=agreement_id, party=party, resident_id=resident_id))
    await deed.session.flush()


def _told(after: Whole, actor: Actor) -> Payload:
    return {
        "agreementId": public_id(Kind.AGREEMENT, after.agreement.id),
        "version": after.agreement.version,
        "points": [
            {
                "pointId": public_id(Kind.POINT, point.id),
                "number": point.number,
                "text": point.text,
                "responsible": point.responsible.value,
                "dueOn": point.due_on.isoformat(),
            }
            for point in after.points
        ],
        "signatories": {
            party.value: public_id(Kind.RESIDENT, resident_id)
            for party, resident_id in after.standing.signatories.items()
        },
        "by": public_id(Kind.RESIDENT, actor.resident_id),
    }
