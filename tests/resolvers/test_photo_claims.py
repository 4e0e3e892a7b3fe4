"""A photo is used once by whoever sent it, and gone after a day with its files where nobody uses it."""

import asyncio
from uuid import uuid4

import pytest

from db.files import Files, FilesAwayError
from db.models.photos import Photo
from resolvers import deadlines
from resolvers.deed import Deed, perform
from resolvers.photos import claiming, sending
from resolvers.photos.names import names_of
from rules.refusals import Code, Refusal
from tests.support.deeds import poll_kinds
from tests.support.house import Hall, done
from tests.support.photos import jpeg, kept


async def test_a_photo_is_used_once_by_whoever_sent_it_in_the_order_given(hall: Hall):
    mine, theirs = await hall.actor(hall.neighbours[0]), await hall.actor(hall.neighbours[1])
    first, second = [done(await sending.send(hall.house, mine, jpeg())).photo.id for _ in range(2)]
    foreign = done(await sending.send(hall.house, theirs, jpeg())).photo.id

    assert await refused(hall, mine.resident_id, [first, foreign]) == (Code.NOT_FOUND, "photo_unknown", "photoIds")
    assert await refused(hall, mine.resident_id, [uuid4()]) == (Code.NOT_FOUND, "photo_unknown", "photoIds")
    assert await refused(hall, mine.resident_id, [uuid4() for _ in range(10)]) == (
        Code.INVALID,
        "photos_number",
        "photoIds",
    )
    rows = done(await claim(hall, mine.resident_id, [second, first, second]))
    assert [row.id for row in rows] == [second, first]
    assert await refused(hall, mine.resident_id, [first]) == (Code.CONFLICT, "photo_used", "photoIds")
    assert done(await claim(hall, mine.resident_id, [])) == []


async def claim(hall: Hall, owner_id, photo_ids) -> list[Photo] | Refusal:
    async def work(deed: Deed) -> list[Photo] | Refusal:
        return await claiming.claim(deed, owner_id, photo_ids, "photoIds")

    return await perform(hall.house, work)


async def refused(hall: Hall, owner_id, photo_ids) -> tuple[Code, str, str | None]:
    refusal = await claim(hall, owner_id, photo_ids)
    assert isinstance(refusal, Refusal)
    return refusal.code, refusal.reason, refusal.field


async def test_two_who_use_one_photo_at_once_are_not_both_given_it(hall: Hall):
    mine = await hall.actor(hall.neighbours[0])
    photo_id = done(await sending.send(hall.house, mine, jpeg())).photo.id
    results = await asyncio.gather(*(claim(hall, mine.resident_id, [photo_id]) for _ in range(5)))
    assert sum(not isinstance(result, Refusal) for result in results) == 1


async def test_a_photo_that_nobody_uses_is_gone_after_a_day_with_its_files(hall: Hall):
    mine = await hall.actor(hall.neighbours[0])
    used, unused = [done(await sending.send(hall.house, mine, jpeg())).photo for _ in range(2)]
    done(await claim(hall, mine.resident_id, [used.id]))
    assert await kept(hall) == {*names_of(used.name), *names_of(unused.name)}

    hall.clock.turn(hours=23, minutes=59)
    await deadlines.sweep(hall.house)
    assert await kept(hall) == {*names_of(used.name), *names_of(unused.name)}
    hall.clock.turn(minutes=1)
    assert await refused(hall, mine.resident_id, [unused.id]) == (Code.NOT_FOUND, "photo_unknown", "photoIds")
    await deadlines.sweep(hall.house)
    assert await kept(hall) == {*names_of(used.name), *names_of(unused.name)}
    hall.clock.turn(minutes=1)
    await until_gone(hall, unused)
    await deadlines.sweep(hall.house)
    assert await kept(hall) == set(names_of(used.name))
    assert (await claiming.load(hall.house, [used.id, unused.id])).keys() == {used.id}


async def until_gone(hall: Hall, photo: Photo) -> None:
    """Sweeps until the photo is gone; the house's own sweeper may have it in hand."""
    async with asyncio.timeout(20):
        while await claiming.load(hall.house, [photo.id]):
            await deadlines.sweep(hall.house)


async def test_a_photo_stays_due_while_the_store_is_away(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    mine = await hall.actor(hall.neighbours[0])
    photo = done(await sending.send(hall.house, mine, jpeg())).photo
    hall.clock.turn(days=1, minutes=1)

    async def away(*_: object) -> None:
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr(type(hall.house.files), "delete", away)
        async with asyncio.timeout(20):
            while await deadlines.sweep(hall.house) is not None:
                pass  # the house's own sweeper had it in hand
    assert (await claiming.load(hall.house, [photo.id])).keys() == {photo.id}
    await until_gone(hall, photo)
    assert await kept(hall) == set()


async def test_nobody_waits_with_the_one_who_removes_a_photo_for_the_store(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    mine = await hall.actor(hall.neighbours[0])
    photo = done(await sending.send(hall.house, mine, jpeg())).photo
    asked, answers, delete = asyncio.Event(), asyncio.Event(), type(hall.house.files).delete

    async def slow(files: Files, *names: str) -> None:
        asked.set()
        await answers.wait()
        await delete(files, *names)

    with monkeypatch.context() as waiting:
        waiting.setattr(type(hall.house.files), "delete", slow)
        hall.clock.turn(days=1, minutes=1)
        sweep = asyncio.create_task(deadlines.sweep(hall.house))
        try:
            async with asyncio.timeout(10):
                await asked.wait()
                assert (await hall.poll()).poll
            assert (await claiming.load(hall.house, [photo.id])).keys() == {photo.id}
        finally:
            answers.set()
            await sweep
    await until_gone(hall, photo)
    assert await kept(hall) == set()


async def test_photos_that_cannot_be_removed_keep_nothing_else_from_being_done(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
):
    mine = await hall.actor(hall.neighbours[0])
    sent = [done(await sending.send(hall.house, mine, jpeg())).photo for _ in range(2)]
    hall.clock.turn(hours=23, minutes=30)
    poll, asked = (await hall.poll()).poll, []
    hall.clock.turn(hours=1)

    async def away(*names: str) -> None:
        asked.append(names)
        raise FilesAwayError("away")

    with monkeypatch.context() as broken:
        broken.setattr(type(hall.house.files), "delete", away)
        broken.setattr(deadlines, "AT_ONCE", 2)
        async with asyncio.timeout(20):
            while await poll_kinds(hall.house, poll.id) != ["poll.opened", "poll.closed"]:
                await deadlines.sweep(hall.house)
        asked.clear()
        await deadlines.sweep(hall.house)
    assert len(asked) <= 2  # one by this sweep, and one by the house's own
    assert len(await claiming.load(hall.house, [photo.id for photo in sent])) == 2


async def test_sixty_photos_an_hour_are_the_most(hall: Hall):
    mine, other = await hall.actor(hall.neighbours[0]), await hall.actor(hall.neighbours[1])
    assert [await sending.may_send(hall.house, mine) for _ in range(60)] == [None] * 60
    refusal = await sending.may_send(hall.house, mine)
    assert refusal
    assert (refusal.code, dict(refusal.values)) == (Code.RATE_LIMITED, {"minutes": 60})
    assert await sending.may_send(hall.house, other) is None
