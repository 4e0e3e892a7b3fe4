"""Opening photos that strangers send, each in a process of its own that can do no harm and is soon over."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL

import orjson

from rules.photos import BROKEN, HEAVY, TOO_MANY_PIXELS, PhotoKind
from rules.places import Place, place_of
from rules.refusals import Refusal

ROOT = Path(__file__).parents[2]
PROGRAM = "resolvers.photos.developing"
AT_ONCE = max(1, (os.cpu_count() or 2) // 2)
PATIENCE = 10.0
"""Seconds by the clock; of computing there are two, which the process itself is held to."""

LARGEST_ANSWER = 16 * 1024 * 1024
ANSWERS = {refusal.reason: refusal for refusal in (HEAVY, BROKEN, TOO_MANY_PIXELS)}


@dataclass(frozen=True, slots=True)
class Developed:
    """A photo saved anew as JPEG, `large` with this width and height, and where it was taken if it said so."""

    width: int
    height: int
    large: bytes
    small: bytes
    place: Place | None


class Darkroom:
    """Develops a few photos at once; others wait."""

    def __init__(self) -> None:
        self._seats = asyncio.Semaphore(AT_ONCE)

    async def develop(self, kind: PhotoKind, data: bytes) -> Developed | Refusal:
        """The photo without anything but its pixels, upright. Refused where it is broken, or takes too much."""
        async with self._seats:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-E",
                "-s",
                "-m",
                PROGRAM,
                kind,
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                cwd=ROOT,
                env={},
            )
            try:
                async with asyncio.timeout(PATIENCE):
                    answer = await _answer(process, data)
            except TimeoutError:
                return HEAVY
            finally:
                await _end(process)
        return _read(answer, process.returncode or 0)


async def _answer(process: Process, data: bytes) -> bytes:
    async def feed() -> None:
        if process.stdin is None:
            raise RuntimeError("The process was started without a way in.")
        with suppress(ConnectionError):
            process.stdin.write(data)
            await process.stdin.drain()
        process.stdin.close()

    if process.stdout is None:
        raise RuntimeError("The process was started without a way out.")
    feeding = asyncio.create_task(feed())
    answer = bytearray()
    try:
        while (block := await process.stdout.read(65_536)) and len(answer) <= LARGEST_ANSWER:
            answer += block
    finally:
        feeding.cancel()
        await asyncio.gather(feeding, return_exceptions=True)
    await process.wait()
    return bytes(answer)


async def _end(process: Process) -> None:
    with suppress(ProcessLookupError):
        process.kill()
    await process.wait()


def _read(answer: bytes, status: int) -> Developed | Refusal:
    head, _, rest = answer.partition(b"\n")
    try:
        told = orjson.loads(head)
        if "refused" in told:
            return ANSWERS[told["refused"]]
        large, small = rest[: told["large"]], rest[told["large"] : told["large"] + told["small"]]
        if len(large) + len(small) != len(rest):
            return BROKEN
        place = place_of(*told["place"]) if told["place"] else None
        return Developed(told["width"], told["height"], large, small, None if isinstance(place, Refusal) else place)
    except (ValueError, KeyError, TypeError):
        return BROKEN if status >= 0 else HEAVY  # ended by a signal: it wanted more than it is given
