"""The bank of hours through the API: from a post that fits to hours, gifts, points, and sums that are zero."""

import pytest

from db.models.residents import Resident
from tests.support.deeds import foreigner, newcomer, nothing_changes
from tests.support.house import Hall
from tests.support.server import Api

MINE = """{ myHours { minutes reserved floor supported entries { edges { node { move name minutes note } } }
  gifts { edges { node { id minutes standing giver { id } } } } } }"""
BANK = "{ hoursBank { held owed pool opened turnedIntoPoints sum } }"
POSTS = """query($side: HelpSide!, $skill: HelpSkill) { helpPosts(side: $side, skill: $skill) { edges { node {
  id skillName text windows { weekday begins ends } author { id } } } } }"""
MATCHES = """query($post: ID!) { helpMatches(postId: $post) { minutesTogether reasons { fit name }
  post { id author { id } } } }"""
HELPS = "{ myHelps { edges { node { id standing iHelp converted minutes } } } myHelpPosts { edges { node { id } } } }"
NOTICES = "{ notices { edges { node { kind message helpId } } } }"


def wanted(**more: object) -> dict[str, object]:
    """A request."""
    window = {"weekday": 2, "begins": 540, "ends": 660}
    return {"side": "REQUEST", "skill": "REPAIRS", "text": "水龙头漏水", "minutes": 60, "windows": [window], **more}


async def helped(hall: Hall, api: Api, minutes: int = 60) -> str:
    """The first neighbour has helped the second, and both have said so; the id of the help."""
    helper, me = hall.neighbours[0].token, hall.neighbours[1].token
    post = await api.done("postHelp", me, input=wanted(minutes=minutes))
    row = await api.done("proposeHelp", helper, postId=post["id"], minutes=minutes)
    await api.done("agreeHelp", me, helpId=row["id"])
    for token in (helper, me):
        row = await api.done("confirmHelp", token, helpId=row["id"], minutes=minutes)
    assert (row["standing"], row["minutes"]) == ("DONE", minutes)
    return str(row["id"])


async def test_a_request_meets_an_offer_and_becomes_an_hour(hall: Hall, api: Api):
    helper, me = hall.neighbours[0].token, hall.neighbours[1].token
    post = await api.done("postHelp", me, input=wanted())
    offer = await api.done("postHelp", helper, input=wanted(side="OFFER", minutes=120, windows=[]))
    (match,) = (await api.ask(MATCHES, me, "zh", post=post["id"]))["helpMatches"]
    assert (match["post"]["id"], match["minutesTogether"]) == (offer["id"], 120)
    assert [each["fit"] for each in match["reasons"]] == ["SKILL", "WHOLE_TIME"]
    assert [each["name"] for each in match["reasons"]] == [
        "要的和会的一样：修修补补。",
        "两边的空闲时间够用：120 分钟。",
    ]
    assert (await api.ask(MATCHES, helper, post=post["id"]))["helpMatches"] == []

    row = await api.done("proposeHelp", me, postId=offer["id"], minutes=60)
    agreed = await api.done("agreeHelp", helper, helpId=row["id"])
    assert (agreed["standing"], agreed["iHelp"]) == ("AGREED", True)
    assert (await api.ask(MINE, me))["myHours"]["reserved"] == 60
    said = await api.done("confirmHelp", helper, helpId=row["id"], minutes=60)
    assert (said["standing"], said["helperSaid"], said["helpedSaid"]) == ("AGREED", 60, None)
    assert (await api.done("confirmHelp", me, helpId=row["id"], minutes=60))["standing"] == "DONE"
    (entry,) = (await api.ask(MINE, helper, "zh"))["myHours"]["entries"]["edges"]
    assert entry["node"] == {"move": "HELP", "name": "互助", "minutes": 60, "note": None}
    assert (await api.ask(BANK))["hoursBank"] == {
        "held": 60,
        "owed": -60,
        "pool": 0,
        "opened": 0,
        "turnedIntoPoints": 0,
        "sum": 0,
    }
    (edge, *_) = (await api.ask(NOTICES, me, "zh"))["notices"]["edges"]
    assert edge["node"] == {
        "kind": "help.done",
        "message": "这次互助记好了：60 分钟，谢谢你们。",
        "helpId": row["id"],
    }
    assert (await api.done("closeHelpPost", me, postId=post["id"]))["closedAt"]
    assert (await api.ask(POSTS, me, side="REQUEST"))["helpPosts"]["edges"] == []


