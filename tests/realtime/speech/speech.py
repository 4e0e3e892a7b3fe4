"""Audio that says numbers: each 100 ms block holds one in all its samples, and a block of zeros ends the sentence.

A pause is two such blocks, so that the first of them is in a frame that is whole.
"""

from array import array
from dataclasses import dataclass, field

BLOCK_MS = 100
BLOCK_BYTES = BLOCK_MS * 32
PAUSE = [0, 0]


def spoken(*sentences: list[int]) -> bytes:
    """The audio of the sentences, each with its pause."""
    return words(*(word for sentence in sentences for word in [*sentence, *PAUSE]))


def words(*numbers: int) -> bytes:
    """The audio of some words, without a pause."""
    return b"".join(block(number) for number in numbers)


def block(word: int) -> bytes:
    """The audio of one word."""
    return array("h", [word] * (BLOCK_BYTES // 2)).tobytes()


def said(sentence: list[int]) -> str:
    """The text of a sentence."""
    return " ".join(f"w{word}" for word in sentence) + "。"


@dataclass(slots=True)
class Sentence:
    """What the engine made out, in milliseconds of its own audio."""

    words: list[int]
    start: int
    end: int

    @property
    def text(self) -> str:
        return said(self.words)


@dataclass(slots=True)
class Ear:
    """Makes words of audio, as it comes."""

    audio: bytearray = field(default_factory=bytearray)
    heard_ms: int = 0
    running: list[int] = field(default_factory=list)

    def hear(self, pcm: bytes) -> list[int | Sentence]:
        """The words in the audio, and the sentences that end in it."""
        self.audio += pcm
        heard: list[int | Sentence] = []
        while len(self.audio) >= BLOCK_BYTES:
            word = array("h", bytes(self.audio[:BLOCK_BYTES]))[BLOCK_BYTES // 4]
            del self.audio[:BLOCK_BYTES]
            if word:
                self.running.append(word)
                heard.append(word)
            elif self.running:
                heard.append(self.end())
            self.heard_ms += BLOCK_MS
        return heard

    def end(self) -> Sentence:
        """The running sentence, which ends here."""
        words, self.running = self.running, []
        return Sentence(words, self.heard_ms - BLOCK_MS * len(words), self.heard_ms)
