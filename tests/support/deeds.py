"""What tests of deeds ask again and again: who is there, what the streams say, and that nothing has changed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import func, select

from db import streams
from db.models.communities import Community, RollEntry
from resolvers import seeding
from resolvers.actors import Actor, actor_of
from resolvers.deadlines import sweep
from resolvers.house import House
from resolvers.polls.streams import stream_of as poll_stream
from resolvers.residents.sign_in import SignedIn, request_code, sign_in
from rules.refusals import Code, Refusal
from rules.roles import Role
from tests.support.house import Hall
from tests.support.tables import contents

Said = tuple[str, dict[str, Any]]


async def said(house: House, stream: str) -> list[Said]:
    """Kind and payload of every entry of the stream, in order."""
    async with house.database.read() as session:
        entries = await streams.read(session, stream, after=0, limit=10_000)
    assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
    return [(entry.kind, orjson.loads(entry.payload or "null")) for entry in entries]


async def kinds(house: House, stream: str) -> list[str]:
    """The kind of every entry of the stream, in order."""
    return [kind for kind, _ in await said(house, stream)]


async def poll_kinds(house: House, poll_id: UUID) -> list[str]:
    """The kind of every entry of the poll's own stream, in order."""
    return await kinds(house, poll_stream(poll_id))


@asynccontextmanager
async def nothing_changes(house: House) -> AsyncIterator[None]:
    """Fails where any table is not afterwards what it was before."""
    before = await contents(house)
    yield
    assert await contents(house) == before


def refused(result: object, code: Code, field: str | None = None) -> None:
    """Fails unless the result is this refusal."""
    assert isinstance(result, Refusal), result
    assert (result.code, result.field) == (code, field)


async def swept(house: House) -> None:
    """Returns once nothing is due any more, whoever did it."""
    due = await sweep(house)
    while due is not None and due <= house.now():
        due = await sweep(house)


async def heads_on_roll(house: House, community_id: UUID) -> int:
    """The heads on the community's roll, after making sure that counting anew gives what is kept."""
    async with house.database.read() as session:
        kept = (await session.get_one(Community, community_id)).roll_heads
        of_community = RollEntry.community_id == community_id, RollEntry.until.is_(None)
        counted = await session.execute(select(func.coalesce(func.sum(RollEntry.heads), 0)).where(*of_community))
        assert counted.scalar_one() == kept
    return kept


async def newcomer(hall: Hall, phone: str = "+8613900000001") -> Actor:
    """Somebody who has signed in for the first time and whom nobody has verified."""
    await request_code(hall.house, phone, "192.0.2.1")
    signed_in = await sign_in(hall.house, phone, hall.sent.codes[phone], "192.0.2.1")
    assert isinstance(signed_in, SignedIn)
    return signed_in.actor


async def foreigner(hall: Hall, *roles: Role) -> Actor:
    """A verified resident of another community, with these roles there."""
    key = hall.house.new_id()
    founded = Community(id=key, name="邻村", households=9, founded_at=hall.clock.now())

    async def found(session: Any) -> None:
        session.add(founded)

    await hall.house.database.write(found, after=lambda: None)
    person = (await seeding.add_residents(hall.house, key, [seeding.Newcomer(tuple(roles))]))[0]
    actor = await actor_of(hall.house, person.token)
    assert actor is not None
    return actor
