"""What a text must be like before it is kept."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rules.refusals import Code, Refusal, refuse

KEPT_CONTROLS = frozenset("\n\t")
HIDDEN = frozenset({"Cc", "Cs", "Co"})
UNSEEN = frozenset("\u00ad\u180e\u200b\u2060\ufeff\ufff9\ufffa\ufffb") | frozenset(map(chr, range(0xE0000, 0xE0080)))
MOST_MARKS = 8
"""How many marks in a row one letter may carry; no script needs more, and a tower of them covers other lines."""
BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Limit:
    """How long a text may be, in characters after cleaning, which input it is, and whether it is one line."""

    field: str
    most: int
    least: int = 1
    one_line: bool = False


TITLE = Limit("title", 120, one_line=True)
DESCRIPTION = Limit("description", 10_000)
COMMENT = Limit("body", 2_000)
REASON = Limit("reason", 1_000)
QUESTION = Limit("question", 500, one_line=True)
CHOICE_KEY = Limit("choices", 40, one_line=True)
CHOICE_LABEL = Limit("choices", 200, one_line=True)
IDEMPOTENCY_KEY = Limit("idempotencyKey", 200)
KEY_USED = refuse(Code.CONFLICT, "key_used", "idempotencyKey")
SPEAKER = Limit("speaker", 80, one_line=True)
UTTERANCE = Limit("text", 2_000)
HOUSE_RULES = Limit("text", 2_000)
POINT = Limit("points", 500)
PROGRESS = Limit("note", 1_000)
REPORT = Limit("description", 2_000)
REPORT_QUESTION = Limit("question", 1_000)
REPORT_ANSWER = Limit("answer", 1_000)
ELSEWHERE = Limit("elsewhere", 500)
RATING_COMMENT = Limit("comment", 1_000)
ACTIVITY_PLACE = Limit("place", 200, one_line=True)
HELP = Limit("text", 500)
COUNCIL_PURPOSE = Limit("purpose", 200, one_line=True)
WHAT_FOR = Limit("whatFor", 500)
BADGES, BADGE_SETS = Limit("badges", 40, one_line=True), Limit("sets", 40, one_line=True)
HOUSEHOLD_WORDS = Limit("words", 200, least=0, one_line=True)
DOCUMENT_NOTE = Limit("note", 500, least=0)
NAME = Limit("name", 80, one_line=True)
CODE = Limit("code", 40, one_line=True)
SEARCH = Limit("search", 100, least=0, one_line=True)


def clean(text: str) -> str:
    """The text in Unicode normal form C, one kind of line end, trimmed, without signs of control or direction or
    of no width, and without towers of marks. Those that join signs, as in emoji, are kept."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", "".join(_lowered(sign for sign in lines if _visible(sign)))).strip()


def _lowered(signs: Iterable[str]) -> Iterator[str]:
    marks = 0
    for sign in signs:
        marks = marks + 1 if unicodedata.category(sign)[0] == "M" else 0
        if marks <= MOST_MARKS:
            yield sign


def one_line(text: str) -> str:
    """The cleaned text with every run of white space as one space."""
    return " ".join(clean(text).split())


def _visible(sign: str) -> bool:
    return sign in KEPT_CONTROLS or not (unicodedata.category(sign) in HIDDEN or sign in TURNING or sign in UNSEEN)


def _seen(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LNPS" and sign not in BLANK_LETTERS


def alike(text: str) -> str:
    """What two texts have in common that a reader cannot tell apart: without width, case, or signs nobody sees."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if unicodedata.category(sign)[0] not in "CZ" and sign not in BLANK_LETTERS)


def accept(text: str, limit: Limit) -> str | Refusal:
    """The cleaned text, or INVALID when nothing is left of it or it is too long."""
    if len(text) > 4 * limit.most:
        return refuse(Code.INVALID, "text_too_long", limit.field, most=limit.most)
    cleaned = one_line(text) if limit.one_line else clean(text)
    if limit.least and not any(map(_seen, cleaned)):
        return refuse(Code.INVALID, "text_empty", limit.field)
    if len(cleaned) > limit.most:
        return refuse(Code.INVALID, "text_too_long", limit.field, most=limit.most)
    return cleaned


def accept_key(key: str | None) -> str | Refusal | None:
    """The idempotency key as it is kept, or INVALID; None for none."""
    return None if key is None else accept(key, IDEMPOTENCY_KEY)


def accept_all(**texts: tuple[str, Limit]) -> dict[str, str] | Refusal:
    """Every text cleaned under its name, or the first refusal."""
    accepted: dict[str, str] = {}
    for name, (text, limit) in texts.items():
        result = accept(text, limit)
        if isinstance(result, Refusal):
            return result
        accepted[name] = result
    return accepted
