"""What a selection asks of an object type, its fragments opened."""

from collections.abc import Iterable, Mapping

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    NamedTypeNode,
    SelectionSetNode,
    Visitor,
    VisitorAction,
    is_abstract_type,
    visit,
)

Fragments = Mapping[str, FragmentDefinitionNode]
INTROSPECTION = {"__schema", "__type"}


class Selections:
    """The selections of one document on one schema. Only for documents that are `plain`."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode) -> None:
        self._schema = schema
        self.fragments: dict[str, FragmentDefinitionNode] = {
            node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
        }

    def of(self, type_: GraphQLObjectType, sets: Iterable[SelectionSetNode]) -> dict[str, list[FieldNode]]:
        """The field nodes for each key of the answer, in the order of the answer."""
        found: dict[str, list[FieldNode]] = {}
        seen: set[str] = set()
        for selection_set in sets:
            self._collect(type_, selection_set, found, seen)
        return found

    def _collect(
        self,
        type_: GraphQLObjectType,
        selection_set: SelectionSetNode,
        found: dict[str, list[FieldNode]],
        seen: set[str],
    ) -> None:
        for selection in selection_set.selections:
            if isinstance(selection, FieldNode):
                found.setdefault((selection.alias or selection.name).value, []).append(selection)
            elif isinstance(selection, InlineFragmentNode):
                if self._applies(selection.type_condition, type_):
                    self._collect(type_, selection.selection_set, found, seen)
            elif isinstance(selection, FragmentSpreadNode) and selection.name.value not in seen:
                seen.add(selection.name.value)
                fragment = self.fragments[selection.name.value]
                if self._applies(fragment.type_condition, type_):
                    self._collect(type_, fragment.selection_set, found, seen)

    def _applies(self, condition: NamedTypeNode | None, type_: GraphQLObjectType) -> bool:
        if condition is None:
            return True
        wanted = self._schema.type_map[condition.name.value]
        return wanted is type_ or (is_abstract_type(wanted) and self._schema.is_sub_type(wanted, type_))


def plain(document: DocumentNode) -> bool:
    """Whether a document has neither directives nor introspection."""
    search = _Search()
    visit(document, search)
    return not search.found


class _Search(Visitor):
    """Finds what is not plain."""

    def __init__(self) -> None:
        super().__init__()
        self.found = False

    def enter(self, node: object, *_: object) -> VisitorAction:
        if isinstance(node, DirectiveNode) or (isinstance(node, FieldNode) and node.name.value in INTROSPECTION):
            self.found = True
            return self.BREAK
        return None
