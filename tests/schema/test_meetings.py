"""A meeting over the API: called, followed word by word, redacted, checked from outside."""

import asyncio
import hashlib
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from commands.verify.check import check
from db.streams import canonical
from rules.ids import Kind, public_id
from rules.issues import Stage
from rules.merkle import leaf_hash, root_from
from tests.support.house import Hall
from tests.support.light import Light, subscription
from tests.support.meeting import redact, say, under_way
from tests.support.server import Api

WORDS = "id seq speaker text final typedIn redacted redactionReason startedAt endedAt"
TRANSCRIPT = f"subscription($id: ID!, $after: Int) {{ transcript(meetingId: $id, after: $after) {{ {WORDS} }} }}"
PROCEEDINGS = "subscription($id: ID!) { proceedings(meetingId: $id) { seq phase online floor { id } queue { id } } }"
MINE = "query($id: ID!) { meeting(id: $id) { me { acceptedRules mayAsk participant { id } turn { id } } } }"
LISTENERS, SENTENCES = 1_000, 40


def shown(meeting) -> str:
    return public_id(Kind.MEETING, meeting.id)


async def test_a_meeting_is_called_led_and_followed(hall: Hall, api: Api):
    moderator, issue = hall.moderator.token, public_id(Kind.ISSUE, (await hall.issue()).id)
    soon = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    called = await api.done("scheduleMeeting", moderator, input={"title": "路灯", "startsAt": soon, "issueId": issue})
    assert (called["phase"], called["issue"]["id"]) == ("SCHEDULED", issue)
    refusal = await api.do("startMeeting", hall.neighbours[0].token, meetingId=called["id"])
    assert refusal["code"] == "FORBIDDEN"
    assert (await api.done("startMeeting", moderator, meetingId=called["id"]))["phase"] == "LIVE"
    query = "query($id: ID!) { issue(id: $id) { meetings { id phase } } }"
    assert (await api.ask(query, id=issue))["issue"]["meetings"] == [{"id": called["id"], "phase": "LIVE"}]
    assert (await api.done("endMeeting", moderator, meetingId=called["id"]))["phase"] == "ENDED"
    assert (await api.do("endMeeting", moderator, meetingId=called["id"]))["code"] == "WRONG_STAGE"


@pytest.mark.parametrize("transport", ["websocket", "events"])
async def test_words_are_shown_while_they_are_said_and_then_stand(hall: Hall, api: Api, transport: str):
    meeting, moderator = await under_way(hall), hall.moderator.token
    async with AsyncExitStack() as stack:
        if transport == "events":
            watcher = await stack.enter_async_context(api.events(TRANSCRIPT, id=shown(meeting)))
        else:
            watcher = await stack.enter_async_context(api.socket())
            await watcher.subscribe(TRANSCRIPT, id=shown(meeting))
        said = {"meetingId": shown(meeting), "speaker": "王秀英", "text": "大家好。", "final": True}
        await api.done("appendTranscript", moderator, input=said)
        assert (await watcher.next())["text"] == "大家好。"
        draft = await api.done("appendTranscript", moderator, input={**said, "text": "路灯", "final": False})
        assert (draft["seq"], draft["typedIn"]) == (None, False)
        assert await watcher.next() == {key: value for key, value in draft.items() if key != "__typename"}
        whole = {**said, "text": "路灯坏了。", "utteranceId": draft["id"], "typedIn": True}
        final = await api.done("appendTranscript", moderator, input=whole)
        heard = await watcher.next()
        assert (heard["id"], heard["seq"], heard["text"], heard["typedIn"]) == (draft["id"], 2, "路灯坏了。", True)
        assert await api.done("appendTranscript", moderator, input=whole) == final


async def test_the_viewer_is_told_what_they_are_at_a_meeting(hall: Hall, api: Api):
    meeting, me = shown(await under_way(hall)), hall.neighbours[0].token
    assert (await api.ask(MINE, id=meeting))["meeting"]["me"] is None
    assert (await api.ask(MINE, me, id=meeting))["meeting"]["me"] is None
    came = await api.done("enterMeeting", me, meetingId=meeting, rulesVersion=0)
    turn = (await api.done("askForFloor", me, meetingId=meeting))["turnId"]
    mine = {"acceptedRules": True, "mayAsk": False, "participant": {"id": came["id"]}, "turn": {"id": turn}}
    assert (await api.ask(MINE, me, id=meeting))["meeting"]["me"] == mine


async def test_what_is_taken_away_is_shown_to_nobody_who_comes_later(hall: Hall, api: Api):
    meeting = await under_way(hall)
    async with api.socket() as early, api.socket() as late:
        await early.subscribe(TRANSCRIPT, id=shown(meeting))
        gone = await say(hall, meeting.id, "打 13812345678 找我。")
        await say(hall, meeting.id, "好的。")
        assert [(await early.next())["text"] for _ in range(2)] == ["打 13812345678 找我。", "好的。"]
        await redact(hall, meeting.id, gone.id)
        event = await early.next()
        assert (event["seq"], event["redacted"], event["text"]) == (3, True, "")
        await late.subscribe(TRANSCRIPT, id=shown(meeting))
        told = [await late.next() for _ in range(3)]
        assert [(each["seq"], each["text"]) for each in told] == [(1, ""), (2, "好的。"), (3, "")]
        assert {told[0]["id"], told[2]["id"]} == {event["id"]}
    for form in ("vtt", "txt", "json"):
        response = await api.http.get(f"/transcripts/{shown(meeting)}.{form}")
        assert response.status_code == 200
        assert "13812345678" not in response.text
        assert "好的。" in response.text


