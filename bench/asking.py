"""Requests: one at a time to set the scene, and many at once to measure."""

import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import orjson

from bench.documents import id_of
from bench.processes import HERE, PEER_PYTHON, Served

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Load:
    """What a load did: answers a second, the times of single ones in ms, and the server's CPU in µs for each."""

    answers: int
    per_second: float
    p50: float
    p99: float
    cpu: float


def ask(port: int, query: str, variables: Mapping[str, object] | None = None, token: str | None = None) -> Data:
    """The data of an answer; RuntimeError where it has errors or refuses."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    body = {"query": query, "variables": variables or {}}
    answer = httpx.post(f"http://127.0.0.1:{port}/graphql", json=body, headers=headers, timeout=120).json()
    if "errors" in answer or "Refusal" in str(answer):
        raise RuntimeError(f"{query[:60]}: {answer}")
    data: Data = answer["data"]
    return data


def body_of(document: str, variables: Mapping[str, object] | None = None, *, trusted: bool = False) -> str:
    """The body of a request, by the document's text or by its id."""
    asked = {"documentId": id_of(document)} if trusted else {"query": document}
    return orjson.dumps({**asked, "variables": variables or {}}).decode()


def posted(served: Served, port: int, clients: int, requests: Iterable[Mapping[str, str]]) -> Load:
    """What became of these requests ({"token", "body"}), so many clients at once, each waiting for its answer.

    RuntimeError where any was answered with an error or a refusal.
    """
    task = {"port": port, "clients": clients, "path": "/graphql", "requests": list(requests)}
    before = served.cost().cpu
    command = [PEER_PYTHON, str(HERE / "load/posts.py")]
    done = subprocess.run(command, input=orjson.dumps(task) + b"\n", capture_output=True, check=False)
    spent = served.cost().cpu - before
    if done.returncode:
        raise RuntimeError(done.stderr.decode()[-500:])
    said = orjson.loads(done.stdout)
    if said["errors"]:
        raise RuntimeError(f"{said['errors']} of {said['answers']} answers were errors: {said['first_error']}")
    each = spent / said["answers"] * 1e6
    return Load(said["answers"], said["answers"] / said["seconds"], said["p50"], said["p99"], each)
