"""What is still being said: the newest of each key, to whoever listens, and nothing that comes late."""

import asyncio

import orjson
import pytest

from realtime import drafts
from realtime.bus import DRAFTS, Bus
from realtime.drafts import Drafts

CALM = 10


async def taken(inbox) -> list[bytes]:
    async with asyncio.timeout(CALM):
        await inbox.wait()
    return inbox.take()


async def test_the_newest_of_each_key_reaches_whoever_follows_the_subject():
    async with Bus("memory://") as bus, Drafts(bus) as here:
        with here.follow("a") as inbox, here.follow("b") as elsewhere:
            for number in range(100):
                here.put("a", "1", b'"%d"' % number)
            assert (await taken(inbox))[-1] == b'"99"'
            assert elsewhere.take() == []
        assert here._followed == {}


async def test_drafts_reach_other_workers_through_redis(redis_server):
    async with Bus(redis_server.url) as one, Bus(redis_server.url) as two, Drafts(one) as here, Drafts(two) as there:
        with there.follow("a") as inbox:
            here.put("a", "1", b'"hello"')
            assert await taken(inbox) == [b'"hello"']


async def test_what_has_become_final_is_passed_on_no_more():
    async with Bus("memory://") as bus, Drafts(bus) as here:
        with here.follow("a") as inbox:
            here.put("a", "1", b'"half"')
            here.drop("a", "1")
            here.put("a", "2", b'"other"')
            assert await taken(inbox) == [b'"other"']


@pytest.mark.parametrize(
    "message", ["5", "[]", "nonsense", '["a", "1", 0, 7]', '["a", "1", "now", "x"]', "[1, 2, 3, 4]"]
)
async def test_what_is_no_draft_is_passed_over(message, caplog):
    async with Bus("memory://") as bus, Drafts(bus) as here:
        with here.follow("a") as inbox:
            await bus.pass_round(DRAFTS, message)
            here.put("a", "1", b'"after"')
            assert await taken(inbox) == [b'"after"']
    assert "not a draft" in caplog.text


async def test_what_comes_late_is_shown_to_nobody(monkeypatch):
    async with Bus("memory://") as bus, Drafts(bus) as here:
        with here.follow("a") as inbox:
            late = drafts.time() - drafts.STALE_SECONDS - 1
            await bus.pass_round(DRAFTS, orjson.dumps(["a", "1", late, '"old"']).decode())
            here.put("a", "2", b'"new"')
            assert await taken(inbox) == [b'"new"']


async def test_what_could_not_be_passed_on_is_not_kept():
    class Torn(Bus):
        fell = asyncio.Event()

        async def pass_round(self, channel: str, parcel: str) -> None:
            if not self.fell.is_set():
                self.fell.set()
                here.put("a", "2", b'"waits"')
                raise OSError("away")
            await super().pass_round(channel, parcel)

    async with Torn("memory://") as bus, Drafts(bus) as here:
        with here.follow("a") as inbox:
            here.put("a", "1", b'"lost"')
            await bus.fell.wait()
            here.put("a", "3", b'"goes on"')
            assert await taken(inbox) == [b'"goes on"']
