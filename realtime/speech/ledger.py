"""Which finals were given already, and how far they cover the audio."""

from collections.abc import Iterable
from difflib import SequenceMatcher

from realtime.speech.dialects import Final, Span

OVERSHOOT_MS = 1_000
ALIKE = 0.8
LONG_ENOUGH_TO_DIFFER = 8


class Ledger:
    """Lets each final through once, over any number of connections. Moments are milliseconds of the whole audio.

    With times it is simple: finals come in order, so what lies before the last end is covered, and a final whose
    middle is covered has come again (the middle, since ends may differ by a little when audio is heard again).

    Without times, the audio sent until a final came says nothing: some of it was said after that final. What is sure,
    if no engine is more than a lag behind, is that the audio given before the lag is covered. The audio after it may be
    heard again on a new connection, so the finals of that stretch are held against what comes, in order, by their text.
    The words must not be looked for longer than that, or someone who says the same again is not heard: once the lag has
    passed after the end of that stretch, nothing is held against anyone.
    """

    def __init__(self) -> None:
        self.covered = 0
        self.given = 0
        self._untimed: list[tuple[str, int]] = []
        self._again = Again(())
        self._again_until = 0

    @property
    def repeating(self) -> bool:
        """Whether the connection is still expected to tell what was given before."""
        return bool(self._again)

    def reopen(self, start: int) -> None:
        """A new connection hears the audio from this moment on."""
        self._untimed = [(words, sent) for words, sent in self._untimed if sent > max(self.covered, start)]
        self._again = Again(words for words, _ in self._untimed)
        self._again_until = max((sent for _, sent in self._untimed), default=0)

    def settle(self, settled: int) -> None:
        """The connection was given the audio up to this moment more than a lag ago."""
        if settled >= self._again_until:
            self._again = Again(())

    def admit(self, final: Final, span: Span | None, sent: int, settled: int) -> bool:
        """Whether the final is new and has words. `sent` is how far the connection was given the audio until now."""
        self.settle(settled)
        known = sum(span) <= 2 * self.covered if span else not final.fresh
        if known and not span:
            return False
        self.covered = max(self.covered, span[1] if span else settled)
        words = plain(final.text)
        if known or not words or self._again.takes(words):
            return False
        self._untimed = [] if span else [*self._untimed, (words, sent)]
        self._untimed = [(words, sent) for words, sent in self._untimed if sent > self.covered]
        self.given += 1
        return True


class Again:
    """Finals that are expected to be heard again, in order."""

    def __init__(self, expected: Iterable[str]) -> None:
        self._left = list(expected)

    def __bool__(self) -> bool:
        return bool(self._left)

    def takes(self, words: str) -> bool:
        """Whether the words are the next of them, or some way on; then these and those before are expected no more.

        The pauses may fall elsewhere this time, so part of a final, or several in one, count as well.
        """
        place = "".join(self._left).find(words)
        if place >= 0:
            self._drop(place + len(words))
            return True
        for index, expected in enumerate(self._left):
            if alike(words, expected):
                del self._left[: index + 1]
                return True
        return False

    def _drop(self, count: int) -> None:
        while self._left and count >= len(self._left[0]):
            count -= len(self._left.pop(0))
        if count:
            self._left[0] = self._left[0][count:]


def placed(span: Span | None, start: int, sent: int) -> Span | None:
    """A span of a connection's audio within the whole; None where it lies in audio that was never sent."""
    if span is None or start + span[1] > sent + OVERSHOOT_MS or start + span[0] >= sent:
        return None
    return start + span[0], min(start + span[1], sent)


def plain(text: str) -> str:
    """The text without spaces and punctuation."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def alike(one: str, other: str) -> bool:
    """Whether two texts tell the same, heard twice. A short one does not: 同意 is nearly 不同意."""
    if min(len(one), len(other)) < LONG_ENOUGH_TO_DIFFER:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE
