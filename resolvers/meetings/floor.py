"""The floor: asked for, given, given back, taken away; and what a moderator does when somebody breaks a rule."""

from datetime import datetime, timedelta
from uuid import UUID

from db.models.deadlines import Due
from db.models.meetings import Meeting
from db.models.proceedings import Breach, Participant, Turn
from db.queries import proceedings
from resolvers.actors import Actor, roles_in
from resolvers.deed import Deed, deed
from resolvers.meetings.attendance import rules_of
from resolvers.meetings.streams import UNKNOWN, hold_meeting, led, note
from resolvers.points.joining import spoke
from rules import proceedings as rules
from rules.ids import Kind, public_id
from rules.meetings import Phase, under_way
from rules.proceedings import BreachAnswer, Ending, Limits
from rules.refusals import Code, Refusal, refuse
from rules.texts import REASON, accept

PARTICIPANT_UNKNOWN = refuse(Code.NOT_FOUND, "participant_unknown", "participantId")
TURN_UNKNOWN = refuse(Code.NOT_FOUND, "turn_unknown", "turnId")
RULES_CHANGED = refuse(Code.CONFLICT, "house_rules_changed", "meetingId")
ENTER_FIRST = refuse(Code.FORBIDDEN, "enter_first", "meetingId")


def limits_of(meeting: Meeting) -> Limits:
    """How long turns may take in this meeting."""
    return Limits(meeting.turn_seconds, meeting.person_seconds)


def spoken_by_all(turns: list[tuple[Turn, Participant]], now: datetime) -> list[tuple[Participant, timedelta]]:
    """How long each who has had the floor has had it until now, in the order they first had it."""
    times: dict[UUID, tuple[Participant, timedelta]] = {}
    for turn, whose in turns:
        if turn.given_at is not None:
            _, before = times.get(whose.id, (whose, timedelta(0)))
            times[whose.id] = whose, before + ((turn.ended_at or now) - turn.given_at)
    return list(times.values())


def spoken(turns: list[tuple[Turn, Participant]], participant_id: UUID, now: datetime) -> timedelta:
    """How long somebody has had the floor until now."""
    return next((time for who, time in spoken_by_all(turns, now) if who.id == participant_id), timedelta(0))


@deed
async def ask(deed: Deed, actor: Actor, meeting_id: UUID) -> Turn | Refusal:
    """The actor's place among those who wait for the floor."""
    meeting = await hold_meeting(deed, meeting_id)
    if meeting is None:
        return UNKNOWN
    if refusal := under_way(meeting.phase):
        return refusal
    me = await proceedings.resident_at(deed.session, meeting_id, actor.resident_id)
    if me is None:
        return ENTER_FIRST
    current = rules_of(await proceedings.newest_rules(deed.session, meeting.community_id))
    return RULES_CHANGED if me.rules_version != current.version else await _queue(deed, meeting, me)


@deed
async def ask_for(deed: Deed, actor: Actor, participant_id: UUID) -> Turn | Refusal:
    """The place among those who wait of somebody on the spot, for whom a moderator asks."""
    found = await _participant(deed, actor, participant_id)
    if isinstance(found, Refusal):
        return found
    participant, meeting = found
    return await _queue(deed, meeting, participant)


async def _queue(deed: Deed, meeting: Meeting, who: Participant) -> Turn | Refusal:
    turns = await proceedings.turns(deed.session, meeting.id)
    unfinished = [turn for turn, _ in turns if turn.ended_at is None]
    waiting = any(turn.participant_id == who.id for turn in unfinished)
    time = spoken(turns, who.id, deed.now)
    if refusal := rules.may_ask(limits_of(meeting), time, waiting=waiting, wishes=len(unfinished)):
        return refusal
    wish = Turn(id=deed.new_id(), meeting_id=meeting.id, participant_id=who.id, asked_at=deed.now)
    deed.session.add(wish)
    await note(deed, meeting, "floor.asked", _about(wish))
    return wish


@deed
async def give(deed: Deed, actor: Actor, turn_id: UUID) -> Meeting | Refusal:
    """The meeting with the floor given to whoever asked for this turn; nobody else has it then."""
    turn, meeting = await _turn(deed, turn_id)
    if turn is None or meeting is None:
        return TURN_UNKNOWN
    if refusal := rules.may_guide(meeting.phase, roles_in(actor, meeting.community_id)):
        return refusal
    if turn.given_at is not None or turn.ended_at is not None:
        return refuse(Code.CONFLICT, "turn_over", "turnId")
    turns = await proceedings.turns(deed.session, meeting.id)
    if any(other.given_at is not None and other.ended_at is None for other, _ in turns):
        return refuse(Code.CONFLICT, "floor_taken", "turnId")
    turn.given_at = deed.now
    turn.until = rules.turn_until(limits_of(meeting), spoken(turns, turn.participant_id, deed.now), deed.now)
    if turn.until is not None:
        deed.set_deadline(Due.TURN_ENDS, turn.id, turn.until)
    await note(deed, meeting, "floor.given", _about(turn))
    who = await proceedings.participant(deed.session, turn.participant_id)
    if meeting.issue_id is not None and who is not None and who.resident_id is not None:
        await spoke(deed, meeting.issue_id, who.resident_id)
    return meeting


