"""Guests who ask the same at the same time are answered once, and never with what was true only before they asked."""

import asyncio
from dataclasses import dataclass, field, replace
from uuid import UUID

import pytest
import strawberry
from strawberry import Info

from schema.transport.audiences import EVERYONE_ALIKE, Audience
from schema.transport.errors import ClientError
from schema.transport.execution import Execution
from schema.transport.requests import GraphQLRequest


@dataclass(slots=True)
class Well:
    """Something read slowly: each reading waits until it is let go."""

    level: int = 0
    readings: int = 0
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    begun: asyncio.Event = field(default_factory=asyncio.Event)

    async def read(self) -> int:
        self.readings += 1
        level = self.level
        self.begun.set()
        await self.gate.wait()
        return level


@dataclass(frozen=True, slots=True)
class Context:
    well: Well
    viewer: str | None = None
    language: str = "en"
    audience: Audience | None = None
    session_id: UUID | None = None
    token_refused: bool = False

    def of_audience(self, audience: Audience) -> "Context":
        return replace(self, viewer=None, audience=audience)

    def begin(self) -> None:
        """Nothing is counted here."""


Asked = Info[Context, None]


@strawberry.type
class Query:
    @strawberry.field
    async def level(self, info: Asked, times: int = 1) -> int:
        return await info.context.well.read() * times

    @strawberry.field
    def who(self, info: Asked) -> str:
        return info.context.viewer or f"{info.context.language} {info.context.audience == EVERYONE_ALIKE}"

    @strawberry.field
    async def broken(self, info: Asked) -> int:
        await info.context.well.read()
        raise ClientError("NOT_FOUND", "There is none.")


@strawberry.type
class Mutation:
    @strawberry.mutation
    async def dip(self, info: Asked) -> int:
        return await info.context.well.read()


@pytest.fixture
def execution() -> Execution:
    return Execution(strawberry.Schema(Query, Mutation), introspection=True)


def ask(execution: Execution, context: Context, query: str, **variables: object) -> asyncio.Task[bytes]:
    operation = execution.prepare(GraphQLRequest(query, None, variables, None))
    return asyncio.create_task(execution.answer(operation, context))


async def test_those_who_ask_at_once_share_one_reading(execution):
    well = Well()
    asked = [ask(execution, Context(well), "{ level who }") for _ in range(50)]
    await well.begun.wait()
    well.gate.set()
    assert set(await asyncio.gather(*asked)) == {b'{"data":{"level":0,"who":"en True"}}'}
    assert well.readings == 1


async def test_who_asks_later_is_not_told_what_was_read_before(execution):
    well = Well()
    early = ask(execution, Context(well), "{ level }")
    await well.begun.wait()
    well.level = 7
    late = [ask(execution, Context(well), "{ level }") for _ in range(10)]
    await asyncio.sleep(0)
    well.gate.set()
    assert await early == b'{"data":{"level":0}}'
    assert set(await asyncio.gather(*late)) == {b'{"data":{"level":7}}'}
    assert well.readings == 2


async def test_nobody_shares_with_a_viewer_another_question_or_another_language(execution):
    well = Well()
    well.gate.set()
    query = "query($n: Int! = 1) { level(times: $n) who }"
    told = await asyncio.gather(
        ask(execution, Context(well), query),
        ask(execution, Context(well, language="zh"), query),
        ask(execution, Context(well), query, n=2),
        ask(execution, Context(well), "{ level who }"),
        ask(execution, Context(well, viewer="Wang"), query),
        ask(execution, Context(well, viewer="Li"), query),
    )
    assert well.readings == 6
    assert [b"Wang" in each for each in told] == [False] * 4 + [True, False]
    assert [b"Li" in each for each in told] == [False] * 5 + [True]
    assert b"zh True" in told[1]


async def test_what_guests_do_is_done_for_each(execution):
    well = Well()
    well.gate.set()
    await asyncio.gather(*(ask(execution, Context(well), "mutation { dip }") for _ in range(3)))
    assert well.readings == 3


async def test_what_goes_wrong_is_told_to_all_and_nothing_is_kept(execution):
    well = Well()
    asked = [ask(execution, Context(well), "query($n: Int! = 1) { level(times: $n) }", n="x") for _ in range(3)]
    refused = await asyncio.gather(*asked, return_exceptions=True)
    assert {type(each).__name__ for each in refused} == {"RefusedError"}
    well.gate.set()
    told = await asyncio.gather(*(ask(execution, Context(well), "{ broken }") for _ in range(3)))
    assert all(b"NOT_FOUND" in each for each in told)
    assert not execution._guests.crowds


async def test_one_who_leaves_takes_nothing_from_the_others(execution):
    well = Well()
    asked = [ask(execution, Context(well), "{ level }") for _ in range(3)]
    await well.begun.wait()
    asked[0].cancel()
    well.gate.set()
    assert set(await asyncio.gather(*asked[1:])) == {b'{"data":{"level":0}}'}
    with pytest.raises(asyncio.CancelledError):
        await asked[0]
    assert not execution._guests.crowds


async def test_when_the_last_has_left_the_work_is_given_up_and_nothing_is_kept(execution):
    before, well = asyncio.all_tasks(), Well()
    asked = [ask(execution, Context(well), "{ level }") for _ in range(2)]
    await well.begun.wait()
    for each in asked:
        each.cancel()
    await asyncio.gather(*asked, return_exceptions=True)
    assert not execution._guests.crowds
    await asyncio.gather(*asyncio.all_tasks() - before, return_exceptions=True)
    assert asyncio.all_tasks() <= before
    well.gate.set()
    assert await ask(execution, Context(well), "{ level }") == b'{"data":{"level":0}}'
    assert well.readings == 2
