"""A microphone that hears a file of tones, and an engine that writes down how high they are."""

import asyncio
import math
import wave
from array import array
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from tests.realtime.speech.fake_server import ClassicServer
from tests.realtime.speech.speech import BLOCK_BYTES, BLOCK_MS, Ear, Sentence

HIGH = 12_000
"""Hz. It lies above what 16 kHz can hold, so where it was not filtered out there is a tone at 4 kHz instead."""

FALSE = 16_000 - HIGH
TONES = [500, 1500]
RATE = 48_000
LOUD = 600


def write_tones(path: Path) -> None:
    """Half a second of each tone, and as long a pause after it."""
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        for tone in TONES:
            file.writeframes(sound(tone).tobytes() + bytes(RATE))


def sound(tone: int) -> "array[int]":
    """Half a second of a tone and of the high one."""
    turns = [2 * math.pi * n / RATE for n in range(RATE // 2)]
    return array("h", [round(9_000 * (math.sin(tone * turn) + math.sin(HIGH * turn))) for turn in turns])


def strength(samples: "array[int]", tone: int) -> float:
    """How strong a tone is in samples of 16 kHz."""
    turns = [2 * math.pi * tone * n / 16_000 for n in range(len(samples))]
    parts = [
        sum(sample * wave_at(turn) for sample, turn in zip(samples, turns, strict=True))
        for wave_at in (math.sin, math.cos)
    ]
    return math.hypot(*parts) / len(samples)


@dataclass(slots=True)
class Pitches(Ear):
    """Hears tones: each is a word, and silence ends a sentence."""

    kept: bytearray = field(default_factory=bytearray)
    moved: asyncio.Event = field(default_factory=asyncio.Event)
    before: int = 0

    def hear(self, pcm: bytes) -> list[int | Sentence]:
        """The tones in the audio, and the sentences that end in it."""
        self.kept += pcm
        self.audio += pcm
        self.moved.set()
        heard: list[int | Sentence] = []
        while len(self.audio) >= BLOCK_BYTES:
            pitch, block = pitch_of(array("h", bytes(self.audio[:BLOCK_BYTES]))), self.before
            del self.audio[:BLOCK_BYTES]
            self.heard_ms += BLOCK_MS
            self.before = pitch
            if pitch and pitch == block and not self.running:  # a block at the edge of a tone is not whole
                self.running.append(pitch)
                heard.append(pitch)
            elif not pitch and self.running:
                heard.append(self.end())
        return heard

    async def until(self, ms: int) -> float:
        """Waits until so much audio has come; the time at which it had."""
        async with asyncio.timeout(20):
            while len(self.kept) < ms * 32:
                self.moved.clear()
                await self.moved.wait()
        return asyncio.get_running_loop().time()


def pitch_of(block: "array[int]") -> int:
    """How high a tone is, in Hz to the next 500; 0 for silence."""
    if max(map(abs, block)) < LOUD:
        return 0
    rises = sum(a < 0 <= b for a, b in pairwise(block))
    return 500 * round(rises * 1000 / BLOCK_MS / 500)


@dataclass(eq=False)
class Listener(ClassicServer):
    """An engine that keeps what each connection heard."""

    ears: list[Pitches] = field(default_factory=list)

    async def talk(self, socket, faults, ear):
        """Listens with an ear for tones."""
        self.ears.append(Pitches())
        await super().talk(socket, faults, self.ears[-1])

    async def listens(self, connection: int = 0) -> Pitches:
        """The ear of a connection, once there is that one."""
        while len(self.ears) <= connection:
            async with asyncio.timeout(20):
                await self.connected.acquire()
                await asyncio.sleep(0)
        return self.ears[connection]
