"""The program as people start it, in a process that can be killed and started again."""

import asyncio
import os
import re
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.conftest import ROOT
from tests.support.processes import Shelter, free_port

UP = "Heyi is up."
CODE = re.compile(r"Sign-in code for .*: (\d{6})")


@dataclass(slots=True)
class Program:
    """`main.py serve --demonstration` on a SQLite file of its own."""

    folder: Path
    port: int = field(default_factory=free_port)
    _process: Process | None = None

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Returns once it serves; the same address and file as before."""
        environment = {
            "PATH": os.environ["PATH"],
            "BUS_URL": "memory://",
            "DATABASE_URL": f"sqlite:///{self.folder / 'heyi.db'}",
            "SECRET_FILE": str(self.folder / "secret.key"),
        }
        command = [sys.executable, "main.py", "serve", "--demonstration", "--port", str(self.port)]
        self._process = await asyncio.create_subprocess_exec(
            *command, cwd=ROOT, env=environment, stdout=PIPE, stderr=STDOUT, start_new_session=True
        )
        (self.folder / "heyi.pid").write_text(str(self._process.pid))
        await self._line(re.compile(UP))

    async def code(self) -> str:
        """The next sign-in code it prints."""
        return (await self._line(CODE))[1]

    async def kill(self) -> None:
        """Ends it as a crash would. Idempotent."""
        if self._process and self._process.returncode is None:
            self._process.kill()
            await self._process.communicate()
        (self.folder / "heyi.pid").unlink(missing_ok=True)

    async def _line(self, pattern: re.Pattern[str]) -> re.Match[str]:
        assert self._process
        assert self._process.stdout
        said = ""
        async with asyncio.timeout(60):
            async for line in self._process.stdout:
                said += line.decode()
                if found := pattern.search(said):
                    return found
        raise RuntimeError(f"It ended before it said {pattern.pattern}:\n{said}")


@asynccontextmanager
async def running() -> AsyncIterator[Program]:
    """The program, in a folder that goes with it however the tests end."""
    shelter = Shelter()
    program = Program(shelter.path)
    try:
        await program.start()
        yield program
    finally:
        await program.kill()
        shelter.close()
