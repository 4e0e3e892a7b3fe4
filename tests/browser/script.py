"""The script of a meeting of ten minutes: who says what at which moment, and what is done in between."""

import asyncio
import os
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

TABLE = Path(__file__).with_name("ten_minutes.tsv")
PACE = float(os.environ.get("MEETING_PACE", "30"))
"""How many times as fast as life the script is played."""
DONE = "*"
CHARACTERS_A_SECOND = 4.7


@dataclass(frozen=True, slots=True)
class Cue:
    """At so many seconds after the start somebody says these words, or this is done, where `who` is DONE."""

    at: int
    who: str
    what: str

    @property
    def seconds(self) -> float:
        """How long it takes to say it."""
        return len(self.what) / CHARACTERS_A_SECOND


def cues() -> list[Cue]:
    """The whole script, in order."""
    rows = [line.split("\t") for line in TABLE.read_text("utf-8").splitlines()]
    return [Cue(_seconds(at), who, what) for at, who, what in rows]


def _seconds(mark: str) -> int:
    minutes, _, seconds = mark.partition(":")
    return 60 * int(minutes) + int(seconds)


class Watch:
    """Runs from now on as fast as the script is played."""

    def __init__(self) -> None:
        self._start = monotonic()

    async def until(self, at: float) -> None:
        """Returns when it shows so many seconds, at once where it is past them."""
        await asyncio.sleep(self._start + at / PACE - monotonic())
