"""The verifier: sound files pass, and whatever is broken is named, with everything around it signed anew."""

import ast
import io
import re
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
import typer
from typer.testing import CliRunner

from commands import verify as package
from commands.verify.canonical import canonical, read_canonical
from commands.verify.check import check, check_file
from commands.verify.command import verify
from commands.verify.found import Found, Uncounted
from commands.verify.merkle import Tree
from commands.verify.wrong import WrongError
from tests.support import record_files as files
from tests.support.record_files import Book, Kept, Line, Record, as_file, lawful, seal

ISSUE, POLL = r"issue:[0-9a-f]{32}", r"poll:[0-9a-f]{32}"


def found(raw: bytes, *pins: str) -> Found:
    """What is found in a file with these bytes."""
    return check_file(io.BytesIO(raw), pins)


def refused(raw: bytes, says: str) -> None:
    """Fails unless the first wrong thing is this."""
    wrong = found(raw).wrong
    assert wrong is not None, f"taken for sound, instead of {says}"
    assert re.search(says, wrong), wrong


def test_a_lawful_record_is_sound_and_its_numbers_are_told():
    record = lawful()
    result = found(as_file(record.lines))
    assert result.sound, result.wrong
    assert (result.entries, result.checkpoints, result.ballots, result.redactions) == (39, 9, 16, 1)
    assert result.keys == tuple(record.signers)
    assert result.signed_by == result.keys[-1]
    counted = {poll.poll: (dict(poll.choices), poll.winner) for poll in result.counted}
    polls = record.polls
    assert counted == {
        polls["live"].id: ({"a": 5, "b": 3, "c": 3}, "a"),
        polls["after"].id: ({"a": 2, "b": 2}, None),
        polls["never"].id: ({"a": 0, "b": 0}, None),
    }
    assert result.uncounted == (Uncounted(polls["secret"].id, "secret"), Uncounted(polls["open"].id, "still open"))


def test_a_record_without_polls_is_sound():
    book = Book()
    book.key()
    book.say("issue.raised", {"title": "停车"})
    assert found(as_file(book.record().lines)).sound


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 6, 7, 8, 9, 31, 32, 33])
def test_a_group_of_any_size_has_its_root(size):
    book = Book(size)
    book.key()
    poll = book.poll("one", secret=size % 2 == 0)
    book.cast(poll, *[("a", 1)] * size)
    book.close(poll)
    assert found(as_file(book.record().lines)).ballots == size


def test_any_other_byte_at_any_place_is_refused():
    raw, chance = as_file(lawful().lines), Random(20260301)
    for _ in range(1000):
        place = chance.randrange(len(raw))
        other = chance.choice([byte for byte in range(256) if byte != raw[place]])
        wrong = found(raw[:place] + bytes([other]) + raw[place + 1 :]).wrong
        assert wrong, (place, other)
        assert "\n" not in wrong


def test_a_file_that_breaks_off_anywhere_is_refused():
    raw, chance = as_file(lawful().lines), Random(7)
    for length in [0, 1, len(raw) - 1, *(chance.randrange(len(raw)) for _ in range(100))]:
        assert found(raw[:length]).wrong


def test_whatever_a_payload_holds_gives_an_answer():
    chance = Random(11)
    strange = [None, True, 0, 2**53 - 1, "", "a", "\0", [], {}, [[]], [None], {"a": {}}, {"key": []}, ["x", 1]]
    for _ in range(400):
        record = lawful()
        place = chance.choice([n for n, line in enumerate(record.lines) if line.get("payload") or line.get("opening")])
        holder = record.lines[place].get("payload") or record.lines[place]["opening"]
        holder[chance.choice([*holder, "more"])] = chance.choice(strange)
        wrong = found(as_file(seal(record).lines)).wrong
        assert wrong is None or wrong.startswith("line ")


# The form of the file


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


# Each rule, with everything else hashed and signed anew


def swap(record: Record, one: int, other: int) -> None:
    record.lines[one], record.lines[other] = record.lines[other], record.lines[one]


def swap_but_for_place(record: Record) -> None:
    swap(record, record.where(line="ballot"), record.where(1, line="ballot"))
    for place in range(2):
        record.line(place, line="ballot")["place"] = place


def entries(record: Record, poll: str, kind: str, nth: int = 0) -> list[Line]:
    """The entry in the poll's stream, and the one in the issue's."""
    asked = record.polls[poll]
    told = "poll.tally" if kind == "votes.cast" else kind
    own = record.line(nth, line="entry", stream=asked.stream, kind=kind)
    said = [e for e in record.lines if e.get("kind") == told and (e.get("payload") or {}).get("pollId") == asked.id]
    return [own, [entry for entry in said if entry["stream"].startswith("issue:")][nth]]


