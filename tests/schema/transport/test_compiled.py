"""What is worked out once answers as graphql-core's executor does."""

import gc
from collections.abc import Iterator

import orjson
import pytest
from graphql import ExecutionResult, OperationType
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from schema.transport.errors import RefusedError
from schema.transport.execution import Execution
from schema.transport.requests import GraphQLRequest
from tests.schema.transport.branches import EXECUTION, EXECUTION_SCHEMA, Context, Luck


@pytest.fixture(autouse=True)
def swept() -> Iterator[None]:
    """A coroutine that was never awaited warns in the test that made it, and warnings are errors."""
    yield
    gc.collect()


LEAF = ("name", "size", "odd", "__typename", "as: name")


def selections(depth: int) -> st.SearchStrategy[str]:
    """Selections of a branch."""
    leaf = st.lists(st.sampled_from(LEAF), min_size=1, max_size=4).map(" ".join)
    field = st.one_of(
        st.sampled_from(("name", "__typename", "grid", "other: grid")),
        st.tuples(st.sampled_from(("leaf", "maybe", "x: leaf", "leaves", "some")), leaf).map(
            lambda p: f"{p[0]} {{ {p[1]} }}"
        ),
        leaf.map(lambda inner: f"three: leaves(count: 3) {{ {inner} }}"),
        leaf.map(lambda inner: f"counted: leaves(count: $n) {{ {inner} }}"),
        st.sampled_from(("... on Branch { name grid }", "... on Named { name }", "... on Leaf { size }", "...F")),
    )
    if depth:
        field = st.one_of(field, selections(depth - 1).map(lambda inner: f"branch {{ {inner} }}"))
    return st.lists(field, min_size=1, max_size=4).map(" ".join)


ROOTS = st.one_of(
    selections(2).map(lambda inner: f"root {{ {inner} }}"),
    selections(1).map(
        lambda inner: f"thing(leaf: false) {{ __typename ... on Leaf {{ size odd }} ... on Branch {{ {inner} }} }}"
    ),
    st.sampled_from(
        ("allTheSame", "named { name ... on Leaf { odd } ...F }", "thing { ... on Leaf { odd name } }", "wrong")
    ),
)


USED = "used: root { ...F counted: leaves(count: $n) { name } }"
FRAGMENT = "fragment F on Branch { name maybe { odd } }"


def documents() -> st.SearchStrategy[str]:
    """Queries that use what they declare."""
    roots = st.lists(ROOTS, max_size=3, unique_by=lambda text: text.split()[0].split("(")[0])
    return roots.map(lambda asked: f"query($n: Int! = 1) {{ {USED} {' '.join(asked)} }} {FRAGMENT}")


def prepared(text: str, **variables: object):
    return EXECUTION.prepare(GraphQLRequest(text, None, variables, None))


def fits(text: str) -> bool:
    """Whether it can be asked: some of what is made up does not merge."""
    try:
        prepared(text)
    except RefusedError:
        return False
    return True


async def both(text: str, turns: dict[str, str], **variables: object) -> tuple[tuple[ExecutionResult, list[str]], ...]:
    """The result of both ways, each with what was asked of luck."""
    operation = prepared(text, **variables)
    ours, theirs = Luck(turns, []), Luck(turns, [])
    worked_out = EXECUTION._compiled(operation, operation.definition)
    assert worked_out is not None
    mine = await worked_out.run(Context(ours), EXECUTION._variables(operation))
    return (mine, ours.seen), (await EXECUTION._looked_up(operation, Context(theirs)), theirs.seen)


def paths(result: ExecutionResult) -> list[tuple[str, list[str | int]]]:
    return sorted((type(error.original_error).__name__, error.path) for error in result.errors or ())


@settings(max_examples=300, deadline=None)
@given(documents(), st.integers(0, 3))
async def test_what_all_goes_well_is_the_same(text, count):
    assume(fits(text))
    (mine, asked), (theirs, also) = await both(text, {}, n=count)
    assert mine.data == theirs.data
    assert list(mine.data or {}) == list(theirs.data or {})
    assert paths(mine) == paths(theirs)
    # Where something must not fail and does, graphql-core may stop what ours lets run to its end.
    assert set(also) <= set(asked)
    assert mine.errors or sorted(asked) == sorted(also)


