"""What the first wrong thing in a file is called."""

from collections.abc import Iterator
from contextlib import contextmanager

SHOWN = 100
WHOLE_FILE = 0


class WrongError(Exception):
    """The first wrong thing, in plain words. `line` is where it stands: None for the line that is being read."""

    def __init__(self, says: str, line: int | None = None) -> None:
        super().__init__(says)
        self.says, self.line = says, line


@contextmanager
def about(what: str) -> Iterator[None]:
    """Puts in front of what is found wrong what it is about."""
    try:
        yield
    except WrongError as wrong:
        raise WrongError(f"{what}: {wrong.says}", wrong.line) from None


def shown(text: str) -> str:
    """A text as a sentence may quote it: on one line, with nothing in it that is not seen, and not without end."""
    return repr(text) if len(text) <= SHOWN else f"{text[:SHOWN]!r}..."


def several(number: int, one: str, more: str | None = None) -> str:
    """The number and the thing: "1 vote", "12,345 votes"."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"
