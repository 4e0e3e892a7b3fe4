"""Teams over the API: one tap in and out, and the board by team, read and watched."""

from resolvers.deed import Deed, perform
from resolvers.points.earning import earn
from rules.points import Rule
from tests.support.house import Hall
from tests.support.server import Api

BOARD = "{ teamBoard { rank points team { name } } myTeamPlace { own { rank points team { name } } above { rank } } }"
WATCH = "subscription { teamBoard { rank points team { name memberCount } } }"
MINE = "{ myTeam { name members { edges { node { joinedAt resident { id } } } } } teams { edges { node { name } } } }"
BEHIND = "query($whose: ID!) { pointsBehind(whose: $whose) { edges { node { points rule } } } }"


async def gave(hall: Hall, number: int, minutes: int) -> None:
    who = (await hall.actor(hall.neighbours[number])).resident_id

    async def work(deed: Deed) -> None:
        await earn(deed, hall.community_id, [who], Rule.VOLUNTEERING, "slot_1", {}, minutes=minutes)

    await perform(hall.house, work)


async def test_a_team_is_founded_and_joined_and_guests_do_not_see_who_is_in_it(hall: Hall, api: Api):
    first, second = (person.token for person in hall.neighbours[:2])
    team = await api.do("foundTeam", first, name="夕阳红")
    assert (team["name"], team["memberCount"]) == ("夕阳红", 1)
    assert (await api.do("joinTeam", second, teamId=team["id"]))["memberCount"] == 2
    mine = await api.ask(MINE, second)
    assert mine["myTeam"]["name"] == "夕阳红"
    assert len(mine["myTeam"]["members"]["edges"]) == 2
    seen = await api.ask("{ teams { edges { node { memberCount members { edges { node { joinedAt } } } } } } }")
    assert seen["teams"]["edges"][0]["node"] == {"memberCount": 2, "members": None}
    assert (await api.do("leaveTeam", second))["memberCount"] == 1
    refused = await api.do("leaveTeam", second, "en")
    assert (refused["code"], refused["message"]) == ("NOT_FOUND", "You are in no team.")


async def test_staff_close_a_team_and_a_neighbour_is_told_who_may(hall: Hall, api: Api):
    first = hall.neighbours[0].token
    team = await api.do("foundTeam", first, name="夕阳红")
    refused = await api.do("closeTeam", first, "en", teamId=team["id"], reason="散了")
    assert refused["code"] == "FORBIDDEN"
    renamed = await api.do("renameTeam", hall.staff.token, teamId=team["id"], name="朝阳红")
    assert renamed["name"] == "朝阳红"
    closed = await api.do("closeTeam", hall.staff.token, teamId=team["id"], reason="散了")
    assert (closed["closingReason"], closed["memberCount"]) == ("散了", 0)
    node = await api.ask("query($id: ID!) { node(id: $id) { ... on Team { closedAt } } }", id=team["id"])
    assert node["node"]["closedAt"] is not None


async def test_the_board_by_team_is_read_and_watched(hall: Hall, api: Api):
    teams = [
        await api.done("foundTeam", hall.neighbours[number].token, name=name)
        for number, name in enumerate(["一队", "二队"])
    ]
    async with api.socket() as watcher:
        await watcher.subscribe(WATCH)
        assert await watcher.next() == []
        await gave(hall, 0, 60)
        assert await watcher.next() == [{"rank": 1, "points": 10, "team": {"name": "一队", "memberCount": 1}}]
    await gave(hall, 1, 30)
    seen = await api.ask(BOARD, hall.neighbours[1].token)
    assert [(row["rank"], row["team"]["name"]) for row in seen["teamBoard"]] == [(1, "一队"), (2, "二队")]
    assert seen["myTeamPlace"] == {
        "own": {"rank": 2, "points": 5, "team": {"name": "二队"}},
        "above": [{"rank": 1}],
    }
    assert (await api.ask(BOARD))["myTeamPlace"] is None
    (entry,) = (await api.ask(BEHIND, whose=teams[1]["id"]))["pointsBehind"]["edges"]
    assert entry["node"] == {"points": 5, "rule": "VOLUNTEERING"}
