"""Who takes part in a replay: the lines that `main.py seed` has written."""

from collections.abc import Iterable
from dataclasses import dataclass

import orjson

MODERATOR = "MODERATOR"
PLAIN_ROLES = frozenset({"RESIDENT"})


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one moderator and of the residents who vote."""

    moderator: str
    residents: tuple[str, ...]


def read_tokens(lines: Iterable[str | bytes]) -> Tokens:
    """The tokens in JSON lines `{"residentId", "phone", "roles", "token"}`. Raises ValueError where none is usable."""
    moderators, residents = [], []
    for number, line in enumerate(lines, 1):
        token, roles = _read(line, number)
        if MODERATOR in roles:
            moderators.append(token)
        elif roles <= PLAIN_ROLES:
            residents.append(token)
    if not moderators:
        raise ValueError("No line has the role MODERATOR; one is needed to open the polls")
    return Tokens(moderators[0], tuple(residents))


def _read(line: str | bytes, number: int) -> tuple[str, frozenset[str]]:
    try:
        seeded = orjson.loads(line)
        return str(seeded["token"]), frozenset(seeded["roles"])
    except (orjson.JSONDecodeError, KeyError, TypeError):
        raise ValueError(f"Line {number} is not a seeded resident with roles and token") from None
