"""The form of the file, line by line."""

import re
from collections.abc import Callable

import pytest

from tests.commands.verifying.looking import refused
from tests.support import record_files as files
from tests.support.record_files import Record, as_file, lawful


def raw_lines(record: Record) -> list[bytes]:
    return [files.written(line) + b"\n" for line in record.lines[:-1]]


def with_line(change: Callable[[bytes], bytes], place: int = 5) -> bytes:
    """A file in which one line is other bytes, with an end that fits."""
    record = lawful()
    raw = raw_lines(record)
    raw[place] = change(raw[place])
    return files.resealed_bytes(record, raw)


BYTES = {
    "spacing": (lambda raw: raw.replace(b",", b", ", 1), "not in canonical form"),
    "trailing blank": (lambda raw: raw[:-1] + b" \n", "not in canonical form"),
    "order of names": (lambda raw: b'{"zzz":1,' + raw[1:], "not in canonical form"),
    "CRLF": (lambda raw: raw[:-1] + b"\r\n", "carriage return"),
    "CR alone": (lambda raw: raw[:-1] + b"\r", "not JSON|not in canonical form"),
    "blank line before": (lambda raw: b"\n" + raw, "is empty"),
    "blank line after": (lambda raw: raw + b"\n", "^line 7: it is empty"),
    "escape": (lambda raw: raw.replace(b"issue", b"\\u0069ssue", 1), "not in canonical form"),
    "escaped solidus": (lambda raw: raw.replace(b"issue", b"\\/issue", 1), "not in canonical form"),
    "duplicate name": (lambda raw: raw.replace(b'"kind"', b'"kind":"x","kind"', 1), "the name 'kind' comes twice"),
    "duplicate in payload": (lambda raw: raw.replace(b'"payload":{', b'"payload":{"a":1,"a":1,', 1), "'a' comes twice"),
    "fraction": (lambda raw: re.sub(rb'"seq":(\d+)', rb'"seq":\1.0', raw), "not a whole number"),
    "exponent": (lambda raw: re.sub(rb'"seq":(\d+)', rb'"seq":\1e0', raw), "not a whole number"),
    "negative": (lambda raw: re.sub(rb'"seq":(\d+)', rb'"seq":-\1', raw), "below zero"),
    "minus zero": (lambda raw: re.sub(rb'"seq":(\d+)', rb'"seq":-0', raw), "below zero"),
    "too large": (lambda raw: re.sub(rb'"seq":(\d+)', b'"seq":9007199254740992', raw), "more than"),
    "thousands of digits": (lambda raw: re.sub(rb'"seq":(\d+)', b'"seq":' + b"9" * 9999, raw), "more than"),
    "not a number": (lambda raw: re.sub(rb'"seq":(\d+)', b'"seq":NaN', raw), "not a whole number"),
    "half a pair": (lambda raw: raw.replace(b"issue", b"\\ud83d", 1), "half of a surrogate pair"),
    "half a pair as a name": (lambda raw: raw.replace(b'"kind"', b'"\\udc00":1,"kind"', 1), "half of a surrogate pair"),
    "not UTF-8": (lambda raw: raw.replace(b"issue", b"\xff\xfe", 1), "not UTF-8"),
    "half a pair in UTF-8": (lambda raw: raw.replace(b"issue", b"\xed\xa0\xbd", 1), "not UTF-8"),
    "not JSON": (lambda raw: raw[1:], "not JSON"),
    "two objects": (lambda raw: raw[:-1] + raw, "not JSON"),
    "a list": (lambda raw: b"[" + raw[:-1] + b"]\n", "not an object"),
    "a list deep down": (lambda raw: b"[" * 100_000 + b"]" * 100_000 + b"\n", "nests too deeply"),
    "objects deep down": (lambda raw: b'{"a":' * 600 + b"1" + b"}" * 600 + b"\n", "nests too deeply"),
    "no kind": (lambda raw: b"{}\n", "does not say"),
    "no text as kind": (lambda raw: b'{"line":[]}\n', "does not say"),
    "unknown kind": (lambda raw: b'{"line":"entri"}\n', "no kind of line 'entri'"),
}


@pytest.mark.parametrize("name", BYTES)
def test_a_line_that_is_not_written_as_it_must_be_is_named(name):
    change, says = BYTES[name]
    refused(with_line(change), says if says.startswith("^") else f"^line 6: .*({says})")


def test_the_last_line_needs_its_line_feed_and_nothing_behind():
    raw = as_file(lawful().lines)
    refused(raw[:-1], "line 69: it does not end with a line feed")
    refused(raw + b"\n", "line 70: something follows")
    refused(raw + b"x", "line 70: something follows")
    refused(b"\xef\xbb\xbf" + raw, "line 1: it is not JSON")


@pytest.mark.parametrize("kind", ["record", "key", "entry", "checkpoint", "ballot", "end"])
def test_a_field_too_many_too_few_or_of_another_form_is_named(kind):
    names = sorted(lawful().line(line=kind).keys() - {"line"})
    for name, other in [*((name, None) for name in names), *((name, True) for name in names), ("more", 1)]:
        record = lawful()
        line = record.line(line=kind)
        if other is None:
            del line[name]
        else:
            line[name] = other
        says = (
            f"{name} is missing" if other is None else f"{name} is not" if name in names else "there is no field 'more'"
        )
        refused(as_file(record.lines), f"line {record.lines.index(line) + 1}: {kind}: {says}")


@pytest.mark.parametrize(
    "at",
    ["2026-02-30T08:30:00.000000Z", "2026-03-01T08:30:00Z", "2026-03-01T08:30:00.000000+00:00",
     "2026-03-01 08:30:00.000000Z", "2026-03-01T24:00:00.000000Z", "２026-03-01T08:30:00.000000Z"],
)  # fmt: skip
def test_a_moment_is_utc_to_the_microsecond(at):
    record = lawful()
    record.line(line="entry")["at"] = at
    refused(as_file(record.lines), "entry: at is not a moment")
