"""Points through the API: from a comment and a vote to the notice, the level and the board that moves."""

import pytest

from resolvers.deed import Deed, perform
from resolvers.points.earning import earn
from rules.ids import Kind, public_id
from rules.issues import Stage
from rules.points import Rule
from tests.support.deeds import nothing_changes
from tests.support.house import Hall
from tests.support.server import Api

MINE = """{ myPoints { earned balance level { level name points rights { right } } nextLevel { name points }
  entries { edges { node { id movement rule name sourceId issueId reportId voucherId
  points material uncut correctsId reason } } } }
  myPlace { rank points above { rank resident { displayName } } below { rank } } }"""
BOARD = "{ leaderboard { rank points resident { displayName points level } } }"
WATCHED = "subscription { leaderboard(first: 3) { rank points resident { id } } }"
NOTICES = "{ notices { edges { node { kind message issueId } } } }"
TARIFFS = (
    "{ pointsTariffs { version validFrom rules { rule points aDay aMonth } taper { percent } levels { name points } } }"
)


async def helped(hall: Hall, number: int, minutes: int) -> None:
    """A neighbour has given so many minutes."""
    who = (await hall.actor(hall.neighbours[number])).resident_id

    async def work(deed: Deed) -> None:
        source = f"activity_{deed.new_id().hex}"
        await earn(deed, hall.community_id, [who], Rule.VOLUNTEERING, source, {}, minutes=minutes)

    await perform(hall.house, work)


async def test_a_comment_and_a_vote_bring_points_with_thanks_and_a_place(hall: Hall, api: Api):
    issue, me = await hall.issue(at=Stage.VOTING), hall.neighbours[1].token
    poll = await hall.poll(issue)
    key = public_id(Kind.ISSUE, issue.id)
    async with api.socket() as socket:
        await socket.subscribe(WATCHED)
        assert await socket.next() == []
        await api.done("comment", me, input={"issueId": key, "body": "我同意。"})
        await api.done("castVote", me, input={"pollId": public_id(Kind.POLL, poll.poll.id), "choice": "yes"})
        closing = {"pollId": public_id(Kind.POLL, poll.poll.id), "reason": "大家都投了。"}
        await api.done("closePoll", hall.moderator.token, input=closing)
        seen = await socket.next()
    assert [(row["rank"], row["points"]) for row in seen] == [(1, 10)]

    (notice,) = [edge["node"] for edge in (await api.ask(NOTICES, me, "zh"))["notices"]["edges"]]
    assert notice == {"kind": "points.deliberation", "message": "谢谢您参加议事，积分 +10。", "issueId": key}
    found = await api.ask(MINE, me, "zh")
    mine, (entry,) = found["myPoints"], [edge["node"] for edge in found["myPoints"]["entries"]["edges"]]
    assert (mine["earned"], mine["balance"], mine["level"]["name"], mine["nextLevel"]["points"]) == (
        10,
        10,
        "居民",
        100,
    )
    assert (entry["rule"], entry["name"], entry["sourceId"], entry["points"]) == ("DELIBERATION", "参加议事", key, 10)
    assert (entry["issueId"], entry["reportId"], entry["voucherId"]) == (key, None, None)
    assert found["myPlace"] == {"rank": 1, "points": 10, "above": [], "below": []}


async def test_levels_are_named_and_bring_rights(hall: Hall, api: Api):
    for _ in range(3):
        await helped(hall, 0, 240)
        hall.clock.turn(hours=24)
    found = (await api.ask(MINE, hall.neighbours[0].token, "zh"))["myPoints"]
    assert (found["earned"], found["level"]["name"]) == (120, "热心居民")
    assert found["level"]["rights"] == [{"right": "SECOND_ISSUES"}]
    (row,) = (await api.ask(BOARD, None, "en"))["leaderboard"]
    assert row["resident"]["points"] == 120
    assert row["resident"]["level"] == "Keen resident"


