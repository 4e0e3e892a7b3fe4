"""The shape of every deed: all of it or nothing, and a bell for what was written, after the commit."""

import asyncio
from datetime import timedelta

import pytest

from db import streams
from db.group_commit import NotWrittenError
from db.models.deadlines import Due
from resolvers import issues
from resolvers.deed import Deed, deed, perform
from resolvers.polls import cast, manage
from resolvers.residents import care
from rules.issues import Stage
from rules.refusals import Code, Refusal, refuse
from tests.support.deeds import newcomer, nothing_changes
from tests.support.house import Hall
from tests.support.writing import community

NO = refuse(Code.INVALID, "text_empty")


async def test_a_refusal_takes_back_everything_that_was_written_before_it(hall: Hall):
    async def work(deed: Deed) -> Refusal:
        deed.session.add(community("一"))
        await deed.session.flush()
        await deed.append("issue:1", "said", {})
        deed.set_deadline(Due.POLL_OPENS, deed.new_id(), deed.now)
        return NO

    async with nothing_changes(hall.house):
        assert await perform(hall.house, work) is NO


async def test_a_refusal_rings_no_bell(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    rung: list[tuple[str, int]] = []
    monkeypatch.setattr(type(hall.house.hub), "ring", lambda _, stream, number: rung.append((stream, number)))

    @deed
    async def say(deed: Deed, well: bool) -> Refusal | None:
        await deed.append("issue:1", "said", {})
        await deed.append("issue:1", "said", {})
        await deed.append("poll:1", "said", {})
        return None if well else NO

    assert await say(hall.house, False) is NO
    assert rung == []
    assert await say(hall.house, True) is None
    assert sorted(rung) == [("issue:1", 2), ("poll:1", 1)]


async def test_a_deed_whose_caller_goes_away_is_done_all_the_same(hall: Hall):
    inside, go_on, done = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def work(deed: Deed) -> None:
        inside.set()
        await go_on.wait()
        await deed.append("issue:1", "said", {})
        done.set()

    caller = asyncio.create_task(perform(hall.house, work))
    await inside.wait()
    caller.cancel()
    go_on.set()
    await done.wait()
    while not (await heads(hall)):
        pass
    assert await heads(hall) == {"issue:1": 1}


async def heads(hall: Hall) -> dict[str, int]:
    async with hall.house.database.read() as session:
        return await streams.heads(session, ["issue:1"])


@pytest.mark.parametrize("name", ["raise", "advance", "mark", "comment", "open", "schedule", "vote", "close"])
async def test_what_cannot_be_recorded_does_not_happen(hall: Hall, name: str, monkeypatch: pytest.MonkeyPatch):
    """There is no state without its entry."""
    house, moderator, neighbour = hall.house, await hall.actor(hall.moderator), await hall.actor(hall.neighbours[0])
    fresh, issue = await hall.issue(), await hall.issue(at=Stage.VOTING)
    poll = (await hall.poll(issue)).poll
    deeds = {
        "raise": lambda: issues.raise_issue(house, neighbour, "路灯", "坏了"),
        "advance": lambda: issues.advance(house, moderator, fresh.id, Stage.SCREENED, "好"),
        "mark": lambda: issues.mark_important(house, moderator, fresh.id, True, "要紧"),
        "comment": lambda: issues.comment(house, neighbour, issue.id, "好"),
        "open": lambda: hall.poll(issue),
        "schedule": lambda: hall.poll(issue, opens_in=timedelta(hours=1)),
        "vote": lambda: cast.cast_vote(house, neighbour.resident_id, poll.id, "yes", "key"),
        "close": lambda: manage.close_poll(house, moderator, poll.id, "够了"),
    }

    async def fails(*_: object) -> list[int]:
        raise OSError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(streams, "append_all", fails)
        async with nothing_changes(house):
            with pytest.raises((OSError, NotWrittenError)) as failed:
                await deeds[name]()
            assert "disk" in str(failed.value.__cause__ or failed.value)
    await deeds[name]()


async def test_looking_after_people_is_whole_too(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    """Whoever is verified is on the roll, or is not verified."""
    resident, staff = await newcomer(hall), await hall.actor(hall.staff)

    async def fails(*_: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(care.communities, "add_to_roll", fails)
        async with nothing_changes(hall.house):
            with pytest.raises(OSError, match="disk"):
                await care.verify(hall.house, staff, resident.resident_id)
    await care.verify(hall.house, staff, resident.resident_id)
    assert (await care.load(hall.house, [resident.resident_id]))[resident.resident_id].verified_at is not None
