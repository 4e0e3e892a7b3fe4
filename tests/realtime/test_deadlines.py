import asyncio
from datetime import timedelta

from realtime.deadlines import SHORTEST_WAIT, Sweeper
from tests.realtime.fake_time import NOON, now, run, seconds


class Sweeps:
    """A sweep that follows a script: each step is a deadline in seconds after noon, None, or an exception."""

    def __init__(self, *script):
        self.script = list(script)
        self.at = []
        self.done = asyncio.Event()

    async def __call__(self):
        self.at.append(seconds())
        step = self.script.pop(0)
        if not self.script:
            self.done.set()
        if isinstance(step, Exception):
            raise step
        return None if step is None else NOON + timedelta(seconds=step)


def swept_at(*script, patience=1.0):
    async def main():
        sweeps = Sweeps(*script)
        async with Sweeper(sweeps, now, patience):
            await sweeps.done.wait()
        return sweeps.at

    return run(main())


def test_it_sweeps_at_the_start_and_then_when_the_next_is_due():
    assert swept_at(0.25, 0.7, None) == [0, 0.25, 0.7]


def test_it_waits_no_longer_than_its_patience():
    assert swept_at(3600, None, None) == [0, 1, 2]
    assert swept_at(3600, 3600, 3600, patience=0.5) == [0, 0.5, 1]


def test_a_deadline_held_by_another_worker_does_not_make_it_spin():
    assert swept_at(-60, -60, None) == [0, SHORTEST_WAIT, 2 * SHORTEST_WAIT]


def test_a_failing_sweep_is_logged_with_its_traceback_and_tried_again(caplog):
    assert swept_at(RuntimeError("the database is away"), 1.5, None) == [0, 1, 1.5]
    (record,) = caplog.records
    assert record.levelname == "ERROR"
    assert "the database is away" in str(record.exc_info[1])


def test_waking_it_has_the_next_sweep_come_at_once():
    async def main():
        sweeps = Sweeps(3600, None)
        async with Sweeper(sweeps, now, patience=100) as sweeper:
            await asyncio.sleep(7)
            sweeper.wake()
            await sweeps.done.wait()
        return sweeps.at

    assert run(main()) == [0, 7]


def test_it_is_not_woken_for_what_is_due_after_it_wakes_by_itself():
    async def main():
        sweeps = Sweeps(3600, None, None)
        async with Sweeper(sweeps, now, patience=10) as sweeper:
            await asyncio.sleep(3)
            sweeper.wake(NOON + timedelta(seconds=11))
            await asyncio.sleep(1)
            sweeper.wake(NOON + timedelta(seconds=9))
            await sweeps.done.wait()
        return sweeps.at

    assert run(main()) == [0, 4, 14]


def test_being_woken_during_a_sweep_is_not_forgotten():
    async def main():
        at, twice = [], asyncio.Event()

        async def sweep():
            at.append(seconds())
            if len(at) == 1:
                await asyncio.sleep(2)
                sweeper.wake()
            else:
                twice.set()

        async with Sweeper(sweep, now, patience=100) as sweeper:
            await twice.wait()
        return at

    assert run(main()) == [0, 2]


def test_nothing_is_left_running():
    async def main():
        async with Sweeper(Sweeps(None, None), now):
            pass
        return asyncio.all_tasks() - {asyncio.current_task()}

    assert run(main()) == set()
