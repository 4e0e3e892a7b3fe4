import asyncio
from collections.abc import Coroutine, Iterable
from contextlib import suppress

from realtime.background import Background


class Deaf(Background):
    """Has a loop that hears a call to end only the second time, as one may that was talking to Redis."""

    def _loops(self) -> Iterable[Coroutine[None, None, None]]:
        return (self._listen(),)

    async def _listen(self) -> None:
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        await asyncio.Event().wait()


async def test_a_loop_that_did_not_hear_is_told_again():
    before = asyncio.all_tasks()
    async with asyncio.timeout(10), Deaf():
        await asyncio.sleep(0)
    assert asyncio.all_tasks() == before
