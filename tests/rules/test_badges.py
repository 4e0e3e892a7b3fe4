"""A badge is a rule over deeds: data, checked before it is kept."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.badges import DEFAULT, Badge, BadgeSet, Book, GoodDeed, accept
from rules.refusals import Code, Refusal

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
TALKER = Badge("talker", "话唠", "Talker", GoodDeed.COMMENT, 3)
HELPER = Badge("helper", "热心人", "Helper", GoodDeed.VOLUNTEERING, 10, 30)
PAIR = BadgeSet("pair", "一对", "A pair", ("talker", "helper"), 50)
BOOK = Book(0, [TALKER, HELPER], [PAIR], 500)


def field(**changes: object) -> str | None:
    result = accept(replace(BOOK, **changes))
    if isinstance(result, Refusal):
        assert result.code is Code.INVALID
        return result.field
    return None


def test_the_book_of_everybody_would_be_accepted():
    assert accept(DEFAULT) == replace(DEFAULT, badges=list(DEFAULT.badges), sets=list(DEFAULT.sets))
    assert [badge.name for badge in DEFAULT.badges] == ["议事先锋", "环保卫士", "调解能手"]
    assert DEFAULT.model_points == 500


@pytest.mark.parametrize(
    "wrong",
    [
        {"need": 0},
        {"need": 10_001},
        {"days": 0},
        {"days": 3_661},
        {"category": "rubbish"},
        {"key": "Talker"},
        {"key": "helper"},
        {"key": ""},
        {"name": "  "},
        {"name_en": "x" * 41},
    ],
)
def test_a_badge_that_nobody_could_earn_or_tell_apart_is_refused(wrong):
    assert field() is None
    assert field(badges=[replace(TALKER, **wrong), HELPER]) == "badges"


@pytest.mark.parametrize(
    "wrong",
    [{"badges": ("talker", "talker")}, {"badges": ("talker", "unknown")}, {"points": -1}, {"points": 1_001}],
)
def test_a_set_is_of_badges_that_there_are(wrong):
    assert field(sets=[replace(PAIR, **wrong)]) == "sets"


def test_a_title_needs_points():
    assert field(model_points=0) == "modelPoints"
    assert field(model_points=100_001) == "modelPoints"


def test_hours_are_full_hours_and_all_else_is_times():
    assert [HELPER.have(minutes) for minutes in (59, 60, 599, 600)] == [0, 1, 9, 10]
    assert TALKER.have(59) == 59


def test_a_window_goes_back_from_now():
    assert HELPER.since(NOON) == NOON - timedelta(days=30)
    assert TALKER.since(NOON) is None


def test_a_badge_for_reports_of_one_category_counts_no_others():
    any_report = Badge("any", "反映", "Any", GoodDeed.REPORT, 1)
    rubbish = replace(any_report, category="rubbish")
    assert any_report.counts(GoodDeed.REPORT, "lights")
    assert rubbish.counts(GoodDeed.REPORT, "rubbish")
    assert not rubbish.counts(GoodDeed.REPORT, "lights")
    assert not any_report.counts(GoodDeed.VOTE, None)


@given(st.sets(st.sampled_from(["talker", "helper", "other"])))
def test_a_set_is_whole_with_every_badge_of_it(held):
    assert BOOK.whole(held) == ([PAIR] if {"talker", "helper"} <= held else [])


def test_a_badge_for_reports_is_shown_when_the_week_is_over_and_all_others_at_once():
    assert HELPER.shown_since(NOON) == NOON
    monday = datetime(2026, 5, 3, 16, tzinfo=UTC)
    assert replace(TALKER, deed=GoodDeed.REPORT).shown_since(NOON) == monday


def test_a_category_is_words_like_any_other():
    def category(text: str) -> str | Refusal | None:
        found = accept(replace(BOOK, badges=[replace(TALKER, deed=GoodDeed.REPORT, category=text), HELPER]))
        return found if isinstance(found, Refusal) else found.badges[0].category

    assert category(" lights\u0000 ") == "lights"
    assert isinstance(category("x" * 41), Refusal)
    assert isinstance(category("\u0000"), Refusal)