def put(record: Record, poll: str, kind: str, nth: int = 0, **fields: object) -> Kept:
    """Changes what both streams say."""
    for entry in entries(record, poll, kind, nth):
        entry["payload"] |= fields
    return ()


def set_line(record: Record, line: Line, **fields: object) -> Kept:
    """Changes a line, and keeps what was changed when the others are sealed."""
    line |= fields
    place = next(n for n, other in enumerate(record.lines) if other is line)
    return [(place, name) for name in fields]


def ballots(record: Record, poll: str) -> list[Line]:
    return [line for line in record.lines if line["line"] == "ballot" and line["poll"] == record.polls[poll].id]


def reopen(record: Record, poll: str, nth: int, **said: object) -> Kept:
    """Changes what a ballot commits to, its commitment, and the root of its group with it."""
    ballot = ballots(record, poll)[nth]
    opening = ballot["opening"] | said
    salt = opening.pop("salt")
    ballot |= files.ballot_of(ballot["tracker"], **opening, salt=salt)
    return reroot(record, poll, ballot["seq"])


def reroot(record: Record, poll: str, seq: int) -> Kept:
    group = [files.leaf(ballot) for ballot in ballots(record, poll) if ballot["seq"] == seq]
    casts = [e["seq"] for e in record.lines if e.get("stream") == record.polls[poll].stream and "payload" in e
             and e["kind"] == "votes.cast"]  # fmt: skip
    return put(record, poll, "votes.cast", casts.index(seq), root=files.root(group))


def closed_anew(record: Record, poll: str, **result: object) -> Kept:
    return put(record, poll, "poll.closed", **result)


def drop(record: Record, place: int) -> Kept:
    del record.lines[place]
    return ()


def drop_stream(record: Record, stream: str) -> None:
    record.lines = [line for line in record.lines if line.get("stream") != stream]


def move(record: Record, place: int, to: int) -> Kept:
    record.lines.insert(to, record.lines.pop(place))
    return ()


def insert(record: Record, place: int, line: Line) -> Kept:
    record.lines.insert(place, line)
    return ()


def entry_of(record: Record, nth: int, poll: str | None = None) -> Line:
    stream = record.polls[poll].stream if poll else record.lines[0]["streams"][0]
    return record.line(nth, line="entry", stream=stream)


def shift(record: Record, poll: str) -> Kept:
    """Leaves a number out in the poll's stream."""
    stream = record.polls[poll].stream
    for line in record.lines[1:]:
        if line.get("stream") == stream and line["seq"] > 3:
            line["seq"] += 1
    return ()


