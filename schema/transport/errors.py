"""Errors as clients see them: a code each, and nothing of our insides."""

import logging
import secrets
import traceback
from collections.abc import Iterator, Sequence

from graphql import GraphQLError, GraphQLFormattedError
from graphql.language import ValueNode

from schema.transport.metrics import ERRORS

log = logging.getLogger(__name__)

LONGEST_MESSAGE = 300


class ClientError(GraphQLError):
    """An error meant for the client; a resolver raises it, and message and code reach the caller as they are."""

    def __init__(self, code: str, message: str, **more: str) -> None:
        super().__init__(message, extensions={"code": code, **more})


class MalformedError(Exception):
    """What came is not a GraphQL request at all; str() is one sentence for the client."""


class RefusedError(Exception):
    """The request was understood and not carried out; errors are ready to be sent."""

    def __init__(self, errors: Sequence[GraphQLFormattedError]) -> None:
        super().__init__("refused before execution")
        self.errors = list(errors)


def refused(code: str, message: str) -> RefusedError:
    """A refusal with one error."""
    return RefusedError([error(code, message)])


def refused_for(errors: Sequence[GraphQLError], code: str) -> RefusedError:
    """A refusal with graphql-core's own errors about the document or its variables."""
    return RefusedError([{**e.formatted, "message": _short(e.message), "extensions": {"code": code}} for e in errors])


def _short(message: str) -> str:
    """A message that quotes what the client sent, cut where it becomes unreadable."""
    return message if len(message) <= LONGEST_MESSAGE else message[:LONGEST_MESSAGE] + "…"


def error(code: str, message: str) -> GraphQLFormattedError:
    """One error of a code and a sentence."""
    return {"message": message, "extensions": {"code": code}}


def explained(cause: Exception) -> list[GraphQLFormattedError]:
    """The errors to send for anything that was raised; what is not meant for the client is masked and logged."""
    if isinstance(cause, RefusedError):
        return cause.errors
    if isinstance(cause, GraphQLError):
        return [formatted(cause)]
    return [masked(cause)]


def formatted(problem: GraphQLError) -> GraphQLFormattedError:
    """One error of an execution: as it is when meant for the client or about its arguments, else masked."""
    origin = problem.original_error or problem
    if isinstance(origin, ClientError):
        return problem.formatted
    if _about_an_argument(origin):
        return {**problem.formatted, "extensions": {"code": "BAD_USER_INPUT"}}
    shown = masked(origin)
    places = {key: value for key, value in problem.formatted.items() if key in {"locations", "path"}}
    return {**shown, **places}  # type: ignore[typeddict-item]


def try_again(cause: Exception, message: str) -> ClientError:
    """An error of ours that may be gone when the same is sent once more; logged like a masked one."""
    return ClientError("TRY_AGAIN", message, errorId=_logged(cause))


def _logged(cause: Exception) -> str:
    number = secrets.token_hex(6)
    ERRORS.inc()
    log.error("error %s\n%s", number, "".join(_trace(cause)))
    return number


def masked(cause: Exception) -> GraphQLFormattedError:
    """A sentence with a number instead of the error; the log has the same number and the traceback."""
    number = _logged(cause)
    return {
        "message": f"Something went wrong on our side. Please try again; if it stays, tell us the number {number}.",
        "extensions": {"code": "INTERNAL", "errorId": number},
    }


def _about_an_argument(origin: BaseException) -> bool:
    """Whether graphql-core refused an argument only now: a variable that may be null, given as null."""
    own = type(origin) is GraphQLError and origin.original_error is None
    return own and any(isinstance(node, ValueNode) for node in origin.nodes or ())  # type: ignore[attr-defined]


def _trace(cause: BaseException) -> Iterator[str]:
    """Types and lines only: the messages of exceptions quote what residents typed."""
    seen: set[int] = set()
    todo: list[BaseException | None] = [cause]
    while todo:
        problem = todo.pop()
        if problem is None or id(problem) in seen:
            continue
        seen.add(id(problem))
        yield f"{type(problem).__module__}.{type(problem).__qualname__}\n"
        yield from traceback.format_tb(problem.__traceback__)
        todo += [problem.__context__, problem.__cause__]
        if isinstance(problem, BaseExceptionGroup):
            todo += problem.exceptions
