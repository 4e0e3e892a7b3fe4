"""What the HTTP endpoint can answer: which media type, and errors as JSON."""

from collections.abc import Mapping
from functools import lru_cache

from graphql import GraphQLFormattedError, OperationType
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from schema.transport.caller import weighted
from schema.transport.errors import MalformedError, RefusedError, error, masked
from schema.transport.execution import Operation, encoded_errors

JSON = "application/json"
GRAPHQL = "application/graphql-response+json"
EVENTS = "text/event-stream"
HTML = "text/html"
NOT_KEPT = {"Cache-Control": "no-store", "Vary": "Accept, Authorization"}
ANSWER_HEADERS = {
    media: [
        (b"content-type", f"{media}; charset=utf-8".encode()),
        *((name.lower().encode(), value.encode()) for name, value in NOT_KEPT.items()),
    ]
    for media in (JSON, GRAPHQL)
}
USUAL_LENGTH = 200
SESSION_ENDED = error("SIGN_IN_REQUIRED", "Your session has ended. Please sign in again.")


class BadRequestError(Exception):
    """An HTTP request that is answered with a status of 4xx and one error."""

    def __init__(self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.errors = [error(code, message)]
        self.headers = headers


def media_type(accept: str, offers: tuple[str, ...]) -> str:
    """Which of the offers the client likes best; the first one when it does not say. Refuses with 406."""
    return _liked_often(accept, offers) if len(accept) <= USUAL_LENGTH else _liked(accept, offers)


def _liked(accept: str, offers: tuple[str, ...]) -> str:
    wanted = weighted(accept) or [("*/*", 1.0)]
    unwanted = {kind for kind, weight in wanted if weight == 0}
    for kind, weight in sorted(wanted, key=lambda each: -each[1]):
        for offer in offers:
            if weight > 0 and offer not in unwanted and kind in {offer, "*/*", f"{offer.partition('/')[0]}/*"}:
                return offer
    raise BadRequestError(406, "NOT_ACCEPTABLE", f"This address answers with {', '.join(offers)}.")


_liked_often = lru_cache(256)(_liked)


class Answer:
    """The response to a request that was carried out: a Response would work its headers out anew each time."""

    __slots__ = ("_body", "_headers")

    def __init__(self, body: bytes, media: str) -> None:
        self._body = body
        self._headers = ANSWER_HEADERS[media]

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        headers = [*self._headers, (b"content-length", b"%d" % len(self._body))]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": self._body})


def as_json(body: bytes, media: str, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """A response that no cache keeps."""
    return Response(body, status, {**NOT_KEPT, **(headers or {})}, f"{media}; charset=utf-8")


def errors_as_json(
    errors: list[GraphQLFormattedError], media: str, status: int, headers: Mapping[str, str] | None = None
) -> Response:
    """A response of nothing but errors; for a client that reads event streams it is plain JSON as well."""
    return as_json(encoded_errors(errors), GRAPHQL if media == GRAPHQL else JSON, status, headers)


def check_kind(operation: Operation, *, queries_only: bool) -> None:
    """Refuses a mutation where none may be sent: a link must not change anything."""
    if queries_only and operation.kind is OperationType.MUTATION:
        raise BadRequestError(405, "METHOD_NOT_ALLOWED", "Mutations are sent by POST.", {"Allow": "POST"})


def failure(problem: Exception, media: str) -> Response:
    """The response to a request that raised; what nobody expected is masked, logged and a 500."""
    match problem:
        case BadRequestError():
            return errors_as_json(problem.errors, media, problem.status, problem.headers)
        case MalformedError():
            return errors_as_json([error("BAD_REQUEST", str(problem))], media, 400)
        case RefusedError():
            return errors_as_json(problem.errors, media, 400 if media == GRAPHQL else 200)
    return errors_as_json([masked(problem)], media, 500)
