"""The agenda of a meeting, and how long turns may take."""

from uuid import UUID

from db.models.meetings import Meeting
from db.models.proceedings import AgendaItem
from db.queries import polls, proceedings
from resolvers.actors import Actor
from resolvers.deed import Deed, deed
from resolvers.meetings.streams import May, led, note
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
    meeting = await led(deed, actor, meeting_id, rules.may_prepare)
    if isinstance(meeting, Refusal):
        return meeting
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
    found = await _item(deed, actor, item_id, rules.may_prepare)
    if isinstance(found, Refusal):
        return found
    item, meeting = found
    if item.opened_at is not None:
        return refuse(Code.WRONG_STAGE, "agenda_item_opened", "itemId")
    await deed.session.delete(item)
    await note(deed, meeting, "agenda.removed", {"itemId": public_id(Kind.AGENDA_ITEM, item.id)})
    return meeting


@deed
async def open_item(deed: Deed, actor: Actor, item_id: UUID) -> Meeting | Refusal:
    """The meeting at this item; the one that was open before is closed."""
    found = await _item(deed, actor, item_id, rules.may_guide)
    if isinstance(found, Refusal):
        return found
    item, meeting = found
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
    found = await _item(deed, actor, item_id, rules.may_guide)
    if isinstance(found, Refusal):
        return found
    item, meeting = found
    if item.opened_at is None or item.closed_at is not None:
        return refuse(Code.WRONG_STAGE, "agenda_item_not_open", "itemId")
    await close_open_item(deed, meeting)
    return meeting


async def _item(deed: Deed, actor: Actor, item_id: UUID, may: May) -> tuple[AgendaItem, Meeting] | Refusal:
    item = await proceedings.item(deed.session, item_id)
    if item is None:
        return ITEM_UNKNOWN
    meeting = await led(deed, actor, item.meeting_id, may)
    if isinstance(meeting, Refusal):
        return meeting
    item = await proceedings.item(deed.session, item_id)  # somebody may have removed it before the meeting was held
    return ITEM_UNKNOWN if item is None else (item, meeting)


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
    meeting = await led(deed, actor, meeting_id, rules.may_prepare)
    if isinstance(meeting, Refusal):
        return meeting
    if refusal := rules.accept_limits(limits):
        return refusal
    if (meeting.turn_seconds, meeting.person_seconds) != (limits.turn, limits.person):
        meeting.turn_seconds, meeting.person_seconds = limits.turn, limits.person
        await note(deed, meeting, "floor.limited", {"turnSeconds": limits.turn, "personSeconds": limits.person})
    return meeting
