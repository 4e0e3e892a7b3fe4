"""Whatever neighbours do at once and in whatever order, the bank is even, and nobody owes more than they may."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.communities import Community
from db.models.hours import Help, HoursEntry, HoursMove
from db.models.points import PointsEntry
from resolvers import seeding
from resolvers.actors import Actor, actor_of
from resolvers.hours import giving, helping, posting, reading
from resolvers.hours.ledger import purse
from resolvers.hours.posting import Words
from resolvers.points import reading as points
from rules.helping import HelpSkill, Side
from rules.hours import CARE_CREDIT, NEIGHBOUR_CREDIT, Account, Move
from rules.ids import Kind, key_of
from rules.refusals import Refusal
from rules.roles import Role
from tests.support.backends import Backend
from tests.support.house import Hall, open_hall

PEOPLE = 4
NEWEST = -1
WHO, WHICH = st.integers(0, PEOPLE - 1), st.integers(0, 7)
MINUTES = st.sampled_from([15, 60, 120, 290])
DEEDS = (
    "post",
    "propose",
    "agree",
    "say",
    "say",
    "call_off",
    "decide",
    "offer",
    "answer",
    "withdraw",
    "donate",
    "convert",
    "open",
    "support",
)
TURN = st.tuples(st.sampled_from(DEEDS), WHO, WHICH, MINUTES, st.booleans())


@dataclass
class Town:
    """A community of its own with a few neighbours, and all that they have begun."""

    hall: Hall
    community_id: UUID
    people: list[Actor]
    staff: Actor
    posts: list[UUID] = field(default_factory=list)
    helps: list[UUID] = field(default_factory=list)
    gifts: list[UUID] = field(default_factory=list)
    supported: set[UUID] = field(default_factory=set)
    keys: int = 0

    async def turn(self, deed: str, who: int, which: int, minutes: int, yes: bool) -> None:
        """One deed of one neighbour; refusals are as good as anything else."""
        act: Callable[[Actor, int, int, bool], Awaitable[Any]] = getattr(self, deed)
        await act(self.people[who], which, minutes, yes)

    def pick(self, begun: list[UUID], which: int) -> UUID:
        """One of the newest; what nobody knows where there is none."""
        newest = begun[-8:]
        return newest[which % len(newest)] if newest else UUID(int=0)

    async def begin(self, kept: list[UUID], asked: Awaitable[Any]) -> None:
        row = await asked
        if not isinstance(row, Refusal):
            kept.append(row.id)

    async def post(self, who: Actor, which: int, minutes: int, yes: bool) -> None:
        words = Words(Side.OFFER if yes else Side.REQUEST, HelpSkill.ERRANDS, "买菜", minutes, ())
        await self.begin(self.posts, posting.put_up(self.hall.house, who, words))

    async def propose(self, who: Actor, which: int, minutes: int, yes: bool) -> None:
        asked = helping.propose(self.hall.house, who, self.pick(self.posts, which), minutes)
        await self.begin(self.helps, asked)

    async def agree(self, who: Actor, which: int, minutes: int, yes: bool) -> None:
        for other in self.people:
            await helping.agree(self.hall.house, other, self.pick(self.helps, which))

    async def say(self, who: Actor, which: int, minutes: int, yes: bool) -> None:
        key = self.pick(self.helps, which)
        said = [15 if yes else 15 + number for number in range(PEOPLE)]
        pairs = zip(self.people, said, strict=True)
        await asyncio.gather(*(helping.say(self.hall.house, each, key, minutes) for each, minutes in pairs))

    async def call_off(self, who: Actor, which: int, minutes: int, yes: bool) -> None:
        await helping.call_off(self.hall.house, who, self.pick(self.helps, which))

    async def decide(self, who: Actor, which: int, minutes: int, yes: bool) -> None:
        await helping.decide(self.hall.house, self.staff, self.pick(self.helps, which), minutes, "问过了")

    async def offer(self, who: Actor, which: int, minutes: int, yes: bool) -> None:
        to = self.people[which % PEOPLE].resident_id
        await self.begin(self.gifts, giving.offer(self.hall.house, who, to, minutes, "给家里人"))

    async def answer(self, who: Actor, which: int, minutes: int, yes: bool) -> None:
        key = self.pick(self.gifts, which)
        await asyncio.gather(*(giving.answer(self.hall.house, each, key, accepted=yes) for each in self.people))

    async def withdraw(self, who: Actor, which: int, minutes: int, yes: bool) -> None:
        await giving.withdraw(self.hall.house, who, self.pick(self.gifts, which))

    async def donate(self, who: Actor, which: int, minutes: int, yes: bool) -> None:
        await giving.donate(self.hall.house, who, minutes, f"key {which}")

    async def convert(self, who: Actor, which: int, minutes: int, yes: bool) -> None:
        key = self.pick(self.helps, which)
        await asyncio.gather(*(giving.convert(self.hall.house, each, key) for each in self.people))

    async def open(self, who: Actor, which: int, minutes: int, yes: bool) -> None:
        await giving.open_with(self.hall.house, self.staff, who.resident_id, minutes, "老账本")

    async def support(self, who: Actor, which: int, minutes: int, yes: bool) -> None:
        self.supported |= {who.resident_id}
        await giving.support(self.hall.house, self.staff, who.resident_id, supported=yes)


async def found(hall: Hall) -> Town:
    """A town of its own, so that one database serves many."""
    key = hall.house.new_id()

    async def write(session: Any) -> None:
        session.add(Community(id=key, name="时间村", households=9, founded_at=hall.clock.now()))

    await hall.house.database.write(write, after=lambda: None)
    newcomers = [*(seeding.Newcomer() for _ in range(PEOPLE)), seeding.Newcomer((Role.COMMUNITY_STAFF,))]
    people = await seeding.add_residents(hall.house, key, newcomers)
    actors = [actor for person in people if (actor := await actor_of(hall.house, person.token))]
    return Town(hall, key, actors[:PEOPLE], actors[PEOPLE])


async def check(town: Town) -> None:
    """The bank is even, nobody owes too much, and what became points became points once."""
    house, key = town.hall.house, town.community_id
    assert await reading.differences(house, key) == []
    assert await points.differences(house, key) == []
    sums = await reading.sums(house, key)
    assert sum(sum(each) for each in sums.values()) == 0
    assert sums.get(Account.POOL, (0, 0))[1] == 0
    for who in town.people:
        has = purse(await reading.account(house, who.resident_id))
        floor = CARE_CREDIT if who.resident_id in town.supported else NEIGHBOUR_CREDIT
        assert has.free >= -floor
        assert has.reserved >= 0
    async with house.database.read() as session:
        turned = select(func.count()).where(HoursMove.community_id == key, HoursMove.move == Move.CONVERSION)
        paid = select(func.count()).where(PointsEntry.community_id == key)
        assert await session.scalar(turned) == await session.scalar(paid)
        assert await _owed_became_points(session, key) == []
        uneven = select(HoursEntry.move_id).where(HoursEntry.community_id == key).group_by(HoursEntry.move_id)
        assert not list(await session.scalars(uneven.having(func.count() != 2)))


async def _owed_became_points(session: AsyncSession, community_id: UUID) -> list[UUID]:
    """Those whose helpers have turned in more than they have ever had, by giving, by gifts or from the pool."""
    turned = dict[UUID, int]()
    in_points = select(HoursMove.source).where(HoursMove.community_id == community_id)
    for source in await session.scalars(in_points.where(HoursMove.move == Move.CONVERSION)):
        row = await session.get_one(Help, key_of(Kind.HELP, source))
        turned[row.helped_id] = turned.get(row.helped_id, 0) + (row.minutes or 0)
    had = select(HoursEntry.owner_id, func.sum(HoursEntry.minutes)).where(HoursEntry.minutes > 0)
    ever = {who: int(minutes) for who, minutes in await session.execute(had.group_by(HoursEntry.owner_id))}
    return [who for who, minutes in turned.items() if minutes > ever.get(who, 0)]


async def at_once(town: Town, turns: list[Any]) -> None:
    """Many deeds, none waiting for another."""
    await asyncio.gather(*(town.turn(*turn) for turn in turns))


async def from_post_to_points(town: Town, helped: int, helper: int, minutes: int) -> None:
    """A help from beginning to end, as far as it is not refused."""
    await town.turn("post", helped, NEWEST, minutes, yes=False)
    for deed in ("propose", "agree", "say", "convert"):
        await town.turn(deed, helper, NEWEST, minutes, yes=True)


def bank_of(runner: asyncio.Runner, hall: Hall) -> type[RuleBasedStateMachine]:
    """A machine that plays neighbours in one town of the hall after another."""

    class Bank(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.town = runner.run(found(hall))

        @rule(turn=TURN)
        def one_alone(self, turn: Any) -> None:
            runner.run(self.town.turn(*turn))

        @rule(turns=st.lists(TURN, min_size=2, max_size=6))
        def many_at_once(self, turns: list[Any]) -> None:
            runner.run(at_once(self.town, turns))

        @rule(helped=WHO, helper=WHO, minutes=MINUTES)
        def one_helps_another(self, helped: int, helper: int, minutes: int) -> None:
            runner.run(from_post_to_points(self.town, helped, helper, minutes))

        @invariant()
        def the_bank_is_even(self) -> None:
            runner.run(check(self.town))

    return Bank


def test_no_order_of_deeds_breaks_the_bank(backend: Backend):
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        hall = runner.run(stack.enter_async_context(open_hall(backend)))
        try:
            run_state_machine_as_test(
                bank_of(runner, hall),
                settings=settings(
                    max_examples=12,
                    stateful_step_count=15,
                    deadline=None,
                    suppress_health_check=list(HealthCheck),
                ),
            )
        finally:
            runner.run(stack.aclose())
