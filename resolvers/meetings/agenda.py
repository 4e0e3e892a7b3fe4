"""The agenda of a meeting, and how long turns may take."""

from uuid import UUID

from db.models.meetings import Meeting
from db.models.proceedings import AgendaItem
from db.queries import polls, proceedings
from resolvers.actors import Actor, roles_in
from resolvers.deed import Deed, deed
from resolvers.meetings.streams import UNKNOWN, note, take
from resolvers.polls.box import POLL_UNKNOWN
from rules import proceedings as rules
from rules.ids import Kind, public_id
from rules.proceedings import Limits
from rules.refusals import Code, Refusal, refuse
from rules.texts import TITLE, accept

ITEM_UNKNOWN = refuse(Code.NOT_FOUND, "agenda_item_unknown", "itemId")


@deed
async def add(deed: Deed, actor: Actor, meeting_id: UUID, title: str, poll_id: UUID | None) -> AgendaItem | Refusal:
    """A new last item of the agenda, perhaps tied to a poll on the meeting's issue."""
    meeting = await take(deed, meeting_id)
    if meeting is None:
        return UNKNOWN
    if refusal := rules.may_prepare(meeting.phase, roles_in(actor, meeting.community_id)):
        return refusal
    words = accept(title, TITLE)
    if isinstance(words, Refusal):
        return words
    if poll_id is not None and not await _fits(deed, meeting, poll_id):
        return POLL_UNKNOWN
    items = await proceedings.agenda(deed.session, meeting_id)
    if len(items) >= rules.MOST_ITEMS:
        return refuse(Code.INVALID, "agenda_full", "title", most=rules.MOST_ITEMS)
    position = items[-1].position + 1 if items else 1
    item = AgendaItem(id=deed.new_id(), meeting_id=meeting_id, position=position, title=words, poll_id=poll_id)
    deed.session.add(item)
    about = {"title": words, "position": position, "pollId": poll_id and public_id(Kind.POLL, poll_id)}
    await note(deed, meeting, "agenda.added", {"itemId": public_id(Kind.AGENDA_ITEM, item.id), **about})
    return item


async def _fits(deed: Deed, meeting: Meeting, poll_id: UUID) -> bool:
    standing = (await polls.by_ids(deed.session, [poll_id])).get(poll_id)
    return standing is not None and standing.poll.issue_id == meeting.issue_id


@deed
async def remove(deed: Deed, actor: Actor, item_id: UUID) -> Meeting | Refusal:
    """The meeting without an item that has not been opened."""
    item = await proceedings.item(deed.session, item_id)
    meeting = await take(deed, item.meeting_id) if item else None
    if item is None or meeting is None:
        return ITEM_UNKNOWN
    if refusal := rules.may_prepare(meeting.phase, roles_in(actor, meeting.community_id)):
        return refusal
    await deed.session.refresh(item)
    if item.opened_at is not None:
        return refuse(Code.WRONG_STAGE, "agenda_item_opened", "itemId")
    await deed.session.delete(item)
    await note(deed, meeting, "agenda.removed", {"itemId": public_id(Kind.AGENDA_ITEM, item.id)})
    return meeting


@deed
async def open_item(deed: Deed, actor: Actor, item_id: UUID) -> Meeting | Refusal:
    """The meeting at this item; the one that was open before is closed."""
    item = await proceedings.item(deed.session, item_id)
    meeting = await take(deed, item.meeting_id) if item else None
    if item is None or meeting is None:
        return ITEM_UNKNOWN
    if refusal := rules.may_guide(meeting.phase, roles_in(actor, meeting.community_id)):
        return refusal
    await deed.session.refresh(item)
    if item.opened_at is not None:
        return refuse(Code.WRONG_STAGE, "agenda_item_opened", "itemId")
    await close_open_item(deed, meeting)
    item.opened_at = deed.now
    about = {"itemId": public_id(Kind.AGENDA_ITEM, item.id), "title": item.title, "position": item.position}
    await note(deed, meeting, "agenda.opened", about)
    return meeting


@deed
async def close_item(deed: Deed, actor: Actor, item_id: UUID) -> Meeting | Refusal:
    """The meeting with this item closed."""
    item = await proceedings.item(deed.session, item_id)
    meeting = await take(deed, item.meeting_id) if item else None
    if item is None or meeting is None:
        return ITEM_UNKNOWN
    if refusal := rules.may_guide(meeting.phase, roles_in(actor, meeting.community_id)):
        return refusal
    await deed.session.refresh(item)
    if item.opened_at is None or item.closed_at is not None:
        return refuse(Code.WRONG_STAGE, "agenda_item_not_open", "itemId")
    await close_open_item(deed, meeting)
    return meeting


async def close_open_item(deed: Deed, meeting: Meeting) -> None:
    """Closes the item that is open, if one is."""
    for item in await proceedings.agenda(deed.session, meeting.id):
        if item.opened_at is not None and item.closed_at is None:
            item.closed_at = deed.now
            about = {"itemId": public_id(Kind.AGENDA_ITEM, item.id), "position": item.position}
            await note(deed, meeting, "agenda.closed", about)


@deed
async def limit(deed: Deed, actor: Actor, meeting_id: UUID, limits: Limits) -> Meeting | Refusal:
    """The meeting with new limits, for turns that are given from now on."""
    meeting = await take(deed, meeting_id)
    if meeting is None:
        return UNKNOWN
    if refusal := rules.may_prepare(meeting.phase, roles_in(actor, meeting.community_id)):
        return refusal
    if refusal := rules.accept_limits(limits):
        return refusal
    if (meeting.turn_seconds, meeting.person_seconds) != (limits.turn, limits.person):
        meeting.turn_seconds, meeting.person_seconds = limits.turn, limits.person
        await note(deed, meeting, "floor.limited", {"turnSeconds": limits.turn, "personSeconds": limits.person})
    return meeting
