"""Every no has a sentence in both languages, and every sentence is for something."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from rules.polls import Ground
from rules.refusals import Code, refuse
from schema.sentences import OUTCOMES, REFUSALS, Sentence, refusal

ROOT = Path(__file__).parents[2]
HAN = re.compile(r"[\u4e00-\u9fff]")
NOT_VALUES = {"code", "reason", "field"}


def refusals(source: str) -> Iterator[tuple[str, frozenset[str]]]:
    """The reasons of all calls of `refuse` in a piece of code, with the values each gives."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "refuse":
            reason = node.args[1]
            if not isinstance(reason, ast.Constant):
                raise TypeError(f"line {node.lineno}: the reason has to be written where it is used")
            yield str(reason.value), frozenset(word.arg or "**" for word in node.keywords) - NOT_VALUES


def used() -> dict[str, set[frozenset[str]]]:
    """Every reason in rules and deeds, with the sets of values it comes with."""
    found: dict[str, set[frozenset[str]]] = defaultdict(set)
    for column in ("rules", "resolvers", "schema"):
        for path in (ROOT / column).rglob("*.py"):
            for reason, values in refusals(path.read_text(encoding="utf-8")):
                found[reason].add(values)
    return found


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_reason_has_a_sentence_and_every_sentence_a_reason():
    assert used().keys() == REFUSALS.keys()


def test_the_walk_finds_calls_and_insists_on_plain_reasons():
    found = dict(refusals("x = refuse(Code.INVALID, 'too_old', 'age', most=7) or refuse(Code.CONFLICT, 'no')"))
    assert found == {"too_old": {"most"}, "no": frozenset()}
    with pytest.raises(TypeError, match="line 1"):
        list(refusals("refuse(Code.INVALID, reason)"))


@pytest.mark.parametrize("reason", REFUSALS)
def test_the_gaps_of_a_sentence_are_filled_wherever_it_is_used(reason: str):
    sentence = REFUSALS[reason]
    for values in used()[reason]:
        assert gaps(sentence.zh) | gaps(sentence.en) <= values
        assert gaps(sentence.zh) == gaps(sentence.en)
        refused = refuse(Code.INVALID, reason, None, **dict.fromkeys(values, 7))
        for language in ("zh", "en"):
            said = refusal(refused, language)
            assert "{" not in said
            assert "7" in said or not values


@pytest.mark.parametrize("sentence", [*REFUSALS.values(), *OUTCOMES.values()], ids=[*REFUSALS, *OUTCOMES])
def test_a_sentence_is_plain_in_both_languages(sentence: Sentence):
    assert HAN.search(sentence.zh)
    assert not HAN.search(sentence.en)
    assert not set(sentence.zh) & set(",;:!?")
    assert sentence.zh.endswith(("。", "}"))
    assert sentence.en.endswith((".", "}"))
    assert sentence.en[0].isupper() or sentence.en.startswith("{")
    for jargon in ("协商民主", "闭环", "token", "null", "UUID", "enum"):
        assert jargon not in sentence.zh + sentence.en


def test_every_ground_of_a_result_has_a_sentence():
    assert OUTCOMES.keys() == {*Ground, "NEVER_OPENED", "EARLY"}
