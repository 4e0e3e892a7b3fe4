"""Servers and load generators as processes of their own, and what they cost."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import orjson

from tests.support.processes import free_port

HERE = Path(__file__).parent
ROOT = HERE.parent
PEERS = HERE / "peers"
PEER_PYTHON = str(HERE / ".venv/bin/python")
PATIENCE = 180


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds used so far, and resident memory in bytes, of a process and its children."""

    cpu: float
    memory: int


class Served:
    """A process that says when it is up. Ended by leaving the context."""

    def __init__(self, command: Sequence[str], up: str, *, env: Mapping[str, str] | None = None) -> None:
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=dict(env or _environment()),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=sys.stderr,
            start_new_session=True,
        )
        assert self._process.stdout
        for line in self._process.stdout:
            if up in line.decode():
                return
        raise RuntimeError(f"{' '.join(command[:3])} did not start; it ended with {self._process.wait()}.")

    def tell(self, line: str = "") -> None:
        """Writes a line to its input."""
        assert self._process.stdin
        self._process.stdin.write(line.encode() + b"\n")
        self._process.stdin.flush()

    def ask(self, line: str) -> dict[str, float]:
        """What it answers to a line, as JSON."""
        self.tell(line)
        assert self._process.stdout
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError("A load generator has ended.")
        found: dict[str, float] = orjson.loads(answer)
        return found

    def cost(self) -> Cost:
        """What it and its children have cost so far."""
        pids = [self._process.pid, *_children(self._process.pid)]
        return Cost(sum(map(_cpu, pids)), sum(map(_memory, pids)))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "HOME": os.environ.get("HOME", "/"), "NODE_ENV": "production"}


def _children(pid: int) -> Iterator[int]:
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        yield int(child)
        yield from _children(int(child))


def _cpu(pid: int) -> float:
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9


def _memory(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmRSS"))


@contextmanager
def python_peer(name: str, port: int, data: Path, *more: str) -> Iterator[Served]:
    """A peer written in Python, with what it needs in its own environment."""
    with Served([PEER_PYTHON, str(PEERS / f"{name}.py"), str(port), str(data), *more], "up") as served:
        yield served


@contextmanager
def served_by_ours(file: Path, port: int, data: Path) -> Iterator[Served]:
    """A file that serves with our own transport, in our own environment."""
    with Served([sys.executable, str(file), str(port), str(data)], "Sign-in codes") as served:
        yield served


@contextmanager
def node_peer(name: str, port: int, data: Path) -> Iterator[Served]:
    """A peer on Node."""
    with Served(["node", str(PEERS / f"{name}.mjs"), str(port), str(data)], "up") as served:
        yield served


def new_port() -> int:
    """A port nobody listens on."""
    return free_port()


def settle() -> None:
    """A moment without work, so that what came before is not counted into what comes."""
    time.sleep(0.5)
