from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.replay import LONGEST_PAUSE, SPEEDS, pause


@pytest.mark.parametrize(("speed", "seconds"), [(1, 8), (4, 2), (16, 0.5)])
def test_a_replay_keeps_the_pace_at_its_speed(speed, seconds):
    assert pause(timedelta(seconds=8), speed) == timedelta(seconds=seconds)


@given(st.timedeltas(), st.sampled_from(SPEEDS))
def test_nobody_waits_backwards_or_for_days(gap, speed):
    assert timedelta(0) <= pause(gap, speed) <= LONGEST_PAUSE
