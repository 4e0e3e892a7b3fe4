"""The streams of a file as chains of entries, whatever they tell."""

from collections.abc import Sequence
from hashlib import sha256

from commands.verify.canonical import canonical
from commands.verify.forms import Fields
from commands.verify.wrong import WrongError

DIGEST_BYTES = 32
MOMENT_BYTES = len("2026-03-01T08:30:00.000000Z")
NOTHING = bytes(DIGEST_BYTES)


class Stream:
    """One chain. Of each entry it keeps the digest and the moment."""

    def __init__(self, name: str) -> None:
        self.name, self.size = name, 0
        self.closings: dict[int, int] = {}
        """The line of each entry of kind poll.closed, by its seq."""
        self._digests, self._moments = bytearray(), bytearray()

    def add(self, entry: Fields, line: int) -> None:
        """Puts the next entry behind the others. WrongError where it is not the next, or not what it says it is."""
        digest, at = self.found(self.size) if self.size else (NOTHING.hex(), "")
        if entry["seq"] != self.size + 1:
            raise WrongError(f"this should be entry {self.size + 1}")
        if entry["previous"] != digest:
            raise WrongError("previous is not the digest of the entry before")
        if entry["at"] < at:
            raise WrongError("at is before that of the entry before")
        _check_digests(entry)
        self.size += 1
        self._digests += bytes.fromhex(entry["digest"])
        self._moments += entry["at"].encode()
        if entry["kind"] == "poll.closed":
            self.closings[entry["seq"]] = line

    def found(self, seq: int) -> tuple[str, str]:
        """The digest and the moment of the entry with this seq, which is between 1 and `size`."""
        digest = self._digests[(seq - 1) * DIGEST_BYTES : seq * DIGEST_BYTES]
        return digest.hex(), self._moments[(seq - 1) * MOMENT_BYTES : seq * MOMENT_BYTES].decode()


class Streams:
    """All streams of a file; `now` is the one whose entries are being read."""

    def __init__(self, names: Sequence[str]) -> None:
        self.by_name = {name: Stream(name) for name in names}
        self._order = list(names)
        self._place = 0

    @property
    def now(self) -> Stream:
        return self.by_name[self._order[self._place]]

    def turn(self, name: str) -> str | None:
        """Turns to the stream of the next entry; the name of the one that ends with it. WrongError out of turn."""
        if name not in self.by_name:
            raise WrongError("the first line does not name this stream")
        before = self.now
        if name == before.name:
            return None
        if not before.size or self._order[self._place + 1 : self._place + 2] != [name]:
            raise WrongError("the streams are not in the order of the first line")
        self._place += 1
        return before.name

    def complete(self) -> None:
        """WrongError where a stream has no entries."""
        for stream in self.by_name.values():
            if not stream.size:
                raise WrongError(f"streams names {stream.name}, and it has no entries", 1)


def _check_digests(entry: Fields) -> None:
    payload, salt = entry["payload"], entry["salt"]
    if (payload is None) != (salt is None):
        raise WrongError("payload and salt are not null together")
    if salt is not None and entry["payloadDigest"] != sha256(bytes.fromhex(salt) + canonical(payload)).hexdigest():
        raise WrongError("payloadDigest does not match the salt and the payload")
    said = {name: entry[name] for name in ("at", "kind", "payloadDigest", "previous", "seq", "stream")}
    if entry["digest"] != sha256(canonical(said)).hexdigest():
        raise WrongError("the digest does not match what the entry says")
