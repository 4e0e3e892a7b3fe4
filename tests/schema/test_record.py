"""The record as it is watched: every entry, in order, once."""

import asyncio
import io
import random
from contextlib import AsyncExitStack
from itertools import pairwise
from uuid import UUID

import pytest

from commands.verify.check import check_file
from resolvers import issues
from rules.ids import Kind, public_id
from tests.support.agreement import agreed
from tests.support.deeds import swept
from tests.support.house import Hall, done
from tests.support.meeting import say, under_way
from tests.support.server import Api

DECISION = "subscription($id: ID!, $after: Int) { decision(issueId: $id, after: $after) { seq kind previous digest } }"


async def issue_with(hall: Hall, entries: int) -> str:
    """The public id of an issue with that many entries in its record."""
    issue, speaker = await hall.issue(), await hall.actor(hall.neighbours[1])
    for number in range(entries - 1):
        done(await issues.comment(hall.house, speaker, issue.id, f"第 {number} 句"))
    return public_id(Kind.ISSUE, issue.id)


async def speak(hall: Hall, api: Api, issue_id: str) -> None:
    await api.done("comment", hall.neighbours[2].token, input={"issueId": issue_id, "body": "再说一句。"})


@pytest.mark.parametrize("transport", ["websocket", "events"])
@pytest.mark.parametrize("after", [None, 0, 3, 6])
async def test_everything_after_a_number_comes_in_order_and_then_what_is_new(
    hall: Hall, api: Api, transport: str, after: int | None
):
    issue_id = await issue_with(hall, 6)
    async with AsyncExitStack() as stack:
        if transport == "events":
            watcher = await stack.enter_async_context(api.events(DECISION, id=issue_id, after=after))
        else:
            watcher = await stack.enter_async_context(api.socket())
            await watcher.subscribe(DECISION, id=issue_id, after=after)
        old = [await watcher.next() for _ in range(6 - (after or 0))]
        new = []
        for _ in range(3):
            await speak(hall, api, issue_id)
            new.append(await watcher.next())
    entries = old + new
    assert [entry["seq"] for entry in entries] == list(range((after or 0) + 1, 10))
    assert all(entry["previous"] == before["digest"] for before, entry in pairwise(entries))


async def test_a_number_that_is_still_to_come_is_waited_for(hall: Hall, api: Api):
    issue_id = await issue_with(hall, 2)
    async with api.socket() as socket:
        await socket.subscribe(DECISION, id=issue_id, after=3)
        for _ in range(3):
            await speak(hall, api, issue_id)
        assert [(await socket.next())["seq"] for _ in range(2)] == [4, 5]


async def test_a_long_record_is_sent_whole(hall: Hall, api: Api):
    issue_id = await issue_with(hall, 205)
    async with api.socket() as socket:
        await socket.subscribe(DECISION, id=issue_id)
        assert [(await socket.next())["seq"] for _ in range(205)] == list(range(1, 206))


async def test_nothing_is_lost_or_doubled_however_often_the_line_breaks(hall: Hall, api: Api):
    issue_id, chance = await issue_with(hall, 2), random.Random(20)
    finished = asyncio.Event()

    async def go_on_speaking() -> int:
        written = 2
        while not finished.is_set():
            await speak(hall, api, issue_id)
            written += 1
        return written

    speaking = asyncio.create_task(go_on_speaking())
    seen: list[int] = []
    for _ in range(20):
        async with api.socket() as socket:
            await socket.subscribe(DECISION, id=issue_id, after=seen[-1] if seen else 0)
            seen += [(await socket.next())["seq"] for _ in range(chance.randrange(6))]
            socket.tear()
    finished.set()
    written = await speaking
    async with api.socket() as socket:
        await socket.subscribe(DECISION, id=issue_id, after=seen[-1])
        while seen[-1] < written:
            seen.append((await socket.next())["seq"])
    assert seen == list(range(1, written + 1))


