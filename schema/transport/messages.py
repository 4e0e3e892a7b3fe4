"""Messages of graphql-transport-ws, as they come and as they go."""

from collections.abc import Sequence
from dataclasses import dataclass

import orjson
from graphql import GraphQLFormattedError

from schema.transport.errors import MalformedError
from schema.transport.requests import GraphQLRequest, decoded, request_of

MAX_MESSAGE = 256 * 1024
MAX_ID = 128
MAX_REASON = 123  # bytes a close frame has room for
PROTOCOL = "graphql-transport-ws"


class Close(Exception):  # noqa: N818
    """The socket is to be closed with a code of the protocol and one short sentence."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason.encode()[:MAX_REASON].decode(errors="ignore")


@dataclass(frozen=True, slots=True)
class ConnectionInit:
    """The client's greeting."""

    payload: dict[str, object]


@dataclass(frozen=True, slots=True)
class Ping:
    """A question whether we are there."""


@dataclass(frozen=True, slots=True)
class Pong:
    """An answer to a question we did not ask; allowed."""


@dataclass(frozen=True, slots=True)
class Subscribe:
    """An operation to carry out under an id."""

    id: str
    request: GraphQLRequest


@dataclass(frozen=True, slots=True)
class Complete:
    """The client wants no more of an operation."""

    id: str


Message = ConnectionInit | Ping | Pong | Subscribe | Complete


def message_of(text: str | None) -> Message:
    """The message in a frame; text is None for a binary one. Refuses with the code to close with."""
    if text is None:
        raise Close(4400, "Messages must be text.")
    if len(text) > MAX_MESSAGE:
        raise Close(1009, f"The message is larger than {MAX_MESSAGE // 1024} KB.")
    try:
        return _message(decoded(text))
    except MalformedError as problem:
        raise Close(4400, str(problem)) from problem


def _message(value: object) -> Message:
    if not isinstance(value, dict):
        raise MalformedError("A message is a JSON object.")
    match value.get("type"):
        case "connection_init":
            return ConnectionInit(_payload(value))
        case "ping":
            _payload(value)
            return Ping()
        case "pong":
            _payload(value)
            return Pong()
        case "subscribe":
            return Subscribe(_id(value), request_of(value.get("payload")))
        case "complete":
            return Complete(_id(value))
    raise MalformedError("The message's type is none that a client sends.")


def _payload(value: dict[str, object]) -> dict[str, object]:
    payload = value.get("payload")
    if not isinstance(payload, dict | None):
        raise MalformedError("The message's payload must be an object or null.")
    return payload or {}


def _id(value: dict[str, object]) -> str:
    id_ = value.get("id")
    if not isinstance(id_, str) or not 0 < len(id_) <= MAX_ID:
        raise MalformedError(f"The message needs an id: a string of 1 to {MAX_ID} characters.")
    return id_


ACK = '{"type":"connection_ack"}'
PONG = '{"type":"pong"}'


def next_of(id_: str, payload: bytes) -> str:
    """A result, whose JSON is ready."""
    return f'{{"id":{_json(id_)},"type":"next","payload":{payload.decode()}}}'


NEXT_END = b"}"


def next_start(id_: str) -> bytes:
    """What comes before a result's JSON; NEXT_END comes after it."""
    return b'{"id":%b,"type":"next","payload":' % orjson.dumps(id_)


def error_of(id_: str, errors: Sequence[GraphQLFormattedError]) -> str:
    """The end of an operation that failed."""
    return _json({"id": id_, "type": "error", "payload": errors})


def complete_of(id_: str) -> str:
    """The end of an operation."""
    return _json({"id": id_, "type": "complete"})


def _json(value: object) -> str:
    return orjson.dumps(value).decode()
