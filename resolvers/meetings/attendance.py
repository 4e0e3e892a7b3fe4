"""Who is at a meeting: those who come by themselves, and those whom the staff signs in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from db.models.meetings import Meeting
from db.models.proceedings import HouseRules, Participant
from db.queries import communities, meetings, proceedings, residents
from resolvers.actors import Actor, roles_in
from resolvers.badges.earning import consider
from resolvers.deed import Deed, deed
from resolvers.house import House
from resolvers.meetings.streams import UNKNOWN, hold_meeting, led, note
from resolvers.points.joining import joined
from rules import proceedings as rules
from rules.badges import GoodDeed
from rules.ids import Kind, public_id
from rules.meetings import WRITES
from rules.proceedings import Party
from rules.refusals import Code, Refusal, refuse
from rules.roles import Role
from rules.texts import HOUSE_RULES, NAME, accept

MOST_SHOWN = 500
MOST_TOLD = 100


@dataclass(frozen=True, slots=True)
class Rules:
    """The house rules of a community: version 0 are those of every tea-house meeting."""

    version: int
    text: str


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody the staff signs in: a resident, or a person of whom there is only a name."""

    name: str
    party: Party
    resident_id: UUID | None = None
    on_spot: bool = True


def rules_of(kept: HouseRules | None) -> Rules:
    """The rules that hold."""
    return Rules(kept.version, kept.text) if kept else Rules(0, rules.TEA_HOUSE)


@deed
async def adopt_rules(deed: Deed, actor: Actor, text: str) -> Rules | Refusal:
    """New house rules for the meetings of the actor's community; participants accept them when they enter."""
    if not actor.roles & WRITES:
        return refuse(Code.FORBIDDEN, "moderator_or_staff_only")
    words = accept(text, HOUSE_RULES)
    if isinstance(words, Refusal):
        return words
    await communities.hold(deed.session, actor.community_id)
    now = rules_of(await proceedings.newest_rules(deed.session, actor.community_id))
    if now.text == words:
        return now
    adopted = Rules(now.version + 1, words)
    row = HouseRules(community_id=actor.community_id, version=adopted.version, text=words, adopted_at=deed.now)
    deed.session.add(row)
    stream = f"house-rules:{actor.community_id.hex}"
    told = {"version": adopted.version, "text": words}
    await deed.append(stream, "house_rules.adopted", told)
    for meeting_id in await meetings.not_over(deed.session, actor.community_id, MOST_TOLD):
        if meeting := await hold_meeting(deed, meeting_id):
            await note(deed, meeting, "house_rules.adopted", told)
    return adopted


@deed
async def enter(deed: Deed, actor: Actor, meeting_id: UUID, rules_version: int) -> Participant | Refusal:
    """The participant somebody is who comes by themselves and accepts the house rules. Coming twice is coming once."""
    meeting = await hold_meeting(deed, meeting_id)
    if meeting is None:
        return UNKNOWN
    neighbour = actor.community_id == meeting.community_id
    if refusal := rules.may_enter(meeting.phase, verified=actor.verified, neighbour=neighbour):
        return refusal
    known = await proceedings.resident_at(deed.session, meeting_id, actor.resident_id)
    current = rules_of(await proceedings.newest_rules(deed.session, meeting.community_id))
    if known is not None and known.rules_version == current.version:
        return known
    if rules_version != current.version:
        return refuse(Code.CONFLICT, "house_rules_changed", "rulesVersion")
    if known is not None:
        known.rules_version = current.version
        who = {"participantId": public_id(Kind.PARTICIPANT, known.id), "rulesVersion": current.version}
        await note(deed, meeting, "house_rules.accepted", who)
        return known
    resident = (await residents.by_ids(deed.session, [actor.resident_id]))[actor.resident_id]
    party = Party.COMMUNITY if Role.COMMUNITY_STAFF in roles_in(actor, meeting.community_id) else Party.RESIDENTS
    guest = Guest(resident.display_name, party, actor.resident_id, on_spot=False)
    return await _add(deed, meeting, guest, current.version, None)


@deed
async def sign_in(deed: Deed, actor: Actor, meeting_id: UUID, guest: Guest) -> Participant | Refusal:
    """Somebody who is on the spot or has no phone, signed in by the staff, who read the house rules out to them."""
    meeting = await led(deed, actor, meeting_id, rules.may_prepare)
    if isinstance(meeting, Refusal):
        return meeting
    if guest.resident_id is not None and (
        known := await proceedings.resident_at(deed.session, meeting_id, guest.resident_id)
    ):
        return known
    name = await _name(deed, meeting, guest)
    if isinstance(name, Refusal):
        return name
    current = rules_of(await proceedings.newest_rules(deed.session, meeting.community_id))
    return await _add(deed, meeting, replace(guest, name=name), current.version, actor.resident_id)


async def _name(deed: Deed, meeting: Meeting, guest: Guest) -> str | Refusal:
    if guest.resident_id is None:
        return accept(guest.name, NAME)
    resident = (await residents.by_ids(deed.session, [guest.resident_id])).get(guest.resident_id)
    if resident is None or resident.community_id != meeting.community_id:
        return refuse(Code.NOT_FOUND, "resident_unknown", "residentId")
    return resident.display_name


async def _add(deed: Deed, meeting: Meeting, guest: Guest, version: int, staff: UUID | None) -> Participant:
    came = Participant(
        id=deed.new_id(),
        meeting_id=meeting.id,
        resident_id=guest.resident_id,
        name=guest.name,
        party=guest.party,
        on_spot=guest.on_spot,
        rules_version=version,
        entered_at=deed.now,
        signed_in_by=staff,
    )
    deed.session.add(came)
    # A name that somebody typed in could not be taken away again, so the record has none.
    about = {"party": guest.party.value, "onSpot": guest.on_spot, "signedInByStaff": staff is not None}
    await note(
        deed,
        meeting,
        "participant.entered",
        {"participantId": public_id(Kind.PARTICIPANT, came.id), "rulesVersion": version, **about},
    )
    if guest.on_spot and guest.resident_id is not None and meeting.issue_id is not None:
        await joined(deed, meeting.issue_id, [guest.resident_id])
    if guest.on_spot and guest.resident_id is not None:
        await consider(deed, meeting.community_id, [guest.resident_id], GoodDeed.MEETING)
    return came


async def listed(house: House, meeting_id: UUID) -> Sequence[Participant]:
    """Those who are at a meeting, the first to come first; the first 500."""
    async with house.database.read() as session:
        return await proceedings.participants(session, meeting_id, MOST_SHOWN)
