"""Badges and honours through the API: progress, the moment one is earned, and the public board."""

from datetime import timedelta

from db.streams import moment
from resolvers.deadlines import sweep
from rules.agreements import day_began
from rules.ids import Kind, public_id
from tests.support.deeds import nothing_changes
from tests.support.house import Hall
from tests.support.server import Api
from tests.support.standing import risen

MINE = (
    "{ myBadges { progress { badge { key name deedName need days } have earnedAt }"
    " sets earned { badge { key } earnedAt } } }"
)
BOOKS = "{ badgeBooks { version validFrom modelPoints badges { key name category } sets { key badges points } } }"
SHOWN = (
    "query Shown($id: ID!) { node(id: $id) { ... on Resident {"
    " badges { badge { name nameZh nameEn } earnedAt } honours { name givenAt } } } }"
)
BOARD = "{ honours { edges { node { title { honour name whatFor pollId } resident { id } } } } }"
NAMED = "{ nominations { edges { node { id honour name standing nominee { id } } } } myNominations { id } }"
OPEN = "{ nominations(open: true) { edges { node { id } } } }"
NOTICES = "{ notices { edges { node { kind message } } } }"
BOOK = {
    "badges": [{"key": "talker", "name": "爱议事", "nameEn": "Talker", "deed": "COMMENT", "need": 2, "days": 30}],
    "sets": [],
    "modelPoints": 500,
}


async def id_of(hall: Hall, number: int) -> str:
    return public_id(Kind.RESIDENT, (await hall.actor(hall.neighbours[number])).resident_id)


def this_day(hall: Hall) -> str:
    """When this day began in China: all that others are told of the moment."""
    return moment(day_began(hall.clock.now()))


async def test_the_badges_of_everybody_are_there_from_the_start(hall: Hall, api: Api):
    (book,) = (await api.ask(BOOKS, None, "zh"))["badgeBooks"]
    assert [each["name"] for each in book["badges"]] == ["议事先锋", "环保卫士", "调解能手"]
    assert (book["version"], book["validFrom"], book["modelPoints"]) == (1, None, 500)
    assert book["sets"] == [{"key": "all_round", "badges": ["deliberation", "environment", "mediation"], "points": 50}]
    assert (await api.ask(MINE, None))["myBadges"] is None


async def test_a_badge_a_community_defined_is_seen_coming_and_told(hall: Hall, api: Api):
    me, issue = hall.neighbours[1], await hall.issue()
    key = await id_of(hall, 1)
    async with nothing_changes(hall.house):
        no = await api.do("adoptBadges", me.token, "en", input=BOOK)
        assert no["code"] == "FORBIDDEN"
        wrong = {**BOOK, "badges": [{**BOOK["badges"][0], "need": 0}]}
        no = await api.do("adoptBadges", hall.staff.token, "en", input=wrong)
        assert (no["code"], no["field"]) == ("INVALID", "badges")
    assert (await api.done("adoptBadges", hall.staff.token, input=BOOK))["version"] == 2
    said = {"issueId": public_id(Kind.ISSUE, issue.id), "body": "我同意。"}
    await api.done("comment", me.token, input=said)
    (row,) = (await api.ask(MINE, me.token, "zh"))["myBadges"]["progress"]
    assert row == {
        "badge": {"key": "talker", "name": "爱议事", "deedName": "留言", "need": 2, "days": 30},
        "have": 1,
        "earnedAt": None,
    }
    await api.done("comment", me.token, input=said)
    (row,) = (await api.ask(MINE, me.token, "en"))["myBadges"]["progress"]
    assert (row["have"], row["badge"]["name"], row["earnedAt"] is None) == (2, "Talker", False)
    await api.done("adoptBadges", hall.staff.token, input={**BOOK, "badges": []})
    kept = {"progress": [], "sets": [], "earned": [{"badge": {"key": "talker"}, "earnedAt": this_day(hall)}]}
    assert (await api.ask(MINE, me.token))["myBadges"] == kept
    (notice,) = [edge["node"] for edge in (await api.ask(NOTICES, me.token, "zh"))["notices"]["edges"]]
    assert notice == {"kind": "badge.earned", "message": "恭喜您得到徽章“爱议事”，谢谢您的付出。"}
    assert (await api.ask(SHOWN, None, "zh", id=key))["node"]["badges"] == [
        {"badge": {"name": "爱议事", "nameZh": "爱议事", "nameEn": "Talker"}, "earnedAt": this_day(hall)}
    ]
    await api.done("setThanked", me.token, thanked=False)
    assert (await api.ask(SHOWN, None, "zh", id=key))["node"]["badges"] == []