async def test_a_guest_has_none_and_sees_the_board(hall: Hall, api: Api):
    await helped(hall, 0, 60)
    assert await api.ask(MINE) == {"myPoints": None, "myPlace": None}
    assert len((await api.ask(BOARD))["leaderboard"]) == 1


@pytest.mark.parametrize("month", ["2026", "2026-13", "nonsense"])
async def test_what_is_no_month_is_said_to_be_none(api: Api, month: str):
    code, _ = await api.error("query($m: String) { leaderboard(month: $m) { rank } }", m=month)
    assert code == "BAD_USER_INPUT"


def tariff(**more: object) -> dict[str, object]:
    """What a community may adopt."""
    rules = ("DELIBERATION", "REPORT", "VOLUNTEERING", "SUGGESTION")
    levels = (("RESIDENT", 0), ("KEEN", 50), ("CAPABLE", 60), ("EXPERT", 70))
    return {
        "rules": [{"rule": rule, "points": 3, "aDay": 30, "aMonth": 300} for rule in rules],
        "taper": [{"since": "2026-01-01", "percent": 40}],
        "levels": [{"level": level, "points": points, "rights": []} for level, points in levels],
        **more,
    }


async def test_staff_adopt_a_tariff_that_everybody_reads(hall: Hall, api: Api):
    adopted = await api.done("adoptPointsTariff", hall.staff.token, input=tariff())
    assert adopted["version"] == 2
    await helped(hall, 0, 60)
    default, own = (await api.ask(TARIFFS, None, "zh"))["pointsTariffs"]
    assert (default["version"], default["validFrom"], len(default["rules"])) == (1, None, 4)
    assert (own["version"], own["taper"], own["levels"][1]) == (
        2,
        [{"percent": 40}],
        {"name": "热心居民", "points": 50},
    )
    mine = (await api.ask(MINE, hall.neighbours[0].token))["myPoints"]
    assert (mine["earned"], mine["balance"]) == (3, 1)


async def test_a_broken_tariff_and_strange_hands_change_nothing(hall: Hall, api: Api):
    await helped(hall, 0, 60)
    found = (await api.ask(MINE, hall.neighbours[0].token))["myPoints"]
    (entry,) = [edge["node"]["id"] for edge in found["entries"]["edges"]]
    async with nothing_changes(hall.house):
        broken = await api.do("adoptPointsTariff", hall.staff.token, input=tariff(levels=[]))
        assert (broken["code"], broken["field"]) == ("INVALID", "levels")
        assert (await api.do("adoptPointsTariff", hall.neighbours[0].token, input=tariff()))["code"] == "FORBIDDEN"
        taken = await api.do("correctPoints", hall.neighbours[0].token, entryId=entry, reason="我的")
        assert taken["code"] == "FORBIDDEN"
        nothing = await api.do("correctPoints", hall.staff.token, entryId="points_" + "0" * 32, reason="没有")
        assert nothing["code"] == "NOT_FOUND"
    put_right = await api.done("correctPoints", hall.staff.token, entryId=entry, reason="记错了")
    assert (put_right["movement"], put_right["points"], put_right["correctsId"]) == ("CORRECTED", -10, entry)


THEIRS = "query($id: ID!) { pointsEntries(residentId: $id) { edges { node { id points name } } } }"


async def test_staff_see_what_somebody_was_given_points_for_and_others_do_not(hall: Hall, api: Api):
    await helped(hall, 0, 60)
    key = public_id(Kind.RESIDENT, (await hall.actor(hall.neighbours[0])).resident_id)
    (edge,) = (await api.ask(THEIRS, hall.staff.token, "zh", id=key))["pointsEntries"]["edges"]
    assert (edge["node"]["points"], edge["node"]["name"]) == (10, "志愿服务")
    for token, asked, why in (
        (hall.neighbours[0].token, key, "FORBIDDEN"),
        (None, key, "SIGN_IN_REQUIRED"),
        (hall.staff.token, "nobody", "NOT_FOUND"),
    ):
        code, _ = await api.error(THEIRS, token, id=asked)
        assert code == why
