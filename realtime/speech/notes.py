"""What was heard and is not read yet."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator

from realtime.speech.dialects import Span
from realtime.speech.engine import Heard


class Notes:
    """Numbers the utterances, and keeps what was heard until it is read. Text that is not final never piles up."""

    def __init__(self) -> None:
        self._number = 1
        self._running = ""
        self._unread: deque[Heard] = deque()
        self._moved = asyncio.Event()
        self._closed = False

    def run(self, text: str) -> None:
        """The running utterance so far. Its key stays until it is final, also over a new connection."""
        text = clean(text)
        if text and text != self._running:
            self._running = text
            self._put(Heard(str(self._number), text, False, None, None))

    def end(self, text: str, span: Span | None) -> None:
        """The final text of the running utterance."""
        started, ended = span or (None, None)
        self._put(Heard(str(self._number), clean(text), True, started, ended))
        self._number += 1
        self._running = ""

    def close(self) -> None:
        """Nothing more will come."""
        self._closed = True
        self._moved.set()

    async def read(self) -> AsyncIterator[Heard]:
        """What was heard, until nothing more will come."""
        while True:
            while self._unread:
                yield self._unread.popleft()
            if self._closed:
                return
            self._moved.clear()
            await self._moved.wait()

    def _put(self, heard: Heard) -> None:
        if self._unread and not self._unread[-1].final and self._unread[-1].key == heard.key:
            self._unread.pop()
        self._unread.append(heard)
        self._moved.set()


def clean(text: str) -> str:
    """The text without what cannot be shown or kept, such as halves of characters."""
    return "".join(letter if letter.isprintable() or letter == "\u3000" else " " for letter in text).strip()
