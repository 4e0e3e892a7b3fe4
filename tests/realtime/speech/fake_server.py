"""FunASR servers that follow the protocol, in both dialects, over a real socket, with faults on demand."""

import asyncio
import json
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import ClassVar

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from tests.realtime.speech.speech import Ear, Sentence

NOISE = (
    "not json",
    "[]",
    "7",
    "{}",
    '{"mode": 3, "text": 4}',
    '{"sentences": 5}',
    '{"mode": "2pass-offline", "text": []}',
)


@dataclass(slots=True)
class Faults:
    """What goes wrong on one connection."""

    drop_at_ms: int | None = None
    """The connection breaks when so much audio has come, before anything is said of its last frame."""
    twice: bool = False
    """Every final comes twice."""
    noise: bool = False
    """Among the answers is what is none."""
    mute: bool = False
    """Nothing is answered, not even at the end."""
    curt: bool = False
    """When told to stop it hangs up politely, without the answer it owes."""


@dataclass(eq=False)
class FakeServer:
    """Listens on a port of its own, which it keeps when it is stopped and started again."""

    timed: bool = True
    hangs_up: bool = True
    """Closes the connection after its last word."""
    faults: deque[Faults] = field(default_factory=deque)
    opened: list[list[str]] = field(default_factory=list)
    heard_bytes: int = 0
    frames: list[int] = field(default_factory=list)
    told_to_stop: asyncio.Event = field(default_factory=asyncio.Event)
    may_answer_stop: asyncio.Event = field(default_factory=asyncio.Event)
    connected: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))
    port: int = 0
    subprotocol: str | None = None
    protocols: ClassVar[list[Subprotocol] | None] = None
    _server: Server | None = None

    async def __aenter__(self):
        self.may_answer_stop.set()
        await self.start()
        return self

    async def __aexit__(self, *_):
        await self.stop()

    async def start(self):
        self._server = await serve(self._serve, "127.0.0.1", self.port, subprotocols=self.protocols, close_timeout=1)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self):
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
            self._server = None

    async def _serve(self, socket: ServerConnection):
        faults = self.faults.popleft() if self.faults else Faults()
        self.subprotocol = socket.subprotocol
        self.opened.append([])
        self.connected.release()
        with suppress(ConnectionClosed):
            await self.talk(socket, faults, Ear())

    async def talk(self, socket: ServerConnection, faults: Faults, ear: Ear):
        got = 0
        async for message in socket:
            if isinstance(message, str):
                if await self.told(socket, message, ear, faults):
                    break
                continue
            got += len(message)
            self.heard_bytes += len(message)
            self.frames.append(len(message))
            if faults.drop_at_ms is not None and got >= faults.drop_at_ms * 32:
                socket.transport.abort()
            heard = ear.hear(message)
            if not faults.mute:
                await self.answer(socket, heard, ear, faults)

    async def told(self, socket, message, ear, faults) -> bool:
        """Whether to hang up after this message."""
        if not self.is_stop(message):
            self.opened[-1].append(message)
            return False
        self.told_to_stop.set()
        await self.told_to_answer(socket)
        if faults.mute or faults.curt:
            return faults.curt
        await self.answer(socket, [ear.end()] if ear.running else [], ear, faults)
        await self.farewell(socket)
        return self.hangs_up

    async def told_to_answer(self, socket):
        """Returns when the last answer may be given, or the connection is gone."""
        waits = [asyncio.ensure_future(wait) for wait in (self.may_answer_stop.wait(), socket.wait_closed())]
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()

    async def noise(self, socket, faults):
        for message in (*NOISE, b"\0") if faults.noise else ():
            await socket.send(message)


class ClassicServer(FakeServer):
    """Answers piece by piece, and lies about `is_final`."""

    protocols: ClassVar = [Subprotocol("binary")]

    def is_stop(self, message: str) -> bool:
        return json.loads(message).get("is_speaking") is False

    async def answer(self, socket, heard, ear, faults):
        for item in heard:
            await self.noise(socket, faults)
            for _ in range(2 if faults.twice and isinstance(item, Sentence) else 1):
                await socket.send(json.dumps(self.offline(item) if isinstance(item, Sentence) else self.online(item)))

    def online(self, word):
        return {"mode": "2pass-online", "text": f"w{word} ", "wav_name": "m", "is_final": True}

    def offline(self, sentence):
        answer = {"mode": "2pass-offline", "text": sentence.text, "is_final": False, "surprise": {"deep": []}}
        if self.timed:
            middle = (sentence.start + sentence.end) // 2
            answer["timestamp"] = "[[0,0]]"
            answer["stamp_sents"] = [
                {"text_seg": "一", "punc": "，", "start": sentence.start, "end": middle, "ts_list": []},
                {
                    "text_seg": "二",
                    "punc": "。",
                    "start": middle,
                    "end": sentence.end,
                    "ts_list": [[middle, sentence.end]],
                },
            ]
        return answer

    async def farewell(self, socket):
        await socket.send(json.dumps({"text": "", "wav_name": "m", "is_final": True}))


class CumulativeServer(FakeServer):
    """Answers with the whole list each time."""

    recuts: bool = False
    """At the end, sentences of more than one word are cut in two, as for two speakers."""

    def is_stop(self, message: str) -> bool:
        return message == "STOP"

    async def talk(self, socket, faults, ear):
        socket.sentences = []
        await super().talk(socket, faults, ear)

    async def told(self, socket, message, ear, faults):
        if not self.is_stop(message):
            await socket.send(json.dumps({"event": message.split(":")[0].lower()}))
        return await super().told(socket, message, ear, faults)

    async def answer(self, socket, heard, ear, faults):
        for item in heard:
            if isinstance(item, Sentence):
                socket.sentences.append(item)
            running = [] if isinstance(item, Sentence) else ear.running
            await self.noise(socket, faults)
            for _ in range(2 if faults.twice else 1):
                await socket.send(json.dumps(self.all(socket.sentences, running)))

    def all(self, sentences, running=()):
        shown = [{"text": one.text, "spk": 0} for one in sentences]
        if self.timed:
            shown = [{**item, "start": one.start, "end": one.end} for item, one in zip(shown, sentences, strict=True)]
        partial = " ".join(f"w{word}" for word in running)
        return {"sentences": shown, "partial": partial, "partial_start_ms": 0, "duration_ms": 0, "is_final": False}

    async def farewell(self, socket):
        if self.recuts:
            await socket.send(json.dumps({**self.all(cut(socket.sentences)), "is_final": True}))
        await socket.send(json.dumps({"event": "stopped"}))


def cut(sentences: list[Sentence]) -> list[Sentence]:
    """Each sentence in two, where it has two words."""
    halves = []
    for one in sentences:
        middle = one.start + 100
        halves.append(Sentence(one.words[:1], one.start, middle))
        if one.words[1:]:
            halves.append(Sentence(one.words[1:], middle, one.end))
    return halves
