"""Exported records as docs/record-format.md describes them, made up from nothing: lawful ones, and what breaks them.

`Book` tells a story and `Book.record()` writes it down. The lines of a `Record` can then be changed at will: `seal`
hashes and signs them anew, so that only what was changed is wrong.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from random import Random
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

Line = dict[str, Any]
START = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
SIGNED = {
    "key": ("keyId", "previous", "publicKey", "since"),
    "checkpoint": ("at", "digest", "keyId", "seq", "stream"),
    "end": ("digest", "keyId", "lines"),
}


@dataclass(eq=False)
class Entry:
    """One entry before it has a number. `points` names fields of the payload that get the number of another."""

    stream: str
    kind: str
    at: str
    payload: Line
    salt: str
    points: dict[str, "Entry"] = field(default_factory=dict)
    redacted: bool = False


@dataclass(eq=False)
class Poll:
    """One poll, and its votes that stand."""

    id: str
    stream: str
    terms: Line
    closed: bool = False
    standing: dict[str, tuple[str, int]] = field(default_factory=dict)

    def heads(self) -> dict[str, int]:
        """The heads by choice."""
        found = dict.fromkeys((choice["key"] for choice in self.terms["choices"]), 0)
        for choice, heads in self.standing.values():
            found[choice] = found.get(choice, 0) + heads
        return found


@dataclass
class Record:
    """The lines of a file, the keys that sign it, and its polls by name."""

    lines: list[Line]
    signers: Mapping[str, Ed25519PrivateKey]
    polls: Mapping[str, Poll]

    def where(self, nth: int = 0, **fields: object) -> int:
        """The place of the nth line with these fields."""
        places = [n for n, line in enumerate(self.lines) if all(line.get(k) == v for k, v in fields.items())]
        return places[nth]

    def line(self, nth: int = 0, **fields: object) -> Line:
        """The nth line with these fields."""
        return self.lines[self.where(nth, **fields)]


class Book:
    """Tells a story of an issue or a meeting: each thing is said a second after the one before."""

    def __init__(self, seed: int = 1, about: str = "issue") -> None:
        self.chance, self._seconds = Random(seed), 0
        self.about, self.subject = about, self._hex(16)
        self.stream = f"{'issue' if about == 'issue' else 'record'}:{self.subject}"
        self.keys: list[tuple[Ed25519PrivateKey, str]] = []
        self.entries: list[Entry] = []
        self.polls: dict[str, Poll] = {}
        self.ballots: list[tuple[Entry, Line]] = []
        self.checkpoints: list[tuple[Entry, str, int]] = []

    def key(self) -> int:
        """Takes a new key, which signs from now on; its place among the keys."""
        self.keys.append((Ed25519PrivateKey.from_private_bytes(self.chance.randbytes(32)), self.now()))
        return len(self.keys) - 1

    def say(self, kind: str, payload: Line, stream: str = "", **points: Entry) -> Entry:
        """Puts an entry behind the others, by default of the issue's stream."""
        entry = Entry(stream or self.stream, kind, self.now(), payload, self._hex(16), points)
        self.entries.append(entry)
        return entry

    def redact(self, utterance: Entry) -> Entry:
        """Takes the payload of an utterance away."""
        utterance.redacted = True
        return self.say("utterance.redacted", {"reason": "有人的电话"}, entry=utterance)

    def poll(self, name: str, choices: str = "ab", *, begin: Sequence[str] = ("poll.opened",), **terms: object) -> Poll:
        """A poll with a choice for each letter, scheduled or opened or both."""
        number = self._hex(16)
        standard = {"revisable": False, "secret": False, "tallyVisibility": "LIVE", "electorate": 90}
        times = {"opensAt": moment(0), "closesAt": moment(86400)}
        keyed = [{"key": key, "label": f"选 {key}"} for key in choices]
        asked = {"pollId": f"poll_{number}", "question": f"{name}？", "choices": keyed}
        poll = self.polls[name] = Poll(f"poll_{number}", f"poll:{number}", asked | times | standard | terms)
        for kind in begin:
            self.both(poll, kind, dict(poll.terms))
        return poll

    def both(self, poll: Poll, kind: str, payload: Line) -> tuple[Entry, Entry]:
        """Says the same in the poll's stream and in the issue's."""
        return self.say(kind, dict(payload), poll.stream), self.say(kind, dict(payload))

    def cast(self, poll: Poll, *votes: tuple[str, int] | tuple[str, int, str | None]) -> list[str]:
        """The trackers of votes cast as one group: each a choice, heads, and the tracker that it replaces.

        "#0" stands for the tracker of the first vote of the same group. What cannot be replaced is counted beside.
        """
        trackers = [self._hex(8) for _ in votes]
        ballots = []
        for tracker, (choice, heads, *rest) in zip(trackers, votes, strict=True):
            replaces = rest[0] if rest else None
            replaces = trackers[int(replaces[1:])] if replaces and replaces.startswith("#") else replaces
            poll.standing.pop(replaces or "", None)
            poll.standing[tracker] = choice, heads
            ballots.append(ballot_of(tracker, choice, heads, replaces, self._hex(16)))
        shown = {"pollId": poll.id, "size": len(votes), "votes": sum(poll.heads().values())}
        shown |= {"choices": poll.heads()} if poll.terms["tallyVisibility"] == "LIVE" else {}
        shown["root"] = root(list(map(leaf, ballots)))
        entry = self.say("votes.cast", shown | {"trackers": trackers}, poll.stream)
        self.say("poll.tally", dict(shown), seq=entry)
        self.ballots += [(entry, ballot) for ballot in ballots]
        return trackers

    def close(self, poll: Poll, **result: object) -> tuple[Entry, Entry]:
        """Closes a poll with what its votes come to, or with what is said here instead; both get a checkpoint."""
        poll.closed = True
        closed = self.both(poll, "poll.closed", {"pollId": poll.id, **verdict(poll.heads()), **result})
        for entry in reversed(closed):
            self.checkpoint(entry)
        return closed

    def checkpoint(self, entry: Entry, key: int = -1) -> None:
        """Has a key sign the entry."""
        self.checkpoints.append((entry, self.now(), key % len(self.keys)))

    def now(self) -> str:
        """The next second."""
        self._seconds += 1
        return moment(self._seconds)

    def record(self, *, end_key: int = -1) -> Record:
        """All that was said, as a file."""
        signers = {key_id(private): private for private, _ in self.keys}
        streams = [self.stream, *(poll.stream for poll in self.polls.values())]
        told = [entry for stream in streams for entry in self.entries if entry.stream == stream]
        numbers = dict[Entry, int]()
        for entry in told:
            numbers[entry] = 1 + sum(other.stream == entry.stream for other in numbers)
        first = {"line": "record", "format": "heyi-record/1", self.about: f"{self.about}_{self.subject}"}
        lines = [first | {"exportedAt": self.now(), "streams": streams}]
        lines += [_key_line(private, since) for private, since in self.keys]
        lines += [_entry_line(entry, numbers) for entry in told]
        lines += self._checkpoint_lines(told, numbers, list(signers))
        lines += self._ballot_lines(told, numbers)
        lines.append({"line": "end", "lines": 0, "digest": "", "keyId": list(signers)[end_key], "signature": ""})
        return seal(Record(lines, signers, self.polls))

    def _checkpoint_lines(self, told: list[Entry], numbers: Mapping[Entry, int], keys: list[str]) -> list[Line]:
        ordered = sorted(self.checkpoints, key=lambda given: told.index(given[0]))
        return [
            {"line": "checkpoint", "stream": entry.stream, "seq": numbers[entry], "at": at, "keyId": keys[key]}
            for entry, at, key in ordered
        ]

    def _ballot_lines(self, told: list[Entry], numbers: Mapping[Entry, int]) -> list[Line]:
        by_stream, lines = {poll.stream: poll for poll in self.polls.values()}, list[Line]()
        for entry in told:
            poll = by_stream.get(entry.stream)
            for place, ballot in enumerate(given for of, given in self.ballots if of is entry):
                opened = poll.closed and not poll.terms["secret"]
                where = {"line": "ballot", "poll": poll.id, "seq": numbers[entry], "place": place}
                lines.append(where | ballot | ({} if opened else {"opening": None}))
        return lines

    def _hex(self, size: int) -> str:
        return self.chance.randbytes(size).hex()


