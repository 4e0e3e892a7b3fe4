"""Where the cues begin and end in the lines of a WebVTT or an SRT file.

A reader that shows captions leaves out what it cannot make sense of. What is kept of a meeting must not lose a
sentence so quietly, so such a line is refused.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from rules.refusals import Code, Refusal, refuse

ARROW = "-->"
HEADER = "WEBVTT"


@dataclass(frozen=True, slots=True)
class Cue:
    """The line with the times, its number in the file, and the lines of text below it as they stand."""

    line: int
    times: str
    text: str


def unreadable(line: int) -> Refusal:
    """INVALID, with the number of the line to look at."""
    return refuse(Code.INVALID, "captions_unreadable", "captions", line=line)


def is_webvtt(lines: Sequence[str]) -> bool:
    """Whether the first line is the one every WebVTT file begins with."""
    return _begins_with(lines[0], HEADER)


def webvtt_cues(lines: Sequence[str]) -> list[Cue] | Refusal:
    """The cues in the order of the file, without header, notes and styles; INVALID when a block is none of these."""
    cues: list[Cue] = []
    for number, block in _blocks(lines):
        if number > 1 and (_left_out(block[0]) or not any(map(str.strip, block))):
            continue
        found = _cues_in(block, number)
        if number > 1 and not (found and found[0].line <= number + 1):
            return unreadable(number)
        cues += found
    return cues


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Lines up to the next empty one, with the number of the first."""
    for filled, numbered in groupby(enumerate(lines, 1), key=lambda line: line[1] != ""):
        if filled:
            numbers, block = zip(*numbered, strict=True)
            yield numbers[0], list(block)


def _left_out(line: str) -> bool:
    return _begins_with(line, "NOTE") or line.rstrip() in {"STYLE", "REGION"}


def _begins_with(line: str, word: str) -> bool:
    return line == word or line.startswith((f"{word} ", f"{word}\t"))


def _cues_in(block: Sequence[str], number: int) -> list[Cue]:
    """Every line with an arrow begins a cue, an empty line before it or not."""
    arrows = [at for at, line in enumerate(block) if ARROW in line]
    ends = pairwise([*arrows, len(block)])
    return [Cue(number + at, block[at], "\n".join(block[at + 1 : end])) for at, end in ends]


def srt_cues(lines: Sequence[str]) -> list[Cue] | Refusal:
    """The cues in the order of the file; INVALID when it has no times, or words before the first.

    A cue goes on until the next one's times, since many files have empty lines within a text.
    """
    times = [at for at, line in enumerate(lines) if ARROW in line and line.lstrip()[:1].isdecimal()]
    begins = [_with_counter(lines, at) for at in times]
    for at, line in enumerate(lines[: begins[0]] if begins else lines):
        if line.strip():
            return unreadable(at + 1) if times else refuse(Code.INVALID, "captions_unknown", "captions")
    ends = zip(times, [*begins[1:], len(lines)], strict=True) if times else ()
    return [Cue(at + 1, lines[at], "\n".join(lines[at + 1 : end])) for at, end in ends]


def _with_counter(lines: Sequence[str], at: int) -> int:
    return at - 1 if at and lines[at - 1].strip().isdecimal() else at
