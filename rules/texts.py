"""What a text must be like before it is kept."""

import unicodedata
from dataclasses import dataclass

from rules.refusals import Code, Refusal, refuse

KEPT_CONTROLS = frozenset("\n\t")
HIDDEN = frozenset({"Cc", "Cs", "Co"})
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Limit:
    """How long a text may be, in characters after cleaning, and which input it is."""

    field: str
    most: int
    least: int = 1


TITLE = Limit("title", 120)
DESCRIPTION = Limit("description", 10_000)
COMMENT = Limit("body", 2_000)
REASON = Limit("reason", 1_000)
QUESTION = Limit("question", 500)
CHOICE_KEY = Limit("choices", 40)
CHOICE_LABEL = Limit("choices", 200)
IDEMPOTENCY_KEY = Limit("idempotencyKey", 200)
NAME = Limit("name", 80)
SEARCH = Limit("search", 100, least=0)


def clean(text: str) -> str:
    """The text in Unicode normal form C, one kind of line end, without control or direction signs, trimmed."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", "".join(sign for sign in lines if _visible(sign))).strip()


def _visible(sign: str) -> bool:
    return sign in KEPT_CONTROLS or not (unicodedata.category(sign) in HIDDEN or sign in TURNING)


def accept(text: str, limit: Limit) -> str | Refusal:
    """The cleaned text, or INVALID when nothing is left of it or it is too long."""
    if len(text) > 4 * limit.most:
        return refuse(Code.INVALID, "text_too_long", limit.field, most=limit.most)
    cleaned = clean(text)
    if len(cleaned) < limit.least:
        return refuse(Code.INVALID, "text_empty", limit.field)
    if len(cleaned) > limit.most:
        return refuse(Code.INVALID, "text_too_long", limit.field, most=limit.most)
    return cleaned


def accept_all(**texts: tuple[str, Limit]) -> dict[str, str] | Refusal:
    """Every text cleaned under its name, or the first refusal."""
    accepted: dict[str, str] = {}
    for name, (text, limit) in texts.items():
        result = accept(text, limit)
        if isinstance(result, Refusal):
            return result
        accepted[name] = result
    return accepted
