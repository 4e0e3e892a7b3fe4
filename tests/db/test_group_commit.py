"""What arrives together is written together."""

import asyncio
from collections.abc import Sequence

import pytest

from db.gathering import LARGEST_GROUP
from db.group_commit import MOST_WAITING, GroupCommit, NotWrittenError


class Desk:
    """Writes groups when it is told to, and keeps what they were."""

    def __init__(self, *, open_at_once: bool = True) -> None:
        self.groups: list[list[int]] = []
        self.writing = asyncio.Event()
        self.go_on = asyncio.Event()
        if open_at_once:
            self.go_on.set()

    async def commit(self, items: Sequence[int]) -> Sequence[str]:
        self.groups.append(list(items))
        self.writing.set()
        await self.go_on.wait()
        if any(item < 0 for item in items):
            raise ValueError("negative")
        return [f"answer {item}" for item in items]


def submitted(commits: GroupCommit[int, str], *items: int) -> list[asyncio.Task[str]]:
    return [asyncio.create_task(commits.submit(item)) for item in items]


async def turns(number: int = 3) -> None:
    """Lets everything run that can run now."""
    for _ in range(number):
        await asyncio.sleep(0)


async def test_one_alone_does_not_wait_for_company():
    desk = Desk()
    commits = GroupCommit(desk.commit)
    task = submitted(commits, 1)[0]
    await turns(4)
    assert task.done()
    assert desk.groups == [[1]]


async def test_those_who_arrive_while_a_group_is_written_are_the_next():
    desk = Desk(open_at_once=False)
    commits = GroupCommit(desk.commit)
    first = submitted(commits, 1)
    await desk.writing.wait()
    later = submitted(commits, 2, 3, 4)
    await turns()
    assert desk.groups == [[1]]
    assert not any(task.done() for task in later)
    desk.go_on.set()
    assert await asyncio.gather(*first, *later) == ["answer 1", "answer 2", "answer 3", "answer 4"]
    assert desk.groups == [[1], [2, 3, 4]]


async def test_after_company_the_next_wait_until_as_many_have_come_again():
    desk = Desk()
    commits = GroupCommit(desk.commit, patience=600.0)
    assert len(await asyncio.gather(*submitted(commits, 1, 2, 3))) == 3
    early = submitted(commits, 4, 5)
    await turns(20)
    assert desk.groups == [[1, 2, 3]]
    await asyncio.gather(*early, *submitted(commits, 6))
    assert desk.groups == [[1, 2, 3], [4, 5, 6]]


async def test_whoever_waited_while_others_were_written_waits_for_these_too():
    desk = Desk(open_at_once=False)
    commits = GroupCommit(desk.commit, patience=600.0)
    first = submitted(commits, 1, 2)
    await desk.writing.wait()
    later = submitted(commits, 3)
    await turns()
    desk.go_on.set()
    await asyncio.gather(*first)
    await asyncio.gather(*later, *submitted(commits, 4, 5))
    assert desk.groups == [[1, 2], [3, 4, 5]]


async def test_nobody_waits_for_ever_for_those_who_do_not_come_again():
    desk = Desk()
    commits = GroupCommit(desk.commit, patience=0.001)
    await asyncio.gather(*submitted(commits, 1, 2, 3))
    assert await commits.submit(4) == "answer 4"
    assert desk.groups == [[1, 2, 3], [4]]


async def test_after_one_alone_nobody_waits():
    desk = Desk()
    commits = GroupCommit(desk.commit, patience=600.0)
    for item in range(3):
        assert await commits.submit(item) == f"answer {item}"
    assert desk.groups == [[0], [1], [2]]


async def test_only_one_group_is_written_at_a_time():
    running = most = 0

    async def commit(items: Sequence[int]) -> Sequence[int]:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await turns()
        running -= 1
        return items

    commits = GroupCommit(commit)

    async def come(number: int) -> int:
        await turns(number % 7)
        return await commits.submit(number)

    assert await asyncio.gather(*(come(number) for number in range(50))) == list(range(50))
    assert most == 1


