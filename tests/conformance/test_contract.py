"""What clients may rely on from the first release is there, by the same names and with the same nullability."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import (
    GraphQLArgument,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    NullValueNode,
    build_schema,
    is_enum_type,
    is_input_object_type,
    is_interface_type,
    is_object_type,
    is_specified_scalar_type,
    is_union_type,
    print_ast,
    print_schema,
)

from schema import root
from tests.support.skips import NotNeeded


@pytest.fixture(scope="module")
def contract(request: pytest.FixtureRequest) -> GraphQLSchema:
    """The contract that CIVIC_CONTRACT names, or the one beside the recorded decisions."""
    named = os.environ.get("CIVIC_CONTRACT")
    path = Path(named) if named else request.getfixturevalue("civic_data").parent / "contract.graphql"
    if not path.is_file():
        raise NotNeeded("no contract to compare with: set CIVIC_CONTRACT to its file")
    return build_schema(path.read_text(encoding="utf-8"))


def parts(schema: GraphQLSchema) -> Iterator[tuple[str, str]]:
    """Every part of a schema by its coordinate, with the type and the default it has."""
    for name, type_ in schema.type_map.items():
        if name.startswith("__") or is_specified_scalar_type(type_):
            continue
        yield name, type(type_).__name__
        if is_object_type(type_) or is_interface_type(type_):
            yield from parts_of(type_)
        elif is_input_object_type(type_):
            yield from ((f"{name}.{field}", shown(given)) for field, given in type_.fields.items())
        elif is_enum_type(type_):
            yield from ((f"{name}.{value}", "value") for value in type_.values)
        elif is_union_type(type_):
            yield from ((f"{name}|{member.name}", "member") for member in type_.types)


def parts_of(type_: GraphQLObjectType | GraphQLInterfaceType) -> Iterator[tuple[str, str]]:
    """The interfaces, fields and arguments of a type."""
    yield from ((f"{type_.name}&{interface.name}", "interface") for interface in type_.interfaces)
    for name, field in type_.fields.items():
        yield f"{type_.name}.{name}", str(field.type)
        yield from ((f"{type_.name}.{name}({argument})", shown(given)) for argument, given in field.args.items())


def shown(given: GraphQLArgument | GraphQLInputField) -> str:
    """The type of an argument or input field, with its default; null says as much as none."""
    node = given.ast_node and given.ast_node.default_value
    return str(given.type) if node is None or isinstance(node, NullValueNode) else f"{given.type} = {print_ast(node)}"


def compared(contract: GraphQLSchema, ours: GraphQLSchema) -> tuple[set[str], list[str]]:
    """What is missing, and what is there as something else."""
    have, missing, different = dict(parts(ours)), set(), []
    for place, wanted in parts(contract):
        owner = place.partition("(")[0].partition(".")[0].partition("|")[0].partition("&")[0]
        if place not in have:
            if owner == place or owner in have:
                missing.add(place)
        elif have[place] != wanted:
            different.append(f"{place}: {have[place]} instead of {wanted}")
    return {place for place in missing if place.partition("(")[0] not in missing - {place}}, different


def required_beyond(contract: GraphQLSchema, ours: GraphQLSchema) -> Iterator[str]:
    """What clients of the contract would have to send and do not know of."""
    known, ours_now = dict(parts(contract)), dict(parts(ours))
    for place, type_ in ours_now.items():
        name, _, argument = place.partition("(")
        if place in known or not type_.endswith("!"):
            continue
        of_input = ours_now[name.partition(".")[0]] == GraphQLInputObjectType.__name__
        if (argument and name in known) or (of_input and name.partition(".")[0] in known):
            yield place


def served() -> GraphQLSchema:
    """Our schema as clients read it."""
    return build_schema(print_schema(root.build_schema()._schema))


def test_the_contract_is_kept(contract: GraphQLSchema):
    missing, different = compared(contract, served())
    assert different == []
    assert missing == set()


def test_clients_of_the_contract_need_to_send_nothing_more(contract: GraphQLSchema):
    assert list(required_beyond(contract, served())) == []


def test_what_is_missing_or_different_is_found():
    wanted = build_schema(
        """
        interface Node { id: ID! } enum Colour { RED BLUE } union Found = A | B type B { b: Int }
        type A implements Node { id: ID! text: String! more(first: Int): Int }
        input Ask { n: Int! = 1 s: String } type C { c: Int }
        type Query { a(ask: Ask): Found colour: Colour c: C }
        """
    )
    ours = build_schema(
        """
        interface Node { id: ID! } enum Colour { RED GREEN } union Found = A type B { b: Int! }
        type A { id: ID! text: String more: Int } input Ask { n: Int! = 2 s: String x: Int! }
        type Query { a(ask: Ask, by: ID!): Found b: B colour: Colour }
        """
    )
    missing, different = compared(wanted, ours)
    assert missing == {"C", "Query.c", "Colour.BLUE", "Found|B", "A&Node", "A.more(first)"}
    assert different == [
        "B.b: Int! instead of Int",
        "A.text: String instead of String!",
        "Ask.n: Int! = 2 instead of Int! = 1",
    ]
    assert list(required_beyond(wanted, ours)) == ["Ask.x", "Query.a(by)"]