@pytest.mark.parametrize("after", [-1, -(2**31)])
async def test_a_negative_number_is_a_clear_error(hall: Hall, api: Api, after: int):
    issue_id = await issue_with(hall, 1)
    sentence = "`after` has to be 0 or the number of an entry."
    async with api.socket() as socket:
        await socket.subscribe(DECISION, id=issue_id, after=after)
        problem = await socket.error()
    assert (problem["extensions"]["code"], problem["message"]) == ("BAD_USER_INPUT", sentence)
    async with api.events(DECISION, id=issue_id, after=after) as events:
        _, result = await events.event()
        assert result["errors"][0]["message"] == sentence
        assert await events.event() == ("complete", None)
    asked = "query($id: ID!, $after: Int) { issue(id: $id) { record(after: $after) { seq } } }"
    assert await api.error(asked, id=issue_id, after=after) == ("BAD_USER_INPUT", sentence)


@pytest.mark.parametrize("issue_id", ["issue_" + "0" * 32, "meeting_" + "0" * 32, "poll_" + "0" * 32, "", "nonsense\0"])
async def test_an_issue_that_is_not_there_cannot_be_watched(api: Api, issue_id: str):
    async with api.socket() as socket:
        await socket.subscribe(DECISION, id=issue_id)
        problem = await socket.error()
    assert (problem["extensions"]["code"], problem["message"]) == ("NOT_FOUND", "There is no such issue or meeting.")


ENTRIES = "subscription($id: ID!) { decision(issueId: $id) { seq stream kind } }"
REPLAYED = "subscription($id: ID!) { replay(issueId: $id, speed: 16) { seq kind } }"
TO_CHECK = """query($id: ID!) {
  meeting(id: $id) { recordHead record(first: 100) { seq stream kind } checkpoints { stream seq digest } }
}"""
STEPS = ["meeting.scheduled", "meeting.started", "utterance.said", "agreement.drafted"]


async def talked(hall: Hall, issue_id: UUID | None = None) -> str:
    """The public id of a meeting in which something was said and an agreement was written down."""
    meeting = await under_way(hall, issue_id)
    await say(hall, meeting.id, "茶钱谁出？")
    await agreed(hall, meeting.id)
    return public_id(Kind.MEETING, meeting.id)


async def test_a_meeting_without_an_issue_has_a_record_that_is_watched_read_replayed_and_fetched(hall: Hall, api: Api):
    meeting = await talked(hall)
    stream = meeting.replace("meeting_", "record:")
    expected = [{"seq": seq, "stream": stream, "kind": kind} for seq, kind in enumerate(STEPS, 1)]
    hall.clock.turn(minutes=10)
    await swept(hall.house)
    read = (await api.ask(TO_CHECK, id=meeting))["meeting"]
    assert (read["recordHead"], read["record"]) == (4, expected)
    assert [(each["stream"], each["seq"]) for each in read["checkpoints"]] == [(stream, 4)]
    async with api.socket() as socket:
        await socket.subscribe(ENTRIES, id=meeting)
        assert [await socket.next() for _ in STEPS] == expected
        given = {"meetingId": meeting, "speaker": "李叔", "text": "大家平摊。", "final": True}
        await api.done("appendTranscript", hall.moderator.token, input=given)
        assert await socket.next() == {"seq": 5, "stream": stream, "kind": "utterance.said"}
    async with api.socket() as socket:
        await socket.subscribe(REPLAYED, id=meeting)
        assert [(await socket.next())["kind"] for _ in range(5)] == [*STEPS, "utterance.said"]
        assert (await socket.message())["type"] == "complete"
    file = await api.http.get(f"/records/{meeting}")
    assert file.headers["content-disposition"] == f'attachment; filename="heyi-{meeting}.jsonl"'
    assert (check_file(io.BytesIO(file.content)).wrong, file.text.count('"line":"entry"')) == (None, 5)


async def test_a_meeting_about_an_issue_leads_to_the_record_of_the_issue(hall: Hall, api: Api):
    issue = await hall.issue()
    meeting, stream = await talked(hall, issue.id), issues.stream_of(issue.id)
    record = (await api.ask(TO_CHECK, id=meeting))["meeting"]["record"]
    assert [(entry["stream"], entry["kind"]) for entry in record] == [(stream, k) for k in ("issue.raised", *STEPS)]
    async with api.socket() as socket:
        await socket.subscribe(ENTRIES, id=meeting)
        assert [await socket.next() for _ in record] == record
    of_meeting, of_issue = [
        (await api.http.get(f"/records/{each}")).text.splitlines()[1:-1]
        for each in (meeting, public_id(Kind.ISSUE, issue.id))
    ]
    assert of_meeting == of_issue
