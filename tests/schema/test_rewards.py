"""Rewards through the API: from the catalogue to a code, its picture, and the hand that gives."""

import xml.etree.ElementTree as ET

import segno

from resolvers.deed import Deed, perform
from resolvers.points.earning import earn
from rules.points import Rule
from tests.support.deeds import nothing_changes
from tests.support.house import Hall
from tests.support.server import Api

CATALOGUE = (
    "{ rewards { edges { node { id name price stock share { most days } place { name address hands { id } } } } } }"
)
MINE = (
    "{ myVouchers { edges { node { id state code qr reward { name } } } } myPoints { balance entries { edges { node {"
)
MINE += " movement rule name points material sourceId } } } } }"
NODE = "query($id: ID!) { node(id: $id) { __typename id } }"
NOTICES = "{ notices { edges { node { kind message } } } }"
ID = "{ viewer { resident { id } } }"


async def paid(hall: Hall, number: int) -> None:
    """A neighbour has 80 points."""
    who = (await hall.actor(hall.neighbours[number])).resident_id

    async def work(deed: Deed) -> None:
        await earn(deed, hall.community_id, [who], Rule.VOLUNTEERING, f"activity_{number}", {}, minutes=480)

    await perform(hall.house, work)


async def meal(hall: Hall, api: Api, **more: object) -> dict:
    """A meal at the canteen for 10 points, of which there are three."""
    place = await api.done("putPickupPlace", hall.staff.token, name="社区食堂", address="东门内 20 米")
    asked = {"name": "食堂餐券", "description": "午餐一份", "price": 10, "placeId": place["id"], **more}
    return await api.done("addReward", hall.staff.token, input=asked, stock=3)


def nodes(connection: dict) -> list[dict]:
    return [edge["node"] for edge in connection["edges"]]


async def test_from_the_catalogue_to_the_hand_that_gives(hall: Hall, api: Api):
    await paid(hall, 0)
    reward = await meal(hall, api, share={"most": 1, "days": 7})
    buyer, hand = hall.neighbours[0].token, hall.neighbours[1].token
    (shown,) = nodes((await api.ask(CATALOGUE))["rewards"])
    assert (shown["name"], shown["price"], shown["stock"]) == ("食堂餐券", 10, 3)
    assert shown["share"] == {"most": 1, "days": 7}
    assert shown["place"] == {"name": "社区食堂", "address": "东门内 20 米", "hands": []}
    voucher = await api.done("redeemReward", buyer, rewardId=reward["id"], price=10)
    assert (voucher["state"], voucher["reward"]["stock"], len(voucher["secret"])) == ("READY", 2, 20)
    assert ET.fromstring(voucher["qr"]).tag.endswith("svg")
    mine = await api.ask(MINE, buyer)
    assert [(row["state"], row["code"]) for row in nodes(mine["myVouchers"])] == [("READY", voucher["secret"])]
    assert mine["myPoints"]["balance"] == 70
    spent = nodes(mine["myPoints"]["entries"])[0]
    assert (spent["movement"], spent["rule"], spent["points"], spent["material"]) == ("SPENT", None, 0, -10)
    assert (spent["name"], spent["sourceId"]) == ("A reward redeemed", voucher["id"])
    helper = (await api.ask(ID, hand))["viewer"]["resident"]["id"]
    named = await api.done("nameHandingOut", hall.staff.token, placeId=reward["place"]["id"], residentId=helper)
    assert named["hands"] == [{"id": helper}]
    given = await api.done("handOutVoucher", hand, code=voucher["secret"])
    assert (given["state"], given["secret"], given["qr"], given["reward"]["name"]) == (
        "HANDED_OUT",
        None,
        None,
        "食堂餐券",
    )
    told = nodes((await api.ask(NOTICES, buyer))["notices"])
    assert [row["kind"] for row in told] == ["voucher.handed_out", "voucher.got", "points.volunteering"]
    assert told[0]["message"] == "食堂餐券: you have fetched it. Thank you."
    assert nodes((await api.ask(MINE, buyer))["myVouchers"])[0]["code"] is None


LOOK = """query($code: String!) { voucherToHandOut(code: $code) { __typename
  ... on Voucher { state secret: code reward { name } } ... on Refusal { code field } } }"""


