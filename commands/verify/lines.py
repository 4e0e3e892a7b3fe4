"""The lines of a file, one after the other."""

from collections.abc import Iterator
from hashlib import sha256
from typing import BinaryIO

from commands.verify.canonical import read_canonical
from commands.verify.forms import LINES, OF_MEETING, Fields, fit
from commands.verify.wrong import WrongError, about, shown

LONGEST = 1 << 26
"""No line of a record comes near it. What does is not held in memory to see where it ends."""


class Lines:
    """Reads a file line by line. `number` is the line taken last, `digest` that of all lines up to it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._ahead: tuple[bytes, Fields] | None = None
        self._sum = sha256()
        self.number = 0

    @property
    def digest(self) -> str:
        return self._sum.hexdigest()

    def take(self, kind: str) -> Fields | None:
        """The next line, if it is of this kind; otherwise None, and it stays the next."""
        self._ahead = self._ahead or self._read()
        if self._ahead is None or self._ahead[1]["line"] != kind:
            return None
        raw, fields = self._ahead
        self._ahead = None
        self._sum.update(raw)
        self.number += 1
        return fields

    def all(self, kind: str) -> Iterator[Fields]:
        """The next lines as long as they are of this kind."""
        while (fields := self.take(kind)) is not None:
            yield fields

    def one(self, kind: str) -> Fields:
        """The next line, which has to be of this kind. What else stands there, or that the file ends, is wrong."""
        fields = self.take(kind)
        if fields is None:
            found = f"is of kind {self._ahead[1]['line']}" if self._ahead else "is missing: the file breaks off"
            raise WrongError(f"a line of kind {kind} belongs here, and this one {found}", self.number + 1)
        return fields

    def nothing_more(self) -> None:
        """WrongError where anything follows the last line taken."""
        if self._ahead or self._file.read(1):
            raise WrongError("something follows after the end", self.number + 1)

    def _read(self) -> tuple[bytes, Fields] | None:
        raw = self._file.readline(LONGEST + 1)
        if not raw:
            return None
        try:
            return raw, _fields(raw)
        except WrongError as wrong:
            raise WrongError(wrong.says, self.number + 1) from None


def _fields(raw: bytes) -> Fields:
    if len(raw) > LONGEST:
        raise WrongError("it has more than 64 MiB")
    if not raw.endswith(b"\n"):
        raise WrongError("it does not end with a line feed")
    if raw == b"\n":
        raise WrongError("it is empty")
    if raw.endswith(b"\r\n"):
        raise WrongError("it ends with a carriage return and a line feed, instead of a line feed alone")
    fields = read_canonical(raw[:-1])
    if not isinstance(fields, dict):
        raise WrongError("it is not an object")
    kind = fields.get("line")
    if not isinstance(kind, str):
        raise WrongError("it does not say in `line` what it is")
    if kind not in LINES:
        raise WrongError(f"there is no kind of line {shown(kind)}")
    with about(kind):
        fit(fields, OF_MEETING if kind == "record" and "meeting" in fields else LINES[kind])
    return fields
