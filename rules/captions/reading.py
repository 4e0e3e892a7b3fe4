"""Reading captions from WebVTT and SRT.

Every pattern here ends at the next sign that could begin it again, so that no text, however odd, takes more than
one walk through it.
"""

import html
import re
from collections.abc import Iterator
from datetime import timedelta

from rules.captions.caption import LONGEST, MOST_CAPTIONS, SPEAKER, TYPED, UTTERANCE, Caption
from rules.captions.cues import Cue, is_webvtt, srt_cues, unreadable, webvtt_cues
from rules.refusals import Code, Refusal, refuse
from rules.texts import accept

TIME = r"(?:([0-9]{1,6}):)?([0-5]?[0-9]):([0-5][0-9])[.,]([0-9]{3})"
TIMES = re.compile(rf"[ \t]*{TIME}[ \t]*-->[ \t]*{TIME}(?:[ \t].*)?")
TAG = re.compile(r"<(/?[a-z][a-z0-9]*(?:[.\s][^<>]*)?|/|[0-9:.]+)>", re.ASCII | re.IGNORECASE)
SRT_TAG = re.compile(r"</?(?:[bius]|font)(?:\s[^<>]*)?>|\{\\[^{}]*\}", re.ASCII | re.IGNORECASE)
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def read_captions(text: str) -> tuple[Caption, ...] | Refusal:
    """The captions of a WebVTT or SRT file in the order of their starts.

    INVALID when the file is neither, a line of it cannot be read, a cue ends before it starts, nothing is said in
    it, or it is too much: captions, hours, or the text of one. A cue with several voices is a caption for each.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    voiced = is_webvtt(lines)
    cues = webvtt_cues(lines) if voiced else srt_cues(lines)
    if isinstance(cues, Refusal):
        return cues
    captions: list[Caption] = []
    for cue in cues:
        spoken = _captions(cue, voiced=voiced)
        if isinstance(spoken, Refusal):
            return spoken
        captions += spoken
        if len(captions) > MOST_CAPTIONS:
            return refuse(Code.INVALID, "captions_too_many", "captions", most=MOST_CAPTIONS)
    if not captions:
        return refuse(Code.INVALID, "captions_empty", "captions")
    return tuple(sorted(captions, key=lambda caption: caption.started_ms))


def _captions(cue: Cue, *, voiced: bool) -> list[Caption] | Refusal:
    """What is said in the cue, without what is blank."""
    times = _times(cue)
    if isinstance(times, Refusal):
        return times
    captions: list[Caption] = []
    for name, typed_in, words in _voices(cue.text) if voiced else [("", False, SRT_TAG.sub("", cue.text))]:
        said = accept(words, UTTERANCE)
        if isinstance(said, Refusal) and said.reason == "text_empty":
            continue
        speaker = accept(name, SPEAKER)
        if isinstance(said, Refusal):
            return said
        if isinstance(speaker, Refusal):
            return speaker
        captions.append(Caption(speaker, said, *times, typed_in=typed_in))
    return captions


def _times(cue: Cue) -> tuple[int, int] | Refusal:
    """Start and end in milliseconds."""
    match = TIMES.fullmatch(cue.times)
    if match is None:
        return unreadable(cue.line)
    parts = [int(part or 0) for part in match.groups()]
    started, ended = _milliseconds(*parts[:4]), _milliseconds(*parts[4:])
    if ended < started:
        return refuse(Code.INVALID, "captions_backwards", "captions", line=cue.line)
    if ended > LONGEST // timedelta(milliseconds=1):
        return refuse(Code.INVALID, "captions_too_long", "captions", most=LONGEST // timedelta(hours=1))
    return started, ended


def _milliseconds(hours: int, minutes: int, seconds: int, rest: int) -> int:
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def _voices(text: str) -> Iterator[tuple[str, bool, str]]:
    """Every run of words in one voice, after who it is and whether staff typed it in; other tags are gone."""
    speaker, typed_in = "", False
    words, *rest = TAG.split(text)
    said = [words]
    for tag, after in zip(rest[::2], rest[1::2], strict=True):
        name, _, annotation = tag.replace("\t", " ").replace("\n", " ").partition(" ")
        kind, *classes = name.split(".")
        if kind.lower() in {"v", "/v"}:
            yield speaker, typed_in, _decoded("".join(said))
            speaker, typed_in, said = _decoded(annotation), TYPED in classes, []
        said.append(after)
    yield speaker, typed_in, _decoded("".join(said))


def _decoded(text: str) -> str:
    """The text with entities as the signs they stand for."""
    return ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
