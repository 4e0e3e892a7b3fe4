"""The program as people start it: a process of its own, told by its environment what to do."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.backends import Backend
from tests.support.house import SECRET
from tests.support.processes import Shelter, free_port

ROOT = Path(__file__).parents[2]
PATIENCE = 60


def environment_of(backend: Backend, **more: str) -> dict[str, str]:
    """The environment of a program on this backend."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "DATABASE_URL": backend.database_url,
        "BUS_URL": backend.bus_url,
        "SECRET_KEY": SECRET.decode(),
        "PYTHONUNBUFFERED": "1",
        **more,
    }


async def run(environment: Mapping[str, str], *arguments: str) -> tuple[int, str, str]:
    """Exit status, output and error output of one command."""
    process = await _started(environment, ("main.py", *arguments))
    output, errors = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode is not None
    return process.returncode, output.decode(), errors.decode()


async def _started(environment: Mapping[str, str], arguments: tuple[str, ...]) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd=ROOT, env=dict(environment), stdout=pipe, stderr=pipe
    )


@dataclass(slots=True)
class Program:
    """A server in a process of its own, to be killed and started again at the same address."""

    environment: Mapping[str, str]
    shelter: Shelter
    started_by: tuple[str, ...] = ("main.py",)
    port: int = field(default_factory=free_port)
    said: list[str] = field(default_factory=list)
    _heard: asyncio.Event = field(default_factory=asyncio.Event)
    _process: asyncio.subprocess.Process | None = None
    _readers: list[asyncio.Task[None]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The id of its process."""
        assert self._process is not None
        return self._process.pid

    @property
    def workers(self) -> list[int]:
        """The ids of its workers' processes; those of a program that serves by itself are none."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return [int(pid) for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]

    async def start(self) -> None:
        """Returns once it says that it is up."""
        self._process = await _started({**self.environment, "PORT": str(self.port)}, (*self.started_by, "serve"))
        (self.shelter.path / "program.pid").write_text(str(self._process.pid))
        up = asyncio.Event()
        streams = self._process.stdout, self._process.stderr
        self._readers = [asyncio.create_task(self._read(stream, up)) for stream in streams if stream]
        async with asyncio.timeout(PATIENCE):
            await up.wait()
        assert self._process.returncode is None, "The program has ended."

    async def says(self, words: str) -> None:
        """Returns once these words were in a line of its output."""
        async with asyncio.timeout(PATIENCE):
            while not any(words in line for line in self.said):
                self._heard.clear()
                await self._heard.wait()

    async def stop(self, sign: signal.Signals = signal.SIGINT) -> int | None:
        """Ends it by this signal and gives its exit status; idempotent."""
        process, self._process = self._process, None
        if process is None:
            return None
        process.send_signal(sign)
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(process.wait(), *self._readers)
        (self.shelter.path / "program.pid").unlink()
        return process.returncode

    async def _read(self, stream: asyncio.StreamReader, up: asyncio.Event) -> None:
        async for line in stream:
            self.said.append(line.decode())
            self._heard.set()
            if b"Sign-in codes" in line:
                up.set()
        up.set()


@asynccontextmanager
async def running(
    backend: Backend, workers: int | None = None, started_by: tuple[str, ...] = ("main.py",), **more: str
) -> AsyncIterator[Program]:
    """`main.py serve` on this backend; with two workers where it can have more than one, unless told otherwise."""
    if workers is None:
        workers = 1 if backend.bus_url.startswith("memory:") else 2
    shelter = Shelter()
    program = Program(environment_of(backend, WORKERS=str(workers), **more), shelter, started_by)
    try:
        await program.start()
        yield program
    finally:
        await program.stop()
        shelter.close()