LINES: dict[str, tuple[Callable[[Record], Kept | None], str]] = {
    # first line
    "format": (lambda r: set_line(r, r.lines[0], format="heyi-record/2"), "line 1: record: format is not"),
    "another issue": (lambda r: set_line(r, r.lines[0], issue="issue_" + "0" * 32), "line 1: streams does not begin"),
    "no streams": (lambda r: set_line(r, r.lines[0], streams=[]), "line 1: streams does not begin"),
    "streams not as named": (
        lambda r: r.lines[0].update(streams=[r.lines[0]["streams"][n] for n in (0, 2, 1, 3, 4, 5)]),
        rf"line 9: {ISSUE} entry 5: streams of the first line does not have {POLL} in this place"),
    "stream not named": (lambda r: r.lines[0]["streams"].append("poll:" + "0" * 32), "line 1: streams names poll:0+, "),
    "stream missing": (lambda r: r.lines[0]["streams"].pop() and None, f"entry .*does not have {POLL} in this place"),
    "stream twice": (lambda r: r.lines[0]["streams"].append(r.lines[0]["streams"][1]), "line 1: streams has a stream"),
    "two issues": (lambda r: r.lines[0]["streams"].append("issue:" + "0" * 32), "line 1: streams has a second issue"),
    "no first line": (lambda r: drop(r, 0), "line 1: a line of kind record belongs here"),
    # keys
    "no key": (lambda r: r.lines.__delitem__(slice(1, 4)), "line 2: a line of kind key belongs here"),
    "a key that is not its id's": (lambda r: set_line(r, r.lines[2], publicKey="ab" * 32), "line 3: key .*keyId is"),
    "a key twice": (lambda r: insert(r, 2, dict(r.lines[1])), "line 3: key .*comes twice"),
    "a first key with one before": (lambda r: set_line(r, r.lines[1], previous="0" * 16), "line 2: key .*previous is"),
    "a key after another": (lambda r: set_line(r, r.lines[3], previous=r.lines[1]["keyId"]), "line 4: key .*previous"),
    "a second first key": (lambda r: set_line(r, r.lines[2], previous=None), "line 3: key .*previous is not"),
    "a key before the one before": (lambda r: set_line(r, r.lines[2], since=files.moment(-1)), "line 3: key .*since"),
    # entries
    "a gap": (lambda r: shift(r, "live"), f"line {{}}: {POLL} entry 5: this should be entry 4"),
    "time backwards": (lambda r: set_line(r, entry_of(r, 2), at=files.moment(0)), f"line 7: {ISSUE} entry 3: at is"),
    "another entry before": (lambda r: set_line(r, entry_of(r, 2), previous="0" * 64), "entry 3: previous is not"),
    "no zeros first": (lambda r: set_line(r, entry_of(r, 0), previous="1" * 64), "line 5: .*entry 1: previous is not"),
    "another digest": (
        lambda r: set_line(r, entry_of(r, 2), digest="0" * 64),
        f"^line 7: {ISSUE} entry 3: the digest does not match what the entry says.$"),
    "another payload": (
        lambda r: set_line(r, entry_of(r, 1), payloadDigest="0" * 64), "line 6: .* entry 2: payloadDigest does not"),
    "entries swapped": (lambda r: swap(r, r.where(2, line="entry"), r.where(3, line="entry")), "should be entry 3"),
    "streams swapped": (
        lambda r: move(r, r.where(stream=r.polls["never"].stream), r.where(kind="votes.cast")),
        "streams are not in the order"),
    "a stream without entries": (
        lambda r: drop_stream(r, r.polls["never"].stream), f"line 1: streams names {POLL}, and it has no entries"),
    "a stream without entries between others": (
        lambda r: drop_stream(r, r.polls["secret"].stream), "the streams are not in the order of the first line"),
    "a stream not in the file": (
        lambda r: set_line(r, entry_of(r, 0), stream="issue:" + "0" * 32), "does not name this stream"),
    "an entry after the checkpoints": (
        lambda r: move(r, r.where(-1, line="entry"), r.where(-1, line="checkpoint")),
        "poll.closed of the issue's stream is missing"),
    # redactions
    "salt without payload": (
        lambda r: set_line(r, entry_of(r, 3), payload=None, payloadDigest="0" * 64), "not null together"),
    "payload without salt": (
        lambda r: set_line(r, entry_of(r, 3), salt=None, payloadDigest="0" * 64), "not null together"),
    "gone without an entry": (
        lambda r: set_line(r, entry_of(r, 3), payload=None, salt=None),
        f"^line 8: {ISSUE} entry 4: the payload is missing, and no utterance.redacted"),
    "a poll gone": (
        lambda r: set_line(r, entry_of(r, 4), payload=None, salt=None), "line 9: .*which only utterance.said may be"),
    "gone in a poll's stream": (
        lambda r: set_line(r, entry_of(r, 0, "live"), payload=None, salt=None), "outside the issue's stream"),
    "still there": (
        lambda r: r.line(kind="utterance.redacted")["payload"].update(entry=4), "entry 4 has its payload still"),
    "not an utterance": (
        lambda r: r.line(kind="utterance.redacted")["payload"].update(entry=1), "entry 1 is no utterance.said"),
    "to come": (lambda r: r.line(kind="utterance.redacted")["payload"].update(entry=9), "is no utterance.said before"),
    "no reason": (lambda r: r.line(kind="utterance.redacted")["payload"].pop("reason") and None, "reason is missing"),
    # checkpoints
    "none at the close in the poll's stream": (
        lambda r: drop(r, r.where(line="checkpoint", stream=r.polls["after"].stream)),
        f"line {{}}: {POLL} entry 4: poll.closed has no checkpoint"),
    "none at the close in the issue's stream": (
        lambda r: drop(r, r.where(2, line="checkpoint")), f"line {{}}: {ISSUE} entry .*poll.closed has no"),
    "another digest in a checkpoint": (
        lambda r: set_line(r, r.line(line="checkpoint"), digest="0" * 64),
        f"checkpoint of {ISSUE} entry 1: the digest is not that of the entry"),
    "of no entry": (lambda r: set_line(r, r.line(-1, line="checkpoint"), seq=99), "the file has no such entry"),
    "of no stream": (
        lambda r: set_line(r, r.line(-1, line="checkpoint"), stream="poll:" + "0" * 32), "the file has no such entry"),
    "signed too early": (
        lambda r: set_line(r, r.line(1, line="checkpoint"), at=files.moment(3)), "at is before that of the entry"),
    "signed before the key": (
        lambda r: set_line(r, r.line(line="checkpoint"), keyId=r.lines[3]["keyId"]), "at is before the key"),
    "signed by no key": (lambda r: set_line(r, r.line(line="checkpoint"), keyId="0" * 16), "the key 0+ is not in the"),
    "checkpoints swapped": (lambda r: swap(r, r.where(1, line="checkpoint"), r.where(2, line="checkpoint")), "out of"),
    "checkpoint twice": (
        lambda r: insert(r, r.where(line="checkpoint"), dict(r.line(line="checkpoint"))), "out of order"),
    # polls
    "said differently": (
        lambda r: entries(r, "live", "poll.opened")[0]["payload"].update(question="?"), "says it differently, on line"),
    "tally said differently": (
        lambda r: entries(r, "live", "votes.cast")[1]["payload"].update(more=1), "says it differently, on line"),
    "tally of another": (
        lambda r: entries(r, "live", "votes.cast")[1]["payload"].update(seq=4), "says it differently, on line"),
    "other terms when opened": (
        lambda r: put(r, "live", "poll.opened", closesAt=files.moment(0)), "under which the poll was scheduled"),
    "no secret in the terms": (
        lambda r: [e["payload"].pop("secret") for e in entries(r, "after", "poll.opened")] and None,
        "secret is missing"),
    "two choices with a key": (
        lambda r: put(r, "after", "poll.opened", choices=[{"key": "a", "label": n} for n in "xy"]), "the same key"),
    "no choices": (lambda r: put(r, "after", "poll.opened", choices=[]), "there are no choices"),
    "a choice with more": (
        lambda r: put(r, "after", "poll.opened", choices=[{"key": "a", "label": "", "x": 1}]), "there is no field 'x'"),
    "line in a choice": (
        lambda r: put(r, "after", "poll.opened", choices=[{"key": "a", "label": "", "line": 1}]), "no field 'line'"),
    "no poll": (
        lambda r: entries(r, "live", "poll.scheduled")[1]["payload"].update(pollId="poll_1"), "pollId is not"),
    # ballots
    "a wrong root": (
        lambda r: put(r, "secret", "votes.cast", root="0" * 64), f"line {{}}: {POLL} entry 2: root is not that of its"),
    "another size": (lambda r: put(r, "secret", "votes.cast", size=3), "not as many trackers as size"),
    "a ballot missing": (
        lambda r: drop(r, r.where(1, line="ballot", poll=r.polls["live"].id)), "ballot 1: this is where it belongs"),
    "the last ballot missing": (
        lambda r: drop(r, r.where(-1, line="ballot")), "it has 2 ballots, and the file has only 1"),
    "a ballot more": (
        lambda r: insert(r, len(r.lines) - 1, r.lines[-2] | {"place": 2}), "no votes.cast has this ballot"),
    "ballots swapped": (
        lambda r: swap(r, r.where(line="ballot"), r.where(1, line="ballot")), "ballot 0: this is where it belongs"),
    "ballots swapped in all but place": (
        swap_but_for_place,
        "ballot 0: the tracker is not the one of the entry"),
    "another tracker": (lambda r: ballots(r, "open")[0].update(tracker="x"), "the tracker is not the one"),
    "another commitment in secret": (
        lambda r: ballots(r, "secret")[0].update(commitment="0" * 64), "root is not that of its ballots"),
    "another opening": (
        lambda r: ballots(r, "live")[0]["opening"].update(heads=2), "ballot 0: the commitment does not match"),
    "another salt": (
        lambda r: ballots(r, "live")[0]["opening"].update(salt="0" * 32), "ballot 0: the commitment does not match"),
    "opened in a secret poll": (
        lambda r: ballots(r, "secret")[0].update(opening=ballots(r, "live")[0]["opening"]), "and the poll is secret"),
    "opened in an open poll": (
        lambda r: ballots(r, "open")[0].update(opening=ballots(r, "live")[0]["opening"]), "the poll is still open"),
    "not opened in a closed poll": (lambda r: ballots(r, "after")[1].update(opening=None), "opening is missing"),
    "an opening with more": (lambda r: ballots(r, "live")[0]["opening"].update(line=1), "there is no field 'line'"),
    "an opening with less": (lambda r: ballots(r, "live")[0]["opening"].pop("heads") and None, "heads is missing"),
    "a choice that is none": (lambda r: reopen(r, "after", 0, choice="z"), "'z' is no choice of the poll"),
    "votes for nobody": (lambda r: reopen(r, "after", 0, heads=0), "opening: heads is not"),
    # the count
    "heads that nobody counted": (
        lambda r: reopen(r, "after", 0, heads=3), f"line {{}}: {POLL} entry 2: votes is 2, counted is 3"),
    "votes off by one": (
        lambda r: put(r, "after", "votes.cast", votes=3), "line {}: .*entry 2: votes is 3, counted is 2"),
    "choices off by one": (
        lambda r: put(r, "live", "votes.cast", choices={"a": 0, "b": 3, "c": 1}), "counted is 'a' 1, 'b' 2, 'c' 1"),
    "choices that are not votes": (
        lambda r: put(r, "live", "votes.cast", choices={"a": 1, "b": 3, "c": 1}), "votes is not the sum of choices"),
    "choices in a tally that are not the poll's": (
        lambda r: put(r, "live", "votes.cast", choices={"a": 1, "b": 3}), "exactly the choices of the poll"),
    # the result
    "counted otherwise": (
        lambda r: closed_anew(r, "after", choices={"a": 3, "b": 1}, winner="a", decided=True, ground="MOST_VOTES"),
        "line {}: poll.closed of poll_.*: choices is 'a' 3, 'b' 1, counted is 'a' 2, 'b' 2"),
    "a sum that is none": (lambda r: closed_anew(r, "after", votes=5), "votes is not the sum"),
    "not the last count": (
        lambda r: closed_anew(r, "secret", votes=3, choices={"a": 0, "b": 3}), "not that of the last count"),
    "not the last choices": (
        lambda r: closed_anew(r, "live", choices={"a": 4, "b": 4, "c": 3}, winner=None, decided=False, ground="TIE"),
        "choices are not those of the last count"),
    "a choice more": (
        lambda r: closed_anew(r, "secret", choices={"a": 0, "b": 2, "z": 0}), "exactly the choices of the poll"),
    "a choice less": (lambda r: closed_anew(r, "secret", choices={"b": 2}), "exactly the choices of the poll"),
    "another winner": (lambda r: closed_anew(r, "live", winner="b"), "line {}: .*: winner is not what follows"),
    "a tie decided": (
        lambda r: closed_anew(r, "after", winner="a", decided=True, ground="MOST_VOTES"), "winner is not what follows"),
    "undecided": (lambda r: closed_anew(r, "live", decided=False), "decided is not what follows"),
    "another ground": (lambda r: closed_anew(r, "after", ground="NO_VOTES"), "ground is not what follows"),
    "a tie of none": (lambda r: closed_anew(r, "never", ground="TIE"), "ground is not what follows"),
    # the end
    "no end": (lambda r: drop(r, -1), "a line of kind end belongs here, and this one is missing"),
    "a line more": (lambda r: set_line(r, r.lines[-1], lines=69), "line 69: end: lines is 69, and 68 come before"),
    "another digest at the end": (
        lambda r: set_line(r, r.lines[-1], digest="0" * 64), "line 69: end: the digest is not that of the lines"),
    "an end by no key": (lambda r: set_line(r, r.lines[-1], keyId="0" * 16), "end: the key 0+ is not in the file"),
    "an end too early": (lambda r: move(r, len(r.lines) - 1, 30), "line 31: .*belongs here|is missing in"),
}  # fmt: skip


