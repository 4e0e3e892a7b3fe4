"""Names that clients hold for things. Opaque to them; we can tell what kind of thing each one names."""

import re
from enum import StrEnum
from uuid import UUID

PATTERN = re.compile(r"([a-z]+)_([0-9a-f]{32})")


class Kind(StrEnum):
    """The kinds of things that have a public id."""

    COMMUNITY = "community"
    RESIDENT = "resident"
    ISSUE = "issue"
    COMMENT = "comment"
    POLL = "poll"
    MEETING = "meeting"
    UTTERANCE = "utterance"
    AGREEMENT = "agreement"
    POINT = "point"
    AGENDA_ITEM = "item"
    PARTICIPANT = "participant"
    TURN = "turn"
    GRID = "grid"
    BUILDING = "building"
    HOUSEHOLD = "household"
    COVER = "cover"
    ENTRY = "entry"
    DEPARTMENT = "department"
    PHOTO = "photo"
    NOTICE = "notice"
    REPORT = "report"
    WHISTLE = "whistle"
    TASK = "task"
    RESOLUTION = "resolution"
    ADOPTION = "adoption"
    POINTS_ENTRY = "points"
    REWARD = "reward"
    VOUCHER = "voucher"
    PICKUP_PLACE = "place"
    ACTIVITY = "activity"
    SLOT = "slot"
    ATTENDANCE = "attendance"
    HOURS_MOVE = "hours"
    HOURS_GIFT = "gift"
    HELP_POST = "helppost"
    HELP = "help"
    COUNCIL_DRAW = "draw"
    NOMINATION = "nomination"
    HONOUR = "honour"
    HOUSEHOLD_REQUEST = "request"
    POINTS_HOLD = "hold"
    TEAM = "team"
    CONTEST = "contest"
    CONTEST_ENTRY = "idea"
    CONTEST_WIN = "win"


def public_id(kind: Kind, key: UUID) -> str:
    """The id clients and records carry for a thing."""
    return f"{kind}_{key.hex}"


def read_id(text: str) -> tuple[Kind, UUID] | None:
    """What a public id names, or None when it names nothing we could have made."""
    found = PATTERN.fullmatch(text)
    if found is None or found[1] not in set(Kind):
        return None
    return Kind(found[1]), UUID(found[2])


def key_of(kind: Kind, text: str) -> UUID | None:
    """The key of a thing of this kind, or None when the id is not one of these."""
    named = read_id(text)
    return named[1] if named and named[0] == kind else None
