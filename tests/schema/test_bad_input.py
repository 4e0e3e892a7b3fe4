"""Whatever comes in: one clear sentence goes out, nothing changes, and nothing breaks."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest

from db.streams import moment
from rules.ids import Kind, public_id
from tests.support.asking import mutation
from tests.support.house import Hall
from tests.support.server import Api
from tests.support.tables import contents

LONG = "x" * 100_000
EMPTY = ("", " ", "\n\t ", "\u0000", "\u202e", "\u3000")
TIMES = (
    "",
    "tomorrow",
    "2026-05-01",
    "2026-05-01T12:00:00",
    "2026-13-01T00:00:00Z",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "9999-12-31T23:59:59-23:59",
    "2026-02-30T00:00:00Z",
    "9" * 5_000,
    7,
    True,
    None,
    {},
)
NUMBERS = (2**31, -(2**31) - 1, 10**30, 1.5, "1", True, [], float("1e308"))

Answer = tuple[str, httpx.Response]


@dataclass(frozen=True, slots=True)
class Scene:
    """A hall with something of each kind in it, and ways of asking."""

    hall: Hall
    api: Api
    ids: dict[str, str]

    async def do(self, name: str, person: str, **arguments: object) -> Answer:
        """What a mutation answers to bad arguments."""
        token = {"resident": self.hall.neighbours[0], "lead": self.hall.moderator, "admin": self.hall.admin}[person]
        return f"{name} {str(arguments)[:200]}", await self.api.post(mutation(name), token.token, **arguments)

    async def ask(self, query: str, **variables: object) -> Answer:
        """What a query answers to bad variables."""
        response = await self.api.post(query, self.hall.staff.token, **variables)
        return f"{query} {str(variables)[:200]}", response

    async def send(self, body: bytes, **headers: str) -> Answer:
        """What a body of bytes is answered."""
        given = {"content-type": "application/json", **{k.replace("_", "-"): v for k, v in headers.items()}}
        return f"{body[:60]!r} {headers}", await self.api.http.post("/graphql", content=body, headers=given)

    def poll(self, **changed: object) -> dict[str, object]:
        """A poll that could be opened, but for what is changed."""
        return {
            "issueId": self.ids["issue"],
            "question": "修不修?",
            "choices": [{"key": "yes", "label": "同意"}, {"key": "no", "label": "不同意"}],
            "closesAt": self.at(hours=1),
        } | changed

    def at(self, **later: float) -> str:
        """A time that much later than now, as the API takes it."""
        return moment(self.hall.clock.now() + timedelta(**later))


async def texts(scene: Scene) -> AsyncIterator[Answer]:
    """Texts that are empty, made of nothing one can see, or far too long."""
    issue, poll = scene.ids["issue"], scene.ids["open"]
    for text in (*EMPTY, LONG):
        yield await scene.do("raiseIssue", "resident", input={"title": text, "description": "好。"})
        yield await scene.do("raiseIssue", "resident", input={"title": "好", "description": text})
        yield await scene.do("comment", "resident", input={"issueId": issue, "body": text})
        yield await scene.do("advanceIssue", "lead", input={"issueId": issue, "to": "VOTING", "reason": text})
        unmarked = {"issueId": scene.ids["new"], "important": True, "reason": text}
        yield await scene.do("markIssueImportant", "lead", input=unmarked)
        yield await scene.do("openPoll", "lead", input=scene.poll(question=text))
        for part in ("key", "label"):
            choices = [{"key": "yes", "label": "同意"}, {"key": "no", "label": "不同意"} | {part: text}]
            yield await scene.do("openPoll", "lead", input=scene.poll(choices=choices))
        yield await scene.do("closePoll", "lead", input={"pollId": poll, "reason": text})
        vote = {"pollId": poll, "choice": "yes", "idempotencyKey": text}
        yield await scene.do("castVote", "resident", input=vote)
    yield await scene.ask("query($s: String) { issues(search: $s) { edges { cursor } } }", s=LONG)


async def ids(scene: Scene) -> AsyncIterator[Answer]:
    """Ids of nothing, of something else, and no ids at all."""
    for id_ in (*EMPTY, LONG, "poll_" + "0" * 32, scene.ids["issue"], "../../etc/passwd", "'; DROP TABLE polls; --"):
        yield await scene.do("castVote", "resident", input={"pollId": id_, "choice": "yes"})
        yield await scene.do("closePoll", "lead", input={"pollId": id_, "reason": "好了。"})
        yield await scene.do("verifyResident", "admin", residentId=id_)
    for id_ in (None, 1.5, [], {}, True):
        yield await scene.do("castVote", "resident", input={"pollId": id_, "choice": "yes"})
        yield await scene.ask("query($id: ID!) { issue(id: $id) { id } }", id=id_)


async def votes(scene: Scene) -> AsyncIterator[Answer]:
    """Votes for choices that are not there, in polls that are not open, and second ones."""
    for choice in (*EMPTY, LONG, "YES", "同意", "maybe", None, 1, ["yes"]):
        yield await scene.do("castVote", "resident", input={"pollId": scene.ids["open"], "choice": choice})
    for poll in ("scheduled", "closed", "voted"):
        yield await scene.do("castVote", "resident", input={"pollId": scene.ids[poll], "choice": "no"})
    yield await scene.do("closePoll", "lead", input={"pollId": scene.ids["closed"], "reason": "再来一次。"})
    yield await scene.do("castVote", "resident", input={"choice": "yes"})
    yield await scene.do("castVote", "resident", input={"pollId": scene.ids["open"], "choice": "yes", "votes": 7})


async def polls(scene: Scene) -> AsyncIterator[Answer]:
    """Polls with too few choices, too many, the same twice, or a window that is none."""
    pair = [{"key": "yes", "label": "同意"}, {"key": "no", "label": "不同意"}]
    many = [{"key": f"k{number}", "label": f"第 {number} 个"} for number in range(21)]
    alike = ([*pair, pair[0]], [*pair, {"key": "other", "label": "同意"}])
    for choices in ([], pair[:1], many, many * 40, *alike, None, "yes", [None], [{"key": "yes"}]):
        yield await scene.do("openPoll", "lead", input=scene.poll(choices=choices))
    for time in TIMES:
        yield await scene.do("openPoll", "lead", input=scene.poll(closesAt=time))
    for opens, closes in ((2, 1), (-1, 1), (1, 1), (24 * 400, 24 * 401), (0.5, 24 * 400)):
        window = {"opensAt": scene.at(hours=opens), "closesAt": scene.at(hours=closes)}
        yield await scene.do("openPoll", "lead", input=scene.poll(**window))
    for changed in ({"issueId": scene.ids["new"]}, {"tallyVisibility": "SOMETIMES"}, {"revisable": "yes"}):
        yield await scene.do("openPoll", "lead", input=scene.poll(**changed))
    important = scene.poll(issueId=scene.ids["important"])
    yield await scene.do("openPoll", "lead", input=important)


async def steps(scene: Scene) -> AsyncIterator[Answer]:
    """Steps that cannot be taken, by those who may not, and roles that cannot be given."""
    for stage in ("PROPOSED", "PUBLISHED", "CLOSED", "DECLINED", "NOWHERE", "", None, 3):
        step = {"issueId": scene.ids["issue"], "to": stage, "reason": "好。"}
        yield await scene.do("advanceIssue", "lead", input=step)
        yield await scene.do("advanceIssue", "resident", input=step)
    marked = {"issueId": scene.ids["issue"], "important": True, "reason": "要紧。"}
    yield await scene.do("markIssueImportant", "lead", input=marked)
    resident, admin = scene.hall.neighbours[1].resident_id, scene.hall.admin.resident_id
    for role in ("RESIDENT", "KING", "", None):
        yield await scene.do("grantRole", "admin", residentId=resident, role=role)
    yield await scene.do("withdrawRole", "admin", residentId=admin, role="ADMIN")
    yield await scene.do("grantRole", "lead", residentId=resident, role="ADMIN")


async def telephones(scene: Scene) -> AsyncIterator[Answer]:
    """Numbers that are none, and codes that were never sent."""
    for phone in (*EMPTY, LONG, "12345", "+86", "+8612345678901", "一三八", "138\u00000000001", None, 13800000001):
        yield await scene.do("requestSignInCode", "resident", phone=phone)
        yield await scene.do("signIn", "resident", phone=phone, code="123456")
    for code in (*EMPTY, LONG, "123456", "12345", "1234567", "一二三四五六", "١٢٣٤٥٦", "123456\u0000", None, 123456):
        yield await scene.do("signIn", "resident", phone="13800000001", code=code)


async def numbers(scene: Scene) -> AsyncIterator[Answer]:
    """Whole numbers that are too large, or are none."""
    for number in NUMBERS:
        yield await scene.ask("query($n: Int) { issues(first: $n) { edges { cursor } } }", n=number)
        record = "query($id: ID!, $n: Int) { issue(id: $id) { record(after: $n) { seq } } }"
        yield await scene.ask(record, id=scene.ids["issue"], n=number)
    yield await scene.ask("{ issues(first: " + "9" * 100 + ") { edges { cursor } } }")


async def bodies(scene: Scene) -> AsyncIterator[Answer]:
    """Nonsense in place of a request."""
    for body in (
        b"",
        b"nonsense",
        b"null",
        b"1",
        b'"a"',
        b"[]",
        b"[{}]",
        b"{}",
        b'{"query": 1}',
        b'{"query": ""}',
        b'{"query": "{"}',
        b'{"query": "{ nothing }"}',
        b'{"query": "{ viewer { roles } }", "variables": []}',
        b'{"query": "{ viewer { roles } }", "operationName": 7}',
        b'{"query": "mutation { signOut }"}',
        b'{"query": "{ node(id: \\"\\ud800\\") { id } }"}',
        b"\xff\xfe{",
        b'{"query": NaN}',
        b"[" * 100_000,
        b'{"query": "' + b"{a" * 20_000 + b'"}',
        b'{"query": "query A { viewer { roles } } query B { viewer { roles } }"}',
    ):
        yield await scene.send(body)
    yield await scene.send(b'{"query": "{ viewer { roles } }"}', content_type="text/plain")
    yield await scene.send(b"query=x", content_type="application/x-www-form-urlencoded")
    yield await scene.send(b"--x--", content_type="multipart/form-data; boundary=x")


KINDS: dict[str, Callable[[Scene], AsyncIterator[Answer]]] = {
    kind.__name__: kind for kind in (texts, ids, votes, polls, steps, telephones, numbers, bodies)
}


async def scene_of(hall: Hall, api: Api) -> Scene:
    """An issue that is talked through, one that is new, an important one, and polls of every phase."""
    hour = timedelta(hours=1)
    closed = await hall.poll()
    await api.done("closePoll", hall.moderator.token, input={"pollId": shown(closed), "reason": "好了。"})
    voted = await hall.poll()
    await api.done("castVote", hall.neighbours[0].token, input={"pollId": shown(voted), "choice": "yes"})
    important = public_id(Kind.ISSUE, (await hall.issue()).id)
    marked = {"issueId": important, "important": True, "reason": "要紧。"}
    await api.done("markIssueImportant", hall.moderator.token, input=marked)
    for stage in ("SCREENED", "PREPARING", "DELIBERATING"):
        step = {"issueId": important, "to": stage, "reason": "好。"}
        await api.done("advanceIssue", hall.moderator.token, input=step)
    opened = await hall.poll()
    ids = {
        "issue": public_id(Kind.ISSUE, opened.poll.issue_id),
        "new": public_id(Kind.ISSUE, (await hall.issue()).id),
        "important": important,
        "open": shown(opened),
        "voted": shown(voted),
        "scheduled": shown(await hall.poll(opens_in=hour)),
        "closed": shown(closed),
    }
    return Scene(hall, api, ids)


def shown(standing: Any) -> str:
    return public_id(Kind.POLL, standing.poll.id)


def sentence_of(response: httpx.Response) -> str:
    """The one sentence in an answer, of a refusal or of an error."""
    answer = response.json()
    if "errors" in answer:
        (problem,) = answer["errors"]
        assert problem["extensions"]["code"] != "INTERNAL", problem
        return problem["message"]
    assert answer["data"]["done"]["__typename"] == "Refusal", answer
    return answer["data"]["done"]["message"]


@pytest.mark.parametrize("kind", KINDS)
async def test_bad_input_gets_one_clear_sentence_and_changes_nothing(hall: Hall, api: Api, kind: str):
    scene = await scene_of(hall, api)
    before, answered = await contents(hall.house), 0
    async for what, response in KINDS[kind](scene):
        assert response.status_code < 500, what
        sentence = sentence_of(response)
        assert 5 < len(sentence) < 400, (what, sentence)
        assert "Traceback" not in sentence
        answered += 1
    assert await contents(hall.house) == before
    assert answered >= 10


@pytest.mark.parametrize("chunked", [False, True], ids=["with its length", "in chunks"])
async def test_a_body_over_256_kb_is_refused_with_413(hall: Hall, api: Api, chunked: bool):
    before = await contents(hall.house)
    largest = 256 * 1024
    query = b'{"query": "{ viewer { roles } }"}'

    async def pieces(body: bytes) -> AsyncIterator[bytes]:
        for start in range(0, len(body), 10_000):
            yield body[start : start + 10_000]

    for size, status in ((largest, 200), (largest + 1, 413), (4 * largest, 413)):
        body = query + b" " * (size - len(query))
        given = {"content": pieces(body) if chunked else body, "headers": {"content-type": "application/json"}}
        response = await api.http.post("/graphql", **given)
        assert response.status_code == status
    assert sentence_of(response) == "The request is larger than 256 KB."
    text = {"title": "好", "description": "字" * 100_000}
    assert (await api.post(mutation("raiseIssue"), hall.neighbours[0].token, input=text)).status_code == 413
    assert await contents(hall.house) == before


async def test_a_body_that_is_too_large_is_refused_before_it_is_sent(api: Api):
    host, _, port = api.address.partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    head = f"POST /graphql HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: {10**12}\r\n"
    writer.write(f"{head}\r\n".encode())
    async with asyncio.timeout(5):
        assert (await reader.readline()).startswith(b"HTTP/1.1 413 ")
    writer.close()
    await writer.wait_closed()