@pytest.mark.parametrize("name", LINES)
def test_a_broken_rule_is_named_where_nothing_else_is_wrong(name):
    change, says = LINES[name]
    record = lawful()
    keep = change(record) or ()
    refused(as_file(seal(record, keep).lines), says.replace("{}", r"\d+"))


@pytest.mark.parametrize(
    ("kind", "says"), [("key", "line 3: key"), ("checkpoint", "checkpoint of"), ("end", "line 69: end")]
)
def test_what_another_key_has_signed_is_refused(kind, says):
    record = lawful()
    line, other = record.line(-1 if kind != "key" else 1, line=kind), "4fe462f472e82cd2"
    place = record.lines.index(line)
    assert other in record.signers
    assert line["keyId"] != other
    wrong = record.signers[line["keyId"] if kind == "key" else other]
    line["signature"] = wrong.sign(files.written({name: line[name] for name in files.SIGNED[kind]})).hex()
    refused(as_file(seal(record, [(place, "signature")]).lines), f"{says}.*: the signature is not by the key")


# Rules that a story breaks


def story(tell: Callable[[Book], object]) -> bytes:
    book = Book()
    book.key()
    book.say("issue.raised", {"title": "停车"})
    tell(book)
    return as_file(book.record().lines)


def take_out(book: Book, kind: str, nth: int = 0, *, own: bool) -> None:
    """Takes an entry out of the poll's stream, or of the issue's, as if it had never been."""
    told = [e for e in book.entries if e.kind == kind and e.stream.startswith("poll:") == own]
    book.entries.remove(told[nth])
    book.checkpoints = [given for given in book.checkpoints if given[0] is not told[nth]]


