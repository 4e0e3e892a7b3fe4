"""Listening to a meeting through a FunASR server, over any number of connections."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterable, Mapping, Sequence

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.frames import CloseCode

from realtime.background import Background
from realtime.outage import Backoff, Outage
from realtime.speech.audio import Audio
from realtime.speech.dialects import Dialect
from realtime.speech.engine import Heard
from realtime.speech.turn import Meeting, Patience, Turn

STEADY = 1.0
"""A connection that has stood for so many seconds, or has answered, ends the outage."""

OPEN_TIMEOUT = 5.0
CLOSE_TIMEOUT = 1.0
PING_EVERY = 20.0
PING_TIMEOUT = 60.0
"""Longer than a server is busy with audio that it hears again. A dead one is noticed before audio has to be let go."""

LARGEST_ANSWER = 16_000_000
"""Bytes. A list of all sentences of a long meeting passes one million."""


class FunAsr:
    """An engine at `ws://…` or `wss://…` that speaks a dialect."""

    def __init__(self, address: str, dialect: Dialect, patience: Patience | None = None) -> None:
        self.address = address
        self.dialect = dialect
        self.patience = patience or Patience()

    def hear(self, name: str, hotwords: Mapping[str, int], language: str) -> "Listening":
        """Listens to one meeting. The server may be away, now or later."""
        return Listening(self, self.dialect.opening(name, hotwords, language))

    def connection(self) -> connect:
        """A connection to the server, to be entered."""
        return connect(
            self.address,
            subprotocols=self.dialect.subprotocols,
            compression=None,
            proxy=None,
            open_timeout=OPEN_TIMEOUT,
            close_timeout=CLOSE_TIMEOUT,
            ping_interval=PING_EVERY,
            ping_timeout=PING_TIMEOUT,
            max_size=LARGEST_ANSWER,
        )


class Listening(Background):
    """Keeps the audio that no final covers and gives it to each new connection: no final is lost, and none doubled."""

    def __init__(self, engine: FunAsr, opening: Sequence[str]) -> None:
        super().__init__()
        self._engine = engine
        self._opening = opening
        self._meeting = Meeting(Audio(engine.patience.longest_ms))
        self._outage = Outage("The speech engine")
        self._backoff = Backoff()
        self._give_up_at = 0.0

    def feed(self, pcm: bytes) -> None:
        """Takes the next audio: 16 kHz, mono, PCM16, cut anywhere. After the finish it takes none."""
        if not self._meeting.finished:
            self._meeting.audio.add(pcm)
            self._meeting.moved.set()

    def finish(self) -> None:
        """Says that there is no more audio. What the server still has to say comes, then the iterator ends."""
        if not self._meeting.finished:
            self._meeting.finished = True
            self._meeting.moved.set()
            self._ask_on()

    def __aiter__(self) -> AsyncIterator[Heard]:
        """What is heard, as it comes. For one reader."""
        return self._meeting.notes.read()

    def _loops(self) -> Iterable[Coroutine[None, None, None]]:
        return (self._listen(),)

    async def _listen(self) -> None:
        try:
            while not self._is_over():
                if await self._turn():
                    break
                await asyncio.sleep(self._backoff.next())
        finally:
            self._meeting.notes.close()

    def _is_over(self) -> bool:
        gave_up = self._meeting.finished and asyncio.get_running_loop().time() > self._give_up_at
        return gave_up or self._meeting.heard_out

    def _ask_on(self) -> None:
        self._give_up_at = asyncio.get_running_loop().time() + self._engine.patience.away

    async def _turn(self) -> bool:
        """One connection. True when all was heard, False when it was lost or never came to be."""
        all_was_there, given = self._meeting.finished, self._meeting.ledger.given
        try:
            await self._connected()
        except Exception as error:
            if self._meeting.stopped and hung_up(error):  # did it say all? Yes, if it had all and found nothing new
                return all_was_there and given == self._meeting.ledger.given
            if not self._is_over():
                self._outage.begin(error)
            return False
        finally:
            if given != self._meeting.ledger.given:
                self._ask_on()
        return True

    async def _connected(self) -> None:
        dialect = self._engine.dialect
        async with self._engine.connection() as socket:
            steady = asyncio.get_running_loop().call_later(STEADY, self._stands)
            try:
                turn = Turn(socket, dialect.reader(), self._meeting, self._engine.patience, self._stands)
                await turn.run(self._opening, dialect.closing())
            finally:
                steady.cancel()

    def _stands(self) -> None:
        self._outage.end()
        self._backoff = Backoff()


def hung_up(error: Exception) -> bool:
    """Whether the server ended the connection as one does after the last word, and not since it goes away."""
    return (
        isinstance(error, ConnectionClosed) and error.rcvd is not None and error.rcvd.code == CloseCode.NORMAL_CLOSURE
    )
