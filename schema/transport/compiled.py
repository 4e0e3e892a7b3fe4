"""Operations worked out once for each document: carried out without looking the same things up again.

It does what graphql-core's executor does, for documents without directives and introspection.
"""

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from types import CoroutineType
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    FieldNode,
    GraphQLError,
    GraphQLField,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableNode,
    Visitor,
    VisitorAction,
    is_leaf_type,
    visit,
)
from graphql.execution.values import VariableValues, get_argument_values
from graphql.pyutils import Path, gather_with_cancel
from graphql.type.definition import GraphQLResolveInfoHelpers
from strawberry.execution import optimized_is_awaitable

from schema.transport.completing import Info, Place, Run, completing, object_of, settled
from schema.transport.selections import Selections, plain

HELPERS = GraphQLResolveInfoHelpers(lambda work: gather_with_cancel(*work), lambda _work: None)
CONSTANTS = str | int | float | None


def compiled(
    schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, *, hide_suggestions: bool
) -> "Compiled | None":
    """The operation worked out; None where it has to be left to graphql-core."""
    root = schema.get_root_type(operation.operation)
    if root is None or not plain(document):
        return None
    return Compiled(schema, document, operation, root, hide_suggestions=hide_suggestions)


class Compiled:
    """One operation. What is below an object is worked out when the first such object comes."""

    def __init__(
        self,
        schema: GraphQLSchema,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        root: GraphQLObjectType,
        *,
        hide_suggestions: bool,
    ) -> None:
        self.schema = schema
        self.operation = operation
        self.selections = Selections(schema, document)
        self.hide_suggestions = hide_suggestions
        self._root = root
        self._fields: dict[tuple[GraphQLObjectType, tuple[int, ...]], list[Asked]] = {}

    async def run(self, context: object, variables: VariableValues, event: object = None) -> ExecutionResult:
        """The result for these variables, which have been coerced; of a subscription that for one event."""
        run = Run(context, variables, [])
        fields = self._asked(self._root, [self.operation.selection_set])
        try:
            if self.operation.operation is OperationType.MUTATION:
                data = {field.key: await settled(field.value(run, None, None)) for field in fields}
            else:
                data = await settled(object_of(fields, run, event, None))
        except GraphQLError as error:
            return ExecutionResult(None, [*run.errors, error])
        return ExecutionResult(data, run.errors or None)

    def fields(self, type_: GraphQLObjectType, nodes: Sequence[FieldNode]) -> "list[Asked]":
        """What is asked of an object of this type below these nodes."""
        return self._asked(type_, [node.selection_set for node in nodes if node.selection_set])

    def _asked(self, type_: GraphQLObjectType, sets: list[SelectionSetNode]) -> "list[Asked]":
        # Found by the sets themselves, so that a document cannot make more of these than it has places.
        key = type_, tuple(map(id, sets))
        if key not in self._fields:
            asked = self.selections.of(type_, sets)
            self._fields[key] = [Asked(self, type_, name, nodes) for name, nodes in asked.items()]
        return self._fields[key]


class Asked:
    """One key of an answer, and how its value is come by."""

    def __init__(self, operation: Compiled, parent: GraphQLObjectType, key: str, nodes: list[FieldNode]) -> None:
        name = nodes[0].name.value
        field = operation.schema.get_field(parent, name)
        if field is None or field.resolve is None:
            raise TypeError(f"{parent}.{name} cannot be resolved.")
        self.key = key
        self._operation = operation
        self._parent = parent
        self._nodes = nodes
        self._field = field
        self._resolve = field.resolve
        self._read = (lambda _source: parent.name) if name == "__typename" else _attribute(field)
        self._arguments = _constant(field, nodes[0])
        nullable = field.type.of_type if isinstance(field.type, GraphQLNonNull) else field.type
        self._leaf = self._read if is_leaf_type(nullable) else None
        self._place = Place(nodes, f"{parent}.{name}", field.type)
        self._complete = completing(operation, self._place)

    def value(self, run: Run, source: object, above: Path | None) -> Any:  # noqa: ANN401
        """Its part of the answer, or a coroutine of it. A GraphQLError where the object cannot do without."""
        try:
            if self._leaf is not None:
                return self._complete(run, self._leaf(source), None, None)
            return self._value(run, source, above)
        except Exception as problem:
            self._place.failed(run, problem, Path(above, self.key, self._parent.name))
            return None

    def _value(self, run: Run, source: object, above: Path | None) -> object:
        path = Path(above, self.key, self._parent.name)
        info = self._info(run, path)
        result = self._read(source) if self._read else self._resolve(source, info, **self._given(run))
        if optimized_is_awaitable(result):
            return self._place.settled(run, self._later(run, result, path, info), path)
        done = self._complete(run, result, path, info)
        return self._place.settled(run, done, path) if type(done) is CoroutineType else done

    async def _later(self, run: Run, result: Any, path: Path, info: Info) -> object:  # noqa: ANN401
        return await settled(self._complete(run, await result, path, info))

    def _info(self, run: Run, path: Path) -> Info:
        return Info(
            self._nodes[0].name.value,
            self._nodes,
            self._field.type,
            self._parent,
            path,
            self._operation.schema,
            self._operation.selections.fragments,
            None,
            self._operation.operation,
            run.variables.coerced,  # type: ignore[arg-type] # as Strawberry hands it to its resolvers
            run.context,
            optimized_is_awaitable,  # type: ignore[arg-type]
            None,
            HELPERS,
        )

    def _given(self, run: Run) -> Mapping[str, Any]:
        if self._arguments is not None:
            return self._arguments
        hide = self._operation.hide_suggestions
        return get_argument_values(self._field, self._nodes[0], run.variables, None, hide)


def _attribute(field: GraphQLField) -> Callable[[Any], Any] | None:
    """How to read a field that is an attribute of its object; None where there is more to it."""
    definition = (field.extensions or {}).get("strawberry-definition")
    if definition is None or not definition.is_basic_field or definition.default_resolver is not getattr:
        return None
    return attrgetter(definition.python_name)


def _constant(field: GraphQLField, node: FieldNode) -> Mapping[str, Any] | None:
    """The arguments where they are the same each time; None where they have to be made anew."""
    if not field.args:
        return {}
    search = _Variables()
    visit(node, search)
    if search.found:
        return None
    try:
        values = get_argument_values(field, node)
    except GraphQLError:
        return None
    return values if all(isinstance(value, CONSTANTS) for value in values.values()) else None


class _Variables(Visitor):
    """Finds variables in the arguments of a node."""

    def __init__(self) -> None:
        super().__init__()
        self.found = False

    def enter_selection_set(self, *_: object) -> VisitorAction:
        return self.SKIP

    def enter_variable(self, _node: VariableNode, *_: object) -> VisitorAction:
        self.found = True
        return self.BREAK
