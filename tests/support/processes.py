"""Background processes that end with the tests, however those end."""

import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

# Below the ports that Linux hands to outgoing connections, so that a stopped server finds its own free again.
PORTS = range(20_000, 32_000)
# Reads until the tests' end of the pipe is closed, which even kill -9 does, then clears up what they left.
GUARD = """
read -r _
for file in "$1"/*.pid; do
    [ -e "$file" ] || continue
    pid=$(cat "$file")
    kill -s INT "$pid"
    tries=0
    while kill -s 0 "$pid" && [ $tries -lt 100 ]; do sleep 0.05; tries=$((tries + 1)); done
    kill -s KILL "$pid"
done 2>/dev/null
rm -rf "$1"
"""


def free_port() -> int:
    """A TCP port of 127.0.0.1 on which nobody listens now."""
    while True:
        port = random.choice(PORTS)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port


def binary(name: str, package: str) -> str:
    """Where the program is. Skips the test, saying how to get it, where it is missing."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    found = shutil.which(
        name, path=os.pathsep.join([os.environ.get("PATH", os.defpath), *map(str, debian), "/usr/sbin"])
    )
    if found is None:
        pytest.skip(f"{name} is not installed: apt install {package}, or run make test as root")
    return found


def servant() -> pwd.struct_passwd | None:
    """Whom servers run as when the tests run as root, which PostgreSQL refuses; None: whoever runs the tests."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def as_servant() -> dict[str, Any]:
    """The arguments of subprocess.Popen and run that hand a process to the servant."""
    user = servant()
    return {"cwd": "/"} | ({"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {})


class Shelter:
    """A folder for servers. It goes, and they with it, on close() or when the tests end without, killed or not."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="heyi-test-", dir="/tmp"))
        if user := servant():
            os.chown(self.path, user.pw_uid, user.pw_gid)
        self._guard = subprocess.Popen(
            ["/bin/sh", "-c", GUARD, "sh", str(self.path)], stdin=subprocess.PIPE, start_new_session=True, cwd="/"
        )

    def close(self) -> None:
        self._guard.communicate()


class Process:
    """A server in the background, with its process id in a *.pid file of the shelter."""

    def __init__(self, shelter: Shelter, name: str, command: Sequence[str], ready: str) -> None:
        self._command, self._ready = command, ready
        self._pidfile = shelter.path / f"{name}.pid"
        self._popen: subprocess.Popen[str] | None = None
        self._reader: threading.Thread | None = None
        self._tail: deque[str] = deque(maxlen=50)

    @property
    def running(self) -> bool:
        return self._popen is not None and self._popen.poll() is None

    def start(self) -> None:
        """Returns once the output has said `ready`; RuntimeError with the last lines where the server ends before."""
        popen = self._popen = subprocess.Popen(
            self._command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,  # Ctrl-C reaches the tests, and they end the server
            **as_servant(),
        )
        self._pidfile.write_text(str(popen.pid))
        is_ready = threading.Event()
        self._reader = threading.Thread(target=self._read, args=(popen, is_ready), daemon=True)
        self._reader.start()
        if not is_ready.wait(30) or not self.running:
            self.stop()
            raise RuntimeError(f"{self._command[0]} did not start:\n{''.join(self._tail)}")

    def _read(self, popen: subprocess.Popen[str], is_ready: threading.Event) -> None:
        for line in popen.stdout or ():
            self._tail.append(line)
            if self._ready in line:
                is_ready.set()
        is_ready.set()

    def stop(self, sign: signal.Signals = signal.SIGINT) -> None:
        """Ends the server by this signal, within 20 s by SIGKILL; idempotent."""
        popen, self._popen = self._popen, None
        if popen is None:
            return
        popen.send_signal(sign)
        try:
            popen.wait(20)
        except subprocess.TimeoutExpired:
            popen.kill()
            popen.wait()
        if self._reader:
            self._reader.join()
        if popen.stdout:
            popen.stdout.close()
        self._pidfile.unlink(missing_ok=True)
