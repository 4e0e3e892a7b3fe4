"""Playing a town: the clock is turned, what is due happens by itself, then people do this or that, several at once."""

import asyncio
import heapq
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from uuid import UUID

from db.models.reports import Report
from db.queries import reports
from resolvers.deadlines import sweep
from resolvers.house import House
from rules.refusals import Refusal
from rules.reports import ENDED
from tests.support.closed_loop import acts
from tests.support.closed_loop.acts import Act
from tests.support.closed_loop.town import Town

READ_AT_ONCE = 500
HOURS = {"danger": 1.5, "utilities": 8.0}
"""How long whoever should do something takes on average, by category, and for all others:"""
ELSE_HOURS = 20.0
FORGOTTEN, MANY_HOURS = 0.08, 72.0
"""The share of times in which they forget it, and how long it takes then."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How many reports come in, how many for each turn of the clock, and how many deeds are under way at once.

    `minutes` are between turns, at least and at most.
    """

    reports: int
    a_turn: int = 20
    at_once: int = 16
    minutes: tuple[int, int] = (20, 120)
    days_after: int = 3


@dataclass(slots=True)
class Played:
    """What was played: the moments the clock was turned to, and what became of what people tried.

    `accepted` counts what was done about each report, joining aside, which changes nothing the second time. `allowed`
    counts what should have been refused.
    """

    turns: list[datetime] = field(default_factory=list)
    accepted: Counter[UUID] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    allowed: int = 0
    seconds: float = 0.0


async def play(
    town: Town, pace: Pace, seed: int, *, beside: Sequence[House] = (), told: Callable[[str], object] | None = None
) -> Played:
    """Plays until all reports have come in and some days more have gone by; many are still under way then."""
    game = _Game(town, pace, random.Random(seed), [town.house, *beside])
    began = time.monotonic()
    while game.sent < pace.reports:
        await game.turn(pace.a_turn)
        if told is not None and len(game.played.turns) % 50 == 0:
            seconds = time.monotonic() - began
            told(f"{game.sent:,} reports, {game.played.accepted.total():,} deeds by people, {seconds:,.0f} s")
    end = town.clock.at + timedelta(days=pace.days_after)
    while town.clock.at < end:
        await game.turn(0)
    game.played.seconds = time.monotonic() - began
    return game.played


class _Game:
    def __init__(self, town: Town, pace: Pace, chance: random.Random, houses: Sequence[House]) -> None:
        self.town, self.pace, self.chance, self.houses = town, pace, chance, houses
        self.played, self.sent = Played([town.clock.at]), 0
        self._order = count()
        self._plans: list[tuple[datetime, int, UUID]] = []

    async def turn(self, arriving: int) -> None:
        """The clock goes on, clocks warn and run out, and then people act."""
        self.town.clock.at += timedelta(minutes=self.chance.randint(*self.pace.minutes))
        self.played.turns.append(self.town.clock.at)
        await asyncio.gather(*(_swept(house) for house in self.houses))
        arriving = min(arriving, self.pace.reports - self.sent)
        self.sent += arriving
        people = list(self.town.communities.values())
        doing = [acts.sent(self.town, self.chance.choice(people), self.chance) for _ in range(arriving)]
        doing += await self._planned()
        self.chance.shuffle(doing)
        waiting = iter(doing)
        await asyncio.gather(*(self._do_in_turn(waiting) for _ in range(self.pace.at_once)))
        await asyncio.gather(*(_swept(house) for house in self.houses))

    async def _planned(self) -> list[Act]:
        """What people have planned to do by now, and what somebody tries in passing who may not."""
        keys = list[UUID]()
        while self._plans and self._plans[0][0] <= self.town.clock.at:
            keys.append(heapq.heappop(self._plans)[2])
        doing = list[Act]()
        for start in range(0, len(keys), READ_AT_ONCE):
            async with self.town.house.database.read() as session:
                found = await reports.by_ids(session, keys[start : start + READ_AT_ONCE])
            for report in found.values():
                act = acts.usual(self.town, report, self.chance)
                if act is not None:
                    doing.append(act)
                    doing += [act] * (self.chance.random() < 0.03)
                for tries, share in ((acts.forbidden, 0.1), (acts.odd, 0.05)):
                    if self.chance.random() < share and (tried := tries(self.town, report, self.chance)):
                        doing.append(tried)
                if act is not None or report.stage not in ENDED:
                    self._plan(report)
        return doing

    async def _do_in_turn(self, waiting: Iterator[Act]) -> None:
        for act in waiting:
            answer = await act.do(self.chance.choice(self.houses))
            if isinstance(answer, Refusal):
                self.played.refused[answer.code.value] += 1
                continue
            self.played.allowed += act.forbidden
            if act.name == "submit":
                self._plan(answer)
            if act.name != "follow":
                self.played.accepted[answer.id] += 1

    def _plan(self, report: Report) -> None:
        forgotten = self.chance.random() < FORGOTTEN
        hours = MANY_HOURS if forgotten else HOURS.get(report.category, ELSE_HOURS)
        at = self.town.clock.at + timedelta(hours=self.chance.expovariate(1 / hours))
        heapq.heappush(self._plans, (at, next(self._order), report.id))


async def _swept(house: House) -> None:
    due = await sweep(house)
    while due is not None and due <= house.now():
        due = await sweep(house)
