from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from rules.grids import Standin, accept_cover, accept_training, counts_on, may_draw, may_see_work, on_duty
from rules.refusals import Code
from rules.roles import Role

LI, WANG, ZHAO = (UUID(int=number) for number in (1, 2, 3))
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
WORKERS = {LI, WANG, ZHAO}


def away(absent=LI, cover=WANG, begins=NOON, ends=NOON + DAY):
    return Standin(absent, cover, begins, ends)


def reason(wanted, known=(), workers=frozenset(WORKERS)):
    refusal = accept_cover(wanted, known, workers)
    return refusal and refusal.reason


def test_only_staff_draw_and_only_those_who_work_here_see_the_workload():
    assert may_draw(frozenset({Role.COMMUNITY_STAFF})) is None
    refusal = may_draw(frozenset({Role.GRID_WORKER}))
    assert refusal is not None
    assert refusal.code == Code.FORBIDDEN
    assert may_see_work(frozenset({Role.RESIDENT, Role.SUPERVISOR})) is None
    assert may_see_work(frozenset({Role.RESIDENT})) is not None


def test_whoever_covers_is_on_duty_from_the_first_moment_until_just_before_the_last():
    assert on_duty([LI], [away()], NOON - timedelta(seconds=1)) == {LI: False}
    assert on_duty([LI], [away()], NOON) == {WANG: True}
    assert on_duty([LI], [away()], NOON + DAY) == {LI: False}


def test_a_worker_of_the_grid_who_covers_for_another_is_named_once_and_is_there_anyway():
    assert on_duty([LI, WANG], [away()], NOON) == {WANG: False}


def test_where_the_cover_is_away_too_whoever_covers_for_them_is_there():
    assert on_duty([LI], [away(), away(WANG, ZHAO)], NOON) == {ZHAO: True}


def test_two_who_cover_for_one_another_do_not_go_round_for_ever():
    assert len(on_duty([LI], [away(LI, WANG), away(WANG, LI)], NOON)) == 1


def test_nobody_covers_for_themselves_or_without_being_a_grid_worker():
    assert reason(away(LI, LI)) == "cover_oneself"
    assert reason(away(), workers={LI}) == "not_a_grid_worker"


def test_a_cover_ends_after_it_begins_and_within_a_year():
    assert reason(away(ends=NOON)) == "cover_time"
    assert reason(away(ends=NOON + 367 * DAY)) == "cover_time"
    assert reason(away(ends=NOON + 366 * DAY)) is None


def test_nobody_is_covered_twice_and_nobody_covers_while_away():
    assert reason(away(LI, ZHAO), [away(LI, WANG)]) == "covered_already"
    assert reason(away(LI, WANG), [away(WANG, ZHAO)]) == "cover_away"
    assert reason(away(WANG, ZHAO), [away(LI, WANG)]) == "cover_away"
    assert reason(away(LI, ZHAO), [away(LI, WANG, NOON - DAY, NOON)]) is None


def test_a_skill_counts_through_the_day_it_expires_on():
    assert counts_on(date(2026, 5, 1), date(2026, 5, 1))
    assert not counts_on(date(2026, 5, 1), date(2026, 5, 2))
    assert counts_on(None, date(2099, 1, 1))


def test_a_training_is_not_in_the_future_and_does_not_expire_before_it():
    today = date(2026, 5, 1)
    assert accept_training(today, None, today) is None
    for refusal in (
        accept_training(date(2026, 5, 2), None, today),
        accept_training(today, date(2026, 4, 30), today),
    ):
        assert refusal is not None
        assert refusal.code == Code.INVALID