def voted(book: Book, *groups: list, close: bool = True, **terms: object) -> None:
    poll = book.poll("one", **terms)
    for group in groups:
        book.cast(poll, *group)
    if close:
        book.close(poll)


def tell_late_vote(book: Book, *, again: bool = False) -> None:
    poll = book.poll("one")
    book.cast(poll, ("a", 1))
    book.close(poll)
    book.cast(poll, ("a", 1))


def tell_early_vote(book: Book) -> None:
    poll = book.poll("one", begin=("poll.scheduled",))
    book.cast(poll, ("a", 1))


def tell_replaced_in_another_poll(book: Book) -> None:
    one, two = book.poll("one", revisable=True), book.poll("two", revisable=True)
    (mine,) = book.cast(one, ("a", 1))
    book.cast(two, ("a", 1, mine))
    book.close(one)
    book.close(two)


def tell_replaced_twice(book: Book) -> None:
    poll = book.poll("one", revisable=True)
    (mine,) = book.cast(poll, ("a", 1))
    book.cast(poll, ("b", 1, mine), ("a", 1, mine))
    book.close(poll)


def tell_replaced(book: Book) -> None:
    poll = book.poll("one")
    (mine,) = book.cast(poll, ("a", 1))
    book.cast(poll, ("b", 1, mine))
    book.close(poll)


