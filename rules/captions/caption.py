"""What a caption is, and how much of it a file may hold."""

from dataclasses import dataclass
from datetime import timedelta

from rules.texts import NAME, Limit

MOST_CAPTIONS = 3_000
LONGEST = timedelta(hours=24)
UTTERANCE = Limit("captions", 2_000)
SPEAKER = Limit("captions", NAME.most, least=0, one_line=True)


@dataclass(frozen=True, slots=True)
class Caption:
    """What somebody said, from when to when in milliseconds of the meeting; no speaker where it is not known."""

    speaker: str
    text: str
    started_ms: int
    ended_ms: int
