"""What a speech-to-text engine is to the rest of the house: audio goes in, and what was heard comes out."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self


@dataclass(frozen=True, slots=True)
class Heard:
    """A piece of an utterance. Text that is not final is replaced in place by the next with the same key.

    The final text comes once and ends its key; finals come in the order in which they were said. A key without one
    came to nothing. Times are in milliseconds from the start of the audio, or None where the engine does not say.
    """

    key: str
    text: str
    final: bool
    started_ms: int | None
    ended_ms: int | None


class Hearing(Protocol):
    """One meeting that is listened to. An async context manager; leaving it gives up what is not heard yet."""

    def feed(self, pcm: bytes) -> None:
        """Takes the next audio: 16 kHz, mono, PCM16, cut anywhere. Never waits and never fails, engine or not.

        Audio after the finish is not taken.
        """

    def finish(self) -> None:
        """Says that there is no more audio. The rest of the finals come, then the iterator ends, in bounded time."""

    def __aiter__(self) -> AsyncIterator[Heard]:
        """What is heard, as it comes. For one reader."""

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None: ...


class Engine(Protocol):
    """Something that can listen to meetings."""

    def hear(self, name: str, hotwords: Mapping[str, int], language: str) -> Hearing:
        """Listens to one meeting from the start of its audio.

        `hotwords` are the names and terms to be expected, each with its weight. `language` is a short code such as
        `zh` or `en`, or empty. An engine that cannot make use of one of them goes without.
        """
