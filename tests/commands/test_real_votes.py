"""Real votes, cast again through the API of a real server: every one of them is found where it belongs."""

from functools import partial
from pathlib import Path

import pytest

from commands.polis import Export, read_export
from commands.replay.beside import add_people, recount_publicly
from commands.replay.report import Report
from commands.replay.run import replay
from resolvers.opening import Plan, opened
from resolvers.residents.sender import ConsoleSender
from tests.support.backends import Backend
from tests.support.house import SECRET
from tests.support.program import environment_of, run, running

WATCHERS = 200
STATEMENTS = ("要不要装路灯?", "要不要换电梯?")
VOTES = ((1, 0, 1), (2, 0, 1), (1, 0, -1), (3, 1, 0), (2, 1, 1), (1, 1, 1), (1, 1, 1))
FINAL = {1: ("-1", "1"), 2: ("1", "1"), 3: ("", "0")}


async def replayed(backend: Backend, export: Export, watchers: int) -> Report:
    """The report of a replay against a server of its own on this backend."""
    plan = Plan(backend.database_url, backend.bus_url, SECRET, ConsoleSender())
    async with running(backend) as program, opened(plan) as house:
        tokens = await add_people(house, export)
        return await replay(export, f"http://{program.address}", tokens, watchers, partial(recount_publicly, house))


@pytest.mark.timeout(1_500)  # 50,000 requests; minutes on a busy machine
async def test_the_whole_of_a_real_conversation_is_replayed_exactly(backend: Backend, civic_data: Path):
    export = read_export(civic_data / "vtaiwan-uberx")
    report = await replayed(backend, export, WATCHERS)
    assert list(report.differences) == []
    assert (report.statements, report.participants, report.final_votes) == (197, 1_921, 49_443)
    assert report.sent == report.accepted == 49_997
    assert report.watchers == WATCHERS
    assert report.states >= WATCHERS


@pytest.fixture
def conversation(tmp_path: Path) -> Path:
    """A small conversation in the form of an export."""
    folder = tmp_path / "conversation"
    folder.mkdir()
    comments = [f"0,{number},9,{text}" for number, text in enumerate(STATEMENTS)]
    votes = [f"{at},{statement},{voter},{vote}" for at, (voter, statement, vote) in enumerate(VOTES)]
    final = [f"{person},,,,,,{','.join(cells)}" for person, cells in FINAL.items()]
    written = {
        "comments.csv": ["timestamp,comment-id,author-id,comment-body", *comments],
        "votes.csv": ["timestamp,comment-id,voter-id,vote", *votes],
        "participants-votes.csv": ["participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1", *final],
    }
    for name, lines in written.items():
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


async def test_a_replay_is_exact_or_names_the_cell_that_differs(backend: Backend, conversation: Path):
    wide = {"COLUMNS": "200"}
    async with running(backend) as program:
        command = ("replay", str(conversation), "--url", f"http://{program.address}", "--watchers", "4")
        status, shown, errors = await run(environment_of(backend, **wide), *command)
        assert (status, errors) == (0, "")
        for line in ("Votes accepted", "Last votes compared", "Differences"):
            assert line in shown
        truth = conversation / "participants-votes.csv"
        truth.write_text(truth.read_text(encoding="utf-8").replace("2,,,,,,1,1", "2,,,,,,1,-1"), encoding="utf-8")
        status, shown, _ = await run(environment_of(backend, **wide), *command)
    assert status == 1
    assert "Participant 2, statement 1: agree instead of disagree" in shown


async def test_a_replay_that_cannot_reach_its_server_says_so(backend: Backend, conversation: Path):
    command = ("replay", str(conversation), "--url", "http://127.0.0.1:9", "--watchers", "1")
    status, shown, _ = await run(environment_of(backend, COLUMNS="200"), *command)
    assert status == 2
    assert "The replay was broken off" in shown
