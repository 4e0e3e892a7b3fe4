"""Writing captions as WebVTT, as plain text for people, and as plain data."""

import html
import re
from collections.abc import Iterable

from rules.captions.caption import TYPED, Caption
from rules.texts import clean, one_line

TYPED_IN = "（代录）"

# White space at the ends of lines would be lost with some readers, and an empty line ends the cue with all of them.
LOOSE = re.compile(r"(?<=\n)\s|[^\S\n](?=\n)|[\u2028\u2029]")


def webvtt(captions: Iterable[Caption]) -> str:
    """A WebVTT file of the captions in the order of their starts; no text can break out of its cue."""
    return "WEBVTT\n" + "".join(map(_cue, _in_order(captions)))


def plain_text(captions: Iterable[Caption]) -> str:
    """A line for each caption, in the order of their starts: the time, the speaker where known, and the words.

    Words that staff typed in are marked before the colon.
    """
    return "".join(map(_line, _in_order(captions)))


def as_json(captions: Iterable[Caption]) -> list[dict[str, str | int | bool]]:
    """The captions in the order of their starts, as data JSON can hold."""
    return [
        {
            "speaker": caption.speaker,
            "text": caption.text,
            "startedMs": caption.started_ms,
            "endedMs": caption.ended_ms,
            "typedIn": caption.typed_in,
        }
        for caption in _in_order(captions)
    ]


def _in_order(captions: Iterable[Caption]) -> list[Caption]:
    return sorted(captions, key=lambda caption: caption.started_ms)


def _cue(caption: Caption) -> str:
    speaker = html.escape(one_line(caption.speaker), quote=False)
    names = f".{TYPED}" * caption.typed_in + f" {speaker}" * bool(speaker)
    voice = f"<v{names}>" if names else ""
    words = LOOSE.sub(_kept, html.escape(clean(caption.text), quote=False))
    return f"\n{_exact(caption.started_ms)} --> {_exact(caption.ended_ms)}\n{voice}{words}\n"


def _kept(sign: re.Match[str]) -> str:
    return f"&#{ord(sign[0])};"


def _line(caption: Caption) -> str:
    """One line whatever the text, so that nobody can be given words by a line that looks like theirs."""
    speaker = one_line(caption.speaker) + TYPED_IN * caption.typed_in
    return f"[{_clock(caption.started_ms)}] {speaker}{'：' if speaker else ''}{one_line(caption.text)}\n"


def _exact(milliseconds: int) -> str:
    return f"{_clock(milliseconds)}.{milliseconds % 1000:03}"


def _clock(milliseconds: int) -> str:
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}"