async def test_posts_are_read_by_confirmed_neighbours(hall: Hall, api: Api):
    me = hall.neighbours[1]
    post = await api.done("postHelp", me.token, input=wanted())
    (edge,) = (await api.ask(POSTS, hall.neighbours[0].token, "zh", side="REQUEST"))["helpPosts"]["edges"]
    assert edge["node"] == {
        "id": post["id"],
        "skillName": "修修补补",
        "text": "水龙头漏水",
        "windows": [{"weekday": 2, "begins": 540, "ends": 660}],
        "author": {"id": me.resident_id},
    }
    assert (await api.ask(POSTS, me.token, side="REQUEST", skill="CARE"))["helpPosts"]["edges"] == []
    assert (await api.ask(POSTS, side="REQUEST"))["helpPosts"] is None
    assert await api.ask(HELPS) == {"myHelps": None, "myHelpPosts": None}
    assert (await api.ask(MINE))["myHours"] is None
    assert (await api.ask(MATCHES, post=post["id"]))["helpMatches"] == []


async def test_hours_become_points_once(hall: Hall, api: Api):
    me, other, row = hall.neighbours[0].token, hall.neighbours[1], await helped(hall, api)
    async with nothing_changes(hall.house):
        owed = await api.do("turnHoursIntoPoints", me, "zh", helpId=row)
    assert (owed["code"], owed["message"]) == (
        "CONFLICT",
        "对方还欠着这次的时间，等对方还上了才能换积分。您的时间都在，随时可以用。",
    )
    await api.done("openHours", hall.staff.token, residentId=other.resident_id, minutes=60, reason="老账本")
    assert (await api.done("turnHoursIntoPoints", me, helpId=row))["minutes"] == 0
    async with nothing_changes(hall.house):
        again = await api.do("turnHoursIntoPoints", me, "zh", helpId=row)
    assert (again["code"], again["message"]) == ("CONFLICT", "这次的时间已经换成积分了。")
    assert (await api.ask("{ myPoints { earned } }", me))["myPoints"] == {"earned": 10}
    (edge,) = (await api.ask(HELPS, me))["myHelps"]["edges"]
    assert edge["node"] == {"id": row, "standing": "DONE", "iHelp": True, "converted": True, "minutes": 60}
    bank = (await api.ask(BANK))["hoursBank"]
    assert (bank["held"], bank["owed"], bank["turnedIntoPoints"], bank["sum"]) == (0, 0, 60, 0)


async def test_hours_from_before_are_given_to_family_and_to_the_pool(hall: Hall, api: Api):
    me, child = hall.neighbours[0], hall.neighbours[1]
    given = {"residentId": me.resident_id, "minutes": 300, "reason": "老账本"}
    assert (await api.done("openHours", hall.staff.token, **given))["minutes"] == 300
    gift = await api.done("offerHours", me.token, residentId=child.resident_id, minutes=100, note="给你用")
    assert (await api.ask(MINE, me.token))["myHours"]["reserved"] == 100
    assert (await api.done("answerHoursGift", child.token, giftId=gift["id"], accept=True))["standing"] == "ACCEPTED"
    for _ in range(2):
        left = await api.done("donateHours", me.token, minutes=50, idempotencyKey="春节")
    assert left["minutes"] == 150
    other = await api.done("offerHours", me.token, residentId=child.resident_id, minutes=100, note="再给你")
    assert (await api.done("withdrawHoursGift", me.token, giftId=other["id"]))["standing"] == "WITHDRAWN"
    bank = (await api.ask(BANK))["hoursBank"]
    assert (bank["held"], bank["pool"], bank["opened"], bank["sum"]) == (250, 50, -300, 0)
    assert (await api.done("supportResident", hall.staff.token, residentId=child.resident_id, supported=True))[
        "supported"
    ]
    mine = (await api.ask(MINE, child.token))["myHours"]
    assert (mine["supported"], mine["floor"], len(mine["gifts"]["edges"])) == (True, -2_400, 2)


GIFTS = "{ myHours { minutes reserved gifts { edges { node { id receiver { id } } } } } }"


async def test_hours_are_given_to_family_by_telephone_number(hall: Hall, api: Api):
    me, child = hall.neighbours[0], hall.neighbours[1]
    await api.done("openHours", hall.staff.token, residentId=me.resident_id, minutes=300, reason="老账本")
    given = {"phone": child.phone, "minutes": 100, "note": "给你用"}
    gift = await api.done("offerHoursByPhone", me.token, **given)
    (edge,) = (await api.ask(MINE, child.token))["myHours"]["gifts"]["edges"]
    assert (edge["node"]["id"], edge["node"]["giver"]["id"]) == (gift["id"], me.resident_id)
    (mine,) = (await api.ask(GIFTS, me.token))["myHours"]["gifts"]["edges"]
    assert mine["node"]["receiver"] is None
    await api.done("answerHoursGift", child.token, giftId=gift["id"], accept=True)
    for token in (me.token, child.token):
        (mine,) = (await api.ask(GIFTS, token))["myHours"]["gifts"]["edges"]
        assert mine["node"]["receiver"] == {"id": child.resident_id}


