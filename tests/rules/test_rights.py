"""What a level allows, and lots that anybody can draw again."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.issues import Stage
from rules.points import DEFAULT, Right
from rules.refusals import Code, refuse
from rules.rights import Looking, drawn, may, may_draw, may_hide, may_second
from rules.roles import Role

STAFF = frozenset({Role.COMMUNITY_STAFF})
NEIGHBOUR = frozenset({Role.RESIDENT})
TOO_LOW = refuse(Code.FORBIDDEN, "right_not_yet", points=500)


@pytest.mark.parametrize(
    ("right", "begins"), [(Right.SECOND_ISSUES, 100), (Right.MODERATE_COMMENTS, 500), (Right.BE_DRAWN, 1_500)]
)
def test_a_right_comes_with_its_points_and_stays(right: Right, begins: int):
    assert may(DEFAULT, begins, right) is None
    assert may(DEFAULT, begins + 10_000, right) is None
    assert may(DEFAULT, begins - 1, right) == refuse(Code.FORBIDDEN, "right_not_yet", points=begins)


def second(stage=Stage.PROPOSED, *, verified=True, neighbour=True, own=False):
    refusal = may_second(stage, verified=verified, neighbour=neighbour, own=own)
    return refusal and refusal.code


def test_a_neighbour_seconds_what_another_has_raised_until_it_is_looked_at():
    assert second() is None
    assert second(own=True) == Code.INVALID
    assert second(verified=False) == Code.NOT_ELIGIBLE
    assert second(neighbour=False) == Code.NOT_ELIGIBLE
    assert {second(stage) for stage in Stage if stage is not Stage.PROPOSED} == {Code.WRONG_STAGE}


def hide(roles=NEIGHBOUR, *, neighbour=True, level=None, same_building=True, restored=False):
    refusal = may_hide(Looking(roles, neighbour, level, same_building), restored=restored)
    return refusal and refusal.code


def test_a_neighbour_looks_after_their_own_building_and_staff_have_the_last_word():
    assert hide() is None
    assert hide(level=TOO_LOW) == Code.FORBIDDEN
    assert hide(same_building=False) == Code.FORBIDDEN
    assert hide(neighbour=False) == Code.NOT_ELIGIBLE
    assert hide(restored=True) == Code.CONFLICT
    assert hide(STAFF, level=TOO_LOW, same_building=False, restored=True) is None


@pytest.mark.parametrize(
    ("roles", "places", "pool", "code"),
    [
        (NEIGHBOUR, 1, 5, Code.FORBIDDEN),
        (STAFF, 0, 5, Code.INVALID),
        (STAFF, 101, 500, Code.INVALID),
        (STAFF, 6, 5, Code.CONFLICT),
        (STAFF, 5, 5, None),
    ],
)
def test_staff_draw_no_more_than_are_willing(roles, places, pool, code):
    refusal = may_draw(roles, places, pool)
    assert (refusal and refusal.code) == code


@given(st.sets(st.text(min_size=1, max_size=10), max_size=20), st.text(alphabet="0123456789abcdef", max_size=64))
def test_lots_are_the_same_whoever_draws_them_and_lose_nobody(names, seed):
    order = drawn(seed, names)
    assert order == drawn(seed, sorted(names, reverse=True))
    assert set(order) == names
    digests = [sha256(f"{seed}:{name}".encode()).hexdigest() for name in order]
    assert digests == sorted(digests)


def test_another_seed_gives_everybody_another_chance():
    names = [f"resident_{number}" for number in range(5)]
    firsts = [drawn(str(seed), names)[0] for seed in range(2_000)]
    assert all(300 < firsts.count(name) < 500 for name in names)
