"""What a dialect of FunASR has to tell: what is said to the server, and what its answers mean."""

import json
import logging
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeGuard

from websockets.typing import Subprotocol

log = logging.getLogger(__name__)

Span = tuple[int, int]
"""Start and end, in milliseconds."""


@dataclass(frozen=True, slots=True)
class Final:
    """A finished utterance. Its span counts from the start of the connection's audio, where the server tells it.

    `fresh` is False where the server has only repeated it within a list.
    """

    text: str
    span: Span | None = None
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """What one message means: finished utterances, then the running one so far. `over` says that no more will come."""

    finals: Sequence[Final] = ()
    running: str = ""
    over: bool = False


NOTHING = Answer()


class Reader(Protocol):
    """Reads the answers of one connection."""

    def read(self, answer: dict[str, Any]) -> Answer | None:
        """What the answer means, or None where it has not the shape of one."""


class Dialect(Protocol):
    """A way of talking with a FunASR server."""

    subprotocols: Sequence[Subprotocol] | None

    def opening(self, name: str, hotwords: Mapping[str, int], language: str) -> Sequence[str]:
        """The messages before the audio."""

    def closing(self) -> str:
        """The message after the audio."""

    def reader(self) -> Reader:
        """A reader for a new connection."""


def understood(reader: Reader, message: str | bytes) -> Answer:
    """What a message means. One that is not an answer means nothing and is logged."""
    answer = None
    if isinstance(message, str):
        try:
            content = json.loads(message)
        except (ValueError, RecursionError):
            content = None
        answer = reader.read(content) if isinstance(content, dict) else None
    if answer is None:
        log.warning("The speech engine sent something that is not an answer, %d characters", len(message))
    return answer or NOTHING


def span_of(item: dict[str, Any]) -> Span | None:
    """From `start` to `end`, in whole milliseconds, or None where they are missing or make no sense."""
    start, end = item.get("start"), item.get("end")
    if not is_number(start) or not is_number(end) or not 0 <= start < end:
        return None
    return round(start), round(end)


def is_number(value: object) -> TypeGuard[float]:
    """Whether it is a finite number; True and False are none."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
