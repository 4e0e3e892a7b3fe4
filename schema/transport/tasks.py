"""Several things going on at once for one client."""

import asyncio
from collections.abc import Collection, Coroutine


async def until_first(*work: Coroutine[object, object, object]) -> None:
    """Runs all of it until one ends or fails, stops the others, and raises what the first one raised."""
    tasks = [asyncio.create_task(each) for each in work]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        await stopped(tasks)


async def stopped(tasks: Collection[asyncio.Task[object]] | Collection[asyncio.Task[None]]) -> None:
    """Cancels the tasks and waits until each has cleaned up."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