async def test_whose_number_it_is_a_gift_does_not_tell(hall: Hall, api: Api):
    me, child = hall.neighbours[0], hall.neighbours[1]
    await api.done("openHours", hall.staff.token, residentId=me.resident_id, minutes=300, reason="老账本")
    stranger, unconfirmed = await foreigner(hall), "+8613900000001"
    await newcomer(hall, unconfirmed)
    async with hall.house.database.read() as session:
        sealed = (await session.get_one(Resident, stranger.resident_id)).phone_sealed
    assert sealed
    answers = []
    for phone in (child.phone, "13900009999", hall.house.vault.unseal(sealed), unconfirmed):
        given = {"phone": phone, "minutes": 60, "note": "给你用"}
        gift = await api.done("offerHoursByPhone", me.token, **given)
        async with nothing_changes(hall.house):
            poor = await api.do("offerHoursByPhone", me.token, **{**given, "minutes": 301})
            short = await api.do("offerHoursByPhone", me.token, **{**given, "minutes": 14})
        kept = (await api.ask(GIFTS, me.token))["myHours"]
        gone = await api.done("withdrawHoursGift", me.token, giftId=gift.pop("id"))
        answers.append(
            (gift, poor, short, kept["reserved"], kept["gifts"]["edges"][0]["node"]["receiver"], gone["standing"])
        )
        gift.pop("offeredAt", None)
    assert answers == [answers[0]] * 4
    assert (answers[0][1]["field"], answers[0][2]["field"], answers[0][3]) == ("minutes", "minutes", 60)


async def test_a_gift_to_what_is_no_number_or_to_oneself_is_refused(hall: Hall, api: Api):
    me = hall.neighbours[0]
    await api.done("openHours", hall.staff.token, residentId=me.resident_id, minutes=300, reason="老账本")
    async with nothing_changes(hall.house):
        for phone, field in (("王奶奶", "phone"), (me.phone, "residentId")):
            refused = await api.do("offerHoursByPhone", me.token, phone=phone, minutes=100, note="给你用")
            assert (refused["code"], refused["field"]) == ("INVALID", field)


async def test_nobody_tries_numbers_out(hall: Hall, api: Api):
    me, other = hall.neighbours[0], hall.neighbours[1]
    await api.done("openHours", hall.staff.token, residentId=me.resident_id, minutes=300, reason="老账本")
    given = {"minutes": 15, "note": "给你用"}
    for number in range(10):
        await api.done("offerHoursByPhone", me.token, phone=f"1390000999{number}", **given)
    async with nothing_changes(hall.house):
        refused = [
            await api.do("offerHoursByPhone", me.token, phone=other.phone, **given),
            await api.do("offerHours", me.token, residentId=other.resident_id, **given),
        ]
    assert [each["code"] for each in refused] == ["RATE_LIMITED"] * 2


async def test_staff_decide_with_a_reason_that_both_read(hall: Hall, api: Api):
    post = await api.done("postHelp", hall.neighbours[1].token, input=wanted())
    row = await api.done("proposeHelp", hall.neighbours[0].token, postId=post["id"], minutes=60)
    await api.done("agreeHelp", hall.neighbours[1].token, helpId=row["id"])
    await api.done("confirmHelp", hall.neighbours[0].token, helpId=row["id"], minutes=60)
    early = await api.do("decideHelp", hall.staff.token, "zh", helpId=row["id"], minutes=30, reason="替他们定了")
    assert (early["code"], early["message"]) == ("CONFLICT", "还在等另一边来写，过了 7 天没有写再来定。")
    await api.done("confirmHelp", hall.neighbours[1].token, helpId=row["id"], minutes=15)
    decided = await api.done("decideHelp", hall.staff.token, helpId=row["id"], minutes=30, reason="两边都问过了")
    assert (decided["minutes"], decided["decisionReason"]) == (30, "两边都问过了")


@pytest.mark.parametrize("who", ["neighbour", "moderator", "guest"])
async def test_strange_hands_change_nothing(hall: Hall, api: Api, who: str):
    row = await helped(hall, api)
    token = {"neighbour": hall.neighbours[2].token, "moderator": hall.moderator.token, "guest": None}[who]
    codes = {"SIGN_IN_REQUIRED"} if token is None else {"FORBIDDEN", "NOT_FOUND", "CONFLICT"}
    me = hall.neighbours[0].resident_id
    async with nothing_changes(hall.house):
        for name, arguments in (
            ("agreeHelp", {"helpId": row}),
            ("callOffHelp", {"helpId": row}),
            ("confirmHelp", {"helpId": row, "minutes": 10}),
            ("decideHelp", {"helpId": row, "minutes": 10, "reason": "我说的"}),
            ("turnHoursIntoPoints", {"helpId": row}),
            ("openHours", {"residentId": me, "minutes": 60, "reason": "我说的"}),
            ("supportResident", {"residentId": me, "supported": True}),
            ("answerHoursGift", {"giftId": "gift_" + "0" * 32, "accept": True}),
            ("closeHelpPost", {"postId": "helppost_" + "0" * 32}),
        ):
            assert (await api.do(name, token, **arguments))["code"] in codes, name
