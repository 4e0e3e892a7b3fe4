"""Why not: the codes clients rely on, and the reasons behind them."""

from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """What kind of refusal it is; clients branch on it."""

    SIGN_IN_REQUIRED = "SIGN_IN_REQUIRED"
    FORBIDDEN = "FORBIDDEN"
    NOT_FOUND = "NOT_FOUND"
    INVALID = "INVALID"
    CONFLICT = "CONFLICT"
    RATE_LIMITED = "RATE_LIMITED"
    NOT_ELIGIBLE = "NOT_ELIGIBLE"
    ALREADY_VOTED = "ALREADY_VOTED"
    POLL_NOT_OPEN = "POLL_NOT_OPEN"
    POLL_CLOSED = "POLL_CLOSED"
    WRONG_STAGE = "WRONG_STAGE"


@dataclass(frozen=True, slots=True)
class Refusal:
    """An expected no.

    `reason` names the sentence a person reads (each has one in Chinese and one in English), `values`
    fill its gaps, and `field` is the input that has to change, where there is one.
    """

    code: Code
    reason: str
    field: str | None = None
    values: tuple[tuple[str, str | int], ...] = ()


def refuse(code: Code, reason: str, field: str | None = None, **values: str | int) -> Refusal:
    """A refusal with the values of its sentence given by name."""
    return Refusal(code, reason, field, tuple(sorted(values.items())))
