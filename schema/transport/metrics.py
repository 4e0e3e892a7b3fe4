"""What is counted, for Prometheus, and only for whoever knows the token."""

import os
from collections.abc import Awaitable, Callable
from secrets import compare_digest

from graphql import OperationType
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

WORKERS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The variable that names the folder in which several workers count; prometheus-client reads it when imported."""

ERRORS = Counter("heyi_errors", "Errors that nobody expected; the log has each with its number.")
OPERATIONS = Counter("heyi_operations", "Queries and mutations carried out.", ["kind", "outcome"])
COUNTS = {
    (kind, failed): OPERATIONS.labels(kind.value, "errors" if failed else "done")
    for kind in (OperationType.QUERY, OperationType.MUTATION)
    for failed in (False, True)
}


def counted(kind: OperationType, *, failed: bool) -> None:
    """Counts one query or mutation. A refusal is an answer; `failed` means that it had errors."""
    COUNTS[kind, failed].inc()


def metrics(token: str | None) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint. Without a token there is none; with a wrong one the caller is told nothing."""
    expected = f"Bearer {token}".encode()

    async def answer(request: Request) -> Response:
        if token is None:
            return PlainTextResponse("Not found: METRICS_TOKEN is not set.\n", 404)
        if not compare_digest(request.headers.get("authorization", "").encode(), expected):
            return PlainTextResponse("The token is missing or wrong.\n", 401, {"WWW-Authenticate": "Bearer"})
        headers = {"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"}
        return Response(generate_latest(_everything()), headers=headers)

    return answer


def _everything() -> CollectorRegistry:
    """What this process has counted, or all workers together where there are several."""
    if WORKERS_FOLDER not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry
