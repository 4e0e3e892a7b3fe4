"""What a caption is, and how much of it a file may hold."""

from dataclasses import dataclass
from datetime import timedelta

from rules.texts import NAME, Limit

MOST_CAPTIONS = 3_000
LONGEST = timedelta(hours=24)
UTTERANCE = Limit("captions", 2_000)
TYPED = "typed"
"""The class of a WebVTT voice whose words staff typed in."""

SPEAKER = Limit("captions", NAME.most, least=0, one_line=True)


@dataclass(frozen=True, slots=True)
class Caption:
    """What somebody said, from when to when in milliseconds of the meeting; no speaker where it is not known.

    It is `typed_in` where staff did so for somebody without a phone.
    """

    speaker: str
    text: str
    started_ms: int
    ended_ms: int
    typed_in: bool = False
