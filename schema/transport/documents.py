"""Documents: parsed, measured and validated once, and kept while there is room."""

import hashlib
import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    NoSchemaIntrospectionCustomRule,
    OperationDefinitionNode,
    parse,
    validate,
)
from graphql.validation import ASTValidationRule, specified_rules
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

from schema.transport.errors import RefusedError, refused, refused_for
from schema.transport.limits import check_document
from schema.transport.requests import GraphQLRequest

MAX_TOKENS = 4_000
MAX_COMMENTS = 1_000
MAX_LENGTH = 64_000
LONG_NUMBER = re.compile(r"\d{400}")  # no Float is longer, and Python refuses to read some longer ones
ROOM = 120_000  # characters of all documents kept; a parsed one takes some hundred bytes for each


class Document:
    """A checked document. Two are the same only when they are one."""

    def __init__(self, text: str, node: DocumentNode) -> None:
        self.text = text
        self.node = node
        operations = [each for each in node.definitions if isinstance(each, OperationDefinitionNode)]
        self._operations = {each.name.value: each for each in operations if each.name}
        self._only = operations[0] if len(operations) == 1 else None

    def operation(self, name: str | None) -> OperationDefinitionNode | None:
        """The operation of this name, or the only one for None; None where there is none."""
        return self._only if name is None else self._operations.get(name)


@dataclass(frozen=True, slots=True)
class Trust:
    """Documents known beforehand, by id: "sha256:" and the hash of the text in hex. `only`: no others are taken."""

    documents: Mapping[str, str] = field(default_factory=dict)
    only: bool = False


NOBODY = Trust()


class Documents:
    """The checked documents of one schema. Trusted ones are checked at the start; ValueError names one that fails."""

    def __init__(self, schema: GraphQLSchema, *, introspection: bool, trust: Trust = NOBODY) -> None:
        self._schema = schema
        self._introspection = introspection
        self._trusted = {id_: Document(text, self._trustworthy(id_, text)) for id_, text in trust.documents.items()}
        self._texts = {document.text: document for document in self._trusted.values()}
        self._only = trust.only
        self._kept: OrderedDict[str, Document] = OrderedDict()
        self._length = 0

    def of(self, request: GraphQLRequest) -> Document:
        """The document a request asks for; refuses an id nobody knows, and a text where only trusted ones are taken."""
        if request.query is not None:
            return self._of_text(request.query)
        document = self._trusted.get(request.document_id or "")
        if document is None:
            raise refused("DOCUMENT_NOT_FOUND", "No document with this id is known here; send its text as `query`.")
        return document

    def _of_text(self, text: str) -> Document:
        if document := self._texts.get(text):
            return document
        if self._only:
            raise refused("DOCUMENT_NOT_TRUSTED", "Only documents that are known beforehand are carried out here.")
        return self.get(text)

    def _trustworthy(self, id_: str, text: str) -> DocumentNode:
        if id_ != f"sha256:{hashlib.sha256(text.encode()).hexdigest()}":
            raise ValueError(f"The trusted document {id_[:80]} has another hash.")
        try:
            return self._checked(text)
        except RefusedError as problem:
            raise ValueError(f"The trusted document {id_[:80]} is refused: {problem.errors[0]['message']}") from None

    def get(self, text: str) -> Document:
        """The document of a text; refuses one that does not parse, is too large, or does not fit the schema."""
        document = self._kept.get(text)
        if document is not None:
            self._kept.move_to_end(text)
            return document
        document = Document(text, self._checked(text))
        self._keep(text, document)
        return document

    def _checked(self, text: str) -> DocumentNode:
        if LONG_NUMBER.search(text):
            raise refused("GRAPHQL_PARSE_FAILED", "The document holds a number that is too long.")
        try:
            document = parse(
                text, max_lexical_tokens=MAX_TOKENS, max_comments=MAX_COMMENTS, max_source_length=MAX_LENGTH
            )
        except GraphQLError as problem:
            raise refused_for([problem], "GRAPHQL_PARSE_FAILED") from problem
        check_document(document)
        if errors := validate(self._schema, document, self._rules(), hide_suggestions=not self._introspection):
            raise refused_for(errors, "GRAPHQL_VALIDATION_FAILED")
        return document

    def _rules(self) -> list[type[ASTValidationRule]]:
        rules = [*specified_rules, MaybeNullValidationRule, OneOfInputValidationRule]
        return rules if self._introspection else [*rules, NoSchemaIntrospectionCustomRule]

    def _keep(self, text: str, document: Document) -> None:
        self._kept[text] = document
        self._length += len(text)
        while self._length > ROOM:
            dropped, _ = self._kept.popitem(last=False)
            self._length -= len(dropped)
