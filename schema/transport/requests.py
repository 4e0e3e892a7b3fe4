"""A GraphQL request, however it came."""

from dataclasses import dataclass

import orjson

from schema.transport.errors import MalformedError


@dataclass(frozen=True, slots=True)
class GraphQLRequest:
    """A document, its variables, and the operation to run (None where the document has only one)."""

    query: str
    variables: dict[str, object]
    operation_name: str | None


def decoded(text: bytes | str) -> object:
    """The JSON value; refuses what is not JSON in UTF-8, nested more than 1,024 deep, or a number too large."""
    try:
        return orjson.loads(text)
    except ValueError as problem:
        raise MalformedError("This is not valid JSON in UTF-8.") from problem


def request_of(value: object) -> GraphQLRequest:
    """The request in a JSON value; refuses any part of a wrong type."""
    if not isinstance(value, dict):
        raise MalformedError("A GraphQL request is one JSON object; batches are not accepted.")
    query = value.get("query")
    if not isinstance(query, str) or not query:
        raise MalformedError("The request needs `query`: a GraphQL document as a string.")
    variables = value.get("variables")
    if not isinstance(variables, dict | None):
        raise MalformedError("`variables` must be an object or null.")
    operation_name = value.get("operationName")
    if not isinstance(operation_name, str | None):
        raise MalformedError("`operationName` must be a string or null.")
    if not isinstance(value.get("extensions"), dict | None):
        raise MalformedError("`extensions` must be an object or null.")
    return GraphQLRequest(query, variables or {}, operation_name or None)
