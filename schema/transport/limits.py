"""How large a question may be. The work done here is linear in the document's length, fragments are looked at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
)

from schema.transport.errors import refused

MAX_OPERATIONS = 20
MAX_FRAGMENTS = 100
MAX_ROOT_FIELDS = 20
MAX_DEPTH = 12
MAX_INTROSPECTION_DEPTH = 20  # the standard introspection query of graphql-js 16 is 15 deep
MAX_NESTING = 50
MAX_SELECTIONS = 1_000
MAX_SELECTIONS_OF_ALL = 4_000  # definitions are validated one by one, each with its fragments
MAX_COMPARISONS = 2_000
MAX_VARIABLE_DEPTH = 16
MAX_VARIABLE_VALUES = 5_000

INTROSPECTION = frozenset({"__schema", "__type"})
CODE = "GRAPHQL_VALIDATION_FAILED"


class Size(NamedTuple):
    """The size of some selections: fields deep, deep under introspection, all, at the root, and levels of any kind."""

    depth: int = 0
    introspection: int = 0
    selections: int = 0
    roots: int = 0
    nesting: int = 0


class Measure:
    """Sizes of one document's definitions; refuses fragments that spread themselves. `visits` counts the work."""

    def __init__(self, document: DocumentNode) -> None:
        self.visits = 0
        self.fragments: dict[str, FragmentDefinitionNode] = {}
        for definition in document.definitions:
            if isinstance(definition, FragmentDefinitionNode):
                self._add(definition)
        self._known: dict[str, Size] = {}
        self._open: set[str] = set()

    def _add(self, definition: FragmentDefinitionNode) -> None:
        name = definition.name.value
        if name in self.fragments:
            raise refused(CODE, f"There can be only one fragment named '{name[:64]}'.")
        self.fragments[name] = definition

    def fragment(self, name: str, level: int = 0) -> Size:
        """The size of a fragment, nothing for an unknown one: validation names it."""
        definition = self.fragments.get(name)
        if definition is None:
            return Size()
        if name in self._open:
            raise refused(CODE, f"Cannot spread fragment '{name[:64]}' within itself.")
        if name not in self._known:
            self._open.add(name)
            self._known[name] = self.selections(definition.selection_set, level)
            self._open.remove(name)
        return self._known[name]

    def selections(self, node: SelectionSetNode | None, level: int = 0) -> Size:
        """The size of a selection set, with fragments counted wherever they are spread."""
        if level > MAX_NESTING:
            raise refused(CODE, f"The query is nested more than {MAX_NESTING} levels deep.")
        total = Size()
        for selection in node.selections if node else ():
            self.visits += 1
            size = self._one(selection, level + 1)
            total = Size(
                max(total.depth, size.depth),
                max(total.introspection, size.introspection),
                min(total.selections + size.selections, MAX_SELECTIONS_OF_ALL + 1),
                min(total.roots + size.roots, MAX_SELECTIONS_OF_ALL + 1),
                max(total.nesting, size.nesting),
            )
        return total._replace(nesting=total.nesting + 1)

    def _one(self, selection: SelectionNode, level: int) -> Size:
        if isinstance(selection, FragmentSpreadNode):
            size = self.fragment(selection.name.value, level)
            return size._replace(selections=size.selections + 1)
        size = self.selections(selection.selection_set, level)  # type: ignore[attr-defined]
        if not isinstance(selection, FieldNode):
            return size._replace(selections=size.selections + 1)
        if selection.name.value in INTROSPECTION:
            return Size(0, 1 + max(size.depth, size.introspection), size.selections + 1, 1, size.nesting)
        deeper = size.introspection and size.introspection + 1
        return Size(size.depth + 1, deeper, size.selections + 1, 1, size.nesting)

    def comparisons(self, definition: OperationDefinitionNode | FragmentDefinitionNode) -> int:
        """The work of checking that fields which answer to one name can be merged: each pair and its arguments."""
        total = 0
        todo: list[list[SelectionSetNode]] = [[definition.selection_set]]
        while todo:
            same: dict[str, list[FieldNode]] = defaultdict(list)
            for field in self._fields(todo.pop()):
                same[(field.alias or field.name).value].append(field)
            for fields in same.values():
                total += (len(fields) - 1) * sum(map(_weight, fields)) // 2
                if children := [field.selection_set for field in fields if field.selection_set]:
                    todo.append(children)
        return total

    def _fields(self, sets: Iterable[SelectionSetNode]) -> Iterator[FieldNode]:
        todo = list(sets)
        while todo:
            for selection in todo.pop().selections:
                self.visits += 1
                if isinstance(selection, FieldNode):
                    yield selection
                elif not isinstance(selection, FragmentSpreadNode):
                    todo.append(selection.selection_set)  # type: ignore[attr-defined]
                elif fragment := self.fragments.get(selection.name.value):
                    todo.append(fragment.selection_set)