# graphql-core leaves what it gives up un-awaited.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@settings(max_examples=300, deadline=None)
@given(documents(), st.data())
async def test_what_is_missing_or_breaks_is_the_same(text, data):
    assume(fits(text))
    (_, asked), _ = await both(text, {})
    where = data.draw(st.sampled_from(sorted(set(asked)))) if asked else ""
    turns = {where: data.draw(st.sampled_from(("missing", "broken")))}
    (mine, _), (theirs, _) = await both(text, turns)
    assert mine.data == theirs.data
    assert set(map(str, paths(theirs))) <= set(map(str, paths(mine)))
    assert bool(mine.errors) == bool(theirs.errors)


async def test_what_was_begun_beside_an_error_is_waited_for():
    luck = Luck({"root/branch/leaf": "broken", "root/grid": "missing"}, [])
    operation = prepared(
        "{ root { branch { leaf { odd } leaves { odd } branch { leaf { odd } } } leaf { odd } grid } }"
    )
    result = await EXECUTION._compiled(operation, operation.definition).run(
        Context(luck), EXECUTION._variables(operation)
    )
    assert result.data is None
    assert paths(result) == [("Broken", ["root", "branch", "leaf"]), ("TypeError", ["root", "grid"])]
    assert "root/leaf/odd" in luck.seen


async def test_mutations_go_one_after_the_other():
    text = "mutation { a: grow(count: 1) { name } b: must { odd } c: grow(count: 3) { leaf { odd } } }"
    (mine, asked), (theirs, also) = await both(text, {})
    assert mine.data == theirs.data == {"a": {"name": "1"}, "b": {"odd": 3}, "c": {"leaf": {"odd": 3}}}
    assert asked == also == ["a", "b", "b/odd", "c", "c/leaf", "c/leaf/odd"]


async def told(text: str, turns: dict[str, str], compiled: bool, **variables: object) -> tuple[list[object], list[str]]:
    """What a subscription tells, worked out or left to graphql-core, and what was asked of luck."""
    luck, execution = Luck(turns, []), Execution(EXECUTION_SCHEMA, introspection=True)
    if not compiled:
        execution._compiled = lambda *_: None
    operation = execution.prepare(GraphQLRequest(text, None, variables, None))
    payloads = [orjson.loads(payload) async for _, payload in execution.events(operation, Context(luck))]
    return payloads, luck.seen


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@settings(max_examples=150, deadline=None)
@given(selections(2), st.sampled_from(["here", "missing", "broken"]), st.data())
async def test_events_are_shown_the_same(inner, luck, data):
    used = "...F used: leaves(count: $n) { name }"
    text = f"subscription($upto: Int!, $n: Int! = 1) {{ grown(upto: $upto) {{ {used} {inner} }} }} {FRAGMENT}"
    assume(fits(text))
    _, asked = await told(text, {}, True, upto=2)
    turns = {data.draw(st.sampled_from(sorted(set(asked)))): luck}
    (mine, _), (theirs, _) = await told(text, turns, True, upto=2), await told(text, turns, False, upto=2)
    assert [each["data"] for each in mine] == [each["data"] for each in theirs]
    assert [bool(each.get("errors")) for each in mine] == [bool(each.get("errors")) for each in theirs]


async def test_an_event_may_be_nothing():
    text = "subscription { perhaps { name odd } }"
    assert await told(text, {}, True) == await told(text, {}, False)


async def test_after_a_mutation_that_must_not_fail_nothing_more_is_done():
    text = "mutation { a: grow(count: 1) { name } b: must { odd } c: grow(count: 3) { name } }"
    (mine, asked), (theirs, also) = await both(text, {"b": "broken"})
    assert mine.data is None
    assert theirs.data is None
    assert paths(mine) == paths(theirs) == [("Broken", ["b"])]
    assert asked == also == ["a", "b"]


@pytest.mark.parametrize(
    "text",
    ["{ __schema { types { name } } }", "query($yes: Boolean! = true) { root @include(if: $yes) { name } }"],
)
def test_what_is_not_plain_is_left_to_graphql_core(text):
    operation = prepared(text)
    assert operation.kind is OperationType.QUERY
    assert EXECUTION._compiled(operation, operation.definition) is None


async def test_the_same_fragment_is_worked_out_once_however_it_nests():
    levels = "".join(
        f"fragment L{n} on Branch {{ a: branch {{ ...L{n + 1} }} b: branch {{ ...L{n + 1} }} }} " for n in range(5)
    )
    operation = prepared(f"{{ root {{ ...L0 }} }} {levels} fragment L5 on Branch {{ name }}")
    worked_out = EXECUTION._compiled(operation, operation.definition)
    assert worked_out is not None
    result = await worked_out.run(Context(Luck({}, [])), EXECUTION._variables(operation))
    assert result.errors is None
    assert len(worked_out._fields) == 12  # one for each selection in the text that is reached
