"""Who confirms that somebody lives somewhere, and what it takes."""

from dataclasses import replace
from uuid import UUID

import pytest

from rules.confirmations import Decider, Rooms, Through, Way, may_confirm, told_of, way_of
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


def test_only_staff_confirm_more_people_than_the_register_knows():
    full = Rooms(people=3, confirmed=3)
    assert code(may_confirm(Way.GRID_WORKER, full, "", homes_known=True)) == Code.CONFLICT
    assert may_confirm(Way.DOCUMENT, full, "出生证明", homes_known=True) is None
    assert may_confirm(Way.GRID_WORKER, Rooms(people=3, confirmed=2), "", homes_known=True) is None


def test_a_register_that_does_not_say_how_many_stops_nobody():
    assert may_confirm(Way.GRID_WORKER, Rooms(people=0, confirmed=9), "", homes_known=True) is None


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
