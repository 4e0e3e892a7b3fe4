"""What is said about one poll: first in the issue's stream, then once more in its own."""

from collections import deque
from collections.abc import Mapping
from hashlib import sha256
from typing import NamedTuple

from commands.verify.canonical import canonical
from commands.verify.forms import TEXTS, Fields, fit
from commands.verify.payloads import TERMS, check_count, check_result, keys_of
from commands.verify.wrong import WrongError

CAST, TALLY, CLOSED = "votes.cast", "poll.tally", "poll.closed"
FIRST = ("poll.scheduled", "poll.opened")
TOLD = (*FIRST, TALLY, CLOSED)


class Told(NamedTuple):
    """What the issue's stream says, for the poll's to say again."""

    kind: str
    digest: bytes
    line: int


class Group(NamedTuple):
    """One `votes.cast`: what its ballots have to come to."""

    line: int
    seq: int
    trackers: list[str]
    root: str
    votes: int
    choices: Mapping[str, int] | None


class Poll:
    """One poll, as far as it has been told."""

    def __init__(self, poll_id: str) -> None:
        self.id, self.stream = poll_id, stream_of(poll_id)
        self.keys: tuple[str, ...] = ()
        self.groups: list[Group] = []
        self.result: Fields | None = None
        self.result_line = 0
        self._terms: Fields = {}
        self._opened = False
        self._count: Fields = {"votes": 0}
        self._told = deque[Told]()

    @property
    def revisable(self) -> bool:
        return bool(self._terms["revisable"])

    @property
    def hidden(self) -> str | None:
        """Why its ballots are not opened; None where they are."""
        if self.result is None:
            return "still open"
        return "secret" if self._terms["secret"] else None

    def tell(self, kind: str, payload: Fields, line: int) -> None:
        """Takes what the issue's stream says next, first the terms. WrongError where that cannot be."""
        if self.result:
            raise WrongError("the poll has closed already")
        if kind in FIRST:
            self._begin(kind, payload)
        elif kind == TALLY:
            self._tally(payload)
        else:
            self._close(payload, line)
        self._told.append(Told(kind, _digest(payload), line))

    def say_again(self, kind: str, payload: Fields, seq: int, line: int) -> None:
        """Takes what its own stream says next. WrongError where that is not what the issue's stream says."""
        said = payload
        if kind == CAST:
            said = {name: value for name, value in payload.items() if name != "trackers"} | {"seq": seq}
        told = self._told.popleft() if self._told else None
        if told is None:
            raise WrongError("the issue's stream does not say this")
        if told.kind != (TALLY if kind == CAST else kind):
            raise WrongError(f"the issue's stream says {told.kind} here, on line {told.line}")
        if told.digest != _digest(said):
            raise WrongError(f"the issue's stream says it differently, on line {told.line}")
        if kind == CAST:
            self.groups.append(_group(payload, seq, line))

    def complete(self) -> None:
        """WrongError where the issue's stream says more than its own."""
        if self._told:
            kind, _, line = self._told[0]
            raise WrongError(f"{kind} of the issue's stream is missing in {self.stream}", line)

    def _begin(self, kind: str, terms: Fields) -> None:
        if self._opened or (self._terms and kind == FIRST[0]):
            raise WrongError("the poll has been scheduled or opened before")
        keys = keys_of(terms)
        if any(self._terms.get(name, terms[name]) != terms[name] for name in TERMS.keys() - {"electorate"}):
            raise WrongError("the terms are not those under which the poll was scheduled")
        self.keys, self._terms, self._opened = keys, terms, kind == FIRST[1]

    def _tally(self, count: Fields) -> None:
        if not self._opened:
            raise WrongError("votes are counted before the poll is opened")
        check_count(count, self.keys)
        self._count = count

    def _close(self, result: Fields, line: int) -> None:
        check_result(result, self.keys)
        if result["votes"] != self._count["votes"]:
            raise WrongError("votes is not that of the last count")
        if result["choices"] != self._count.get("choices", result["choices"]):
            raise WrongError("choices are not those of the last count")
        self.result, self.result_line = result, line


def stream_of(poll_id: str) -> str:
    """The name of a poll's stream."""
    return poll_id.replace("poll_", "poll:")


def _group(payload: Fields, seq: int, line: int) -> Group:
    fit(payload, {"trackers": TEXTS}, exactly=False)
    if len(payload["trackers"]) != payload["size"]:
        raise WrongError("there are not as many trackers as size says")
    return Group(line, seq, payload["trackers"], payload["root"], payload["votes"], payload.get("choices"))


def _digest(payload: Fields) -> bytes:
    return sha256(canonical(payload)).digest()
