"""The staff board stays right while reports come in: built from what comes over the socket it is as the tables are."""

import asyncio
import random
import time
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from db.models.reports import Report
from db.streams import moment
from resolvers.reports import ending, handling, reading, submitting
from rules.ids import Kind, public_id
from tests.support.deeds import swept
from tests.support.house import Hall
from tests.support.office import Office, open_office
from tests.support.server import Api, Socket

BOARD = "subscription($after: Int) { reportBoard(after: $after) { seq kind payload } }"
WAVES, AT_ONCE = 10, 5
PATIENCE = 60
Card = tuple[str, str | None, int, str | None]


@dataclass(slots=True)
class Board:
    """What somebody sees who puts each entry's report where it stands then."""

    cards: dict[str, Card] = field(default_factory=dict)
    seq: int = 0
    moved: asyncio.Event = field(default_factory=asyncio.Event)

    async def follow(self, socket: Socket, until: int | None = None) -> None:
        """Takes in whatever comes, for ever or until this number."""
        while until is None or self.seq < until:
            self.take(await socket.next(patience=PATIENCE))
            self.moved.set()

    async def reached(self, seq: int) -> None:
        """Returns once it has come as far as this number."""
        async with asyncio.timeout(PATIENCE):
            while self.seq < seq:
                self.moved.clear()
                await self.moved.wait()

    def take(self, entry: dict[str, Any]) -> None:
        """The next entry; none is left out and none comes twice."""
        assert entry["seq"] == self.seq + 1
        self.seq, stands = entry["seq"], entry["payload"]["stands"]
        place = stands["stage"], stands["dueAt"], stands["level"], stands["inChargeId"]
        self.cards[entry["payload"]["reportId"]] = place


async def as_kept(hall: Hall) -> dict[str, Card]:
    """Where each report stands in the tables."""
    async with hall.house.database.read() as session:
        rows = (await session.scalars(select(Report).where(Report.community_id == hall.community_id))).all()
    return {
        public_id(Kind.REPORT, row.id): (
            row.stage.value,
            row.due_at and moment(row.due_at),
            row.level,
            row.department_id and public_id(Kind.DEPARTMENT, row.department_id),
        )
        for row in rows
    }


async def one_report(office: Office, number: int, chance: random.Random) -> None:
    """One comes in and goes some of the way to its end; then people try this or that, or do nothing."""
    house, key = office.hall.house, await office.sent("楼下漏气了")
    usual = (
        lambda: handling.assign(house, office.staff, key, office.lights),
        lambda: handling.start(house, office.officer, key),
        lambda: ending.resolve(house, office.staff, key, "好了", []),
        lambda: ending.rate(house, office.sender, key, chance.choice((1, 5)), None),
    )
    others = (
        lambda: handling.hand_over(house, office.officer, key, office.water, "不归我们管"),
        lambda: handling.ask(house, office.staff, key, "哪一层?"),
        lambda: handling.answer(house, office.sender, key, "一层"),
        lambda: submitting.follow(house, office.neighbour, key),
    )
    for step in (*usual[: number % AT_ONCE], *chance.choices(others, k=chance.randrange(3))):
        await step()


async def head_of(hall: Hall) -> int:
    """The number of the newest entry of the board."""
    return await reading.board_head(hall.house, hall.community_id)


async def comes_in(office: Office) -> None:
    """Fifty reports with what is done about them, five at a time, and a clock that goes on meanwhile."""
    chance = random.Random(7)
    for _ in range(WAVES):
        await asyncio.gather(*(one_report(office, number, chance) for number in range(AT_ONCE)))
        office.hall.clock.turn(minutes=25)
        await swept(office.hall.house)


async def test_the_board_is_what_the_tables_say_while_fifty_a_minute_come_in_and_after_a_torn_line(
    hall: Hall, api: Api
):
    office, watched, torn = await open_office(hall), Board(), Board()
    async with api.socket(hall.staff.token) as desk, api.socket(hall.staff.token) as other:
        await desk.subscribe(BOARD, after=0)
        await other.subscribe(BOARD, after=0)
        watching, began = asyncio.create_task(watched.follow(desk)), time.monotonic()
        coming = asyncio.create_task(comes_in(office))
        await torn.follow(other, until=20)
        other.tear()
        await coming
        assert time.monotonic() - began < 60
        head = await head_of(hall)
        await watched.reached(head)
        watching.cancel()
    assert torn.seq < head
    async with api.socket(hall.staff.token) as again:
        await again.subscribe(BOARD, after=torn.seq)
        await torn.follow(again, until=head)
    kept = await as_kept(hall)
    assert len(kept) == WAVES * AT_ONCE
    assert watched.cards == torn.cards == kept
    assert len({stage for stage, *_ in kept.values()}) > 3
    assert max(level for _, _, level, _ in kept.values()) == 2


async def test_who_is_not_staff_sees_no_board(hall: Hall, api: Api):
    async with api.socket(hall.neighbours[0].token) as socket:
        await socket.subscribe(BOARD, after=0)
        assert (await socket.error())["extensions"]["code"] == "FORBIDDEN"
