"""What is right about replaying a record: how fast, and how long a pause may be."""

from datetime import timedelta

SPEEDS = (1, 4, 16)
"""How many times as fast as it happened."""

LONGEST_PAUSE = timedelta(seconds=10)
"""On the viewer's clock: nobody waits through the days between two steps."""


def pause(gap: timedelta, speed: int) -> timedelta:
    """How long a viewer waits between two entries that were so far apart."""
    return min(max(gap, timedelta(0)) / speed, LONGEST_PAUSE)
