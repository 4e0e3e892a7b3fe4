"""A GraphQL request, however it came."""

from dataclasses import dataclass

import orjson

from schema.transport.errors import MalformedError


@dataclass(frozen=True, slots=True)
class GraphQLRequest:
    """A document or the id of a trusted one, its variables, and the operation (None where there is only one)."""

    query: str | None
    document_id: str | None
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
    query, document_id = value.get("query"), value.get("documentId")
    if not isinstance(query, str | None) or not isinstance(document_id, str | None):
        raise MalformedError("`query` and `documentId` must be strings.")
    if bool(query) == bool(document_id):
        raise MalformedError("The request needs `query`, a GraphQL document, or else `documentId`, and not both.")
    variables = value.get("variables")
    if not isinstance(variables, dict | None):
        raise MalformedError("`variables` must be an object or null.")
    operation_name = value.get("operationName")
    if not isinstance(operation_name, str | None):
        raise MalformedError("`operationName` must be a string or null.")
    if not isinstance(value.get("extensions"), dict | None):
        raise MalformedError("`extensions` must be an object or null.")
    return GraphQLRequest(query or None, document_id or None, variables or {}, operation_name or None)
