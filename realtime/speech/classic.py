"""FunASR's own runtime servers, in two passes: quick pieces first, then the whole sentence once it has ended."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from websockets.typing import Subprotocol

from realtime.speech.dialects import NOTHING, Answer, Final, Reader, Span, span_of


class Classic:
    """Settings and the end of the audio go as JSON. The language is a matter of the server's model."""

    subprotocols: Sequence[Subprotocol] | None = (Subprotocol("binary"),)

    def opening(self, name: str, hotwords: Mapping[str, int], language: str) -> Sequence[str]:  # noqa: ARG002
        """One message with the settings; the hotwords are JSON within the JSON."""
        settings = {
            "mode": "2pass",
            "wav_name": name,
            "wav_format": "pcm",
            "is_speaking": True,
            "chunk_size": [5, 10, 5],
            "audio_fs": 16000,
            "hotwords": json.dumps(dict(hotwords), ensure_ascii=False),
            "itn": True,
        }
        return (json.dumps(settings, ensure_ascii=False),)

    def closing(self) -> str:
        return json.dumps({"is_speaking": False})

    def reader(self) -> Reader:
        return ClassicReader()


class ClassicReader:
    """Gathers the pieces of the running sentence until the whole one replaces them.

    `is_final` is not looked at: one server sets it while somebody still speaks, another only after the last audio.
    """

    def __init__(self) -> None:
        self._running = ""

    def read(self, answer: dict[str, Any]) -> Answer | None:
        mode, text = answer.get("mode", ""), answer.get("text", "")
        if not isinstance(mode, str) or not isinstance(text, str):
            return None
        if mode.endswith("offline"):
            self._running = ""
            return Answer(finals=(Final(text, stamped(answer.get("stamp_sents"))),))
        if mode.endswith("online"):
            self._running += text
            return Answer(running=self._running)
        is_farewell = "text" in answer and not text  # the runtime ends with an empty text and no mode
        return NOTHING if is_farewell else None


def stamped(stamps: object) -> Span | None:
    """From the first start to the last end, or None where the server tells no times."""
    items = stamps if isinstance(stamps, list) else []
    spans = [span for item in items if isinstance(item, dict) and (span := span_of(item))]
    return (min(start for start, _ in spans), max(end for _, end in spans)) if spans else None