def _weight(field: FieldNode) -> int:
    """1 and one for every 8 characters of arguments: each pair of fields has them printed and compared."""
    places = [argument.loc for argument in field.arguments or () if argument.loc]
    return 1 + (places[-1].end - places[0].start) // 8 if places else 1


def check_document(document: DocumentNode) -> Measure:
    """Refuses a document that would cost too much to validate or to answer; returns what was measured."""
    measure = Measure(document)
    operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    if len(operations) > MAX_OPERATIONS:
        raise refused(CODE, f"The document holds more than {MAX_OPERATIONS} operations.")
    if len(measure.fragments) > MAX_FRAGMENTS:
        raise refused(CODE, f"The document holds more than {MAX_FRAGMENTS} fragments.")
    sizes = [measure.selections(operation.selection_set) for operation in operations]
    for size in sizes:
        _check_operation(size)
    sizes += [measure.fragment(name) for name in measure.fragments]
    _check_all(sizes)
    definitions: list[OperationDefinitionNode | FragmentDefinitionNode] = [*operations, *measure.fragments.values()]
    if sum(measure.comparisons(definition) for definition in definitions) > MAX_COMPARISONS:
        raise refused(CODE, "The query asks for the same fields again and again.")
    return measure


def _check_operation(size: Size) -> None:
    if size.depth > MAX_DEPTH or size.introspection > MAX_INTROSPECTION_DEPTH:
        raise refused(CODE, f"The query is more than {MAX_DEPTH} fields deep.")
    if size.roots > MAX_ROOT_FIELDS:
        raise refused(CODE, f"The operation has more than {MAX_ROOT_FIELDS} root fields.")


def _check_all(sizes: list[Size]) -> None:
    if any(size.nesting > MAX_NESTING for size in sizes):
        raise refused(CODE, f"The query is nested more than {MAX_NESTING} levels deep.")
    too_many = any(size.selections > MAX_SELECTIONS for size in sizes)
    if too_many or sum(size.selections for size in sizes) > MAX_SELECTIONS_OF_ALL:
        raise refused(CODE, f"The query asks for more than {MAX_SELECTIONS} fields, each fragment counted where used.")


def check_variables(variables: dict[str, object]) -> None:
    """Refuses variables that are nested too deep or hold too many values."""
    values = 0
    todo: list[tuple[object, int]] = [(variables, 0)]
    while todo:
        value, depth = todo.pop()
        if isinstance(value, dict | list):
            values += len(value)
            if depth >= MAX_VARIABLE_DEPTH or values > MAX_VARIABLE_VALUES:
                raise refused(
                    "BAD_USER_INPUT",
                    f"The variables are more than {MAX_VARIABLE_DEPTH} levels deep or {MAX_VARIABLE_VALUES} values.",
                )
            children = value.values() if isinstance(value, dict) else value
            todo += [(child, depth + 1) for child in children]
