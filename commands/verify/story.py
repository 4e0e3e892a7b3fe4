"""What the entries tell: of utterances that were taken away, and of polls."""

from collections.abc import Sequence

from commands.verify import forms
from commands.verify.forms import Fields, fit
from commands.verify.polls import CAST, CLOSED, FIRST, TALLY, TOLD, Poll, stream_of
from commands.verify.wrong import WrongError, shown

SAID, REDACTED = "utterance.said", "utterance.redacted"


class Story:
    """Listens to the first stream, that of an issue or of a meeting without one, then to those of the polls."""

    def __init__(self, streams: Sequence[str]) -> None:
        self._first, *self._expected = streams
        self.polls: dict[str, Poll] = {}
        """By the name of their streams, in that order."""
        self.redactions = 0
        self._said = set[int]()
        self._gone: dict[int, int] = {}
        self._trackers = set[str]()

    def add(self, entry: Fields, line: int) -> None:
        """Takes the next entry. WrongError where it says what cannot be."""
        if entry["stream"] == self._first:
            self._hear_first(entry, line)
        else:
            self._hear_poll(entry, line)

    def complete(self, stream: str) -> None:
        """Takes note that a stream has ended. WrongError where something is missing in it."""
        if stream in self.polls:
            self.polls[stream].complete()
            return
        for seq, line in self._gone.items():
            raise WrongError(f"{stream} entry {seq}: the payload is missing, and no {REDACTED} names it", line)
        for other in self._expected[len(self.polls) :]:
            raise WrongError(f"streams names {other}, and the issue's stream does not", 1)

    def _hear_first(self, entry: Fields, line: int) -> None:
        kind, seq, payload = entry["kind"], entry["seq"], entry["payload"]
        if payload is None:
            if kind != SAID:
                raise WrongError(f"the payload is missing, which only {SAID} may be")
            self._gone[seq] = line
        elif kind == REDACTED:
            self._redact(payload)
        elif kind in TOLD:
            self._hear_of_poll(kind, payload, line)
        elif kind == CAST:
            raise WrongError(f"{CAST} is for the streams of polls")
        if kind == SAID:
            self._said.add(seq)

    def _redact(self, payload: Fields) -> None:
        fit(payload, {"entry": forms.POSITIVE, "reason": forms.TEXT}, exactly=False)
        named = payload["entry"]
        if named not in self._said:
            raise WrongError(f"entry {named} is no {SAID} before it")
        if self._gone.pop(named, None) is None:
            raise WrongError(f"entry {named} has its payload still, or was redacted before")
        self.redactions += 1

    def _hear_of_poll(self, kind: str, payload: Fields, line: int) -> None:
        fit(payload, {"pollId": forms.POLL}, exactly=False)
        stream = stream_of(payload["pollId"])
        if stream not in self.polls:
            if kind not in FIRST:
                raise WrongError("the poll has been neither scheduled nor opened")
            if self._expected[len(self.polls) : len(self.polls) + 1] != [stream]:
                raise WrongError(f"streams of the first line does not have {stream} in this place")
            self.polls[stream] = Poll(payload["pollId"])
        self.polls[stream].tell(kind, payload, line)

    def _hear_poll(self, entry: Fields, line: int) -> None:
        kind, payload = entry["kind"], entry["payload"]
        if payload is None:
            raise WrongError("the payload is missing, outside the issue's stream")
        if kind in {TALLY, SAID, REDACTED}:
            raise WrongError(f"{kind} is for the issue's stream")
        if kind in {*FIRST, CAST, CLOSED}:
            poll = self.polls[entry["stream"]]
            poll.say_again(kind, payload, entry["seq"], line)
            if kind == CAST:
                self._hear_trackers(poll.groups[-1].trackers)

    def _hear_trackers(self, trackers: Sequence[str]) -> None:
        for tracker in trackers:
            if tracker in self._trackers:
                raise WrongError(f"the tracker {shown(tracker)} comes twice")
            self._trackers.add(tracker)
