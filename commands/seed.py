"""`seed`: people for demonstrations and load tests, and the demonstration community itself."""

import os
from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import orjson
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from commands.house import stop
from resolvers.demonstration import set_up
from resolvers.house import House
from resolvers.opening import Plan, opened
from resolvers.seeding import Newcomer, Seeded, add_residents, found_community
from rules.refusals import Refusal
from rules.roles import Role
from schema.sentences import refusal

AT_ONCE = 2_000
STAFF = (
    Newcomer(roles=(Role.MODERATOR,)),
    Newcomer(roles=(Role.COMMUNITY_STAFF,)),
    Newcomer(roles=(Role.ADMIN,)),
)


async def set_up_demonstration(plan: Plan) -> bool:
    """Sets the demonstration community up in an empty database. Whether it lives there now."""
    async with opened(plan) as house:
        return await set_up(house)


async def seed(plan: Plan, residents: int, tokens: Path | None) -> int:
    """Adds residents, a moderator, a staff member and an administrator, and writes one JSON line for each.

    The file is readable by its owner only, since its tokens sign in. Returns how many were added.
    """
    newcomers = [*STAFF, *(Newcomer() for _ in range(residents))]
    with ExitStack() as stack:
        file = stack.enter_context(os.fdopen(_private(tokens), "wb")) if tokens else None
        progress = stack.enter_context(Progress(*_COLUMNS, transient=True))
        task = progress.add_task("Residents", total=len(newcomers))
        async with opened(plan) as house:
            async for added in add_in_groups(house, newcomers):
                if file:
                    file.writelines(line(person) for person in added)
                progress.advance(task, len(added))
    return len(newcomers)


_COLUMNS = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())


async def add_in_groups(house: House, newcomers: Sequence[Newcomer]) -> AsyncIterator[list[Seeded]]:
    """The newcomers as they are added to the demonstration community, some thousands at a time."""
    community_id = await found_community(house)
    if isinstance(community_id, Refusal):
        stop(refusal(community_id, "en"))
    for start in range(0, len(newcomers), AT_ONCE):
        yield await add_residents(house, community_id, newcomers[start : start + AT_ONCE])


def line(person: Seeded) -> bytes:
    """One JSON line: `{"residentId","phone","roles","token"}`."""
    fields = {"residentId": person.resident_id, "phone": person.phone, "roles": person.roles, "token": person.token}
    return orjson.dumps(fields, option=orjson.OPT_APPEND_NEWLINE)


def _private(path: Path) -> int:
    path.unlink(missing_ok=True)
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
