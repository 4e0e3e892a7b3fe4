"""Breaking one rule of a lawful record; each says what is kept when the rest is hashed and signed anew."""

from tests.support import record_files as files
from tests.support.record_files import Kept, Line, Record


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