@deed
async def give_back(deed: Deed, actor: Actor, turn_id: UUID) -> Meeting | Refusal:
    """The meeting without this turn: given back or withdrawn by whose it is, or taken by a moderator."""
    turn, meeting = await _turn(deed, turn_id)
    if turn is None or meeting is None:
        return TURN_UNKNOWN
    whose = await proceedings.participant(deed.session, turn.participant_id)
    mine = whose is not None and whose.resident_id == actor.resident_id
    refusal = rules.may_guide(meeting.phase, roles_in(actor, meeting.community_id))
    if refusal and not (mine and meeting.phase == Phase.LIVE):
        return refusal
    if turn.ended_at is not None:
        return refuse(Code.CONFLICT, "turn_over", "turnId")
    given = Ending.RETURNED if mine else Ending.TAKEN
    await _end(deed, meeting, turn, Ending.WITHDRAWN if turn.given_at is None else given)
    return meeting


async def end_when_due(deed: Deed, turn_id: UUID) -> None:
    """Ends a turn whose time is over. One that has ended stays as it is."""
    turn, meeting = await _turn(deed, turn_id)
    if turn is not None and meeting is not None and turn.ended_at is None:
        await _end(deed, meeting, turn, Ending.TIME_OVER)


async def end_all(deed: Deed, meeting: Meeting) -> None:
    """Ends every turn of a meeting that is over, and every wish for one."""
    for turn, _ in await proceedings.turns(deed.session, meeting.id):
        if turn.ended_at is None:
            await _end(deed, meeting, turn, Ending.MEETING_OVER)


@deed
async def note_breach(
    deed: Deed, actor: Actor, participant_id: UUID, words: str, answer: BreachAnswer
) -> Breach | Refusal:
    """A breach of the house rules, noted; somebody who has the floor loses it where that is the answer."""
    found = await _participant(deed, actor, participant_id)
    if isinstance(found, Refusal):
        return found
    _, meeting = found
    text = accept(words, REASON)
    if isinstance(text, Refusal):
        return text
    speaking = await _speaking(deed, meeting, participant_id)
    if answer == BreachAnswer.FLOOR_TAKEN and speaking is None:
        return refuse(Code.CONFLICT, "has_no_floor", "answer")
    breach = Breach(
        id=deed.new_id(),
        meeting_id=meeting.id,
        participant_id=participant_id,
        note=text,
        answer=answer,
        noted_at=deed.now,
    )
    deed.session.add(breach)
    about = {"participantId": public_id(Kind.PARTICIPANT, participant_id), "answer": answer.value}
    await note(deed, meeting, "rules.broken", about)
    if answer == BreachAnswer.FLOOR_TAKEN and speaking is not None:
        await _end(deed, meeting, speaking, Ending.TAKEN)
    return breach


async def _participant(deed: Deed, actor: Actor, participant_id: UUID) -> tuple[Participant, Meeting] | Refusal:
    participant = await proceedings.participant(deed.session, participant_id)
    if participant is None:
        return PARTICIPANT_UNKNOWN
    meeting = await led(deed, actor, participant.meeting_id, rules.may_guide)
    return meeting if isinstance(meeting, Refusal) else (participant, meeting)


async def _speaking(deed: Deed, meeting: Meeting, participant_id: UUID) -> Turn | None:
    for turn, _ in await proceedings.turns(deed.session, meeting.id):
        if turn.participant_id == participant_id and turn.given_at is not None and turn.ended_at is None:
            return turn
    return None


async def _turn(deed: Deed, turn_id: UUID) -> tuple[Turn | None, Meeting | None]:
    turn = await proceedings.turn(deed.session, turn_id)
    meeting = await hold_meeting(deed, turn.meeting_id) if turn else None
    return await proceedings.turn(deed.session, turn_id) if meeting else None, meeting


async def _end(deed: Deed, meeting: Meeting, turn: Turn, ending: Ending) -> None:
    # What the clock ends late, because nobody was running, has ended in time all the same.
    over = turn.until if ending == Ending.TIME_OVER and turn.until else deed.now
    turn.ended_at, turn.ending = over, ending
    seconds = int((over - turn.given_at).total_seconds()) if turn.given_at else 0
    await note(deed, meeting, "floor.ended", {**_about(turn), "how": ending.value, "seconds": seconds})


def _about(turn: Turn) -> dict[str, str]:
    participant = public_id(Kind.PARTICIPANT, turn.participant_id)
    return {"turnId": public_id(Kind.TURN, turn.id), "participantId": participant}
