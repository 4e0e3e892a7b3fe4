"""The program itself, as it is served, with people who can vote."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson

from bench.asking import ask
from bench.documents import OURS_ALONE, TRUSTED
from bench.processes import ROOT, Served, new_port

STEPS = ("SCREENED", "PREPARING", "DELIBERATING", "VOTING")
RAISE = "mutation($t: String!) { raiseIssue(input: {title: $t, description: $t}) { ... on Issue { id } __typename } }"
ADVANCE = (
    'mutation($i: ID!, $to: IssueStage!) { advanceIssue(input: {issueId: $i, to: $to, reason: "measured"})'
    " { __typename } }"
)
OPEN = (
    'mutation($i: ID!, $at: DateTime!) { openPoll(input: {issueId: $i, question: "Shall the street have trees?",'
    ' choices: [{key: "a", label: "A"}, {key: "b", label: "B"}], closesAt: $at})'
    " { ... on Poll { id } __typename } }"
)


@dataclass(slots=True)
class Street:
    """Our program under way: where it is, who leads, and who may vote."""

    served: Served
    port: int
    moderator: str
    residents: list[str]

    def poll(self) -> str:
        """The id of a new poll that is open."""
        issue = ask(self.port, RAISE, {"t": "Trees for the street"}, self.residents[0])["raiseIssue"]["id"]
        for stage in STEPS:
            ask(self.port, ADVANCE, {"i": issue, "to": stage}, self.moderator)
        closes = (datetime.now(UTC) + timedelta(days=1)).isoformat()
        poll: str = ask(self.port, OPEN, {"i": issue, "at": closes}, self.moderator)["openPoll"]["id"]
        return poll

    def raise_issues(self, count: int) -> None:
        """Raises so many issues, each by another resident."""
        for number in range(count):
            ask(self.port, RAISE, {"t": f"Lamp {number} is broken"}, self.residents[number % len(self.residents)])


@dataclass(frozen=True, slots=True)
class Site:
    """A database with people in it, and how the program is told of it."""

    env: dict[str, str]
    moderator: str
    residents: list[str]


def site(
    folder: Path, residents: int, *, database: str | None = None, bus: str = "memory://", workers: int = 1
) -> Site:
    """A migrated database with a community and so many residents who are signed in; SQLite unless said."""
    trusted = folder / "trusted.json"
    trusted.write_bytes(orjson.dumps(TRUSTED | OURS_ALONE))
    env = {
        "PATH": os.environ.get("PATH", os.defpath),
        "DATABASE_URL": database or f"sqlite:///{folder / 'heyi.db'}",
        "BUS_URL": bus,
        "WORKERS": str(workers),
        "SECRET_KEY": "measured-" * 5,
        "TRUSTED_DOCUMENTS": str(trusted),
    }
    tokens = folder / "tokens"
    for command in (
        ("migrate",),
        ("seed", "--if-empty"),
        ("seed", "--residents", str(residents), "--tokens", str(tokens)),
    ):
        subprocess.run([sys.executable, "main.py", *command], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
    people = [json.loads(line) for line in tokens.read_text().splitlines()]
    moderator = next(person["token"] for person in people if "MODERATOR" in person["roles"])
    return Site(env, moderator, [person["token"] for person in people if person["roles"] == ["RESIDENT"]])


@contextmanager
def open_street(place: Site) -> Iterator[Street]:
    """`main.py serve` on it."""
    port = new_port()
    with Served([sys.executable, "main.py", "serve"], "Sign-in codes", env={**place.env, "PORT": str(port)}) as served:
        yield Street(served, port, place.moderator, place.residents)


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder that goes again."""
    with tempfile.TemporaryDirectory(prefix="heyi-bench-") as folder:
        yield Path(folder)
