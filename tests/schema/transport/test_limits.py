import pytest
from graphql import build_schema, get_introspection_query, parse, validate
from graphql.validation.rules import overlapping_fields_can_be_merged as overlapping

from schema.transport.documents import ROOM, Documents
from schema.transport.errors import RefusedError
from schema.transport.limits import Measure, check_document

SCHEMA = build_schema(
    "type Query { child: Child name: String a(x: Int): String } type Child { child: Child name: String }"
)


def refusal(text: str) -> str:
    with pytest.raises(RefusedError) as raised:
        Documents(SCHEMA, introspection=True).get(text)
    (error,) = raised.value.errors[:1]
    return str(error["message"])


def nested(depth: int, *, times: int = 1) -> str:
    inner = "name"
    for _ in range(depth - 1):
        inner = " ".join([f"child {{ {inner} }}"] * times)
    return f"{{ {inner} }}"


def bomb(levels: int) -> str:
    fragments = " ".join(f"fragment f{n} on Child {{ ...f{n + 1} ...f{n + 1} }}" for n in range(levels))
    return f"{{ child {{ ...f0 }} }} {fragments} fragment f{levels} on Child {{ name }}"


def test_twelve_fields_deep_is_the_limit():
    assert Documents(SCHEMA, introspection=True).get(nested(12))
    assert refusal(nested(13)) == "The query is more than 12 fields deep."


def test_fragments_do_not_hide_depth():
    text = "{ ...A } fragment A on Query { child { ...B } } fragment B on Child " + nested(12)
    assert refusal(text) == "The query is more than 12 fields deep."


def test_the_standard_introspection_query_passes():
    query = get_introspection_query(
        specified_by_url=True, directive_is_repeatable=True, schema_description=True, input_value_deprecation=True
    )
    assert Documents(SCHEMA, introspection=True).get(query)


def test_introspection_has_a_limit_too():
    deep = "ofType { " * 20 + "name" + " }" * 20
    assert refusal(f'{{ __type(name: "Query") {{ {deep} }} }}') == "The query is more than 12 fields deep."


def test_a_thousand_fields_are_the_limit_with_aliases_counted():
    many = " ".join(f"x{n}: name" for n in range(998))
    assert Documents(SCHEMA, introspection=True).get(f"{{ child {{ {many} }} }}")
    assert "more than 1000 fields" in refusal(f"{{ child {{ {many} x: name y: name }} }}")


def test_twenty_root_fields_are_the_limit():
    assert Documents(SCHEMA, introspection=True).get("{ " + " ".join(f"x{n}: name" for n in range(20)) + " }")
    spread = "{ ...F ...G } fragment F on Query { %s } fragment G on Query { b: name }"
    assert "20 root fields" in refusal(spread % " ".join(f"x{n}: name" for n in range(20)))


def test_too_many_operations_are_refused():
    assert "20 operations" in refusal(" ".join(f"query q{n} {{ name }}" for n in range(21)))


def test_too_many_fragments_are_refused():
    fragments = " ".join(f"fragment F{n} on Child {{ a{n}: name }}" for n in range(101))
    assert "100 fragments" in refusal("{ child { " + " ".join(f"...F{n}" for n in range(101)) + " } } " + fragments)


@pytest.mark.parametrize(
    "text",
    [
        "{ ...A } fragment A on Query { ...A }",
        "{ ...A } fragment A on Query { child { ...B } } fragment B on Child { child { ...B } }",
        "{ name } fragment A on Query { ...B } fragment B on Query { ...A }",
    ],
)
def test_fragments_that_spread_themselves_are_refused(text: str):
    assert "within itself" in refusal(text)


def test_too_many_tokens_comments_or_characters_do_not_parse():
    assert "token" in refusal("{ %s }" % ("name " * 4000))
    assert "comment" in refusal("#\n" * 1001 + "{ name }")
    assert "name" not in refusal("{ name }" + " " * 64_000)


def test_a_bomb_of_fragments_is_refused_and_each_fragment_looked_at_once():
    text = bomb(21)
    assert len(text) < 1200
    assert "more than 1000 fields" in refusal(text)
    measure = Measure(parse(text))
    measure.fragment("f0")
    assert measure.visits == 2 * 21 + 1