def moment(seconds: float) -> str:
    """So many seconds after the start."""
    return (START + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def written(value: object) -> bytes:
    """The canonical form, for names in ASCII."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def key_id(private: Ed25519PrivateKey) -> str:
    """The id of a key."""
    return sha256(private.public_key().public_bytes_raw()).hexdigest()[:16]


def ballot_of(tracker: str, choice: str, heads: int, replaces: str | None, salt: str) -> Line:
    """A ballot with its opening."""
    said = {"choice": choice, "heads": heads, "replaces": replaces}
    commitment = sha256(bytes.fromhex(salt) + written(said)).hexdigest()
    return {"tracker": tracker, "commitment": commitment, "opening": said | {"salt": salt}}


def leaf(ballot: Line) -> bytes:
    """What the tree has of a ballot."""
    return written({"commitment": ballot["commitment"], "tracker": ballot["tracker"]})


def root(leaves: Sequence[bytes]) -> str:
    """The Merkle tree hash, as RFC 6962 defines it."""
    return _tree(leaves).hex()


def _tree(leaves: Sequence[bytes]) -> bytes:
    if len(leaves) == 1:
        return sha256(b"\0" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\1" + _tree(leaves[:split]) + _tree(leaves[split:])).digest()


def verdict(heads: Mapping[str, int]) -> Line:
    """What the heads come to."""
    most = max(heads.values())
    first = [key for key, number in heads.items() if number == most]
    winner = first[0] if most and len(first) == 1 else None
    ground = "MOST_VOTES" if winner else "TIE" if most else "NO_VOTES"
    counted = {"votes": sum(heads.values()), "choices": dict(heads)}
    return counted | {"decided": winner is not None, "winner": winner, "ground": ground}


def _key_line(private: Ed25519PrivateKey, since: str) -> Line:
    public = private.public_key().public_bytes_raw().hex()
    return {"line": "key", "keyId": key_id(private), "publicKey": public, "since": since}


def _entry_line(entry: Entry, numbers: Mapping[Entry, int]) -> Line:
    payload = entry.payload | {name: numbers[other] for name, other in entry.points.items()}
    shown = {"line": "entry", "stream": entry.stream, "seq": numbers[entry], "kind": entry.kind, "at": entry.at}
    shown |= {"payload": payload, "salt": entry.salt}
    if entry.redacted:
        kept = sha256(bytes.fromhex(entry.salt) + written(payload)).hexdigest()
        shown |= {"payload": None, "salt": None, "payloadDigest": kept}
    return shown


Kept = Collection[tuple[int, str]]


def seal(record: Record, keep: Kept = ()) -> Record:
    """The record with every digest and signature made anew, except the fields to keep, given by place and name."""
    before: Line | None = None
    last, digests = dict[str, str](), dict[tuple[str, int], str]()
    so_far = sha256()
    for place, line in enumerate(record.lines):
        kept = {name: line[name] for at, name in keep if at == place and name in line}
        match line["line"]:
            case "key":
                line["previous"] = before and before["keyId"]
                line.update(kept)
                _sign(record, line, kept.get("signature"), (before or line)["keyId"])
                before = line
            case "entry":
                _seal_entry(line, last, kept)
                digests[line["stream"], line["seq"]] = line["digest"]
            case "checkpoint":
                line["digest"] = digests.get((line["stream"], line["seq"]), "0" * 64)
                line.update(kept)
                _sign(record, line, kept.get("signature"), line["keyId"])
            case "end":
                line.update({"lines": place, "digest": so_far.hexdigest()} | kept)
                _sign(record, line, kept.get("signature"), line["keyId"])
        so_far.update(written(line) + b"\n")
    return record


def _seal_entry(line: Line, last: dict[str, str], kept: Line) -> None:
    if line["payload"] is not None and line["salt"] is not None:
        line["payloadDigest"] = sha256(bytes.fromhex(line["salt"]) + written(line["payload"])).hexdigest()
    line["previous"] = last.get(line["stream"], "0" * 64)
    line |= kept
    said = {name: line[name] for name in ("at", "kind", "payloadDigest", "previous", "seq", "stream")}
    line["digest"] = kept.get("digest", sha256(written(said)).hexdigest())
    last[line["stream"]] = line["digest"]


def _sign(record: Record, line: Line, kept: str | None, by: str) -> None:
    signer = record.signers.get(by) or next(iter(record.signers.values()))
    said = written({name: line[name] for name in SIGNED[line["line"]]})
    line["signature"] = kept or signer.sign(said).hex()


def as_file(lines: Sequence[Line]) -> bytes:
    """The bytes of a file with these lines."""
    return b"".join(written(line) + b"\n" for line in lines)


def resealed_bytes(record: Record, raw: Sequence[bytes]) -> bytes:
    """A file of these raw lines, whatever they are, with an end that fits them."""
    body = b"".join(raw)
    end = record.lines[-1] | {"lines": len(raw), "digest": sha256(body).hexdigest()}
    _sign(record, end, None, end["keyId"])
    return body + written(end) + b"\n"


def lawful_book() -> Book:
    """A story with polls of every sort, votes that replace others, a redacted utterance and three keys."""
    book = Book()
    book.key()
    raised = book.say("issue.raised", {"title": '停车\t"位" \\ \u2028 \x01 😀', "text": "车没处停"})
    said = [book.say("utterance.said", {"text": f"第 {n} 句", "by": "王"}) for n in range(3)]
    live = book.poll("live", "abc", begin=("poll.scheduled", "poll.opened"), revisable=True)
    first, _, other = book.cast(live, ("a", 1), ("b", 2), ("c", 1))
    book.redact(said[1])
    book.key()
    book.cast(live, ("b", 1, first), ("c", 3), ("a", 1, "#0"), ("b", 1, other), ("a", 4))
    book.checkpoint(raised, 0)
    after = book.poll("after", tallyVisibility="AFTER_CLOSE")
    book.cast(after, ("a", 2))
    book.cast(after, ("b", 1), ("b", 1))
    secret = book.poll("secret", revisable=True, secret=True, tallyVisibility="AFTER_CLOSE")
    mine, _ = book.cast(secret, ("a", 1), ("b", 1))
    book.cast(secret, ("b", 1, mine))
    book.close(live)
    book.close(after)
    opened = book.poll("open", revisable=True)
    book.cast(opened, ("a", 1), ("a", 1, "#0"))
    book.key()
    book.close(secret)
    book.close(book.poll("never", begin=("poll.scheduled",)))
    return book


def lawful() -> Record:
    """The record of that story."""
    return lawful_book().record()