async def test_a_failure_is_that_of_its_group_and_of_no_other():
    desk = Desk(open_at_once=False)
    commits = GroupCommit(desk.commit)
    first = submitted(commits, 1)
    await desk.writing.wait()
    failing = submitted(commits, 2, -3, 4)
    await turns()
    desk.go_on.set()
    results = await asyncio.gather(*first, *failing, return_exceptions=True)
    assert results[0] == "answer 1"
    assert [(type(error), str(error.__cause__)) for error in results[1:]] == [(NotWrittenError, "negative")] * 3
    assert await commits.submit(5) == "answer 5"


async def test_more_than_a_group_holds_are_written_in_several_in_the_order_they_came():
    desk = Desk()
    commits = GroupCommit(desk.commit)
    number = 2 * LARGEST_GROUP + 7  # the last seven wait a moment for company
    answers = await asyncio.gather(*submitted(commits, *range(number)))
    assert answers == [f"answer {item}" for item in range(number)]
    assert [len(group) for group in desk.groups] == [LARGEST_GROUP, LARGEST_GROUP, 7]
    assert sum(desk.groups, []) == list(range(number))  # noqa: RUF017


async def test_one_who_goes_away_hurts_nobody_and_is_written_all_the_same():
    desk = Desk(open_at_once=False)
    commits = GroupCommit(desk.commit)
    first = submitted(commits, 1)
    await desk.writing.wait()
    others = submitted(commits, 2, 3, 4)
    await turns()
    others[1].cancel()
    first[0].cancel()
    await turns()
    desk.go_on.set()
    results = await asyncio.gather(*first, *others, return_exceptions=True)
    assert [isinstance(result, asyncio.CancelledError) for result in results] == [True, False, True, False]
    assert [results[1], results[3]] == ["answer 2", "answer 4"]
    assert desk.groups == [[1], [2, 3, 4]]


async def test_one_who_goes_away_from_a_group_that_fails_hurts_nobody():
    desk = Desk(open_at_once=False)
    commits = GroupCommit(desk.commit)
    tasks = submitted(commits, -1, -2)
    await desk.writing.wait()
    tasks[0].cancel()
    await turns()
    desk.go_on.set()
    with pytest.raises(NotWrittenError):
        await tasks[1]
    assert await commits.submit(3) == "answer 3"


async def test_a_writer_that_is_stopped_leaves_nobody_waiting():
    async def commit(items: Sequence[int]) -> Sequence[str]:
        raise asyncio.CancelledError

    tasks = submitted(GroupCommit(commit), 1, 2)
    results = await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 5)
    assert [type(result) for result in results] == [asyncio.CancelledError] * 2


async def test_closing_waits_until_everybody_is_answered():
    desk = Desk(open_at_once=False)
    commits = GroupCommit(desk.commit)
    tasks = submitted(commits, 1)
    await desk.writing.wait()
    tasks += submitted(commits, 2, 3)
    await turns()
    closing = asyncio.create_task(commits.close())
    await turns()
    assert not closing.done()
    desk.go_on.set()
    await closing
    await turns()
    assert [task.result() for task in tasks] == ["answer 1", "answer 2", "answer 3"]


async def test_closing_what_is_idle_is_done_at_once():
    await GroupCommit(Desk().commit).close()


async def test_one_too_many_is_told_so_at_once_and_those_before_are_written():
    desk = Desk(open_at_once=False)
    commits = GroupCommit(desk.commit)
    first = submitted(commits, 0)
    await desk.writing.wait()
    waiting = submitted(commits, *range(1, MOST_WAITING + 1))
    await turns()
    with pytest.raises(NotWrittenError):
        await commits.submit(-1)
    desk.go_on.set()
    assert len(await asyncio.gather(*first, *waiting)) == MOST_WAITING + 1
