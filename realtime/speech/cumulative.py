"""FunASR's newer realtime server: plain commands, and answers that each hold everything said so far."""

from collections.abc import Mapping, Sequence
from typing import Any

from websockets.typing import Subprotocol

from realtime.speech.dialects import NOTHING, Answer, Final, Reader, log, span_of

LANGUAGES = {"zh": "中文", "en": "English", "ja": "日本語"}
"""What the server calls them. Any other is handed on as it is."""


class Cumulative:
    """Commands are lines of text. Hotwords have no weights here, so the weightiest come first."""

    subprotocols: Sequence[Subprotocol] | None = None

    def opening(self, name: str, hotwords: Mapping[str, int], language: str) -> Sequence[str]:  # noqa: ARG002
        """START, then what is known of words and language. A hotword with a comma cannot be said and is left out."""
        words = sorted((word for word in hotwords if can_be_said(word)), key=lambda word: -hotwords[word])
        commands = ["START"]
        if words:
            commands.append("HOTWORDS:" + ",".join(words))
        if language:
            commands.append("LANGUAGE:" + LANGUAGES.get(language, language))
        return commands

    def closing(self) -> str:
        return "STOP"

    def reader(self) -> Reader:
        return CumulativeReader()


class CumulativeReader:
    """Tells what is new in the list from what was there before.

    At the end the server may cut sentences anew by speaker, which moves their places. So what is changed is handed on
    as well, though not as fresh: where it has times, whoever knows what is covered can tell whether it is new.
    """

    def __init__(self) -> None:
        self._seen: list[Any] = []

    def read(self, answer: dict[str, Any]) -> Answer | None:
        if "event" in answer:
            return told(answer)
        sentences, partial = answer.get("sentences"), answer.get("partial")
        if sentences is None and partial is None:
            return None
        if not isinstance(sentences, list | None) or not isinstance(partial, str | None):
            return None
        finals = self._finals(sentences or [])
        return Answer(finals=finals, running=partial or "")

    def _finals(self, sentences: list[Any]) -> list[Final]:
        finals = []
        for place, item in enumerate(sentences):
            fresh = place >= len(self._seen)
            if not fresh and item == self._seen[place]:
                continue
            if isinstance(item, dict) and isinstance(item.get("text"), str):
                finals.append(Final(item["text"], span_of(item), fresh))
            elif fresh:
                log.warning("The speech engine sent a sentence without text")
        if len(sentences) >= len(self._seen):
            self._seen = sentences
        return finals


def told(answer: dict[str, Any]) -> Answer:
    """What an event means: only `stopped` means something, and an error is logged."""
    if answer["event"] == "error":
        log.warning("The speech engine complains: %.200r", answer.get("error"))
    return Answer(over=True) if answer["event"] == "stopped" else NOTHING


def can_be_said(word: str) -> bool:
    """Whether the word fits into a list between commas, on one line."""
    return bool(word.strip()) and "," not in word and word.isprintable()
