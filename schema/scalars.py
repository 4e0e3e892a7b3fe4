"""How values travel: times as RFC 3339 in UTC, days of the calendar, and enums with every value described."""

import re
from datetime import UTC, date, datetime
from enum import Enum
from typing import TypeVar

import strawberry

from db.streams import moment
from schema.transport.errors import ClientError

E = TypeVar("E", bound=type[Enum])

RFC_3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
EARLIEST_YEAR, LATEST_YEAR = 1970, 9000


def _read_moment(text: object) -> datetime:
    wrong = ClientError("BAD_USER_INPUT", "A time is written like 2026-05-01T12:00:00Z, with its zone.")
    if not isinstance(text, str) or not RFC_3339.fullmatch(text):
        raise wrong
    try:
        at = datetime.fromisoformat(text.upper())
    except ValueError:
        raise wrong from None
    if not EARLIEST_YEAR <= at.year <= LATEST_YEAR:
        raise wrong
    return at.astimezone(UTC)


DateTime = strawberry.scalar(
    name="DateTime",
    description="A moment as RFC 3339 in UTC, to the microsecond: 2026-05-01T12:00:00.000000Z. Inputs need a zone.",
    serialize=moment,
    parse_value=_read_moment,
)


def _read_day(text: object) -> date:
    wrong = ClientError("BAD_USER_INPUT", "A day is written like 2026-05-01.")
    if not isinstance(text, str) or not DAY.fullmatch(text):
        raise wrong
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise wrong from None
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise wrong
    return day


Date = strawberry.scalar(
    name="Date",
    description="A day of the calendar, as in ISO 8601: 2026-05-01.",
    serialize=date.isoformat,
    parse_value=_read_day,
)


def described(enum: E, name: str, description: str, **values: str) -> E:
    """The enum of the rules as clients see it, every value with its description."""
    shown = strawberry.enum(enum, name=name, description=description)
    for value in shown.__strawberry_definition__.values:  # type: ignore[attr-defined]
        value.description = values[value.name]
    return shown
