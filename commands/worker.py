"""One worker of several: what runs in its process."""

import os
from contextlib import suppress
from multiprocessing.connection import Connection
from socket import AF_INET, AF_INET6, SO_REUSEADDR, SO_REUSEPORT, SOL_SOCKET, socket

import uvicorn

from commands.settled import Settled


class Working(Settled):
    """The server of one worker: it tells the supervisor once a second that it serves, and ends with it."""

    def __init__(self, config: uvicorn.Config, signs: Connection) -> None:
        super().__init__(config)
        self._signs = signs
        self._supervisor = os.getppid()

    async def on_tick(self, counter: int) -> bool:
        if counter % 10 == 0:
            with suppress(OSError):
                self._signs.send_bytes(b"up")
            self.should_exit |= os.getppid() != self._supervisor
        return await super().on_tick(counter)


def work(config: uvicorn.Config, signs: Connection) -> None:
    """Serves until told to end. A socket of its own lets the kernel share connections out evenly."""
    config.configure_logging()
    with suppress(KeyboardInterrupt):
        Working(config, signs).run([bound(config.host, config.port)])


def bound(host: str, port: int, *, shared: bool = True) -> socket:
    """A socket at the address, which others of ours may share. OSError where it is taken."""
    taken = socket(AF_INET6 if ":" in host else AF_INET)
    try:
        taken.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        if shared:
            taken.setsockopt(SOL_SOCKET, SO_REUSEPORT, 1)
        taken.bind((host, port))
    except OSError:
        taken.close()
        raise
    return taken
