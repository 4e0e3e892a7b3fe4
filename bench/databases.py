"""A PostgreSQL that keeps what it acknowledges, and pgbench on it."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.engine import make_url

from bench.asking import Load
from bench.processes import HERE
from tests.support.postgres import database
from tests.support.processes import binary
from tests.support.servers import PostgresServer

SCRIPTS = HERE / "sql"


@contextmanager
def durable_postgres() -> Iterator[str]:
    """The address of a new server with fsync and synchronous_commit on, as it comes."""
    with PostgresServer(durable=True) as server:
        yield server.url


def pgbench(server: str, clients: int, seconds: int) -> Load:
    """Votes one by one, each in its own transaction, all on one poll; statements are prepared. Its CPU is not told."""
    with database(server, "one_by_one") as url, TemporaryDirectory() as folder:
        psql(url, "tables.sql")
        command = [binary("pgbench", "postgresql"), "--no-vacuum", "--protocol=prepared"]
        command += [f"--file={SCRIPTS / 'vote.sql'}", f"--client={clients}", "--jobs=1", f"--time={seconds}"]
        command += ["--log", f"--log-prefix={folder}/log"]
        subprocess.run(command, env=_env(url), check=True, capture_output=True)
        return _read(Path(folder), seconds)


def psql(url: str, script: str, **variables: object) -> None:
    """Runs one of the scripts on the database."""
    command = [binary("psql", "postgresql-client"), "--quiet", "--no-psqlrc", "--file", str(SCRIPTS / script)]
    command += ["--variable=ON_ERROR_STOP=1", *(f"--variable={name}={value}" for name, value in variables.items())]
    subprocess.run(command, env=_env(url), check=True, stdout=subprocess.DEVNULL)


def _env(url: str) -> dict[str, str]:
    address = make_url(url)
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "PGHOST": address.host or "",
        "PGPORT": str(address.port),
        "PGUSER": address.username or "",
        "PGPASSWORD": str(address.password),
        "PGDATABASE": address.database or "",
    }


def _read(folder: Path, seconds: int) -> Load:
    lines = [line.split() for file in folder.iterdir() for line in file.read_text().splitlines()]
    took = sorted(int(line[2]) / 1e3 for line in lines)
    return Load(len(took), len(took) / seconds, took[len(took) // 2], took[int(len(took) * 0.99)], float("nan"))
