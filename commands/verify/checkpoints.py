"""Checkpoints: what a key has signed about a stream while it grew."""

from commands.verify.forms import Fields
from commands.verify.keys import Keys
from commands.verify.streams import Streams
from commands.verify.wrong import WrongError


class Checkpoints:
    """Takes the checkpoints of a file in order."""

    def __init__(self, streams: Streams, keys: Keys) -> None:
        self._streams, self._keys = streams.by_name, keys
        self._order = {name: place for place, name in enumerate(streams.by_name)}
        self._last = (0, 0)
        self._missing = {
            (stream.name, seq): line for stream in self._streams.values() for seq, line in stream.closings.items()
        }
        self.number = 0

    def add(self, checkpoint: Fields) -> None:
        """Takes the next one. WrongError where it is out of order, not about an entry, or not signed."""
        name, seq, at = checkpoint["stream"], checkpoint["seq"], checkpoint["at"]
        if name not in self._streams or seq > self._streams[name].size:
            raise WrongError("the file has no such entry")
        if (self._order[name], seq) <= self._last:
            raise WrongError("the checkpoints are out of order")
        digest, written = self._streams[name].found(seq)
        if checkpoint["digest"] != digest:
            raise WrongError("the digest is not that of the entry")
        if at < written:
            raise WrongError("at is before that of the entry")
        if self._keys.signed(checkpoint, "at", "digest", "keyId", "seq", "stream")["since"] > at:
            raise WrongError("at is before the key that signed it was there")
        self._last = self._order[name], seq
        self._missing.pop((name, seq), None)
        self.number += 1

    def complete(self) -> None:
        """WrongError where the closing of a poll has no checkpoint."""
        for (name, seq), line in self._missing.items():
            raise WrongError(f"{name} entry {seq}: poll.closed has no checkpoint", line)
