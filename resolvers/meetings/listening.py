"""What an engine hears becomes the transcript: what it is not sure of yet is shown, what is final is kept once."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from db.queries import issues, meetings, proceedings
from realtime.speech.engine import Heard, Hearing
from resolvers.actors import SIGN_IN_REQUIRED, Actor, actor_of, roles_in
from resolvers.house import House
from resolvers.meetings.said import Said
from resolvers.meetings.streams import UNKNOWN
from resolvers.meetings.transcript import Speech, append
from resolvers.patience import patiently
from rules.meetings import may_write
from rules.refusals import Code, Refusal
from rules.texts import UTTERANCE, clean

WEIGHT = 20
MOST_HOTWORDS = 200
OVER = frozenset({Code.SIGN_IN_REQUIRED, Code.FORBIDDEN, Code.WRONG_STAGE, Code.NOT_FOUND})


@dataclass(slots=True)
class Listening:
    """One microphone at a meeting: of whoever has the token, with the roles of the moment.

    `speaker` says who is heard, `began_at` when the first audio came.
    """

    house: House
    token: str | None
    meeting_id: UUID
    speaker: Callable[[], str]
    began_at: datetime
    ids: dict[str, UUID] = field(default_factory=dict)

    async def write_down(self, hearing: Hearing) -> Refusal | None:
        """Writes down what is heard until nothing more comes; earlier with a refusal where it is not wanted any more.

        What is final is tried until the database answers, under an id of its own, so that it is kept once.
        """
        async for heard in hearing:
            for speech in self._speeches(heard):
                result = await self._append(speech)
                if isinstance(result, Refusal) and result.code in OVER:
                    return result
        return None

    async def _append(self, speech: Speech) -> Said | Refusal:
        actor = await patiently(partial(actor_of, self.house, self.token))
        if actor is None:
            return SIGN_IN_REQUIRED
        result = await patiently(partial(append, self.house, actor, self.meeting_id, speech))
        if speech.final and isinstance(result, Refusal) and result.code == Code.CONFLICT:
            # Somebody has written something else under this id; what was said must not be lost for that.
            anew = replace(speech, utterance_id=self.house.new_id())
            result = await patiently(partial(append, self.house, actor, self.meeting_id, anew))
        return result

    def _speeches(self, heard: Heard) -> Iterator[Speech]:
        """One, or several where an engine took a long breath; none for silence."""
        text = clean(heard.text)
        for number, start in enumerate(range(0, len(text), UTTERANCE.most)):
            key = self.ids.setdefault(f"{heard.key} {number}", self.house.new_id())
            piece = text[start : start + UTTERANCE.most]
            times = self._moment(heard.started_ms), self._moment(heard.ended_ms) if heard.final else None
            yield Speech(key, self.speaker(), piece, heard.final, *times)
        if heard.final:
            self.ids = {key: known for key, known in self.ids.items() if not key.startswith(f"{heard.key} ")}

    def _moment(self, ms: int | None) -> datetime | None:
        return None if ms is None else min(self.began_at + timedelta(milliseconds=ms), self.house.now())


async def may_listen(house: House, actor: Actor, meeting_id: UUID) -> Refusal | None:
    """None where the actor may write down now what is said in this meeting."""
    async with house.database.read() as session:
        meeting = (await meetings.by_ids(session, [meeting_id])).get(meeting_id)
    if meeting is None:
        return UNKNOWN
    return may_write(meeting.phase, roles_in(actor, meeting.community_id))


async def hotwords(house: House, meeting_id: UUID) -> Mapping[str, int]:
    """Names and terms that are likely to be said: of those who are there, of the agenda, of the issue."""
    async with house.database.read() as session:
        meeting = (await meetings.by_ids(session, [meeting_id]))[meeting_id]
        words = [meeting.title, *(item.title for item in await proceedings.agenda(session, meeting_id))]
        if meeting.issue_id is not None:
            words += [issue.title for issue in (await issues.by_ids(session, [meeting.issue_id])).values()]
        words += [who.name for who in await proceedings.participants(session, meeting_id, MOST_HOTWORDS)]
    return dict.fromkeys(words[:MOST_HOTWORDS], WEIGHT)
