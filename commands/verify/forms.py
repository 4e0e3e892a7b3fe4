"""What the fields of each kind of line look like."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from commands.verify.canonical import Json
from commands.verify.wrong import WrongError, shown

FORMAT = "heyi-record/1"


@dataclass(frozen=True, slots=True)
class Form:
    """What a value has to be, in words and as a test."""

    says: str
    holds: Callable[[Json], bool]


Forms: TypeAlias = Mapping[str, Form]
Fields: TypeAlias = Mapping[str, Any]
"""The fields of an object that `fit` has been asked about."""


def _matching(says: str, pattern: str) -> Form:
    found = re.compile(pattern, re.ASCII)
    return Form(says, lambda value: isinstance(value, str) and found.fullmatch(value) is not None)


def _or_null(form: Form) -> Form:
    return Form(f"{form.says} or null", lambda value: value is None or form.holds(value))


def _list_of(form: Form) -> Form:
    return Form(f"a list, each {form.says}", lambda value: isinstance(value, list) and all(map(form.holds, value)))


def _is_moment(value: Json) -> bool:
    if not (isinstance(value, str) and MOMENT_TEXT.fullmatch(value)):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


MOMENT_TEXT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
MOMENT = Form("a moment", _is_moment)
TEXT = Form("a text", lambda value: isinstance(value, str))
NUMBER = Form("a number", lambda value: type(value) is int)
POSITIVE = Form("a number from 1", lambda value: type(value) is int and value > 0)
TRUTH = Form("true or false", lambda value: isinstance(value, bool))
OBJECT = Form("an object", lambda value: isinstance(value, dict))
HEADS = Form("an object of numbers", lambda value: isinstance(value, dict) and all(map(NUMBER.holds, value.values())))
DIGEST = _matching("64 hex digits", r"[0-9a-f]{64}")
SIGNATURE = _matching("128 hex digits", r"[0-9a-f]{128}")
KEY_ID = _matching("16 hex digits", r"[0-9a-f]{16}")
SALT = _matching("32 hex digits", r"[0-9a-f]{32}")
ISSUE = _matching("issue_ and 32 hex digits", r"issue_[0-9a-f]{32}")
POLL = _matching("poll_ and 32 hex digits", r"poll_[0-9a-f]{32}")
MEETING = _matching("meeting_ and 32 hex digits", r"meeting_[0-9a-f]{32}")
STREAM = _matching("the name of a stream", r"(issue|record|poll):[0-9a-f]{32}")
TEXT_OR_NULL, KEY_ID_OR_NULL, SALT_OR_NULL = _or_null(TEXT), _or_null(KEY_ID), _or_null(SALT)
OBJECT_OR_NULL, NUMBER_OR_NULL = _or_null(OBJECT), _or_null(NUMBER)
TEXTS, OBJECTS, STREAMS = _list_of(TEXT), _list_of(OBJECT), _list_of(STREAM)

_LINES: Mapping[str, dict[str, Form]] = {
    "record": {
        "format": Form(FORMAT, lambda value: value == FORMAT),
        "issue": ISSUE,
        "exportedAt": MOMENT,
        "streams": STREAMS,
    },
    "key": {
        "keyId": KEY_ID,
        "publicKey": DIGEST,
        "since": MOMENT,
        "previous": KEY_ID_OR_NULL,
        "signature": SIGNATURE,
    },
    "entry": {
        "stream": STREAM,
        "seq": POSITIVE,
        "kind": TEXT,
        "at": MOMENT,
        "payload": OBJECT_OR_NULL,
        "salt": SALT_OR_NULL,
        "payloadDigest": DIGEST,
        "previous": DIGEST,
        "digest": DIGEST,
    },
    "checkpoint": {
        "stream": STREAM,
        "seq": POSITIVE,
        "digest": DIGEST,
        "at": MOMENT,
        "keyId": KEY_ID,
        "signature": SIGNATURE,
    },
    "ballot": {
        "poll": POLL,
        "seq": POSITIVE,
        "place": NUMBER,
        "tracker": TEXT,
        "commitment": DIGEST,
        "opening": OBJECT_OR_NULL,
    },
    "end": {"lines": NUMBER, "digest": DIGEST, "keyId": KEY_ID, "signature": SIGNATURE},
}
LINES: Mapping[str, Forms] = {kind: {"line": TEXT} | forms for kind, forms in _LINES.items()}
OF_MEETING: Forms = {"meeting" if name == "issue" else name: form for name, form in LINES["record"].items()} | {
    "meeting": MEETING
}
"""The first line of the record of a meeting without an issue."""


def fit(fields: Fields, forms: Forms, *, exactly: bool = True) -> None:
    """WrongError where a field is missing, is not what it has to be or, if exactly these are allowed, is unknown."""
    for name, form in forms.items():
        if name not in fields:
            raise WrongError(f"{name} is missing")
        if not form.holds(fields[name]):
            raise WrongError(f"{name} is not {form.says}")
    if exactly and (more := fields.keys() - forms.keys()):
        raise WrongError(f"there is no field {shown(min(more))}")
