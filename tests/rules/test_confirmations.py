"""Who confirms that somebody lives somewhere, and what it takes."""

from dataclasses import replace
from uuid import UUID

import pytest

from rules.confirmations import USUAL, Decider, Rooms, Through, Way, may_confirm, may_second, told_of, way_of
from rules.refusals import Code, Refusal
from rules.roles import Role

STRANGER = Decider(frozenset({Role.RESIDENT}), oneself=False, same_household=False, on_duty=False, same_building=False)


def code(result: object) -> Code:
    assert isinstance(result, Refusal)
    return result.code


@pytest.mark.parametrize(
    ("role", "on_duty", "same_building", "way"),
    [
        (Role.GRID_WORKER, True, False, Way.GRID_WORKER),
        (Role.BUILDING_HEAD, False, True, Way.BUILDING_HEAD),
        (Role.COMMUNITY_STAFF, False, False, Way.DOCUMENT),
        (Role.ADMIN, False, False, Way.DOCUMENT),
    ],
)
def test_each_decides_as_what_they_are(role: Role, *, on_duty: bool, same_building: bool, way: Way):
    decider = replace(STRANGER, roles=frozenset({role}), on_duty=on_duty, same_building=same_building)
    assert way_of(decider) == way


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.GRID_WORKER, Role.BUILDING_HEAD, Role.MODERATOR])
def test_nobody_else_decides_and_nobody_elsewhere(role: Role):
    assert code(way_of(replace(STRANGER, roles=frozenset({role})))) == Code.FORBIDDEN


def test_being_on_duty_or_living_there_is_not_enough():
    assert code(way_of(replace(STRANGER, on_duty=True, same_building=True))) == Code.FORBIDDEN


@pytest.mark.parametrize("what", ["oneself", "same_household"])
def test_nobody_decides_about_themselves_or_their_household(what: str):
    everything = replace(STRANGER, roles=frozenset(Role), on_duty=True, same_building=True)
    assert isinstance(way_of(everything), Way)
    assert code(way_of(replace(everything, **{what: True}))) == Code.FORBIDDEN


def test_a_household_is_needed_where_homes_are_known_and_for_all_but_staff():
    assert may_confirm(Way.DOCUMENT, None, "房产证", homes_known=False) is None
    assert code(may_confirm(Way.DOCUMENT, None, "房产证", homes_known=True)) == Code.INVALID
    assert code(may_confirm(Way.GRID_WORKER, None, "", homes_known=False)) == Code.INVALID


def test_staff_write_down_what_they_saw_and_others_need_not():
    rooms = Rooms(people=3)
    assert code(may_confirm(Way.DOCUMENT, rooms, "", homes_known=True)) == Code.INVALID
    assert may_confirm(Way.BUILDING_HEAD, rooms, "", homes_known=True) is None


@pytest.mark.parametrize(
    ("rooms", "full"),
    [
        (Rooms(people=3, confirmed=2), False),
        (Rooms(people=3, confirmed=3), True),
        (Rooms(people=9, confirmed=8), False),
        (Rooms(people=0, confirmed=USUAL - 1), False),
        (Rooms(people=0, confirmed=USUAL), True),
    ],
)
def test_a_household_is_full_as_the_register_says_or_as_is_usual(rooms: Rooms, *, full: bool):
    assert rooms.full == full


WORKERS, HEADS, STAFF, NONE = {UUID(int=1)}, {UUID(int=2)}, {UUID(int=3)}, set[UUID]()


@pytest.mark.parametrize(
    ("through", "near", "told"),
    [
        (None, (WORKERS, HEADS), WORKERS | HEADS),
        (None, (NONE, NONE), STAFF),
        (Through.DOCUMENT, (WORKERS, HEADS), STAFF),
        (Through.GRID_WORKER, (WORKERS, HEADS), WORKERS),
        (Through.GRID_WORKER, (NONE, HEADS), HEADS),
        (Through.BUILDING_HEAD, (WORKERS, HEADS), HEADS),
        (Through.BUILDING_HEAD, (WORKERS, NONE), WORKERS),
        (Through.BUILDING_HEAD, (NONE, NONE), STAFF),
    ],
)
def test_whoever_is_asked_is_told_or_somebody_else_who_can_do_it(
    through: Through | None, near: tuple[set[UUID], set[UUID]], told: set[UUID]
):
    assert told_of(through, *near, STAFF) == told


def test_one_more_takes_two_of_whom_the_second_is_staff_with_a_document():
    staff = frozenset({Role.COMMUNITY_STAFF})
    assert may_second(staff, "出生证明", first=False) is None
    assert code(may_second(staff, "", first=False)) == Code.INVALID
    assert code(may_second(staff, "出生证明", first=True)) == Code.CONFLICT
    for role in (Role.GRID_WORKER, Role.BUILDING_HEAD, Role.MODERATOR):
        assert code(may_second(frozenset({role}), "看过", first=False)) == Code.FORBIDDEN
