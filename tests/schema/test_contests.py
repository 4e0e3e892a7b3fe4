"""Contests over the API: put on, entered, shortlisted with reasons, and watched."""

from datetime import timedelta

from db.streams import moment
from tests.support.deeds import swept
from tests.support.house import Hall
from tests.support.server import Api

WATCH = "subscription($id: ID!) { contest(contestId: $id) { stage entries { number title } } }"
LIST = (
    "{ contests { edges { node { title stage prizes { award place points } results { place votes } poll { id } } } } }"
)
BOARD = "{ leaderboard { points entries { edges { node { rule name points issueId } } } } }"


def ideas(hall: Hall) -> dict[str, object]:
    now = hall.clock.now()
    return {
        "kind": "IDEAS",
        "title": "金点子大赛",
        "description": "大家来出主意。",
        "prizes": [{"award": "IDEA", "place": 1, "points": 50}],
        "entriesUntil": moment(now + timedelta(days=1)),
        "closesAt": moment(now + timedelta(days=4)),
    }


async def test_ideas_are_entered_shortlisted_and_put_to_the_vote(hall: Hall, api: Api):
    contest = await api.done("planContest", hall.staff.token, input=ideas(hall))
    assert (contest["stage"], contest["kind"]) == ("ENTERING", "IDEAS")
    async with api.socket() as watcher:
        await watcher.subscribe(WATCH, id=contest["id"])
        assert await watcher.next() == {"stage": "ENTERING", "entries": []}
        given = {"contestId": contest["id"], "title": "种桂花", "text": "秋天香。"}
        await api.done("enterContest", hall.neighbours[0].token, **given)
        assert (await watcher.next())["entries"] == [{"number": 1, "title": "种桂花"}]
    for number, title in ((1, "修长椅"), (2, "养孔雀")):
        given = {"contestId": contest["id"], "title": title, "text": "好。"}
        entered = await api.done("enterContest", hall.neighbours[number].token, **given)
    hall.clock.turn(days=1)
    await swept(hall.house)
    first, second, third = (each["id"] for each in entered["entries"])
    left_out = [{"entryId": third, "reason": "养不了。"}]
    given = {"contestId": contest["id"], "chosenIds": [first, second], "leftOut": left_out}
    listed = await api.done("shortlistIdeas", hall.staff.token, input=given)
    assert [each["reason"] for each in listed["entries"]] == [None, None, "养不了。"]
    (seen,) = [edge["node"] for edge in (await api.ask(LIST))["contests"]["edges"]]
    assert (seen["stage"], seen["poll"]) == ("VOTING", listed["poll"])
    assert seen["prizes"] == [{"award": "IDEA", "place": 1, "points": 50}]
    ballot = {"pollId": listed["poll"]["id"], "choice": "n1"}
    await api.done("castVote", hall.neighbours[3].token, input=ballot)
    hall.clock.turn(days=3, hours=1)
    await swept(hall.house)
    (row,) = (await api.ask(BOARD, language="zh"))["leaderboard"]
    assert row["entries"]["edges"] == [{"node": {"rule": None, "name": "评比得奖", "points": 50, "issueId": None}}]


async def test_a_neighbour_is_told_who_puts_contests_on(hall: Hall, api: Api):
    refused = await api.do("planContest", hall.neighbours[0].token, "en", input=ideas(hall))
    assert (refused["code"], refused["message"]) == ("FORBIDDEN", "Only community staff can do this.")
