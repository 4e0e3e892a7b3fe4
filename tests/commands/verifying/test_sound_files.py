"""Sound files pass, and whichever byte of one is flipped, it shows."""

from random import Random

import pytest

from commands.verify.found import Uncounted
from tests.commands.verifying.looking import found
from tests.support.record_files import Book, as_file, lawful, seal


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