async def test_how_a_meeting_stands_is_followed(hall: Hall, api: Api):
    meeting, me = await under_way(hall), hall.neighbours[0].token
    async with api.socket() as socket:
        await socket.subscribe(PROCEEDINGS, id=shown(meeting))
        first = await socket.next()
        assert (first["phase"], first["online"], first["queue"]) == ("LIVE", 0, [])
        await api.done("enterMeeting", me, meetingId=shown(meeting), rulesVersion=0)
        assert (await socket.next())["online"] == 1
        turn = (await api.done("askForFloor", me, meetingId=shown(meeting)))["turnId"]
        assert (await socket.next())["queue"] == [{"id": turn}]
        await api.done("giveFloor", hall.moderator.token, turnId=turn)
        state = await socket.next()
        assert (state["floor"], state["queue"]) == ({"id": turn}, [])


@pytest.mark.parametrize("subscribed", [TRANSCRIPT, PROCEEDINGS])
async def test_there_is_nothing_to_follow_of_a_meeting_that_is_not_there(api: Api, subscribed: str):
    async with api.socket() as socket:
        await socket.subscribe(subscribed, id="meeting_" + "0" * 32)
        assert (await socket.error())["extensions"]["code"] == "NOT_FOUND"


class Listener(Light):
    """Counts what it hears, which has to come in order."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.count = 0
        self.wrong: bytes | None = None
        self.all_heard: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def heard(self, text: bytes) -> None:
        self.count += 1
        if b'"seq":%d,' % self.count not in text:
            self.wrong = self.wrong or text
        if self.count == SENTENCES and not self.all_heard.done():
            self.all_heard.set_result(None)


async def test_a_thousand_listeners_have_every_word_in_order(hall: Hall, api: Api):
    meeting = await under_way(hall)
    listeners = [Listener(api.address) for _ in range(LISTENERS)]
    async with asyncio.timeout(60):
        for start in range(0, LISTENERS, 100):
            await asyncio.gather(*(each.dial() for each in listeners[start : start + 100]))
        for listener in listeners:
            listener.send(subscription(TRANSCRIPT, id=shown(meeting)))
        for number in range(SENTENCES):
            await say(hall, meeting.id, f"第 {number} 句。")
        await asyncio.gather(*(each.all_heard for each in listeners))
    assert {(each.count, each.wrong) for each in listeners} == {(SENTENCES, None)}
    for listener in listeners:
        listener.close()
    await asyncio.gather(*(each.lost for each in listeners))


async def test_a_receipt_is_proved_and_the_record_is_fetched_and_sound(hall: Hall, api: Api, tmp_path: Path):
    issue = await hall.issue(at=Stage.VOTING)
    poll = public_id(Kind.POLL, (await hall.poll(issue)).poll.id)
    me, vote = hall.neighbours[0].token, {"pollId": poll, "choice": "yes"}
    receipt = await api.done("castVote", me, input=vote)
    query = (
        "query($t: String!) { voteProof(tracker: $t)"
        " { pollId seq place size tracker commitment path root opening { choice heads replaces salt } } }"
    )
    assert (await api.ask(query, t=receipt["tracker"]))["voteProof"]["opening"] is None
    proof = (await api.ask(query, me, t=receipt["tracker"]))["voteProof"]
    leaf = leaf_hash(canonical({"commitment": proof["commitment"], "tracker": proof["tracker"]}))
    path = [bytes.fromhex(step) for step in proof["path"]]
    assert root_from(leaf, proof["place"], proof["size"], path) == bytes.fromhex(proof["root"])
    opening = {name: value for name, value in proof["opening"].items() if name != "salt"}
    salted = bytes.fromhex(proof["opening"]["salt"]) + canonical(opening)
    assert hashlib.sha256(salted).hexdigest() == proof["commitment"]
    await api.done("closePoll", hall.moderator.token, input={"pollId": poll, "reason": "够了。"})
    file = tmp_path / "record.jsonl"
    response = await api.http.get(f"/records/{public_id(Kind.ISSUE, issue.id)}")
    file.write_bytes(response.content)
    found = check(file)
    assert (found.wrong, [counted.choices for counted in found.counted]) == (None, [{"yes": 1, "no": 0}])
    keys = (await api.http.get("/records/keys")).json()
    assert [key["keyId"] for key in keys["keys"]] == list(found.keys)
    asked = "query($id: ID!) { signingKeys { keyId } issue(id: $id) { checkpoints { seq keyId digest } } }"
    answer = await api.ask(asked, id=public_id(Kind.ISSUE, issue.id))
    assert {each["keyId"] for each in answer["issue"]["checkpoints"]} <= {key["keyId"] for key in answer["signingKeys"]}
    assert answer["issue"]["checkpoints"]
    assert (await api.http.get("/records/issue_" + "0" * 32)).status_code == 404
    assert (await api.http.get("/records/nonsense")).status_code == 404


async def test_a_record_is_replayed_as_it_happened_only_faster(hall: Hall, api: Api):
    issue = await hall.issue(at=Stage.VOTING)
    replay = "subscription($id: ID!, $speed: Int!) { replay(issueId: $id, speed: $speed) { seq kind } }"
    async with api.socket() as socket:
        await socket.subscribe(replay, id=public_id(Kind.ISSUE, issue.id), speed=16)
        assert [(await socket.next())["seq"] for _ in range(5)] == [1, 2, 3, 4, 5]
        assert (await socket.message())["type"] == "complete"
        await socket.subscribe(replay, id=public_id(Kind.ISSUE, issue.id), speed=3)
        assert (await socket.error())["extensions"]["code"] == "BAD_USER_INPUT"
