"""Rules that a story breaks."""

from collections.abc import Callable

import pytest

from tests.commands.verifying.breaking import (
    ballots,
    entry_of,
    set_line,
)
from tests.commands.verifying.looking import ISSUE, POLL, found, refused
from tests.support import record_files as files
from tests.support.record_files import Book, as_file, lawful, seal


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
