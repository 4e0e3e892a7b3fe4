"""What is found in a file, and what has to be found wrong with it."""

import io
import re

from commands.verify.check import check_file
from commands.verify.found import Found

ISSUE, POLL = r"issue:[0-9a-f]{32}", r"poll:[0-9a-f]{32}"


def found(raw: bytes, *pins: str) -> Found:
    """What is found in a file with these bytes."""
    return check_file(io.BytesIO(raw), pins)


def refused(raw: bytes, says: str) -> None:
    """Fails unless the first wrong thing is this."""
    wrong = found(raw).wrong
    assert wrong is not None, f"taken for sound, instead of {says}"
    assert re.search(says, wrong), wrong
