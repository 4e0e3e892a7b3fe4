"""One connection to a FunASR server, from its first message to its last."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from websockets.asyncio.client import ClientConnection

from realtime.background import ended
from realtime.speech.audio import LAG, LONGEST_MS, Audio, Marks
from realtime.speech.dialects import Answer, Reader, understood
from realtime.speech.ledger import Ledger, placed
from realtime.speech.notes import Notes

LATE = 10.0
"""Seconds of silence after the last audio in which an answer is still waited for."""

AWAY = 60.0
"""Seconds after the finish, or the last final since, for which a server that is away is still asked."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is waited for what, in seconds, and how much audio is kept, in milliseconds."""

    late: float = LATE
    away: float = AWAY
    lag: float = LAG
    longest_ms: int = LONGEST_MS


@dataclass(slots=True, eq=False)
class Meeting:
    """What outlives a connection: the audio, whether more will come, and what was heard of it."""

    audio: Audio
    ledger: Ledger = field(default_factory=Ledger)
    notes: Notes = field(default_factory=Notes)
    finished: bool = False
    stopped: bool = False
    """Whether the running connection has been told that there is no more audio."""
    moved: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def heard_out(self) -> bool:
        """Whether no audio is left that could bring anything."""
        return self.finished and self.audio.start >= self.audio.end


class Turn:
    """Gives a connection all audio that is not covered yet, and notes what it answers. `alive` hears of answers."""

    def __init__(
        self, socket: ClientConnection, reader: Reader, meeting: Meeting, patience: Patience, alive: Callable[[], None]
    ) -> None:
        self._socket = socket
        self._reader = reader
        self._meeting = meeting
        self._late = patience.late
        self._alive = alive
        self._start = meeting.audio.open()
        self._marks = Marks(self._start, patience.lag)
        self._limit = asyncio.timeout(None)
        meeting.stopped = False
        meeting.ledger.reopen(self._start)

    async def run(self, opening: Sequence[str], closing: str) -> None:
        """Returns once nothing more will come. Raises where the connection ends before that."""
        tasks = asyncio.create_task(self._read()), asyncio.create_task(self._send(opening, closing))
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        finally:
            await ended([task for task in tasks if not task.done()])
            self._meeting.audio.shut()
        errors = [error for task in tasks if not task.cancelled() and (error := task.exception())]
        if errors:
            raise errors[0]

    async def _send(self, opening: Sequence[str], closing: str) -> None:
        for message in opening:
            await self._socket.send(message)
        await self._send_audio(self._meeting.audio)
        await self._socket.send(closing)
        self._meeting.stopped = True
        self._wait_on()

    async def _send_audio(self, audio: Audio) -> None:
        now = asyncio.get_running_loop().time
        while True:
            if audio.start > audio.sent:
                raise ConnectionError("it took no audio for too long")
            finished = self._meeting.finished
            if frame := audio.take(last=finished):
                await self._socket.send(frame)
                self._marks.add(now(), audio.sent)
            elif finished:
                return
            else:
                audio.caught_up()
                self._meeting.moved.clear()
                await self._meeting.moved.wait()

    async def _read(self) -> None:
        try:
            async with self._limit:
                over = False
                while not over:
                    over = self._take(understood(self._reader, await self._socket.recv()))
        except TimeoutError:
            if not self._limit.expired():
                raise

    def _take(self, answer: Answer) -> bool:
        """Notes the answer. True when it was the last."""
        if answer.over and not self._meeting.stopped:
            raise ConnectionError("it stopped before it was told to")
        audio, ledger, notes = self._meeting.audio, self._meeting.ledger, self._meeting.notes
        settled = self._marks.settled(asyncio.get_running_loop().time())
        ledger.settle(settled)
        for final in answer.finals:
            span = placed(final.span, self._start, audio.sent)
            if ledger.admit(final, span, audio.sent, settled):
                notes.end(final.text, span)
        audio.forget(ledger.covered)
        if not ledger.repeating:  # else it may be the beginning of what was final already
            notes.run(answer.running)
        if answer.finals or answer.running:
            self._alive()
            self._wait_on()
        return answer.over

    def _wait_on(self) -> None:
        """After the last audio, waits for another while, or no longer where all of it is covered."""
        if self._meeting.stopped:
            wait = 0.0 if self._meeting.heard_out else self._late
            self._limit.reschedule(asyncio.get_running_loop().time() + wait)