def tell_tally_missing(book: Book) -> None:
    voted(book, [("a", 1)], [("b", 1)], close=False)
    take_out(book, "poll.tally", 1, own=False)


def tell_vote_missing(book: Book) -> None:
    voted(book, [("a", 1)], [("b", 1)], close=False)
    cast = [entry for entry in book.entries if entry.kind == "votes.cast"][1]
    book.ballots = [given for given in book.ballots if given[0] is not cast]
    tally = [entry for entry in book.entries if entry.kind == "poll.tally"][1]
    tally.points, tally.payload["seq"] = {}, 3
    book.entries.remove(cast)


def tell_tallies_swapped(book: Book) -> None:
    voted(book, [("a", 1)], [("b", 1)], close=False)
    one, two = [entry for entry in book.entries if entry.kind == "poll.tally"]
    one.payload, one.points, two.payload, two.points = two.payload, two.points, one.payload, one.points


def tell_close_before_vote_in_one(book: Book) -> None:
    voted(book, [("a", 1)])
    cast = next(entry for entry in book.entries if entry.kind == "votes.cast")
    closed = next(entry for entry in book.entries if entry.kind == "poll.closed" and entry.stream == cast.stream)
    one, other = book.entries.index(cast), book.entries.index(closed)
    book.entries[one], book.entries[other] = closed, cast
    cast.at, closed.at = closed.at, cast.at


def tell_two_trackers(book: Book, *, polls: int = 1) -> None:
    for name in "ab"[:polls]:
        voted(book, [("a", 1)] * 2 if polls == 1 else [("a", 1)], question=name)
        book.polls[name] = book.polls.pop("one")
    for entry, ballot in book.ballots:
        ballot["tracker"] = "same"
        entry.payload["trackers"] = ["same"] * len(entry.payload["trackers"])
    for entry in book.entries:
        if entry.kind in {"votes.cast", "poll.tally"}:
            cast = entry.points.get("seq", entry)
            entry.payload["root"] = files.root([files.leaf(ballot) for of, ballot in book.ballots if of is cast])


def tell_said_twice(book: Book, kind: str) -> None:
    poll = book.poll("one", begin=("poll.scheduled", "poll.opened"))
    if kind == "poll.closed":
        book.close(poll)
        book.close(poll)
    else:
        book.both(poll, kind, dict(poll.terms))


def tell_redacted_twice(book: Book) -> None:
    said = book.say("utterance.said", {"text": "哼"})
    book.redact(said)
    book.redact(said)


