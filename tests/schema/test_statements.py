"""What a page costs the database does not grow with its lists."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graphql import Source, concat_ast, parse, print_ast
from graphql.utilities import separate_operations
from sqlalchemy import event

from db.models.issues import Issue
from resolvers import issues
from rules.ids import Kind, public_id
from rules.issues import Stage
from tests.support.backends import Backend
from tests.support.house import Hall, done, open_hall
from tests.support.server import Api, serving

DOCUMENTS = Path(__file__).parents[2] / "web" / "src" / "api" / "documents"
FEW, MANY = 2, 19


def pages() -> dict[str, str]:
    """The page's own operations by name, each with the fragments it needs."""
    sources = [Source(path.read_text(encoding="utf-8"), path.name) for path in sorted(DOCUMENTS.glob("*.graphql"))]
    separated = separate_operations(concat_ast([parse(source) for source in sources]))
    return {name: print_ast(document) for name, document in separated.items()}


@contextmanager
def statements(hall: Hall) -> Iterator[list[str]]:
    """The SQL statements that are carried out meanwhile."""
    heard: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        # The sweeper looks every second, whoever asks for a page.
        if "FROM deadlines" not in statement and statement != "BEGIN":
            heard.append(statement)

    engines = {hall.house.database.writer.sync_engine, hall.house.database.reader.sync_engine}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", hear)


async def grow(hall: Hall, api: Api, issue: Issue, numbers: range) -> str:
    """Issues, and on this one comments, polls and votes, as many of each and by as many people; gives a poll's id."""
    poll_id = ""
    for number in numbers:
        person = await hall.actor(hall.neighbours[number])
        done(await issues.raise_issue(hall.house, person, f"第 {number} 件", "请大家看看。"))
        done(await issues.comment(hall.house, person, issue.id, f"第 {number} 句"))
        poll_id = public_id(Kind.POLL, (await hall.poll(issue)).poll.id)
        for voter in {0, number}:
            vote = {"pollId": poll_id, "choice": "yes"}
            await api.done("castVote", hall.neighbours[voter].token, input=vote)
    return poll_id


async def costs(hall: Hall, api: Api, issue: Issue, poll_id: str) -> tuple[dict[str, int], dict[str, int]]:
    """For each page and viewer how many statements it takes, and how long its answer is."""
    issue_id = public_id(Kind.ISSUE, issue.id)
    asked: dict[str, dict[str, object]] = {
        "Issues": {},
        "Issue": {"id": issue_id},
        "Comments": {"issueId": issue_id, "order": "NEWEST_FIRST"},
        "Poll": {"id": poll_id},
        "Residents": {},
    }
    counts, lengths = {}, {}
    for who, token in {"guest": None, "neighbour": hall.neighbours[0].token, "staff": hall.staff.token}.items():
        for page in asked.keys() - ({"Residents"} if who != "staff" else set()):
            with statements(hall) as heard:
                answer = await api.ask(pages()[page], token, **asked[page])
            counts[f"{page} for a {who}"] = len(heard)
            lengths[f"{page} for a {who}"] = len(str(answer))
    return counts, lengths


async def test_reports_with_what_a_viewer_may_do_take_as_many_statements_for_many_as_for_few(backend: Backend):
    asked = "{ reports(first: 100) { edges { node { joined followers nextSteps } } } }"
    async with open_hall(backend, neighbours=2) as hall, serving(hall, workers=1) as api:
        counts = []
        for number in range(MANY):
            sent = {"description": f"第 {number} 盏灯不亮", "photoIds": []}
            await api.done("submitReport", hall.neighbours[number % 2].token, input=sent)
            if number + 1 not in (FEW, MANY):
                continue
            for viewer in (hall.neighbours[0], hall.staff):
                with statements(hall) as heard:
                    edges = (await api.ask(asked, viewer.token))["reports"]["edges"]
                assert len(edges) == number + 1
                counts.append(len(heard))
        assert any(edge["node"]["nextSteps"] for edge in edges)
    few, many = counts[:2], counts[2:]
    assert few == many


async def test_a_page_takes_as_many_statements_for_long_lists_as_for_short_ones(backend: Backend):
    async with open_hall(backend, neighbours=MANY) as hall, serving(hall, workers=1) as api:
        issue = await hall.issue(at=Stage.VOTING)
        few, short = await costs(hall, api, issue, await grow(hall, api, issue, range(FEW)))
        many, long = await costs(hall, api, issue, await grow(hall, api, issue, range(FEW, MANY)))
    assert many == few
    assert all(0 < count <= 28 for count in few.values()), sorted(few.items())
    for page in ("Issues", "Issue", "Comments"):
        assert long[f"{page} for a neighbour"] > 3 * short[f"{page} for a neighbour"]
