"""One matter from the first word to the result, told through the API alone."""

import hashlib
import json
from datetime import timedelta

from db.streams import moment
from tests.support.house import Hall
from tests.support.server import Api

STEPS = ("SCREENED", "PREPARING", "DELIBERATING", "VOTING")
CHOICES = [{"key": "east", "label": "东门"}, {"key": "garden", "label": "花园 🌳"}]
RECORD = """
query($id: ID!, $after: Int) {
  issue(id: $id) { record(after: $after, first: 100) {
    seq kind at payload salt payloadDigest digest previous
  } }
}"""
ISSUE = """
query($id: ID!) {
  issue(id: $id) {
    id title stage raisedBy { displayName } steps { from to reason } nextStages mayOpenPoll commentCount
    comments(order: OLDEST_FIRST) { edges { node { body author { displayName } } } }
    polls { id phase tally { votes electorate visible choices { key votes } } outcome { decided winner reason } }
  }
}"""


async def signed_in(hall: Hall, api: Api, phone: str) -> str:
    """The token that a code to this telephone gives."""
    await api.done("requestSignInCode", phone=phone)
    return (await api.done("signIn", phone=phone, code=hall.sent.codes[phone]))["token"]


async def test_an_issue_is_raised_talked_through_voted_on_and_decided(hall: Hall, api: Api):
    raiser = hall.neighbours[0]
    mine = await signed_in(hall, api, raiser.phone)
    viewer = (await api.ask("{ viewer { resident { id phone } roles community { electorate } } }", mine))["viewer"]
    assert viewer["resident"] == {"id": raiser.resident_id, "phone": raiser.phone}
    assert viewer["roles"] == ["RESIDENT"]

    given = {"title": "充电棚建在哪里", "description": "楼道里充电不安全。"}
    issue = await api.done("raiseIssue", mine, input=given)
    assert (issue["title"], issue["stage"]) == ("充电棚建在哪里", "PROPOSED")
    await api.done("comment", hall.neighbours[1].token, input={"issueId": issue["id"], "body": "东门最好。"})

    lead = await signed_in(hall, api, hall.moderator.phone)
    for stage in STEPS:
        step = {"issueId": issue["id"], "to": stage, "reason": f"{stage}:该走这一步了。"}
        assert (await api.done("advanceIssue", lead, input=step))["stage"] == stage

    closes_at = moment(hall.clock.now() + timedelta(hours=1))
    opened = {"issueId": issue["id"], "question": "建在哪里?", "choices": CHOICES, "closesAt": closes_at}
    poll = await api.done("openPoll", lead, input=opened)
    assert poll["phase"] == "OPEN"
    assert poll["outcome"] is None

    receipts = []
    for neighbour, choice in zip(hall.neighbours, ("east", "east", "garden"), strict=False):
        vote = {"pollId": poll["id"], "choice": choice}
        receipts.append(await api.done("castVote", neighbour.token, input=vote))
    assert [receipt["pollId"] for receipt in receipts] == [poll["id"]] * 3
    assert sorted({receipt["seq"] for receipt in receipts}) == [receipt["seq"] for receipt in receipts]
    mine_now = "query($id: ID!) { poll(id: $id) { myVote { choice { key } tracker seq } mayVote mayClose } }"
    voted = (await api.ask(mine_now, mine, id=poll["id"]))["poll"]
    assert voted["myVote"] == {
        "choice": {"key": "east"},
        "tracker": receipts[0]["tracker"],
        "seq": receipts[0]["seq"],
    }
    assert (voted["mayVote"], voted["mayClose"]) == (False, False)

    closed = await api.done("closePoll", lead, input={"pollId": poll["id"], "reason": "大家都投了。"})
    assert (closed["phase"], closed["outcome"]["decided"], closed["outcome"]["winner"]) == ("CLOSED", True, "east")
    step = {"issueId": issue["id"], "to": "PUBLISHED", "reason": "结果出来了。"}
    await api.done("advanceIssue", lead, input=step)

    shown = (await api.ask(ISSUE, id=issue["id"]))["issue"]
    (shown_poll,) = shown["polls"]
    assert [taken["to"] for taken in shown["steps"]] == [*STEPS, "PUBLISHED"]
    assert shown["commentCount"] == len(shown["comments"]["edges"]) == 1
    assert shown["comments"]["edges"][0]["node"]["body"] == "东门最好。"
    assert (shown["nextStages"], shown["mayOpenPoll"]) == ([], False)
    assert shown_poll["tally"] == {
        "votes": 3,
        "electorate": 8,
        "visible": True,
        "choices": [{"key": "east", "votes": 2}, {"key": "garden", "votes": 1}],
    }


async def test_the_reason_of_a_result_is_told_in_the_callers_language(hall: Hall, api: Api):
    poll = await hall.poll()
    shown = f"poll_{poll.poll.id.hex}"
    for neighbour in hall.neighbours[:2]:
        await api.done("castVote", neighbour.token, input={"pollId": shown, "choice": "yes"})
    await api.done("closePoll", hall.moderator.token, input={"pollId": shown, "reason": "都说好了。"})
    asked = "query($id: ID!) { poll(id: $id) { outcome { decided winner reason } } }"
    said = {}
    for language in ("zh", "en", "zh-CN,zh;q=0.9,en;q=0.8", "en-GB, zh;q=0.1", "fr"):
        outcome = (await api.ask(asked, language=language, id=shown))["poll"]["outcome"]
        assert (outcome["decided"], outcome["winner"]) == (True, "yes")
        said[language] = outcome["reason"]
    assert said["zh"] == "8 人可以投票，2 人投了；“同意”得 2 票，最多。 主持人提前结束：都说好了。"
    assert said["en"] == (
        "Of 8 who could vote, 2 did; “同意” has the most votes: 2. A moderator closed it early: 都说好了。"
    )
    assert said["zh-CN,zh;q=0.9,en;q=0.8"] == said["fr"] == said["zh"]
    assert said["en-GB, zh;q=0.1"] == said["en"]


def canonical(value: object) -> bytes:
    """Canonical JSON as the standard library writes it: enough where keys are ASCII and numbers whole."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest_of(entry: dict, stream: str) -> str:
    """The digest an entry must have, reckoned from what the API says about it and nothing else."""
    head = {key: entry[key] for key in ("at", "kind", "payloadDigest", "previous", "seq")}
    return hashlib.sha256(canonical({**head, "stream": stream})).hexdigest()


async def test_anyone_can_check_the_record_with_a_few_lines(hall: Hall, api: Api):
    await test_an_issue_is_raised_talked_through_voted_on_and_decided(hall, api)
    (edge,) = (await api.ask("{ issues { edges { node { id } } } }"))["issues"]["edges"]
    issue_id = edge["node"]["id"]
    record = (await api.ask(RECORD, id=issue_id))["issue"]["record"]
    kinds = ["issue.raised", "comment.posted", *["issue.advanced"] * 4, "poll.opened", *["poll.tally"] * 3]
    assert [entry["kind"] for entry in record] == [*kinds, "poll.closed", "issue.advanced"]
    previous = "0" * 64
    for number, entry in enumerate(record, 1):
        assert entry["seq"] == number
        assert entry["previous"] == previous
        salted = bytes.fromhex(entry["salt"]) + canonical(entry["payload"])
        assert hashlib.sha256(salted).hexdigest() == entry["payloadDigest"]
        previous = digest_of(entry, f"issue:{issue_id.removeprefix('issue_')}")
        assert previous == entry["digest"]
    later = (await api.ask(RECORD, id=issue_id, after=9))["issue"]["record"]
    assert later == record[9:]
