"""Carrying out a request: one answer, or a stream of them, encoded once for whatever transport asked."""

from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import TypeGuard, cast

import orjson
import strawberry
from graphql import DocumentNode, ExecutionResult, GraphQLFormattedError, OperationType
from graphql.execution import Executor, create_source_event_stream, map_source_to_response_event
from graphql.utilities import get_operation_ast
from strawberry.execution import optimized_is_awaitable

from schema.transport.documents import Documents
from schema.transport.errors import RefusedError, formatted, refused, refused_for
from schema.transport.limits import check_variables
from schema.transport.requests import GraphQLRequest
from schema.transport.sessions import Context


@dataclass(frozen=True, slots=True)
class Operation:
    """A request that has been checked and may be carried out."""

    document: DocumentNode
    kind: OperationType
    name: str | None
    variables: dict[str, object]


class Execution:
    """Carries out operations on one schema. Strawberry's schema extensions would be passed by, so it refuses them."""

    def __init__(self, schema: strawberry.Schema, *, introspection: bool) -> None:
        if schema.extensions or schema.config.enable_experimental_incremental_execution:
            raise ValueError("Schema extensions and incremental delivery are not supported by this transport.")
        self._schema = schema._schema
        self._executor_class = schema.execution_context_class
        self._documents = Documents(self._schema, introspection=introspection)
        self._hide_suggestions = not introspection

    def prepare(self, request: GraphQLRequest) -> Operation:
        """The operation a request asks for; refuses what does not parse, fit the schema or stay in the limits."""
        document = self._documents.get(request.query)
        operation = get_operation_ast(document, request.operation_name)
        if operation is None:
            raise refused("OPERATION_RESOLUTION_FAILURE", "`operationName` must name one operation of the document.")
        check_variables(request.variables)
        return Operation(document, operation.operation, request.operation_name, request.variables)

    async def answer(self, operation: Operation, context: Context) -> bytes:
        """The JSON of the result of a query or mutation; refuses variables that do not fit."""
        executor = self._executor(operation, context)
        result = executor.execute_operation()
        if executor.is_awaitable(result):
            result = await result
        return encoded(cast("ExecutionResult", result))

    async def answers(self, operation: Operation, context: Context) -> AsyncGenerator[bytes, None]:
        """The JSON of each result: of a subscription one by one, of a query or mutation the only one."""
        if operation.kind is not OperationType.SUBSCRIPTION:
            yield await self.answer(operation, context)
            return
        executor = self._executor(operation, context)
        source = await self._source(executor)
        async with aclosing(map_source_to_response_event(executor, source)) as results:
            async for result in results:
                yield encoded(result)

    def _executor(self, operation: Operation, context: Context) -> Executor[Context]:
        executor = self._executor_class.build(
            self._schema,
            operation.document,
            context_value=context,
            raw_variable_values=operation.variables,
            operation_name=operation.name,
            is_awaitable=cast("Callable[[object], TypeGuard[Awaitable[object]]]", optimized_is_awaitable),
            hide_suggestions=self._hide_suggestions,
        )
        if isinstance(executor, list):
            raise refused_for(executor, "BAD_USER_INPUT")
        return executor

    @staticmethod
    async def _source(executor: Executor[Context]) -> AsyncIterable[object]:
        source = create_source_event_stream(executor)
        if executor.is_awaitable(source):
            source = await source
        if isinstance(source, ExecutionResult):
            raise RefusedError([formatted(problem) for problem in source.errors or ()])
        return cast("AsyncIterable[object]", source)


def encoded(result: ExecutionResult) -> bytes:
    """The JSON of a result, with its errors made fit for the client."""
    if result.errors:
        return orjson.dumps({"errors": [formatted(e) for e in result.errors], "data": result.data})
    return orjson.dumps({"data": result.data})


def encoded_errors(errors: list[GraphQLFormattedError]) -> bytes:
    """The JSON of a result that has errors and no data."""
    return orjson.dumps({"errors": errors})
