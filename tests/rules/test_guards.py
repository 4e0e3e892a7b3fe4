"""Guards stop what looks made up, and nothing that neighbours ordinarily do."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.guards import THRESHOLDS, Guard, Judge, Outcome, Signs, Trace, decided, in_ring, may_decide, ring_of, stops
from rules.refusals import Code
from rules.roles import Role

PEOPLE = [UUID(int=number) for number in range(1, 9)]
ME, YOU, HER, HIM = PEOPLE[:4]
PAIRS = st.sets(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)), max_size=30)
JUDGE = Judge(frozenset({Role.COMMUNITY_STAFF}), own=False, decided=False)


@pytest.mark.parametrize(
    ("fine", "too_many", "guard"),
    [
        (Signs(lately=THRESHOLDS.burst - 1), Signs(lately=THRESHOLDS.burst), Guard.BURST),
        (Signs(accounts=((Trace.DEVICE, 6),)), Signs(accounts=((Trace.DEVICE, 7),)), Guard.CROWD),
        (Signs(accounts=((Trace.ADDRESS, 60),)), Signs(accounts=((Trace.ADDRESS, 61),)), Guard.CROWD),
        (Signs(bare=THRESHOLDS.bare_reports), Signs(bare=THRESHOLDS.bare_reports + 1), Guard.BARE_REPORTS),
        (Signs(confirmed={(YOU, ME)}), Signs(confirmed={(YOU, ME), (ME, YOU)}), Guard.RING),
    ],
)
def test_exactly_the_threshold_is_fine_and_one_more_waits(fine: Signs, too_many: Signs, guard: Guard):
    assert stops(ME, fine) is None
    assert stops(ME, too_many) == guard


def test_thresholds_are_data():
    assert stops(ME, Signs(lately=1), replace(THRESHOLDS, burst=1)) == Guard.BURST


def test_a_ring_is_found_up_to_its_size():
    round_three = {(ME, YOU), (YOU, HER), (HER, ME)}
    assert not in_ring(ME, round_three, 2)
    assert in_ring(ME, round_three, 3)


def test_everybody_by_way_of_whom_it_leads_back_is_in_the_ring_and_nobody_else():
    round_three = {(ME, YOU), (YOU, HER), (HER, ME)}
    assert ring_of(ME, round_three | {(ME, HIM), (HIM, PEOPLE[5])}, 3) == {YOU, HER}
    assert ring_of(ME, round_three | {(YOU, HIM), (HIM, HER)}, 3) == {YOU, HER}
    assert ring_of(ME, round_three | {(YOU, HIM), (HIM, HER)}, 4) == {YOU, HER, HIM}
    assert ring_of(HIM, round_three | {(ME, HIM)}, 4) == frozenset()


@given(PAIRS, st.integers(1, 5))
def test_a_ring_is_the_same_for_everybody_in_the_smallest(pairs: set[tuple[UUID, UUID]], size: int):
    for person in PEOPLE:
        ring = ring_of(person, pairs, size)
        assert person not in ring
        assert bool(ring) == any(person in ring_of(other, pairs, size) for other in ring)


@given(st.sets(st.sampled_from(PEOPLE[1:])), st.integers(1, 6))
def test_an_organiser_who_confirms_everybody_is_no_ring(helpers: set[UUID], size: int):
    star = {(ME, helper) for helper in helpers}
    assert not any(in_ring(person, star, size) for person in PEOPLE)


@given(PAIRS)
def test_confirming_oneself_makes_no_ring_and_more_confirmations_never_undo_one(pairs: set[tuple[UUID, UUID]]):
    others = {(one, other) for one, other in pairs if one != other}
    for person in PEOPLE:
        assert in_ring(person, pairs, 4) == in_ring(person, others, 4)
        if in_ring(person, others, 4):
            assert in_ring(person, others | {(HIM, ME)}, 4)
            assert any(giver == person for giver, _ in others)
            assert any(receiver == person for _, receiver in others)


@pytest.mark.parametrize(
    ("judge", "outcome", "code"),
    [
        (replace(JUDGE, roles=frozenset({Role.RESIDENT, Role.GRID_WORKER})), None, Code.FORBIDDEN),
        (replace(JUDGE, own=True), None, Code.FORBIDDEN),
        (replace(JUDGE, decided=True), None, Code.CONFLICT),
        (JUDGE, Outcome.VOIDED, Code.CONFLICT),
    ],
)
def test_who_may_not_decide(judge: Judge, outcome: Outcome | None, code: Code):
    refusal = may_decide(judge, outcome)
    assert refusal is not None
    assert refusal.code == code


def test_staff_decide_about_others():
    assert may_decide(JUDGE, None) is None


@given(st.lists(st.sampled_from(list(Outcome)), max_size=3))
def test_it_takes_two_who_agree_and_three_always_suffice(votes: list[Outcome]):
    found = decided(votes)
    if found is not None:
        assert votes.count(found) >= 2
    assert (found is not None) == (len(votes) == 3 or (len(votes) == 2 and votes[0] == votes[1]))
