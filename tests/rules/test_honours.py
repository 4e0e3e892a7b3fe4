"""Who may be nominated, and who wins."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.honours import (
    LABEL,
    Honour,
    Standing,
    label,
    may_decline,
    may_nominate,
    may_nominate_more,
    may_open_vote,
    winners,
)
from rules.refusals import Code

CHOICES = ["1", "2", "3", "4"]


def nominate(honour=Honour.PIONEER, *, verified=True, nominee_verified=True, oneself=False, named=True):
    refusal = may_nominate(honour, verified=verified, nominee_verified=nominee_verified, oneself=oneself, named=named)
    return refusal and refusal.code


def test_a_neighbour_nominates_another_who_may_be_named():
    assert nominate() is nominate(Honour.VOLUNTEER) is None
    assert nominate(Honour.MODEL) == Code.INVALID
    assert nominate(oneself=True) == Code.INVALID
    assert nominate(verified=False) == Code.NOT_ELIGIBLE
    assert nominate(nominee_verified=False) == Code.NOT_ELIGIBLE
    assert nominate(named=False) == Code.NOT_ELIGIBLE


def test_only_the_nominee_says_no_and_not_after_the_vote():
    assert may_decline(Standing.OPEN, oneself=True) is may_decline(Standing.VOTING, oneself=True) is None
    assert may_decline(Standing.OPEN, oneself=False).code == Code.NOT_FOUND
    assert may_decline(Standing.ENDED, oneself=True).code == Code.WRONG_STAGE


@pytest.mark.parametrize(("waiting", "code"), [(0, None), (2, None), (3, Code.CONFLICT), (4, Code.CONFLICT)])
def test_three_of_one_neighbours_nominations_wait_at_most(waiting, code):
    refusal = may_nominate_more(waiting)
    assert (refusal and refusal.code) == code


@pytest.mark.parametrize(("nominated", "code"), [(0, Code.WRONG_STAGE), (1, Code.WRONG_STAGE), (2, None), (99, None)])
def test_a_vote_takes_two_and_no_number_is_too_many(nominated, code):
    refusal = may_open_vote(Honour.PIONEER, nominated)
    assert (refusal and refusal.code) == code


def test_a_title_by_points_is_not_voted_on():
    assert may_open_vote(Honour.MODEL, 5).code == Code.INVALID


def test_two_of_one_name_can_be_told_apart_and_long_words_fit():
    assert label(1, "王芳", "种花") != label(2, "王芳", "种花")
    assert len(label(20, "王" * 80, "好" * 500)) == LABEL
    assert label(1, "王芳", "种\n花") == "1. 王芳：种 花"


def test_those_with_the_most_votes_share_and_nobody_wins_without_a_vote():
    assert winners({"1": 3, "2": 3, "3": 1}, ["1", "2", "3"]) == ["1", "2"]
    assert winners({"1": 0, "2": 0}, ["1", "2"]) == []
    assert winners({"1": 5, "2": 3}, ["2"]) == ["2"]
    assert winners({"1": 5}, []) == []


@given(st.dictionaries(st.sampled_from(CHOICES), st.integers(0, 9)), st.sets(st.sampled_from(CHOICES)))
def test_nobody_of_those_who_stand_has_more_votes_than_a_winner(votes, standing):
    won = winners(votes, sorted(standing))
    most = max((votes.get(choice, 0) for choice in standing), default=0)
    assert {votes[choice] for choice in won} == ({most} if most else set())
    assert won == [choice for choice in sorted(standing) if most and votes.get(choice, 0) == most]
