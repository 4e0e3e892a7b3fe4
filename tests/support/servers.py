"""Throw-away PostgreSQL and Redis from the installed binaries, on free ports of 127.0.0.1."""

import os
import secrets
import signal
import subprocess
from pathlib import Path
from typing import Self

from tests.support.processes import Process, Shelter, as_servant, binary, free_port, servant

POSTGRES_SETTINGS = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "max_connections": "300"}
# What is thrown away need not survive a power cut.
CARELESS = {"fsync": "off", "full_page_writes": "off", "autovacuum": "off", "jit": "off"}


class Server:
    """A server with its own shelter; a context manager that stops it and removes every trace."""

    url: str
    process: Process
    shelter: Shelter

    def start(self) -> None:
        """Starts it, at the same address as before where it was stopped."""
        self.process.start()

    def stop(self) -> None:
        """Ends it at once, as a crash would. Idempotent."""
        self.process.stop(signal.SIGKILL)

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.shelter.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.process.stop()
        self.shelter.close()


class RedisServer(Server):
    """Redis without persistence: what it held is gone after stop()."""

    def __init__(self) -> None:
        port = str(free_port())
        command = [binary("redis-server", "redis-server"), "--bind", "127.0.0.1", "--port", port]
        self.url = f"redis://127.0.0.1:{port}/0"
        self.shelter = Shelter()
        command += ["--save", "", "--appendonly", "no", "--dir", str(self.shelter.path)]
        self.process = Process(self.shelter, "redis", command, "Ready to accept connections")


class PostgresServer(Server):
    """PostgreSQL with one role, a superuser, and a password of its own; quick and careless unless it is durable."""

    def __init__(self, *, durable: bool = False) -> None:
        initdb, postgres = binary("initdb", "postgresql"), binary("postgres", "postgresql")
        port, password = free_port(), secrets.token_hex(16)
        self.url = f"postgresql+asyncpg://postgres:{password}@127.0.0.1:{port}/postgres"
        self.shelter = Shelter()
        data = self.shelter.path / "data"
        wanted = POSTGRES_SETTINGS if durable else POSTGRES_SETTINGS | CARELESS
        settings = [f"--{name}={value}" for name, value in wanted.items()]
        command = [postgres, "-D", str(data), f"--port={port}", *settings]
        self.process = Process(self.shelter, "postgres", command, "ready to accept connections")
        self._initdb(initdb, data, password)

    def _initdb(self, initdb: str, data: Path, password: str) -> None:
        pwfile = self.shelter.path / "password"
        pwfile.touch(mode=0o600)
        pwfile.write_text(password)
        if user := servant():
            os.chown(pwfile, user.pw_uid, user.pw_gid)
        command = [initdb, "-D", str(data), "--username=postgres", "--auth=password", f"--pwfile={pwfile}"]
        command += ["--no-sync", "--no-locale", "--encoding=UTF8"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, **as_servant())
        if done.returncode != 0:
            self.shelter.close()
            raise RuntimeError(f"initdb failed:\n{done.stdout}{done.stderr}")