async def test_a_title_by_points_is_on_the_board_until_its_owner_says_no(hall: Hall, api: Api):
    await risen(hall, hall.neighbours[1], 500)
    key = await id_of(hall, 1)
    (edge,) = (await api.ask(BOARD, None, "zh"))["honours"]["edges"]
    title = {"honour": "MODEL", "name": "社区治理标兵", "whatFor": "做好事攒到 500 分", "pollId": None}
    assert edge["node"] == {"title": title, "resident": {"id": key}}
    assert (await api.ask(SHOWN, None, "zh", id=key))["node"]["honours"] == [
        {"name": "社区治理标兵", "givenAt": this_day(hall)}
    ]
    await api.done("setThanked", hall.neighbours[1].token, thanked=False)
    assert (await api.ask(BOARD, None, "zh"))["honours"]["edges"] == []
    assert (await api.ask(SHOWN, None, "zh", id=key))["node"]["honours"] == []


async def test_neighbours_nominate_and_vote_and_the_winner_is_on_the_board(hall: Hall, api: Api):
    by, ids = hall.neighbours[0].token, [await id_of(hall, number) for number in range(3)]
    made = []
    for nominee in ids[1:]:
        given = {"honour": "VOLUNTEER", "nomineeId": nominee, "whatFor": "天天打扫楼道"}
        made.append(await api.done("nominate", by, input=given))
    twice = await api.do("nominate", by, "zh", input=given)
    assert (twice["code"], twice["field"]) == ("CONFLICT", "nomineeId")
    found = await api.ask(NAMED, hall.neighbours[1].token, "zh")
    assert {edge["node"]["name"] for edge in found["nominations"]["edges"]} == {"最美志愿者"}
    assert [each["id"] for each in found["myNominations"]] == [made[0]["id"]]
    closes = moment(hall.clock.now() + timedelta(hours=1))
    assert len((await api.ask(OPEN, None))["nominations"]["edges"]) == 2
    given = {"honour": "VOLUNTEER", "title": "评选最美志愿者", "description": "请投一票。", "closesAt": closes}
    no = await api.do("openHonourVote", by, input=given)
    assert no["code"] == "FORBIDDEN"
    poll = await api.done("openHonourVote", hall.staff.token, input=given)
    assert (poll["phase"], poll["secret"], len(poll["choices"])) == ("OPEN", True, 2)
    await api.done("castVote", by, input={"pollId": poll["id"], "choice": poll["choices"][1]["key"]})
    hall.clock.turn(hours=2)
    await sweep(hall.house)
    assert (await api.ask(OPEN, None))["nominations"]["edges"] == []
    (edge,) = (await api.ask(BOARD, None, "zh"))["honours"]["edges"]
    title = {"honour": "VOLUNTEER", "name": "最美志愿者", "whatFor": "天天打扫楼道", "pollId": poll["id"]}
    assert edge["node"] == {"title": title, "resident": {"id": ids[2]}}
    late = await api.do("declineNomination", hall.neighbours[2].token, "zh", nominationId=made[1]["id"])
    assert (late["code"], late["message"]) == ("WRONG_STAGE", "投票已经结束了。")


async def test_a_neighbour_is_nominated_by_the_number_they_sign_in_with(hall: Hall, api: Api):
    by, other = hall.neighbours[:2]
    given = {"honour": "PIONEER", "phone": other.phone.removeprefix("+86"), "whatFor": "天天浇花"}
    made = await api.done("nominateByPhone", by.token, **given)
    assert made["nominee"] == {"id": await id_of(hall, 1)}
    async with nothing_changes(hall.house):
        for changed, code, field in (
            ({}, "CONFLICT", "phone"),
            ({"phone": by.phone}, "INVALID", "phone"),
            ({"phone": "12"}, "INVALID", "phone"),
            ({"phone": "13000000000"}, "NOT_FOUND", "phone"),
            ({"honour": "MODEL"}, "INVALID", "honour"),
        ):
            no = await api.do("nominateByPhone", by.token, **{**given, **changed})
            assert (no["code"], no["field"]) == (code, field), no
        unknown = {**given, "phone": "13000000000"}
        codes = [(await api.do("nominateByPhone", by.token, **unknown))["code"] for _ in range(7)]
    assert codes == ["NOT_FOUND"] * 5 + ["RATE_LIMITED"] * 2
