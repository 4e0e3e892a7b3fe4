"""A moderator's microphone: audio comes over a socket of its own and goes to the speech engine."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

import orjson
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect
from strawberry.http.websocket_origin import normalize_allowed_origins

from realtime.speech.engine import Hearing
from resolvers.actors import Actor, actor_of
from resolvers.house import House
from resolvers.meetings.listening import Listening, hotwords, may_listen
from resolvers.meetings.streams import UNKNOWN
from rules.ids import Kind, key_of
from rules.refusals import Code, Refusal
from rules.texts import SPEAKER, accept
from schema.sentences import refusal
from schema.transport.caller import bearer, language
from schema.transport.origins import is_welcome
from schema.transport.sessions import watched

GREETING_SECONDS = 10.0
SILENT_SECONDS = 60.0
"""Nobody sends audio any more: a browser sends silence too."""

LARGEST_PIECE = 64_000
UNNAMED = "现场"
CLOSES = {Code.FORBIDDEN: 4403, Code.NOT_FOUND: 4404, Code.WRONG_STAGE: 4409, Code.SIGN_IN_REQUIRED: 4401}


class Close(Exception):  # noqa: N818
    """Ends a socket with a code and a sentence."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


@dataclass(slots=True)
class Greeting:
    """What the first message says: who sends, whose voice it is, and in which language to answer and to listen."""

    token: str | None
    speaker: str
    language: str


def audio_routes(house: House, allowed_origins: Sequence[str]) -> list[WebSocketRoute]:
    """`/meetings/<id of a meeting>/audio`.

    First a text message {"authorization": "Bearer …", "speaker", "language"}, then 16 kHz mono PCM16 in binary ones;
    {"speaker"} names whoever speaks from now on, {"end": true} ends. Answers {"ready": true}, and {"end": true} once
    everything heard has been written down. Closes with 4401, 4403, 4404, 4408, 4409, 4400 or, without an engine, 4503.
    """

    allowed = normalize_allowed_origins(allowed_origins)

    async def audio(websocket: WebSocket) -> None:
        if not is_welcome(websocket, allowed):
            await websocket.close()
            return
        await websocket.accept()
        try:
            await Microphone(house, websocket).serve()
            await websocket.close(1000)
        except (WebSocketDisconnect, asyncio.CancelledError):
            pass  # the line is gone, or the server stops while it waits for the engine's last words
        except Close as close:
            with suppress(WebSocketDisconnect, RuntimeError):
                await websocket.close(close.code, close.reason[:120])

    return [WebSocketRoute("/meetings/{meeting}/audio", audio)]


class Microphone:
    """One socket with audio."""

    def __init__(self, house: House, websocket: WebSocket) -> None:
        self._house = house
        self._websocket = websocket
        self._speaker = UNNAMED

    async def serve(self) -> None:
        """Listens until the audio ends, the meeting is over, or the session is. Raises Close or WebSocketDisconnect."""
        greeting = await self._greeted()
        actor, meeting_id = await self._allowed(greeting)
        engine = self._house.speech
        if engine is None:
            raise Close(4503, "This server has no speech engine (SPEECH_URL).")
        words = await hotwords(self._house, meeting_id)
        with watched(self._house.sessions, actor.session_id) as session_ended:
            async with engine.hear(meeting_id.hex, words, greeting.language) as hearing:
                await self._websocket.send_json({"ready": True})
                heard = Listening(self._house, greeting.token, meeting_id, lambda: self._speaker, self._house.now())
                await self._listen(hearing, heard, session_ended, greeting.language)

    async def _listen(self, hearing: Hearing, listening: Listening, session_ended: asyncio.Event, said_in: str) -> None:
        writing = asyncio.create_task(listening.write_down(hearing))
        feeding = asyncio.create_task(self._feed(hearing, listening))
        over = asyncio.create_task(session_ended.wait())
        tasks = {writing, feeding, over}
        try:
            done, _ = await asyncio.wait({writing, feeding, over}, return_when=asyncio.FIRST_COMPLETED)
            if over in done:
                raise Close(4403, "Your session is over.")
            if feeding in done:
                hearing.finish()
                gone = feeding.exception()
                await writing
                if gone:
                    raise gone
            if unwanted := writing.result():
                raise _closed(unwanted, said_in)
            await self._websocket.send_json({"end": True})
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _feed(self, hearing: Hearing, listening: Listening) -> None:
        """Hands audio on until its end is said. Raises where the line breaks; what came before is still heard."""
        silent = True
        while True:
            try:
                async with asyncio.timeout(SILENT_SECONDS):
                    message = await self._websocket.receive()
            except TimeoutError:
                raise Close(4408, "No audio came for a minute.") from None
            if message["type"] == "websocket.disconnect":
                raise WebSocketDisconnect(message.get("code", 1006))
            if (pcm := message.get("bytes")) is not None:
                if len(pcm) > LARGEST_PIECE:
                    raise Close(4400, "Send audio in pieces of at most 64,000 bytes.")
                if silent:
                    silent, listening.began_at = False, self._house.now()
                hearing.feed(pcm)
                continue
            content = _content(message.get("text"))
            if content.get("end") is True:
                return
            self._name(content)

    async def _greeted(self) -> Greeting:
        try:
            async with asyncio.timeout(GREETING_SECONDS):
                message = await self._websocket.receive()
        except TimeoutError:
            raise Close(4408, "Say who you are first.") from None
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1006))
        content = _content(message.get("text"))
        header, spoken = content.get("authorization"), content.get("language")
        if not isinstance(header, str | None) or not isinstance(spoken, str | None):
            raise Close(4400, "authorization and language must be texts.")
        self._name(content)
        return Greeting(bearer(header), self._speaker, language(spoken))

    async def _allowed(self, greeting: Greeting) -> tuple[Actor, UUID]:
        actor = await actor_of(self._house, greeting.token)
        if actor is None:
            raise Close(4401, "Please sign in first.")
        key = key_of(Kind.MEETING, self._websocket.path_params["meeting"])
        refused = UNKNOWN if key is None else await may_listen(self._house, actor, key)
        if key is None or refused:
            raise _closed(refused or UNKNOWN, greeting.language)
        return actor, key

    def _name(self, content: dict[str, object]) -> None:
        speaker = content.get("speaker")
        if isinstance(speaker, str):
            accepted = accept(speaker[: SPEAKER.most], SPEAKER)
            self._speaker = UNNAMED if isinstance(accepted, Refusal) else accepted


def _content(text: str | None) -> dict[str, object]:
    try:
        content = orjson.loads(text or "")
    except ValueError:
        content = None
    if not isinstance(content, dict):
        raise Close(4400, "That is not a message; send JSON objects, or audio.")
    return content


def _closed(refused: Refusal, said_in: str) -> Close:
    return Close(CLOSES.get(refused.code, 4400), refusal(refused, said_in))