def test_a_long_chain_of_fragments_is_refused_whatever_its_order():
    links = [f"fragment f{n} on Query {{ ...f{n + 1} }}" for n in range(90)] + ["fragment f90 on Query { name }"]
    for chain in (links, links[::-1]):
        assert "50 levels" in refusal("{ ...f0 } " + " ".join(chain))
        assert "50 levels" in refusal(" ".join(chain) + "{ ...f89 }")


def test_deep_inline_fragments_are_refused():
    assert "50 levels" in refusal("{ " + "... { " * 100 + "name" + " }" * 100 + " }")


def test_the_same_fields_nested_nine_deep_are_refused_before_they_are_compared(monkeypatch: pytest.MonkeyPatch):
    compared = count_comparisons(monkeypatch)
    assert "fields" in refusal(nested(10, times=2))
    assert compared == []


ARGUMENTS = "a(x: [{}])".format("1 " * 40)
THIRTY_FRAGMENTS = " ".join(f"fragment F{n} on Child {{ name child {{ name }} }}" for n in range(30))


@pytest.mark.parametrize(
    "text",
    [
        nested(5, times=2),
        nested(3, times=4),
        "{ child { " + "name " * 63 + "} }",
        "{ child { " + "...F " * 6 + "} } fragment F on Child { " + "name " * 9 + "}",
        "{ child { " + " ".join(f"...F{n}" for n in range(30)) + " } } " + THIRTY_FRAGMENTS,
        "{ " + f"{ARGUMENTS} " * 18 + "}",
    ],
)
def test_what_passes_takes_few_comparisons(text: str, monkeypatch: pytest.MonkeyPatch):
    compared = count_comparisons(monkeypatch)
    check_document(parse(text))
    validate(SCHEMA, parse(text))
    assert 0 < len(compared) < 10_000


@pytest.mark.parametrize(
    "text",
    [
        nested(7, times=2),
        nested(4, times=4),
        "{ child { " + "name " * 100 + "} }",
        "{ child { " + "...F " * 9 + "} } fragment F on Child { " + "name " * 9 + "}",
        "{ child { " + f"{ARGUMENTS} " * 40 + "} }",
        "{ name } fragment F on Query " + nested(7, times=2),
    ],
)
def test_what_would_take_many_comparisons_is_refused(text: str):
    assert "again and again" in refusal(text)


def test_a_second_fragment_of_one_name_cannot_hide_from_the_limits():
    hidden = "fragment F on Query " + nested(10, times=2)
    assert "only one fragment" in refusal("{ ...F } " + hidden + " fragment F on Query { name }")


def test_measuring_is_linear():
    document = parse("{ child { " + " ".join(f"a{n}: name" for n in range(900)) + " } }")
    assert check_document(document).visits == 2 * 901


def test_documents_are_kept_while_there_is_room():
    documents = Documents(SCHEMA, introspection=True)
    first = documents.get("{ name }")
    assert documents.get("{ name }") is first
    for n in range(ROOM // 50_000 + 1):
        documents.get(f"{{ a{n}: name }}" + " " * 50_000)
    assert documents.get("{ name }") is not first


def test_a_refused_document_is_refused_again():
    documents = Documents(SCHEMA, introspection=True)
    for _ in range(2):
        with pytest.raises(RefusedError):
            documents.get("{ nothing }")


def count_comparisons(monkeypatch: pytest.MonkeyPatch) -> list[None]:
    compared: list[None] = []
    original = overlapping.find_conflict

    def counted(*args: object) -> object:
        compared.append(None)
        return original(*args)

    monkeypatch.setattr(overlapping, "find_conflict", counted)
    return compared


def test_names_that_somebody_makes_up_take_nothing_from_others():
    document = Documents(SCHEMA, introspection=True).get("query Q { name }")
    assert [document.operation(f"made up {number}") for number in range(200)] == [None] * 200
    assert document.operation(None) is document.operation("Q") is not None
    several = Documents(SCHEMA, introspection=True).get("query Q { name } query R { name }")
    assert several.operation(None) is None
    assert several.operation("R") is not several.operation("Q") is not None