STORIES: dict[str, tuple[Callable[[Book], object], str]] = {
    "votes after the close": (tell_late_vote, f"{ISSUE} entry 5: the poll has closed already"),
    "votes before it is opened": (tell_early_vote, "votes are counted before the poll is opened"),
    "votes of no poll": (
        lambda b: (voted(b, [("a", 1)], close=False), take_out(b, "poll.opened", own=False)),
        "neither scheduled nor opened"),
    "opened only for the issue": (
        lambda b: (voted(b, [("a", 1)], close=False), take_out(b, "poll.opened", own=True)),
        "says poll.opened here, on line"),
    "closed only for the issue": (
        lambda b: (voted(b), take_out(b, "poll.closed", own=True)),
        f"poll.closed of the issue's stream is missing in {POLL}"),
    "closed only in its own": (
        lambda b: (voted(b), take_out(b, "poll.closed", own=False)),
        f"{POLL} entry 2: the issue's stream does not say"),
    "closed in another order": (tell_close_before_vote_in_one, f"{POLL} entry 2: the issue's stream says poll.tally"),
    "a tally missing": (tell_tally_missing, f"{POLL} entry 3: the issue's stream does not say this"),
    "a vote missing": (tell_vote_missing, f"poll.tally of the issue's stream is missing in {POLL}"),
    "tallies swapped": (tell_tallies_swapped, "says it differently"),
    "scheduled twice": (lambda b: tell_said_twice(b, "poll.scheduled"), "scheduled or opened before"),
    "opened twice": (lambda b: tell_said_twice(b, "poll.opened"), "scheduled or opened before"),
    "closed twice": (lambda b: tell_said_twice(b, "poll.closed"), "the poll has closed already"),
    "a tracker twice in a group": (tell_two_trackers, f"{POLL} entry 2: the tracker 'same' comes twice"),
    "a tracker in two polls": (lambda b: tell_two_trackers(b, polls=2), f"{POLL} entry 2: the tracker 'same' comes"),
    "replaced, never cast": (
        lambda b: voted(b, [("a", 1, "?")], revisable=True), "what it replaces, '.', is no earlier ballot"),
    "replaced, of another poll": (tell_replaced_in_another_poll, "is no earlier ballot of the poll"),
    "replaced, cast later": (lambda b: voted(b, [("a", 1, "#1"), ("b", 1)], revisable=True), "is no earlier ballot"),
    "replaced by itself": (lambda b: voted(b, [("a", 1, "#0")], revisable=True), "is no earlier ballot"),
    "replaced twice": (tell_replaced_twice, "entry 3 ballot 1: what it replaces, .* has been replaced before"),
    "replaced twice in a group": (
        lambda b: voted(b, [("a", 1), ("b", 1, "#0"), ("b", 1, "#0")], revisable=True), "has been replaced before"),
    "replaced where that is not allowed": (tell_replaced, "the poll is not revisable"),
    "a group of nobody": (
        lambda b: b.say("poll.tally", {"pollId": b.poll("one").id, "votes": 0, "size": 0, "root": "0" * 64, "seq": 2}),
        "size is not"),
    "a tally in a poll's stream": (
        lambda b: b.say("poll.tally", {}, b.poll("one").stream),
        f"{POLL} entry 2: poll.tally is for the issue's stream"),
    "votes in the issue's stream": (lambda b: b.say("votes.cast", {}), "votes.cast is for the streams of polls"),
    "redacted twice": (tell_redacted_twice, "was redacted before"),
}  # fmt: skip


@pytest.mark.parametrize("name", STORIES)
def test_a_story_that_cannot_be_is_named(name):
    tell, says = STORIES[name]
    refused(story(tell), says)


def test_the_first_of_two_wrong_things_is_named():
    record = lawful()
    keep = set_line(record, entry_of(record, 2), digest="0" * 64)
    ballots(record, "live")[0]["opening"]["heads"] = 9
    refused(as_file(seal(record, keep).lines), "^line 7: ")
    raw = as_file(lawful().lines).replace("停车没处停".encode()[6:], "车有处停".encode(), 1)
    refused(raw, "^line 5: .*payloadDigest does not match")


def test_others_may_say_more_in_the_streams_and_payloads():
    def tell(book: Book) -> None:
        poll = book.poll("one", weights="area")
        book.say("poll.reminded", {"a": [{"b": None}, True]}, poll.stream)
        book.say("minutes.kept", {})
        book.cast(poll, ("a", 1))
        book.close(poll, closedBy="clock")

    assert found(story(tell)).sound


# Canonical form and tree, by the examples of their standards


def test_names_are_in_the_order_of_their_code_units():
    text = '{"\\r":1,"1":2,"\u0080":3,"ö":4,"€":5,"\U0001f602":6,"\ufb33":7}'.encode()
    assert canonical(read_canonical(text)) == text
    with pytest.raises(WrongError, match="canonical"):
        read_canonical('{"\ufb33":1,"\U0001f602":2}'.encode())


def test_only_what_must_be_escaped_is():
    text = rb'"\b\t\n\f\r\"\\\u0000\u001f/<>' + "\x7f\u2028é😀".encode() + b'"'
    assert canonical(read_canonical(text)) == text


