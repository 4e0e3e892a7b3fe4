"""The record of a meeting without an issue: the same rules, one stream, and nothing about polls."""

from collections.abc import Callable
from random import Random

import pytest

from commands.verify.found import sentences
from tests.commands.verifying.looking import found, refused
from tests.support.record_files import Book, Record, as_file, seal

OTHER = "0" * 32


def held(end: Callable[[Book], object] = lambda _: None) -> Record:
    """A meeting with two utterances, of which one was taken away, and whatever else is told at its end."""
    book = Book(3, "meeting")
    book.key()
    book.say("meeting.scheduled", {"title": "茶馆议事会"})
    book.say("utterance.said", {"text": "大家好。"})
    gone = book.say("utterance.said", {"text": "打 13812345678 找我。"})
    book.redact(gone)
    end(book)
    book.checkpoint(book.say("meeting.ended", {}))
    return book.record()


def first_line(**fields: object) -> bytes:
    record = held()
    record.lines[0] |= fields
    return as_file(seal(record).lines)


def without_the_redaction() -> bytes:
    record = held()
    record.line(kind="utterance.redacted")["kind"] = "minutes.kept"
    return as_file(seal(record).lines)


WRONG = {
    "a poll in its streams": (
        first_line(streams=[*held().lines[0]["streams"], f"poll:{OTHER}"]), "line 1: streams is not the meeting's"),
    "another meeting": (first_line(meeting=f"meeting_{OTHER}"), "line 1: streams is not the meeting's alone"),
    "an issue's stream": (first_line(streams=[f"issue:{OTHER}"]), "line 1: streams is not the meeting's alone"),
    "no streams": (first_line(streams=[]), "line 1: streams is not the meeting's alone"),
    "an issue as well": (first_line(issue=f"issue_{OTHER}"), "line 1: record: there is no field 'issue'"),
    "no meeting's id": (first_line(meeting=f"poll_{OTHER}"), "line 1: record: meeting is not meeting_"),
    "a poll in its story": (
        as_file(held(lambda book: book.say("poll.opened", {"pollId": f"poll_{OTHER}"})).lines),
        "does not have poll:0+ in this place"),
    "words gone without a word": (without_the_redaction(), "the payload is missing, and no utterance.redacted"),
}  # fmt: skip


def test_the_record_of_a_meeting_is_sound():
    result = found(as_file(held().lines))
    assert result.sound, result.wrong
    assert (result.entries, result.checkpoints, result.redactions) == (5, 1, 1)
    assert result.about.startswith("meeting_")
    assert f"The record of {result.about}, exported at" in next(sentences(result))


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_in_the_record_of_a_meeting_is_refused(name: str):
    refused(*WRONG[name])


def test_any_other_byte_of_it_is_refused():
    raw, chance = as_file(held().lines), Random(8)
    for _ in range(1000):
        place, other = chance.randrange(len(raw)), chance.randrange(1, 256)
        assert found(raw[:place] + bytes([raw[place] ^ other]) + raw[place + 1 :]).wrong, (place, other)
