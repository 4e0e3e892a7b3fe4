"""Who may call: every root field says so, and a guest changes nothing."""

from collections.abc import Iterator

import pytest
import strawberry
from graphql import GraphQLInputObjectType, GraphQLNonNull, GraphQLSchema, is_enum_type, is_list_type

from rules.ids import Kind, public_id
from schema.access import EVERYONE, SIGNED_IN, Access
from schema.root import Mutation, Query, Subscription, build_schema
from tests.support.asking import MUTATIONS
from tests.support.house import Hall
from tests.support.server import Api
from tests.support.tables import contents

FOR_GUESTS = {"requestSignInCode", "signIn"}


def undeclared(*roots: type) -> list[str]:
    """The root fields that do not say who may call them."""
    return [
        f"{root.__name__}.{field.python_name}"
        for root in roots
        for field in root.__strawberry_definition__.fields
        if sum(isinstance(extension, Access) for extension in field.extensions) != 1
    ]


def test_every_root_field_says_who_may_call_it():
    assert undeclared(Query, Mutation, Subscription) == []


def test_a_root_field_that_does_not_say_so_is_found():
    @strawberry.type
    class Careless:
        plain: int = 1

        @strawberry.field
        def open_to_whom(self) -> int:
            return 1

        @strawberry.field(extensions=[SIGNED_IN])
        def declared(self) -> int:
            return 1

        @strawberry.field(extensions=[EVERYONE, SIGNED_IN])
        def torn(self) -> int:
            return 1

    assert undeclared(Careless) == ["Careless.plain", "Careless.open_to_whom", "Careless.torn"]


def made_up(type_: object) -> object:
    """Some value of an input type that fits the schema."""
    if isinstance(type_, GraphQLNonNull):
        return made_up(type_.of_type)
    if is_list_type(type_):
        return [made_up(type_.of_type)]
    if isinstance(type_, GraphQLInputObjectType):
        return {name: made_up(field.type) for name, field in type_.fields.items()}
    if is_enum_type(type_):
        return next(iter(type_.values))
    plain = {"DateTime": "2030-01-01T00:00:00Z", "Date": "2030-01-01", "Boolean": True, "Int": 1, "Float": 1.0}
    return plain.get(type_.name, "issue_" + "0" * 32)


def mutations(schema: GraphQLSchema) -> Iterator[tuple[str, dict[str, object]]]:
    """Each mutation that takes somebody signed in, with made-up arguments."""
    assert schema.mutation_type is not None
    for name, field in schema.mutation_type.fields.items():
        if name not in FOR_GUESTS:
            yield name, {argument: made_up(given.type) for argument, given in field.args.items()}


GUARDED = dict(mutations(build_schema()._schema))


def test_the_tests_know_every_mutation():
    assert {*GUARDED, *FOR_GUESTS} == MUTATIONS.keys()


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_guest_is_asked_to_sign_in_and_changes_nothing(hall: Hall, api: Api, language: str):
    standing = await hall.poll()
    before = await contents(hall.house)
    sentence = {"zh": "请先登录。", "en": "Please sign in first."}[language]
    refused = {"__typename": "Refusal", "code": "SIGN_IN_REQUIRED", "message": sentence, "field": None}
    for name, arguments in GUARDED.items():
        assert await api.do(name, None, language, **arguments) == refused, name
    real = {"pollId": public_id(Kind.POLL, standing.poll.id), "choice": "yes"}
    assert await api.do("castVote", None, language, input=real) == refused
    assert await contents(hall.house) == before


async def test_the_list_of_residents_is_for_staff(hall: Hall, api: Api):
    asked = "{ residents { edges { node { id phone } } } }"
    assert (await api.error(asked))[0] == "SIGN_IN_REQUIRED"
    for person in (hall.neighbours[0], hall.moderator):
        assert (await api.error(asked, person.token))[0] == "FORBIDDEN"
    for person in (hall.staff, hall.admin):
        assert len((await api.ask(asked, person.token))["residents"]["edges"]) == 8
