"""Ledger, stock and bank of hours in one town: whatever people do at once and in whatever order, no sum breaks."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar
from uuid import UUID

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, inspect, select

from db.models.hours import HoursMove
from db.models.points import PointsAccount, PointsEntry
from db.models.rewards import Reward, StockChange, Voucher
from resolvers.hours import reading as hours
from resolvers.points import earning
from resolvers.points import reading as points
from resolvers.rewards import catalogue, handing, places, redeeming
from resolvers.rewards.reading import code_of
from rules.hours import Move
from rules.points import Movement
from rules.rewards import VoucherState
from tests.resolvers.hours.test_bank import DEEDS, MINUTES, WHICH, WHO, Town, found, from_post_to_points
from tests.resolvers.rewards.shop import MEAL, gave
from tests.support.backends import Backend
from tests.support.deeds import swept
from tests.support.house import Hall, done, open_hall

Row = TypeVar("Row")
OF_THE_SHOP = ("earn", "redeem", "redeem", "hand_out", "correct", "restock", "sweep")
ANY = st.tuples(st.sampled_from([*OF_THE_SHOP, *DEEDS]), WHO, WHICH, MINUTES, st.booleans())
EACH = (10, 25)


@dataclass
class Street:
    """A town with its bank of hours, and a shop with two rewards in it; staff of its own keep both."""

    bank: Town
    rewards: list[UUID]
    given: dict[UUID, int] = field(default_factory=dict)

    async def turn(self, deed: str, who: int, which: int, minutes: int, yes: bool) -> None:
        """One deed of somebody; refusals are as good as anything else."""
        if deed not in OF_THE_SHOP:
            await self.bank.turn(deed, who, which, minutes, yes)
            return
        act: Callable[[int, int, int], Awaitable[None]] = getattr(self, deed)
        await act(who, which, minutes)

    async def earn(self, who: int, which: int, minutes: int) -> None:
        house, source = self.bank.hall.house, f"activity_{self.bank.hall.house.new_id().hex}"
        await gave(house, self.bank.community_id, [self.bank.people[who].resident_id], 1 + which % 3, source)

    async def redeem(self, who: int, which: int, minutes: int) -> None:
        reward = which % len(self.rewards)
        await redeeming.redeem(self.bank.hall.house, self.bank.people[who], self.rewards[reward], EACH[reward])

    async def hand_out(self, who: int, which: int, minutes: int) -> None:
        house = self.bank.hall.house
        if vouchers := await self.rows(Voucher):
            row = vouchers[-1 - which % len(vouchers)]
            result = await handing.hand_out(house, self.bank.staff, code_of(house, row))
            if isinstance(result, Voucher):
                self.given[row.id] = self.given.get(row.id, 0) + 1

    async def correct(self, who: int, which: int, minutes: int) -> None:
        if entries := await self.rows(PointsEntry):
            entry = entries[-1 - which % len(entries)]
            await earning.correct(self.bank.hall.house, self.bank.staff, entry.id, "记错了")

    async def restock(self, who: int, which: int, minutes: int) -> None:
        reward, by = self.rewards[which % len(self.rewards)], (-3, -1, 2, 4)[who]
        await catalogue.restock(self.bank.hall.house, self.bank.staff, reward, by, "点了一遍")

    async def sweep(self, who: int, which: int, minutes: int) -> None:
        await swept(self.bank.hall.house)

    async def rows(self, table: type[Row]) -> list[Row]:
        """All rows of this town, oldest first."""
        here: Any = table
        async with self.bank.hall.house.database.read() as session:
            query = select(table).where(here.community_id == self.bank.community_id)
            return list(await session.scalars(query.order_by(*inspect(table).primary_key)))


async def built(hall: Hall) -> Street:
    """A street of its own, so that one database serves many."""
    bank = await found(hall)
    place = done(await places.put(hall.house, bank.staff, None, "社区食堂", "东门内 20 米"))
    terms = [replace(MEAL, price=price, voucher_days=days) for days, price in enumerate(EACH, 1)]
    rewards = [done(await catalogue.add(hall.house, bank.staff, each, place.id, 3)) for each in terms]
    return Street(bank, [row.id for row in rewards])


async def check(street: Street) -> None:
    """What the program says of itself, and the same counted here once more."""
    house, key = street.bank.hall.house, street.bank.community_id
    await swept(house)  # or the house's own sweeper would change things between one look and the next
    assert await points.differences(house, key) == []
    assert await hours.differences(house, key) == []
    assert sum(sum(each) for each in (await hours.sums(house, key)).values()) == 0
    accounts, entries, vouchers = [await street.rows(each) for each in (PointsAccount, PointsEntry, Voucher)]
    stocks, put = [row.stock for row in await street.rows(Reward)], await _put(street)
    kept = [row for row in vouchers if row.state is not VoucherState.RETURNED]
    assert min([0, *stocks, *(row.balance for row in accounts), *(row.owed for row in accounts)]) == 0
    assert sum(stocks) + len(kept) == put
    right = sum(row.material for row in entries if row.movement is Movement.EARNED)
    put_right = {row.corrects_id for row in entries if row.corrects_id}
    wrong = sum(row.material for row in entries if row.id in put_right)
    assert sum(row.balance - row.owed for row in accounts) == right - wrong - sum(row.price for row in kept)
    assert set(street.given.values()) <= {1}
    assert street.given.keys() == {row.id for row in vouchers if row.state is VoucherState.HANDED_OUT}
    turned = [row for row in await street.rows(HoursMove) if row.move is Move.CONVERSION]
    assert len(turned) == sum(row.movement is Movement.EARNED and "help" in row.source for row in entries)


async def _put(street: Street) -> int:
    async with street.bank.hall.house.database.read() as session:
        query = select(func.coalesce(func.sum(StockChange.amount), 0)).where(StockChange.reward_id.in_(street.rewards))
        return int(await session.scalar(query) or 0)


async def at_once(street: Street, turns: list[Any]) -> None:
    """Many deeds, none waiting for another."""
    await asyncio.gather(*(street.turn(*turn) for turn in turns))


def street_of(runner: asyncio.Runner, hall: Hall) -> type[RuleBasedStateMachine]:
    """A machine that plays one street of the hall after another."""

    class Living(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.street = runner.run(built(hall))

        @rule(turns=st.lists(ANY, min_size=1, max_size=8), hours=st.integers(0, 60))
        def many_at_once_after_some_time(self, turns: list[Any], hours: int) -> None:
            hall.clock.turn(hours=hours)
            runner.run(at_once(self.street, turns))

        @rule(helped=WHO, helper=WHO)
        def one_helps_another_for_points(self, helped: int, helper: int) -> None:
            runner.run(from_post_to_points(self.street.bank, helped, helper, 120))

        @rule(who=WHO)
        def one_earns_buys_and_it_was_a_mistake(self, who: int) -> None:
            for deed in ("earn", "redeem", "correct"):
                runner.run(self.street.turn(deed, who, 0, 0, yes=True))

        @invariant()
        def no_sum_is_broken(self) -> None:
            runner.run(check(self.street))

    return Living


def test_no_order_of_deeds_breaks_ledger_stock_or_bank(backend: Backend):
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        hall = runner.run(stack.enter_async_context(open_hall(backend)))
        try:
            # What happens at once happens in another order each time, so there is nothing to be made smaller.
            run = {"max_examples": 10, "stateful_step_count": 15, "phases": [Phase.generate], "database": None}
            how = settings(**run, deadline=None, suppress_health_check=list(HealthCheck))
            run_state_machine_as_test(street_of(runner, hall), settings=how)
        finally:
            runner.run(stack.aclose())
