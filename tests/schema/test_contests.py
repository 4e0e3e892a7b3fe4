"""Contests over the API: put on, entered, shortlisted with reasons, and watched."""

from datetime import timedelta

from db.streams import moment
from rules.ids import Kind, public_id
from tests.resolvers.contests.contest import of_buildings, shortlisted, vote
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


BOARDS = """{ leaderboard { points entries { edges { node { rule name points } } } }
    teamBoard { points team { name } entries { edges { node { rule name points } } } } }"""


async def test_a_prize_is_found_behind_its_places_on_the_boards(hall: Hall, api: Api):
    await api.done("foundTeam", hall.neighbours[0].token, name="护绿队")
    row = await shortlisted(hall)
    await vote(hall, row, 0, "n1")
    hall.clock.turn(days=3)
    await swept(hall.house)
    boards = await api.ask(BOARDS)
    behind = {"edges": [{"node": {"rule": None, "name": "A prize in a contest", "points": 50}}]}
    assert boards == {
        "leaderboard": [{"points": 50, "entries": behind}],
        "teamBoard": [{"points": 50, "team": {"name": "护绿队"}, "entries": behind}],
    }


NAMES = """query($id: ID!) { node(id: $id) { ... on Contest { judgeCount judging judges { id }
    entries { mine author { displayName } } myPrize } } }"""


async def test_nobody_learns_from_a_contest_whose_idea_it_is_before_it_is_decided(hall: Hall, api: Api):
    row = await shortlisted(hall)
    asked = {"id": public_id(Kind.CONTEST, row.id)}
    mine = (await api.ask(NAMES, hall.neighbours[0].token, **asked))["node"]
    assert mine["entries"] == [{"mine": number == 0, "author": None} for number in range(3)]
    await vote(hall, row, 0, "n1")
    hall.clock.turn(days=3)
    await swept(hall.house)
    seen = (await api.ask(NAMES, **asked))["node"]
    assert [each["author"] is None for each in seen["entries"]] == [False, False, True]
    assert ((await api.ask(NAMES, hall.neighbours[0].token, **asked))["node"]["myPrize"], seen["myPrize"]) == (50, 0)


async def test_judges_see_their_own_marks_and_nobody_else_does(hall: Hall, api: Api):
    row = await of_buildings(hall)
    asked = {"id": public_id(Kind.CONTEST, row.id)}
    query = "query($id: ID!) { node(id: $id) { ... on Contest { judging myScores { scores } entries { id } } } }"
    judge, other = hall.neighbours[4].token, hall.neighbours[0].token
    first = (await api.ask(query, judge, **asked))["node"]["entries"][0]["id"]
    await api.done("scoreBuilding", judge, entryId=first, scores=[7, 8])
    found = [(await api.ask(query, who, **asked))["node"] for who in (judge, other, None)]
    assert [(each["judging"], each["myScores"]) for each in found] == [
        (True, [{"scores": [7, 8]}]),
        (False, []),
        (False, []),
    ]
