"""Canonical JSON (RFC 8785) as far as a record uses it: whole numbers, texts, true, false, null, lists and objects."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import NoReturn, TypeAlias

from commands.verify.wrong import WrongError, shown

Json: TypeAlias = bool | int | str | Sequence["Json"] | Mapping[str, "Json"] | None

LARGEST = 2**53 - 1
DIGITS = 16
"""No number up to the largest has more; longer ones are not worked out."""

ESCAPED = re.compile(r'[\x00-\x1f"\\]')
SHORT = {"\b": r"\b", "\t": r"\t", "\n": r"\n", "\f": r"\f", "\r": r"\r", '"': r"\"", "\\": r"\\"}
WORDS = {None: "null", True: "true", False: "false"}


def canonical(value: Json) -> bytes:
    """The canonical form. WrongError for a text with half of a surrogate pair, or what nests too deeply."""
    try:
        return _text(value).encode()
    except UnicodeEncodeError:
        raise WrongError("a text has half of a surrogate pair") from None
    except RecursionError:
        raise WrongError("it nests too deeply") from None


def read_canonical(line: bytes) -> Json:
    """What a line says. WrongError where it is not JSON in canonical form, or says what a record never says."""
    try:
        value: Json = _DECODER.decode(line.decode())
    except UnicodeDecodeError:
        raise WrongError("it is not UTF-8") from None
    except json.JSONDecodeError:
        raise WrongError("it is not JSON") from None
    except RecursionError:
        raise WrongError("it nests too deeply") from None
    if canonical(value) != line:
        raise WrongError("it is not in canonical form")
    return value


def _text(value: Json) -> str:
    if isinstance(value, str):
        return _quoted(value)
    if value is None or isinstance(value, bool):
        return WORDS[value]
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{_quoted(key)}:{_text(value[key])}" for key in sorted(value, key=_utf16)) + "}"
    return "[" + ",".join(map(_text, value)) + "]"


def _quoted(text: str) -> str:
    return f'"{ESCAPED.sub(_escape, text) if ESCAPED.search(text) else text}"'


def _escape(found: re.Match[str]) -> str:
    return SHORT.get(found[0]) or f"\\u{ord(found[0]):04x}"


def _utf16(key: str) -> bytes:
    """Big-endian bytes compare as the code units do."""
    return key.encode("utf-16-be")


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise WrongError(f"the name {shown(next(name for name in names if names.count(name) > 1))} comes twice")
    return found


def _number(digits: str) -> int:
    if digits.startswith("-"):
        raise WrongError(f"{shown(digits)} is below zero")
    if len(digits) > DIGITS or int(digits) > LARGEST:
        raise WrongError(f"{shown(digits)} is more than 2^53 - 1")
    return int(digits)


def _no_fraction(digits: str) -> NoReturn:
    raise WrongError(f"{shown(digits)} is not a whole number")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_number, parse_float=_no_fraction, parse_constant=_no_fraction
)