def test_numbers_reach_to_their_ends():
    assert read_canonical(b"[0,9007199254740991]") == [0, 2**53 - 1]
    for other in (b"9007199254740992", b"-1", b"01", b"1.0", b"1e3", b"Infinity", b"+1"):
        with pytest.raises(WrongError):
            read_canonical(other)


def test_the_tree_is_that_of_the_standard():
    inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    tree = Tree()
    assert tree.root() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    for leaf in inputs:
        tree.add(bytes.fromhex(leaf))
    assert tree.root() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


# Keys that somebody knows


def test_pinned_keys_are_told_by_id_or_as_public_keys():
    record = lawful()
    raw, (first, second, third) = as_file(record.lines), record.signers
    assert found(raw, first).pinned == (first,)
    assert found(raw, record.lines[2]["publicKey"], second, third).pinned == (second, third)
    assert found(raw, "0" * 16).wrong == f"the pinned key {'0' * 16} is not among the keys of the file."
    assert found(raw, first, "0" * 64).wrong == f"the pinned key {'0' * 64} is not among the keys of the file."


def test_the_end_is_signed_by_a_pinned_key_or_one_after_it():
    book = files.lawful_book()
    record = book.record(end_key=1)
    raw, (first, second, third) = as_file(record.lines), record.signers
    assert found(raw).sound
    assert found(raw, first).sound
    assert found(raw, second).sound
    assert found(raw, second, third).sound
    assert found(raw, third).wrong == f"line 69: end: the key {second} is not pinned, and comes after none that is."


# The command, and files that are no records at all


cli = typer.Typer()
cli.command()(verify)


def test_the_command_says_what_it_found_and_how_it_ends(tmp_path):
    record, path = lawful(), tmp_path / "记录.jsonl"
    path.write_bytes(as_file(record.lines))
    sound = CliRunner().invoke(cli, [str(path), "--key", record.lines[1]["publicKey"].upper()])
    assert (sound.exit_code, sound.stderr) == (0, "")
    assert "39 entries, 9 checkpoints and 16 ballots" in sound.stdout
    assert "11 votes ('a' 5, 'b' 3, 'c' 3); 'a' wins" in sound.stdout
    assert "could not be counted again: it is secret" in sound.stdout
    assert f"Pinned, and found: {record.lines[1]['keyId']}." in sound.stdout
    assert "No key was pinned" in CliRunner().invoke(cli, [str(path)]).stdout

    path.write_bytes(as_file(record.lines)[:-1])
    wrong = CliRunner().invoke(cli, [str(path)])
    assert (wrong.exit_code, wrong.stderr) == (1, "")
    assert wrong.stdout == "The record is not sound: line 69: it does not end with a line feed.\n"


def test_a_pin_that_is_no_key_is_refused(tmp_path):
    result = CliRunner().invoke(cli, [str(tmp_path / "none"), "--key", "my key"])
    assert result.exit_code == 1
    assert result.stdout.startswith("--key: a key is given by its id")


NO_RECORDS = {
    "empty": b"",
    "a line feed": b"\n",
    "zeros": bytes(10_000),
    "garbage": Random(3).randbytes(100_000),
    "a picture": b"\x89PNG\r\n\x1a\n",
    "text": "合议\n".encode(),
    "UTF-16": '{"line":"record"}\n'.encode("utf-16"),
    "nesting": b"[" * 1_000_000,
    "nested objects": b'{"a":' * 1_000_000 + b"\n",
    "a number": b"1" * 1_000_000 + b"\n",
    "null": b"null\n",
}


@pytest.mark.parametrize("name", NO_RECORDS)
def test_what_is_no_record_at_all_gets_one_sentence(name, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(NO_RECORDS[name])
    result = CliRunner().invoke(cli, [str(path)])
    assert result.exit_code == 1
    assert re.fullmatch(r"The record is not sound: line 1: [^\n]+\.\n", result.stdout), result.output


def test_a_folder_or_no_file_gets_one_sentence(tmp_path):
    for path in (tmp_path, tmp_path / "none", tmp_path / "no\nfile\udcff"):
        wrong = check(path).wrong
        assert wrong
        assert re.fullmatch(r"'[^\n]*' cannot be read \([\w ]+\)\.", wrong), wrong


def test_an_endless_line_is_not_read_to_its_end():
    refused_at_once = check(Path("/dev/zero")).wrong
    assert refused_at_once == "line 1: it has more than 64 MiB."


def test_the_verifier_has_no_code_in_common_with_the_writer():
    allowed = sys.stdlib_module_names | {"cryptography", "typer"}
    for path in Path(package.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                assert name.startswith("commands.verify") or name.split(".")[0] in allowed, (path.name, name)
