"""Whoever reads the schema finds a word about everything in it."""

from collections.abc import Iterator

import strawberry
from graphql import (
    GraphQLSchema,
    is_enum_type,
    is_input_object_type,
    is_interface_type,
    is_object_type,
    is_specified_scalar_type,
)

from schema.root import build_schema


def undescribed(schema: GraphQLSchema) -> Iterator[str]:
    """The names of types, fields, arguments, inputs and values that nobody describes."""
    for name, type_ in schema.type_map.items():
        if name.startswith("__") or is_specified_scalar_type(type_):
            continue
        parts = [(name, type_)]
        if is_object_type(type_) or is_interface_type(type_):
            for field, shown in type_.fields.items():
                parts.append((f"{name}.{field}", shown))
                parts += [(f"{name}.{field}({argument})", given) for argument, given in shown.args.items()]
        elif is_input_object_type(type_):
            parts += [(f"{name}.{field}", shown) for field, shown in type_.fields.items()]
        elif is_enum_type(type_):
            parts += [(f"{name}.{value}", shown) for value, shown in type_.values.items()]
        yield from (place for place, part in parts if not (part.description or "").strip())


def test_everything_in_the_schema_is_described():
    assert list(undescribed(build_schema()._schema)) == []


def test_what_is_not_described_is_found():
    @strawberry.input
    class Question:
        text: str

    @strawberry.type
    class Query:
        @strawberry.field
        def answer(self, question: Question) -> int:
            return 1

    found = list(undescribed(strawberry.Schema(Query)._schema))
    assert sorted(found) == ["Query", "Query.answer", "Query.answer(question)", "Question", "Question.text"]
