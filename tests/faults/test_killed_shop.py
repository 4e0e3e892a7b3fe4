"""The server is killed while rewards are redeemed: nothing is half done, a second tap pays once, and what ran out
while nobody was there goes back once."""

import asyncio
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import httpx
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.deadlines import Deadline, Due
from db.models.rewards import Voucher
from db.session import Database
from resolvers.opening import opened
from rules.ids import Kind, public_id
from tests.resolvers.rewards.shop import balance, gave, in_stock, meals, vouchers
from tests.support.backends import Backend
from tests.support.house import Hall, open_hall
from tests.support.program import running
from tests.support.server import Api, client_of

BUYERS = 40
MINE = "{ myVouchers { edges { node { state returnedAt } } } myPoints { balance } }"
NOTICES = "{ notices(first: 20) { edges { node { kind } } } }"


@asynccontextmanager
async def opened_again(hall: Hall) -> AsyncIterator[Hall]:
    """The hall in a house of the test's own, once its server is gone."""
    async with opened(hall.plan) as alone:
        yield replace(hall, house=alone)


async def tapped(api: Api, hall: Hall, numbers: Sequence[int], reward_id: str, kept: dict[int, str]) -> None:
    """Each redeems it once, one after another, under a key of their own; the server may meet its end meanwhile."""
    for number in numbers:
        asked = {"rewardId": reward_id, "price": 10, "idempotencyKey": "tap"}
        try:
            answer = await api.do("redeemReward", hall.neighbours[number].token, **asked)
        except httpx.TransportError:
            return
        if answer["__typename"] == "Voucher":
            kept[number] = answer["id"]


async def test_a_killed_server_leaves_nothing_half_redeemed(backend: Backend):
    async with open_hall(backend, neighbours=BUYERS) as hall:
        people = [(await hall.actor(person)).resident_id for person in hall.neighbours]
        await gave(hall.house, hall.community_id, people, 1, "activity_1")
        reward = await meals(hall, BUYERS // 2)
        reward_id, kept = public_id(Kind.REWARD, reward.id), {}
    async with running(backend, 1) as program, client_of(program.address) as api:
        at_once = [asyncio.create_task(tapped(api, hall, range(n, BUYERS, 4), reward_id, kept)) for n in range(4)]
        while len(kept) < BUYERS // 4:
            await asyncio.wait(at_once, timeout=0.01, return_when=asyncio.FIRST_COMPLETED)
        await program.stop(signal.SIGKILL)
        await asyncio.gather(*at_once)
        promised = dict(kept)
        async with opened_again(hall) as beside:
            assert await in_stock(beside, reward) == BUYERS // 2 - len(await vouchers(beside))
        assert BUYERS // 4 <= len(promised) < BUYERS // 2
        await program.start()
        await tapped(api, hall, range(BUYERS), reward_id, kept)
        assert {number: kept[number] for number in promised} == promised
    async with opened_again(hall) as again:
        assert await in_stock(again, reward) == 0
        bought = await vouchers(again)
        assert len(bought) == len({voucher.resident_id for voucher in bought}) == BUYERS // 2
        assert {public_id(Kind.VOUCHER, voucher.id) for voucher in bought} == set(kept.values())


async def run_out(backend: Backend, by: timedelta) -> None:
    """Has the voucher be as much older, as if that time had passed since."""
    database = Database(backend.database_url)
    await database.open()

    async def earlier(session: AsyncSession) -> None:
        (await session.scalars(select(Voucher))).one().expires_at -= by
        (await session.scalars(select(Deadline).where(Deadline.kind == Due.VOUCHER_EXPIRES))).one().due_at -= by

    try:
        await database.write(earlier, after=lambda: None)
    finally:
        await database.close()


async def test_what_ran_out_while_nobody_was_there_goes_back_once(backend: Backend):
    async with open_hall(backend) as hall:
        buyer = hall.neighbours[0]
        await gave(hall.house, hall.community_id, [(await hall.actor(buyer)).resident_id], 1, "activity_1")
        reward = await meals(hall, 3, voucher_days=1)
    async with running(backend, 1) as program, client_of(program.address) as api:
        await api.done("redeemReward", buyer.token, rewardId=public_id(Kind.REWARD, reward.id), price=10)
        await program.stop(signal.SIGKILL)
        await run_out(backend, timedelta(days=2))
        await program.start()
        async with api.socket(buyer.token) as socket:
            await socket.subscribe("subscription { notices(after: 0) { kind } }")
            while (await socket.next())["kind"] != "voucher.returned":
                pass
        for _ in range(2):
            await program.stop(signal.SIGKILL)
            await program.start()
        mine, told = await api.ask(MINE, buyer.token), (await api.ask(NOTICES, buyer.token))["notices"]["edges"]
    assert [edge["node"]["state"] for edge in mine["myVouchers"]["edges"]] == ["RETURNED"]
    assert [edge["node"]["kind"] for edge in told].count("voucher.returned") == 1
    async with opened_again(hall) as again:
        assert (await balance(again, buyer), await in_stock(again, reward)) == (10, 3)
