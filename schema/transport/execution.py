"""Carrying out a request: one answer, or a stream of them, encoded once for whatever transport asked."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import TypeGuard, cast
from weakref import WeakKeyDictionary

import orjson
import strawberry
from graphql import (
    DocumentNode,
    ExecutionResult,
    FieldNode,
    GraphQLFormattedError,
    GraphQLObjectType,
    OperationDefinitionNode,
    OperationType,
)
from graphql.execution import Executor, create_source_event_stream, execute_subscription_event
from graphql.execution.values import VariableValues, get_argument_values, get_variable_values
from strawberry.execution import optimized_is_awaitable

from realtime.metrics import FRAMES, WATCHERS
from schema.transport.audiences import EVERYONE_ALIKE
from schema.transport.compiled import Compiled, compiled
from schema.transport.documents import NOBODY, Document, Documents, Trust
from schema.transport.errors import RefusedError, formatted, refused, refused_for
from schema.transport.limits import check_variables
from schema.transport.metrics import counted
from schema.transport.requests import GraphQLRequest
from schema.transport.sessions import Context
from schema.transport.shareable import Plan, plan
from schema.transport.together import Together

MOST_ERRORS = 50


@dataclass(frozen=True, slots=True)
class Operation:
    """A request that has been checked and may be carried out. `source` is the document as it was asked for."""

    source: Document
    document: DocumentNode
    definition: OperationDefinitionNode
    name: str | None
    variables: dict[str, object]

    @property
    def variables_text(self) -> bytes:
        """The variables as one text, the same for the same variables."""
        return orjson.dumps(self.variables, option=orjson.OPT_SORT_KEYS)

    @property
    def kind(self) -> OperationType:
        """Whether it is a query, a mutation or a subscription."""
        return self.definition.operation


class Execution:
    """Carries out operations on one schema. Strawberry's schema extensions would be passed by, so it refuses them."""

    def __init__(self, schema: strawberry.Schema, *, introspection: bool, trust: Trust = NOBODY) -> None:
        if schema.extensions or schema.config.enable_experimental_incremental_execution:
            raise ValueError("Schema extensions and incremental delivery are not supported by this transport.")
        self._schema = schema._schema
        self._executor_class = schema.execution_context_class
        self._documents = Documents(self._schema, introspection=introspection, trust=trust)
        self._hide_suggestions = not introspection
        self._known: WeakKeyDictionary[Document, dict[tuple[str | None, int], Compiled | None]] = WeakKeyDictionary()
        self._guests = Together.by(self._carry_out)
        self._plans: WeakKeyDictionary[Document, dict[str | None, Plan | None]] = WeakKeyDictionary()

    def prepare(self, request: GraphQLRequest) -> Operation:
        """The operation a request asks for; refuses what does not parse, fit the schema or stay in the limits."""
        document = self._documents.of(request)
        operation = document.operation(request.operation_name)
        if operation is None:
            raise refused("OPERATION_RESOLUTION_FAILURE", "`operationName` must name one operation of the document.")
        check_variables(request.variables)
        return Operation(document, document.node, operation, request.operation_name, request.variables)

    def plan(self, operation: Operation) -> Plan | None:
        """How a subscription can be shared; None where it cannot."""
        plans = self._plans.setdefault(operation.source, {})
        if operation.name not in plans:
            plans[operation.name] = plan(self._schema, operation.document, operation.definition)
        return plans[operation.name]

    async def answer(self, operation: Operation, context: Context) -> bytes:
        """The JSON of the result of a query or mutation; refuses variables that do not fit."""
        if operation.kind is OperationType.QUERY and context.viewer is None:
            key = operation.source, operation.name, operation.variables_text, context.language
            payload, failed = await self._guests.answer(key, (operation, context.of_audience(EVERYONE_ALIKE)))
        else:
            payload, failed = await self._carry_out((operation, context))
        counted(operation.kind, failed=failed)
        return payload

    async def _carry_out(self, asked: tuple[Operation, Context]) -> tuple[bytes, bool]:
        operation, context = asked
        worked_out = self._compiled(operation, operation.definition)
        if worked_out is None:
            done = await self._looked_up(operation, context)
        else:
            done = await worked_out.run(context, self._variables(operation))
        return encoded(done), bool(done.errors)

    def _compiled(self, operation: Operation, definition: OperationDefinitionNode) -> Compiled | None:
        # A subscription that is shared has a document of its own beside the one it came in.
        known, key = self._known.setdefault(operation.source, {}), (operation.name, id(operation.document))
        if key not in known:
            known[key] = compiled(self._schema, operation.document, definition, hide_suggestions=self._hide_suggestions)
        return known[key]

    def _variables(self, operation: Operation) -> VariableValues:
        definitions = operation.definition.variable_definitions or ()
        hide = self._hide_suggestions
        found = get_variable_values(self._schema, definitions, operation.variables, MOST_ERRORS, hide)
        if isinstance(found, list):
            raise refused_for(found, "BAD_USER_INPUT")
        return found

    async def _looked_up(self, operation: Operation, context: Context) -> ExecutionResult:
        executor = self._executor(operation, context)
        result = executor.execute_operation()
        return cast("ExecutionResult", await result if executor.is_awaitable(result) else result)

    async def answers(self, operation: Operation, context: Context) -> AsyncGenerator[bytes, None]:
        """The JSON of each result: of a subscription one by one, of a query or mutation the only one."""
        if operation.kind is not OperationType.SUBSCRIPTION:
            yield await self.answer(operation, context)
            return
        with WATCHERS.track_inprogress():
            async with aclosing(self.events(operation, context)) as events:
                async for _, payload in events:
                    FRAMES.inc()
                    yield payload

    async def events(self, operation: Operation, context: Context) -> AsyncGenerator[tuple[object, bytes], None]:
        """What a subscription tells of, event by event, and the JSON of the result of each."""
        executor = self._executor(operation, context)
        worked_out = self._compiled(operation, executor.operation)
        async with aclosing(await self._source(executor)) as source:
            async for event in source:
                context.begin()
                if worked_out is None:
                    yield event, encoded(await self._of_event(executor, event))
                else:
                    yield event, encoded(await worked_out.run(context, executor.variable_values, event))

    @staticmethod
    async def _of_event(executor: Executor[Context], event: object) -> ExecutionResult:
        result = execute_subscription_event(executor.build_per_event_executor(event))
        return cast("ExecutionResult", await result if executor.is_awaitable(result) else result)

    def arguments(self, operation: Operation, context: Context) -> dict[str, object]:
        """The arguments of the only root field, by name; refuses variables that do not fit."""
        executor = self._executor(operation, context)
        node = cast("FieldNode", operation.definition.selection_set.selections[0])
        root = cast("GraphQLObjectType", self._schema.subscription_type)
        return get_argument_values(root.fields[node.name.value], node, executor.variable_values)

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
    async def _source(executor: Executor[Context]) -> AsyncGenerator[object, None]:
        source = create_source_event_stream(executor)
        if executor.is_awaitable(source):
            source = await source
        if isinstance(source, ExecutionResult):
            raise RefusedError([formatted(problem) for problem in source.errors or ()])
        return cast("AsyncGenerator[object, None]", source)


def encoded(result: ExecutionResult) -> bytes:
    """The JSON of a result, with its errors made fit for the client."""
    if result.errors:
        return orjson.dumps({"errors": [formatted(e) for e in result.errors], "data": result.data})
    return orjson.dumps({"data": result.data})


def encoded_errors(errors: list[GraphQLFormattedError]) -> bytes:
    """The JSON of a result that has errors and no data."""
    return orjson.dumps({"errors": errors})