async def test_who_hands_out_is_told_where_and_looks_before_giving(hall: Hall, api: Api):
    await paid(hall, 0)
    reward = await meal(hall, api)
    hand = hall.neighbours[1].token
    code = (await api.done("redeemReward", hall.neighbours[0].token, rewardId=reward["id"], price=10))["secret"]
    helper = (await api.ask(ID, hand))["viewer"]["resident"]["id"]
    await api.done("nameHandingOut", hall.staff.token, placeId=reward["place"]["id"], residentId=helper)
    assert await api.ask("{ myPickupPlaces { name } }", hand) == {"myPickupPlaces": [{"name": "社区食堂"}]}
    assert await api.ask("{ myPickupPlaces { name } }") == {"myPickupPlaces": []}
    async with nothing_changes(hall.house):
        seen = (await api.ask(LOOK, hand, code=code))["voucherToHandOut"]
        assert seen == {"__typename": "Voucher", "state": "READY", "secret": None, "reward": {"name": "食堂餐券"}}
        guest = (await api.ask(LOOK, code=code))["voucherToHandOut"]
        assert guest == {"__typename": "Refusal", "code": "SIGN_IN_REQUIRED", "field": None}
        unknown = (await api.ask(LOOK, hand, code="ABC"))["voucherToHandOut"]
        assert unknown == {"__typename": "Refusal", "code": "NOT_FOUND", "field": "code"}


async def test_a_picture_says_the_code_and_nothing_else(hall: Hall, api: Api):
    await paid(hall, 0)
    reward = await meal(hall, api)
    voucher = await api.done("redeemReward", hall.neighbours[0].token, rewardId=reward["id"], price=10)
    other = await api.done("redeemReward", hall.neighbours[0].token, rewardId=reward["id"], price=10)
    assert segno.make_qr(voucher["secret"]).svg_inline(scale=8) == voucher["qr"] != other["qr"]


async def test_a_voucher_is_its_owners_own(hall: Hall, api: Api):
    await paid(hall, 0)
    reward = await meal(hall, api)
    voucher = await api.done("redeemReward", hall.neighbours[0].token, rewardId=reward["id"], price=10)
    found = (await api.ask(NODE, hall.neighbours[0].token, id=voucher["id"]))["node"]
    assert found == {"__typename": "Voucher", "id": voucher["id"]}
    for token in (None, hall.neighbours[1].token, hall.staff.token):
        assert (await api.ask(NODE, token, id=voucher["id"]))["node"] is None
        assert (await api.ask(NODE, token, id=reward["id"]))["node"]["__typename"] == "Reward"
    assert (await api.error(MINE))[0] == "SIGN_IN_REQUIRED"


async def test_staff_change_restock_and_withdraw_and_neighbours_do_not(hall: Hall, api: Api):
    reward = await meal(hall, api)
    asked = {"name": "理发券", "price": 30, "placeId": reward["place"]["id"], "voucherDays": 7}
    async with nothing_changes(hall.house):
        for name, arguments in (
            ("changeReward", {"input": asked}),
            ("restockReward", {"by": 1, "reason": "多一份"}),
            ("withdrawReward", {}),
        ):
            answer = await api.do(name, hall.neighbours[0].token, rewardId=reward["id"], **arguments)
            assert answer["code"] == "FORBIDDEN", name
        broken = await api.do("restockReward", hall.staff.token, rewardId=reward["id"], by=-4, reason="坏了")
        assert (broken["code"], broken["field"]) == ("INVALID", "by")
    changed = await api.done("changeReward", hall.staff.token, rewardId=reward["id"], input=asked)
    assert (changed["name"], changed["price"], changed["voucherDays"], changed["share"]) == ("理发券", 30, 7, None)
    more = await api.done("restockReward", hall.staff.token, rewardId=reward["id"], by=2, reason="又送来两份")
    assert more["stock"] == 5
    gone = await api.done("withdrawReward", hall.staff.token, rewardId=reward["id"])
    assert gone["withdrawnAt"] is not None
    assert nodes((await api.ask(CATALOGUE))["rewards"]) == []


async def test_a_no_says_what_to_do_in_both_languages(hall: Hall, api: Api):
    reward = await meal(hall, api)
    poor = await api.do("redeemReward", hall.neighbours[0].token, "zh", rewardId=reward["id"], price=10)
    assert (poor["code"], poor["message"]) == ("NOT_ELIGIBLE", "积分不够，还差 10 分。")
    wrong = await api.do("handOutVoucher", hall.staff.token, code="never given")
    assert wrong["message"] == "There is no such code; please scan it again, or check it."
