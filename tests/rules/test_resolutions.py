"""What a resolution is called."""

from rules.resolutions import HEADLINE, ResolutionKind, headline_of, kind_of


def test_what_was_voted_on_is_a_decision_and_what_was_reported_is_solved():
    assert kind_of(poll=True, adoption=False) == ResolutionKind.DECISION
    assert kind_of(poll=False, adoption=False) == ResolutionKind.SOLVED


def test_a_suggestion_that_came_from_a_report_is_still_a_suggestion():
    assert kind_of(poll=False, adoption=True) == ResolutionKind.SUGGESTION
    assert kind_of(poll=True, adoption=True) == ResolutionKind.SUGGESTION


def test_a_headline_is_one_line_and_shortened_with_a_sign_that_says_so():
    assert headline_of("修不修\n东门的 灯?") == "修不修 东门的 灯?"
    assert headline_of("灯" * HEADLINE.most) == "灯" * HEADLINE.most
    assert headline_of("灯" * (HEADLINE.most + 1)) == "灯" * (HEADLINE.most - 1) + "…"
