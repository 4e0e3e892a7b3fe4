"""Which subscriptions can be shared: looked up once for each document."""

from dataclasses import dataclass
from typing import Any

from graphql import (
    REMOVE,
    ArgumentNode,
    DocumentNode,
    FieldNode,
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    NamedTypeNode,
    NameNode,
    NullValueNode,
    OperationDefinitionNode,
    TypeInfo,
    TypeInfoVisitor,
    VariableDefinitionNode,
    VariableNode,
    Visitor,
    VisitorAction,
    visit,
)
from strawberry.types.field import StrawberryField

from schema.transport.audiences import Log, SameForAll, Shared

CURSOR = "__after"


@dataclass(frozen=True, slots=True)
class Plan:
    """How an operation is shared. `document` takes the cursor as the variable CURSOR instead of as it was written.

    `cursor` is the variable that brought it, None where there was none.
    """

    shared: Shared
    document: DocumentNode
    cursor: str | None


def plan(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) -> Plan | None:
    """How the operation can be shared, or None where an answer may differ from viewer to viewer."""
    field = _only_field(operation)
    root = schema.subscription_type
    shared = field and root and _declared(root.fields.get(field.name.value), Shared)
    if not field or not shared or _looks_at_viewer(schema, document):
        return None
    if shared.log is None:
        return Plan(shared, document, None)
    return _with_cursor(shared, shared.log, document, operation, field)


def _only_field(operation: OperationDefinitionNode) -> FieldNode | None:
    selections = operation.selection_set.selections
    only = selections[0] if len(selections) == 1 else None
    return only if isinstance(only, FieldNode) and not only.directives else None


def _definition(field: GraphQLField | None) -> StrawberryField | None:
    return None if field is None else (field.extensions or {}).get("strawberry-definition")


def _declared(field: GraphQLField | None, kind: type[Any]) -> Any:  # noqa: ANN401
    definition = _definition(field)
    return next((each for each in definition.extensions if isinstance(each, kind)), None) if definition else None


def _looks_at_viewer(schema: GraphQLSchema, document: DocumentNode) -> bool:
    search = _Search(TypeInfo(schema))
    visit(document, TypeInfoVisitor(search.types, search))
    return search.found


class _Search(Visitor):
    """Finds fields that are worked out for a viewer, or that may be behind an interface."""

    def __init__(self, types: TypeInfo) -> None:
        super().__init__()
        self.types = types
        self.found = False

    def enter_field(self, node: FieldNode, *_: object) -> None:
        parent, field = self.types.get_parent_type(), self.types.get_field_def()
        if node.name.value.startswith("__"):
            return
        if not isinstance(parent, GraphQLObjectType) or not _is_same_for_all(field):
            self.found = True


def _is_same_for_all(field: GraphQLField | None) -> bool:
    definition = _definition(field)
    if definition is None:
        return False
    return definition.base_resolver is None or any(
        isinstance(each, Shared | SameForAll) for each in definition.extensions
    )


def _with_cursor(
    shared: Shared, log: Log, document: DocumentNode, operation: OperationDefinitionNode, field: FieldNode
) -> Plan | None:
    given = next((each.value for each in field.arguments or () if each.name.value == log.cursor), NullValueNode())
    cursor = given.name.value if isinstance(given, VariableNode) else None
    if cursor is not None and _uses(document, cursor) > 1:
        return None
    return Plan(shared, visit(document, _Rewrite(log.cursor, operation, field, cursor)), cursor)


def _uses(document: DocumentNode, name: str) -> int:
    class Count(Visitor):
        uses = 0

        def enter_variable_definition(self, *_: object) -> VisitorAction:
            return self.SKIP

        def enter_variable(self, node: VariableNode, *_: object) -> None:
            self.uses += node.name.value == name

    count = Count()
    visit(document, count)
    return count.uses


class _Rewrite(Visitor):
    """Puts the variable CURSOR in the place of the cursor that was written in the only field of the operation."""

    def __init__(
        self, argument: str, operation: OperationDefinitionNode, field: FieldNode, variable: str | None
    ) -> None:
        super().__init__()
        self._argument = argument
        self._operation = operation
        self._field = field
        self._variable = variable

    def enter_variable_definition(self, node: VariableDefinitionNode, *_: object) -> VisitorAction:
        return REMOVE if node.variable.name.value == self._variable else None

    def leave_operation_definition(self, node: OperationDefinitionNode, *_: object) -> OperationDefinitionNode | None:
        if node.name != self._operation.name:
            return None
        number = VariableDefinitionNode(
            variable=_variable(), type=NamedTypeNode(name=NameNode(value="Int")), directives=()
        )
        return OperationDefinitionNode(
            **{name: getattr(node, name) for name in node.keys if name != "variable_definitions"},
            variable_definitions=(*(node.variable_definitions or ()), number),
        )

    def leave_field(self, node: FieldNode, *_: object) -> FieldNode | None:
        if node.loc != self._field.loc:
            return None
        others = tuple(each for each in node.arguments or () if each.name.value != self._argument)
        after = ArgumentNode(name=NameNode(value=self._argument), value=_variable())
        return FieldNode(
            **{name: getattr(node, name) for name in node.keys if name != "arguments"}, arguments=(*others, after)
        )


def _variable() -> VariableNode:
    return VariableNode(name=NameNode(value=CURSOR))
