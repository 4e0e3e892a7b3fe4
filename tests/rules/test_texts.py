"""What is left of a text before it is kept."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rules.refusals import Code, Refusal
from rules.texts import (
    COMMENT,
    DESCRIPTION,
    IDEMPOTENCY_KEY,
    MOST_MARKS,
    REASON,
    SEARCH,
    TITLE,
    Limit,
    accept,
    accept_all,
    alike,
    clean,
)

HIDDEN = "\x00\x07\x1b\x7f\x85\ud800\ue000\u202a\u202e\u2066\u2069"
TRICKY = st.text(st.sampled_from(HIDDEN + "e\u0301\u0300\r\n\t \u3000한\u1100\u1161\u11a8路灯🏮\u200d")) | st.text()
UNSEEN = ("\u200b", "\u2060\ufeff", "\u200e", "\u200d\u200c", "\u3164", "\U000e0041", "\u2800", "\u0301")
LIMITS = (TITLE, DESCRIPTION, COMMENT, REASON, IDEMPOTENCY_KEY)


@given(TRICKY)
@example("e\u202a\u0301")
@example("\u1100\x00\u1161")
def test_a_clean_text_stays_as_it_is(text: str):
    assert clean(clean(text)) == clean(text)


@given(TRICKY)
def test_no_sign_stays_that_cannot_be_seen_or_turns_the_line(text: str):
    for sign in clean(text):
        assert sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs", "Co"}
        assert unicodedata.bidirectional(sign) not in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@given(TRICKY)
def test_what_is_kept_can_be_written_anywhere(text: str):
    assert "\x00" not in clean(text)
    assert clean(text).encode().decode() == clean(text)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  路灯坏了\n", "路灯坏了"),
        ("一\r\n二\r三\n四", "一\n二\n三\n四"),
        ("a\tb", "a\tb"),
        ("cafe\u0301", "caf\u00e9"),
        ("东\u202e门", "东门"),
        ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
        ("全角ＡＢＣ", "全角ＡＢＣ"),
    ],
)
def test_a_text_keeps_what_its_writer_meant(written: str, kept: str):
    assert clean(written) == kept


def test_a_tower_of_marks_becomes_no_higher_than_a_script_needs():
    assert clean("路" + "\u0335" * 2_000 + "灯") == "路" + "\u0335" * MOST_MARKS + "灯"
    assert clean("\u0f66\u0f92\u0fb2\u0f74\u0f56") == "\u0f66\u0f92\u0fb2\u0f74\u0f56"


def test_notes_between_lines_and_tags_are_left_out():
    assert clean("路\ufff9灯\ufffb坏\U000e0041了") == "路灯坏了"


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.field)
@pytest.mark.parametrize("text", ["", " ", "\n\t \u3000", "\x00\x01", "\u202e\u202d", *UNSEEN])
def test_a_text_of_nothing_is_refused(limit: Limit, text: str):
    refusal = accept(text, limit)
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.reason, refusal.field) == (Code.INVALID, "text_empty", limit.field)


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.field)
def test_a_text_may_be_as_long_as_said_and_not_longer(limit: Limit):
    assert accept("好" * limit.most, limit) == "好" * limit.most
    assert accept(" " + "好" * limit.most + "\n", limit) == "好" * limit.most
    for longer in (limit.most + 1, 5 * limit.most, 100_000):
        refusal = accept("好" * longer, limit)
        assert isinstance(refusal, Refusal)
        assert (refusal.code, refusal.reason, refusal.field) == (Code.INVALID, "text_too_long", limit.field)


@given(TRICKY)
def test_an_accepted_text_is_clean_and_within_its_limits(text: str):
    accepted = accept(text, Limit("title", 5))
    if isinstance(accepted, str):
        assert accepted == clean(text)
        assert 1 <= len(accepted) <= 5


@pytest.mark.parametrize("text", ["!", "1", "路", "🏮", "é", "+", "—"])
def test_any_sign_that_is_seen_is_a_text(text: str):
    assert accept(text, TITLE) == text


@given(TRICKY)
def test_a_text_is_like_itself_with_signs_nobody_sees(text: str):
    assert alike(text) == alike(f"\u200b{text} \ufeff")


@pytest.mark.parametrize(("one", "other"), [("是", "是\u200b"), ("Yes", "ＹＥＳ"), ("东 门", "东门"), ("ß", "SS")])
def test_what_looks_the_same_is_alike(one: str, other: str):
    assert alike(one) == alike(other)


def test_what_looks_different_is_not_alike():
    texts = ["是", "否", "是!", "A", "B", "1", "2", "👍", "👎"]
    assert len(set(map(alike, texts))) == len(texts)


def test_a_search_may_be_empty():
    assert accept("", SEARCH) == ""


def test_several_texts_are_kept_together_or_not_at_all():
    assert accept_all(title=(" 一 ", TITLE), body=("二", COMMENT)) == {"title": "一", "body": "二"}
    refusal = accept_all(title=("一", TITLE), body=("", COMMENT), reason=("", REASON))
    assert isinstance(refusal, Refusal)
    assert refusal.field == "body"
