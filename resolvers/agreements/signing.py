"""Signing an agreement, which is in force once all three parties have."""

from uuid import UUID

from db.queries import agreements
from resolvers.actors import Actor, roles_in
from resolvers.agreements.reading import Whole, hold
from resolvers.badges.earning import consider
from resolvers.deed import Deed, deed
from resolvers.meetings.streams import note
from rules import agreements as rules
from rules.badges import GoodDeed
from rules.ids import Kind, public_id
from rules.refusals import Code, Refusal, refuse

UNKNOWN = refuse(Code.NOT_FOUND, "agreement_unknown", "agreementId")


@deed
async def sign(deed: Deed, actor: Actor, agreement_id: UUID, version: int) -> Whole | Refusal:
    """The agreement with the actor's signature, in force where it was the last. Signing twice changes nothing.

    FORBIDDEN for everybody but those named to sign; CONFLICT for another version than the newest.
    """
    held = await hold(deed, await agreements.place(deed.session, agreement_id))
    if held is None:
        return UNKNOWN
    before = held.standing
    after = rules.sign(before, actor.resident_id, version, roles_in(actor, held.meeting.community_id))
    if isinstance(after, Refusal):
        return after
    named = {"agreementId": public_id(Kind.AGREEMENT, agreement_id), "version": version}
    for party in after.signed - before.signed:
        held.signatories[party].signed_at = deed.now
        signature = {"party": party.value, "by": public_id(Kind.RESIDENT, actor.resident_id)}
        await note(deed, held.meeting, "agreement.signed", {**named, **signature})
    if after.in_force and not before.in_force:
        held.agreement.in_force_at = deed.now
        await note(deed, held.meeting, "agreement.in_force", named)
        await consider(deed, held.meeting.community_id, [held.agreement.drafted_by], GoodDeed.MEDIATION)
    return held
