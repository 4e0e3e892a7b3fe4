"""The audio that may be needed again, and how much of it a connection was given."""

import logging
from collections import deque

log = logging.getLogger(__name__)

BYTES_PER_MS = 32
LONGEST_MS = 120_000
FRAME_MS = 60
"""A tenth of the 600 ms in which the classic server decodes; it counts frames and wants them all alike."""

LAG = 30.0
"""No engine is taken to be further behind than this many seconds."""

MARK_EVERY = 1.0


class Audio:
    """The audio from the first moment that no final covers; at most `longest_ms` of it. Moments are milliseconds."""

    def __init__(self, longest_ms: int = LONGEST_MS) -> None:
        self._longest_ms = longest_ms
        self._kept = bytearray()
        self._losing = False
        self.start = 0
        self.sent = 0
        """How far the running connection, if there is one, has been given it."""

    @property
    def end(self) -> int:
        return self.start + len(self._kept) // BYTES_PER_MS

    def open(self) -> int:
        """The moment from which a new connection hears."""
        self.sent = self.start
        return self.start

    def shut(self) -> None:
        """No connection has any of it."""
        self.sent = 0

    def add(self, pcm: bytes) -> None:
        """Keeps some more. Where that is too much the oldest goes, with one warning if no connection has it.

        What a connection has is no loss: it may well be silence, which no final ever covers.
        """
        self._kept += pcm
        start = self.end - self._longest_ms
        if start <= self.start:
            return
        if start > self.sent and not self._losing:
            self._losing = True
            log.warning(
                "Audio of more than %d s waits for the speech engine; the oldest is lost", self._longest_ms // 1000
            )
        self.forget(start)

    def forget(self, until: int) -> None:
        """Lets go of what lies before a moment."""
        until = min(until, self.end)
        if until > self.start:
            del self._kept[: (until - self.start) * BYTES_PER_MS]
            self.start = until

    def caught_up(self) -> None:
        """The engine has all of it: the next loss is worth a warning again."""
        self._losing = False

    def take(self, last: bool) -> bytes:
        """The next frame for the connection; nothing while it is not whole, unless it is the last."""
        at = self.sent
        length = min(self.end - at, FRAME_MS)
        if length < FRAME_MS and not last:
            return b""
        self.sent += length
        begin = (at - self.start) * BYTES_PER_MS
        return bytes(self._kept[begin : begin + length * BYTES_PER_MS])


class Marks:
    """When a connection was given which moment of the audio."""

    def __init__(self, start: int, lag: float = LAG) -> None:
        self._lag = lag
        self._settled = start
        self._marks: deque[tuple[float, int]] = deque()

    def add(self, now: float, moment: int) -> None:
        """Notes that the audio up to the moment has just been given."""
        if not self._marks or now - self._marks[-1][0] >= MARK_EVERY:
            self._marks.append((now, moment))
        self.settled(now)

    def settled(self, now: float) -> int:
        """How far the audio had been given when the lag began."""
        while self._marks and self._marks[0][0] <= now - self._lag:
            self._settled = self._marks.popleft()[1]
        return self._settled
