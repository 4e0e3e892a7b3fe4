"""Putting an activity on, and calling it off."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from db.models.activities import Activity, Slot
from db.queries import activities, residents
from db.streams import moment
from resolvers.activities.streams import UNKNOWN, may_lead_it, stream_of
from resolvers.actors import Actor
from resolvers.deed import Deed, deed
from resolvers.notices.telling import tell
from rules.activities import Occasion, Times, accept_slots, may_plan
from rules.ids import Kind, public_id
from rules.refusals import Code, Refusal, refuse
from rules.texts import ACTIVITY_PLACE, DESCRIPTION, REASON, TITLE, accept, accept_all


@dataclass(frozen=True, slots=True)
class Proposal:
    """An activity to be put on; without an organiser whoever puts it on leads it."""

    occasion: Occasion
    title: str
    description: str
    place: str
    slots: Sequence[tuple[Times, int]]
    organiser_id: UUID | None = None


@deed
async def plan(deed: Deed, actor: Actor, proposal: Proposal) -> Activity | Refusal:
    """The activity with its slots. FORBIDDEN for residents; the organiser may be any confirmed resident."""
    if refusal := may_plan(actor.roles) or accept_slots(proposal.slots, deed.now):
        return refusal
    texts = accept_all(
        title=(proposal.title, TITLE),
        description=(proposal.description, DESCRIPTION),
        place=(proposal.place, ACTIVITY_PLACE),
    )
    if isinstance(texts, Refusal):
        return texts
    organiser_id = proposal.organiser_id or actor.resident_id
    organiser = (await residents.by_ids(deed.session, [organiser_id])).get(organiser_id)
    if organiser is None or organiser.community_id != actor.community_id or organiser.verified_at is None:
        return refuse(Code.NOT_FOUND, "resident_unknown", "organiserId")
    return await _put_on(deed, actor, proposal, organiser_id, texts)


async def _put_on(deed: Deed, actor: Actor, proposal: Proposal, organiser_id: UUID, texts: dict[str, str]) -> Activity:
    times = [each for each, _ in proposal.slots]
    activity = Activity(
        id=deed.new_id(),
        community_id=actor.community_id,
        occasion=proposal.occasion,
        organiser_id=organiser_id,
        planned_at=deed.now,
        starts_at=min(each.starts_at for each in times),
        ends_at=max(each.ends_at for each in times),
        called_off_at=None,
        calling_off_reason=None,
        **texts,
    )
    rows = [
        Slot(
            id=deed.new_id(),
            activity_id=activity.id,
            starts_at=each.starts_at,
            ends_at=each.ends_at,
            capacity=capacity,
            going=0,
        )
        for each, capacity in proposal.slots
    ]
    deed.session.add(activity)
    await deed.session.flush()
    deed.session.add_all(rows)
    await deed.append(stream_of(activity.id), "activity.planned", _told(activity, rows, actor))
    return activity


def _told(activity: Activity, rows: Sequence[Slot], actor: Actor) -> dict[str, object]:
    return {
        "activityId": public_id(Kind.ACTIVITY, activity.id),
        "occasion": activity.occasion.value,
        "title": activity.title,
        "organiserId": public_id(Kind.RESIDENT, activity.organiser_id),
        "by": public_id(Kind.RESIDENT, actor.resident_id),
        "slots": [
            {
                "slotId": public_id(Kind.SLOT, row.id),
                "startsAt": moment(row.starts_at),
                "endsAt": moment(row.ends_at),
                "capacity": row.capacity,
            }
            for row in rows
        ],
    }


@deed
async def call_off(deed: Deed, actor: Actor, activity_id: UUID, reason: str) -> Activity | Refusal:
    """The activity, called off before it is over; all who wanted to come are told why. Twice is once."""
    activity = await activities.held(deed.session, activity_id)
    if activity is None:
        return UNKNOWN
    if refusal := may_lead_it(actor, activity):
        return refusal
    if activity.called_off_at is not None:
        return activity
    words = accept(reason, REASON)
    if isinstance(words, Refusal):
        return words
    if deed.now >= activity.ends_at:
        return refuse(Code.WRONG_STAGE, "activity_over", "activityId")
    await activities.hold_slots(deed.session, activity_id)
    activity.called_off_at, activity.calling_off_reason = deed.now, words
    public = public_id(Kind.ACTIVITY, activity_id)
    by = public_id(Kind.RESIDENT, actor.resident_id)
    await deed.append(stream_of(activity_id), "activity.called_off", {"activityId": public, "by": by, "reason": words})
    expected = await activities.expected(deed.session, activity_id)
    details = {"activityId": public, "title": activity.title, "reason": words}
    tell(deed, expected, "activity.called_off", details)
    return activity
