"""Whatever people do, in whatever order and however much of it at once, no sum breaks."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from db.models.points import PointsAccount, PointsEntry
from db.models.rewards import Reward, StockChange, Voucher
from resolvers.points import earning, reading
from resolvers.rewards import catalogue, handing, redeeming
from resolvers.rewards.reading import code_of
from rules.points import Movement
from rules.rewards import Share, VoucherState
from tests.resolvers.rewards.shop import canteen, gave, meals, neighbours_of_one_door
from tests.support import house, postgres
from tests.support.backends import Backend, clear_bus
from tests.support.deeds import swept
from tests.support.house import Hall, open_hall

ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("earn"), st.integers(0, 3), st.integers(1, 3)),
        st.tuples(st.just("redeem"), st.integers(0, 3), st.integers(0, 1)),
        st.tuples(st.just("hand_out"), st.integers(0, 11), st.just(0)),
        st.tuples(st.just("correct"), st.integers(0, 11), st.just(0)),
        st.tuples(st.just("restock"), st.integers(0, 1), st.sampled_from([-3, -1, 2])),
        st.tuples(st.just("sweep"), st.just(0), st.just(0)),
    ),
    min_size=1,
    max_size=8,
)


class Shop(RuleBasedStateMachine):
    """A hall with two rewards, whose neighbours do several things at the same time."""

    fresh: Callable[[], Backend]

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.over = asyncio.Event()
        self.given: dict[str, int] = {}
        backend, ready = type(self).fresh(), self.loop.create_future()
        self.living = self.loop.create_task(self.live(backend, ready))
        self.hall: Hall = self.loop.run_until_complete(ready)

    async def live(self, backend: Backend, ready: "asyncio.Future[Hall]") -> None:
        """Keeps the hall open in one task, as its own tasks ask for it."""
        async with open_hall(backend, neighbours=4) as hall:
            ready.set_result(hall)
            await self.over.wait()

    def teardown(self) -> None:
        self.loop.call_soon(self.over.set)
        self.loop.run_until_complete(self.living)
        self.loop.close()

    @initialize()
    def open(self) -> None:
        async def opening() -> None:
            self.actors = [await self.hall.actor(person) for person in self.hall.neighbours]
            self.staff = await self.hall.actor(self.hall.staff)
            place = await canteen(self.hall)
            self.rewards = [
                await meals(self.hall, 3, place=place, voucher_days=1),
                await meals(self.hall, 3, place=place, price=25, share=Share(1, 2), voucher_days=2),
            ]
            await neighbours_of_one_door(self.hall, self.hall.neighbours[:2])

        self.loop.run_until_complete(opening())

    @rule(acts=ACTS)
    def do_at_once(self, acts: list[tuple[str, int, int]]) -> None:
        async def doing() -> list[Any]:
            vouchers, entries = await self.rows(Voucher), await self.rows(PointsEntry)
            return await asyncio.gather(*(self.act(*each, vouchers, entries) for each in acts))

        for done in self.loop.run_until_complete(doing()):
            if isinstance(done, Voucher) and done.handed_out_at is not None:
                self.given[done.id.hex] = self.given.get(done.id.hex, 0) + 1

    @rule(hours=st.integers(1, 60))
    def time_goes_by(self, hours: int) -> None:
        self.hall.clock.turn(hours=hours)

    async def act(self, name: str, one: int, two: int, vouchers: list[Voucher], entries: list[PointsEntry]) -> object:
        """One of the things people do; what has nothing to be done to is left."""
        within, did = self.hall.house, None
        match name:
            case "earn":
                source = f"activity_{within.new_id().hex}"
                await gave(within, self.hall.community_id, [self.actors[one].resident_id], two, source)
            case "redeem":
                reward = self.rewards[two]
                did = await redeeming.redeem(within, self.actors[one], reward.id, reward.price)
            case "hand_out" if vouchers:
                did = await handing.hand_out(within, self.staff, code_of(within, vouchers[-1 - one % len(vouchers)]))
            case "correct" if entries:
                did = await earning.correct(within, self.staff, entries[one % len(entries)].id, "记错了")
            case "restock":
                did = await catalogue.restock(within, self.staff, self.rewards[one].id, two, "点了一遍")
            case "sweep":
                await swept(within)
        return did

    async def rows(self, table: type[Any]) -> list[Any]:
        async with self.hall.house.database.read() as session:
            return list(await session.scalars(select(table).order_by(table.id)))

    @invariant()
    def no_sum_is_broken(self) -> None:
        self.loop.run_until_complete(self.check())

    async def check(self) -> None:
        """What the program says of itself, and the same counted here once more."""
        async with self.hall.house.sweeping:  # or a voucher would run out between one look and the next
            await self.look()

    async def look(self) -> None:
        assert await reading.differences(self.hall.house, self.hall.community_id) == []
        async with self.hall.house.database.read() as session:
            balances = list(await session.scalars(select(PointsAccount.balance)))
            entered = await session.scalar(select(func.coalesce(func.sum(PointsEntry.material), 0)))
            stocks = list(await session.scalars(select(Reward.stock)))
            put = await session.scalar(select(func.coalesce(func.sum(StockChange.amount), 0)))
        vouchers, entries = await self.rows(Voucher), await self.rows(PointsEntry)
        assert min([0, *balances, *stocks]) == 0
        assert sum(balances) == entered
        kept = [voucher for voucher in vouchers if voucher.state is not VoucherState.RETURNED]
        assert sum(stocks) + len(kept) == put
        assert set(self.given.values()) <= {1}
        out = {voucher.id.hex for voucher in vouchers if voucher.state is VoucherState.HANDED_OUT}
        assert self.given.keys() == out
        rewards = [entry for entry in entries if entry.movement in {Movement.SPENT, Movement.RETURNED}]
        assert -sum(entry.material - entry.owed for entry in rewards) == sum(voucher.price for voucher in kept)


@pytest.fixture
def fresh(backend: Backend, request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Backend]:
    """Empties the database for each run of the machine."""
    made = iter(range(10_000))

    def begin() -> Backend:
        if backend.name.startswith("sqlite"):
            path = tmp_path / f"shop{next(made)}.db"
            house.copied(request.getfixturevalue("sqlite_template"), path)
            return Backend(backend.name, f"sqlite:///{path}", backend.bus_url)
        postgres.clear_tables(backend.database_url)
        clear_bus(backend.bus_url)
        return backend

    return begin


def test_no_order_of_deeds_breaks_a_sum(fresh: Callable[[], Backend]):
    machine = type("FreshShop", (Shop,), {"fresh": staticmethod(fresh)})
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    # What happens at once happens in another order each time, so there is nothing to be made smaller.
    run = {"max_examples": 12, "stateful_step_count": 20, "phases": [Phase.generate], "database": None}
    how = settings(**run, deadline=None, suppress_health_check=checks)
    run_state_machine_as_test(machine, settings=how)
