"""How many screens follow a meeting: all who are sent what is said in it as it is said."""

from collections.abc import AsyncGenerator
from contextlib import AbstractContextManager
from functools import partial
from uuid import UUID

from realtime.cohorts import Count
from resolvers.house import House
from resolvers.meetings.streams import transcript_of


def count(house: House, meeting_id: UUID) -> int:
    """How many screens follow the meeting now, on all workers."""
    return house.presence.count(transcript_of(meeting_id))


def counting(house: House, meeting_id: UUID) -> Count:
    """What is told how many more follow it, where many are served together."""
    return partial(house.presence.add, transcript_of(meeting_id))


def watching(house: House, meeting_id: UUID) -> AbstractContextManager[None]:
    """One more follows it, within the context."""
    return house.presence.watching(transcript_of(meeting_id))


def follow(house: House, meeting_id: UUID) -> AsyncGenerator[int, None]:
    """How many screens follow the meeting, then the newest number after each change, at most one a second."""
    return house.presence.follow(transcript_of(meeting_id))
