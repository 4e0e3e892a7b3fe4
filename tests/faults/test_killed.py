"""The server is killed in the middle of things: what was acknowledged is there, and what was due is done once."""

import asyncio
import signal
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from resolvers.reports import submitting
from resolvers.reports.submitting import Sent
from rules.ids import Kind, public_id
from tests.support import house
from tests.support.backends import Backend
from tests.support.house import Hall, done, open_hall
from tests.support.program import running
from tests.support.server import Api, client_of

VOTERS = 60
TALLY = "query($id: ID!) { poll(id: $id) { phase tally { votes choices { key votes } } outcome { winner } } }"
MINE = "query($id: ID!) { poll(id: $id) { myVote { choice { key } tracker seq } } }"
RECORD = "query($id: ID!) { poll(id: $id) { issue { record(first: 100) { kind } } } }"


@pytest.fixture
def embedded(sqlite_template: Path, tmp_path: Path) -> Backend:
    """A SQLite file that outlives the server."""
    house.copied(sqlite_template, tmp_path / "heyi.db")
    return Backend("sqlite+memory", f"sqlite:///{tmp_path / 'heyi.db'}", "memory://")


@dataclass(slots=True)
class BallotBox:
    """The receipts of the votes that were acknowledged, by voter."""

    hall: Hall
    poll_id: str
    receipts: dict[int, dict[str, Any]] = field(default_factory=dict)
    enough: asyncio.Event = field(default_factory=asyncio.Event)

    async def cast(self, api: Api, number: int) -> None:
        """One vote, which may meet its server's end."""
        vote = {"pollId": self.poll_id, "choice": "no" if number % 3 else "yes", "idempotencyKey": f"tap {number}"}
        try:
            self.receipts[number] = await api.done("castVote", self.hall.neighbours[number].token, input=vote)
        except httpx.TransportError:
            return
        if len(self.receipts) >= VOTERS // 3:
            self.enough.set()

    async def in_turn(self, api: Api, numbers: range) -> None:
        for number in numbers:
            await self.cast(api, number)


async def test_every_acknowledged_vote_outlives_a_killed_server(embedded: Backend):
    async with open_hall(embedded, neighbours=VOTERS) as hall:
        box = BallotBox(hall, public_id(Kind.POLL, (await hall.poll()).poll.id))
    async with running(embedded) as program, client_of(program.address) as api:
        voting = [asyncio.create_task(box.in_turn(api, range(start, VOTERS, 4))) for start in range(4)]
        await box.enough.wait()
        await program.stop(signal.SIGKILL)
        await asyncio.gather(*voting)
        acknowledged = dict(box.receipts)
        assert VOTERS // 3 <= len(acknowledged) < VOTERS
        await program.start()
        for number, receipt in acknowledged.items():
            mine = (await api.ask(MINE, hall.neighbours[number].token, id=box.poll_id))["poll"]["myVote"]
            assert (mine["tracker"], mine["seq"]) == (receipt["tracker"], receipt["seq"])
        await box.in_turn(api, range(VOTERS))
        assert {number: box.receipts[number] for number in acknowledged} == acknowledged
        tally = (await api.ask(TALLY, id=box.poll_id))["poll"]["tally"]
    assert tally == {"votes": VOTERS, "choices": [{"key": "yes", "votes": 20}, {"key": "no", "votes": 40}]}


def turn_back(database: Path, by: timedelta) -> None:
    """Has the poll and its deadline in the file be as much earlier, as if that time had passed since."""
    connection = sqlite3.connect(database)
    with connection:
        for table, column in (("polls", "opens_at"), ("polls", "closes_at"), ("deadlines", "due_at")):
            earlier = f"strftime('%Y-%m-%d %H:%M:%f', {column}, '-{int(by.total_seconds())} seconds') || '000'"
            polls_own = " WHERE kind = 'POLL_CLOSES'" if table == "deadlines" else ""
            changed = connection.execute(f"UPDATE {table} SET {column} = {earlier}{polls_own}")
            assert changed.rowcount == 1
    connection.close()


async def test_a_poll_that_came_due_while_nobody_was_there_closes_once(embedded: Backend, tmp_path: Path):
    async with open_hall(embedded) as hall:
        poll_id = public_id(Kind.POLL, (await hall.poll(lasts=timedelta(hours=1))).poll.id)
    async with running(embedded) as program, client_of(program.address) as api:
        await api.done("castVote", hall.neighbours[0].token, input={"pollId": poll_id, "choice": "yes"})
        await program.stop(signal.SIGKILL)
        turn_back(tmp_path / "heyi.db", timedelta(hours=1))
        await program.start()
        async with api.socket() as socket:
            await socket.subscribe("subscription($id: ID!) { pollTally(pollId: $id) { phase seq at } }", id=poll_id)
            while (await api.ask(TALLY, id=poll_id))["poll"]["outcome"] is None:
                await socket.next()
        for _ in range(2):
            await program.stop(signal.SIGKILL)
            await program.start()
        poll = (await api.ask(TALLY, id=poll_id))["poll"]
        record = (await api.ask(RECORD, id=poll_id))["poll"]["issue"]["record"]
        late = await api.do("castVote", hall.neighbours[1].token, input={"pollId": poll_id, "choice": "no"})
    assert (poll["phase"], poll["tally"]["votes"], poll["outcome"]["winner"]) == ("CLOSED", 1, "yes")
    assert [entry["kind"] for entry in record].count("poll.closed") == 1
    assert late["code"] == "POLL_CLOSED"


HISTORY = "query($id: ID!) { report(id: $id) { history { kind } } }"
BOARD = "subscription { reportBoard(after: 0) { kind } }"
RUNNING = (("deadlines", "due_at"), ("reports", "due_at"), ("report_clocks", "due_at"))


def turn_clocks_back(database: Path, by: timedelta) -> None:
    """Has the report's clock in the file be as much further, as if that time had passed since."""
    with closing(sqlite3.connect(database)) as connection, connection:
        for table, column in RUNNING:
            earlier = f"strftime('%Y-%m-%d %H:%M:%f', {column}, '-{int(by.total_seconds())} seconds') || '000'"
            of_reports = " AND kind LIKE 'REPORT_%'" if table == "deadlines" else ""
            changed = connection.execute(
                f"UPDATE {table} SET {column} = {earlier} WHERE {column} IS NOT NULL{of_reports}"
            )
            assert changed.rowcount >= 1


async def test_a_clock_warns_once_and_runs_out_once_though_the_server_is_killed_between(
    embedded: Backend, tmp_path: Path
):
    async with open_hall(embedded) as hall:
        sent = Sent("楼下漏气了")
        report = done(await submitting.receive(hall.house, await hall.actor(hall.neighbours[0]), sent))
    key, staff, told = public_id(Kind.REPORT, report.id), hall.staff.token, ["report.received"]
    async with running(embedded) as program, client_of(program.address) as api:
        for minutes, kind in ((49, "report.warned"), (12, "report.overdue")):
            await program.stop(signal.SIGKILL)
            turn_clocks_back(tmp_path / "heyi.db", timedelta(minutes=minutes))
            await program.start()
            told.append(kind)
            async with api.socket(staff) as socket:
                await socket.subscribe(BOARD)
                assert [(await socket.next())["kind"] for _ in told] == told
        for _ in range(2):
            await program.stop(signal.SIGKILL)
            await program.start()
        history = (await api.ask(HISTORY, staff, id=key))["report"]["history"]
    assert [entry["kind"] for entry in history] == told
