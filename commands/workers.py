"""Several workers on one port: started together, started again where one dies, ended together."""

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from socket import socket, socketpair
from tempfile import TemporaryDirectory

import uvicorn
from prometheus_client.multiprocess import mark_process_dead

from commands.house import stop
from commands.worker import bound, work
from schema.transport.metrics import WORKERS_FOLDER

SILENT_SECONDS = 30.0
UP_WITHIN_SECONDS = 120.0
BEFORE_ANOTHER = 1.0
SIGNS = (signal.SIGTERM, signal.SIGINT)
spawn = multiprocessing.get_context("spawn")


@dataclass(slots=True)
class Worker:
    """A process that serves; `heard` is when it last gave a sign, None before its first."""

    process: SpawnProcess
    signs: Connection
    started: float
    heard: float | None = None

    def listen(self) -> bool:
        """Takes note of its signs, and says whether the first was among them."""
        before = self.heard
        with suppress(EOFError, OSError):
            while self.signs.poll():
                self.signs.recv_bytes()
                self.heard = time.monotonic()
        return before is None and self.heard is not None

    @property
    def silent(self) -> bool:
        """Whether it has given no sign for so long that it never will; many that start at once take their time."""
        if self.heard is None:
            return time.monotonic() - self.started > UP_WITHIN_SECONDS
        return time.monotonic() - self.heard > SILENT_SECONDS

    def gone(self) -> None:
        """Clears up after a process that has ended."""
        self.process.join()
        self.signs.close()
        mark_process_dead(self.process.pid)  # type: ignore[no-untyped-call]


class Workers:
    """So many workers of one configuration; `up` is called once, when each of them serves."""

    def __init__(self, config: uvicorn.Config, up: Callable[[], None]) -> None:
        self._config = config
        self._up = up
        self._workers: list[Worker] = []
        self._announced = False
        self._grace = (config.timeout_graceful_shutdown or 0) + 2.0

    def run(self) -> None:
        """Returns when they were told to end and have ended. Exits with status 1 where they cannot start."""
        config = self._config
        with _environment(config.workers), _reserved(config.host, config.port), _told_to_end() as told:
            try:
                for _ in range(config.workers):
                    self._workers.append(self._started())
                while not wait([told], 0):
                    self._look_after(told)
            finally:
                self._end()

    def _started(self) -> Worker:
        signs, theirs = spawn.Pipe(duplex=False)
        process = spawn.Process(target=work, args=(self._config, theirs))
        process.start()
        theirs.close()
        return Worker(process, signs, time.monotonic())

    def _look_after(self, told: socket) -> None:
        signs = [worker.signs for worker in self._workers]
        wait([told, *signs, *(worker.process.sentinel for worker in self._workers)], SILENT_SECONDS / 2)
        for place, worker in enumerate(self._workers):
            if worker.listen() and self._announced:
                sys.stderr.write(f"Worker {worker.process.pid} serves.\n")
            if worker.silent:
                worker.process.kill()
                worker.process.join()
            if not worker.process.is_alive() and not wait([told], 0):
                self._replace(place, worker, told)
        if not self._announced and all(worker.heard for worker in self._workers):
            self._announced = True
            self._up()

    def _replace(self, place: int, dead: Worker, told: socket) -> None:
        if not self._announced:
            sys.exit(1)
        sys.stderr.write(f"Worker {dead.process.pid} has ended with status {dead.process.exitcode}; another starts.\n")
        if dead.heard is None:
            wait([told], BEFORE_ANOTHER)
        self._workers[place] = self._started()
        dead.gone()

    def _end(self) -> None:
        for worker in self._workers:
            worker.process.terminate()
        until = time.monotonic() + self._grace
        for worker in self._workers:
            worker.process.join(max(until - time.monotonic(), 0))
            if worker.process.is_alive():
                worker.process.kill()
            worker.gone()


@contextmanager
def _environment(workers: int) -> Iterator[None]:
    """What each worker is told: how many they are, and the folder in which they count together."""
    before = dict(os.environ)
    with TemporaryDirectory(prefix="heyi-metrics-") as folder:
        os.environ.update({WORKERS_FOLDER: folder, "WORKERS": str(workers)})
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)


@contextmanager
def _reserved(host: str, port: int) -> Iterator[None]:
    """Keeps the address for the workers, between two of them as well. Stops where somebody else has it."""
    try:
        bound(host, port, shared=False).close()
        kept = bound(host, port)
    except OSError as error:
        stop(f"HOST and PORT: nobody can listen on {host}:{port} ({error.strerror}).")
    with kept:
        yield


@contextmanager
def _told_to_end() -> Iterator[socket]:
    """A socket that can be read once SIGTERM or SIGINT has come."""
    reading, writing = socketpair()
    with reading, writing:

        def tell(*_: object) -> None:
            writing.send(b".")

        before = {sign: signal.signal(sign, tell) for sign in SIGNS}
        try:
            yield reading
        finally:
            for sign, handler in before.items():
                signal.signal(sign, handler)
