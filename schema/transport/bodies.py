"""Reading a request: its body or its address."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect
from starlette.types import Receive

from schema.transport.answers import JSON, BadRequestError
from schema.transport.errors import MalformedError
from schema.transport.requests import GraphQLRequest, decoded, request_of

MAX_BODY = 256 * 1024


async def from_body(headers: Mapping[str, str], receive: Receive) -> GraphQLRequest:
    """The request in a POST body; refuses any type but application/json and anything over 256 KB."""
    _check_type(headers)
    return request_of(decoded(await whole(headers, receive, MAX_BODY)))


def from_address(query_string: bytes) -> GraphQLRequest:
    """The request in a GET's query string, variables and extensions as JSON."""
    try:
        fields = dict(parse_qsl(query_string.decode("ascii"), errors="strict", max_num_fields=20))
    except ValueError as problem:
        raise MalformedError("The address is not valid UTF-8 in URL encoding.") from problem
    parts: dict[str, object] = {**fields}
    for name in ("variables", "extensions"):
        if name in fields:
            parts[name] = decoded(fields[name])
    return request_of(parts)


def _check_type(headers: Mapping[str, str]) -> None:
    essence, _, parameters = headers.get("content-type", "").lower().partition(";")
    charset = parameters.partition("charset=")[2].strip(' "')
    if essence.strip() != JSON or charset not in {"", "utf-8", "utf8"}:
        raise BadRequestError(415, "UNSUPPORTED_MEDIA_TYPE", "Send the request as application/json in UTF-8.")


async def whole(headers: Mapping[str, str], receive: Receive, most: int) -> bytes:
    """The body of a request; refuses one of more than so many bytes."""
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length[:20]) > most:
        raise _too_large(most)
    body = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        if len(body) > most:
            raise _too_large(most)
        more = message.get("more_body", False)
    return bytes(body)


def _too_large(most: int) -> BadRequestError:
    message = f"The request is larger than {most // 1024} KB."
    return BadRequestError(413, "PAYLOAD_TOO_LARGE", message)
