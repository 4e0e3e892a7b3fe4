"""Confirming a household, deciding about points that wait, and opening figures, as clients do it."""

import pytest

from resolvers.residents.confirming import Door, ask
from rules.ids import Kind, public_id
from tests.resolvers.guards.door import household
from tests.resolvers.guards.making_up import in_a_burst, in_a_ring, without_proof
from tests.resolvers.guards.test_holding import held
from tests.schema.test_points import helped
from tests.support.deeds import newcomer
from tests.support.house import Hall, done
from tests.support.server import Api

ENTRIES = (
    "entries(first: 2, after: $after) { edges { node { rule points day issueId } } pageInfo { hasNextPage endCursor } }"
)
BOARDS = (
    "query($after: String) {"
    f" leaderboard {{ points {ENTRIES} resident {{ points points{ENTRIES[0].upper()}{ENTRIES[1:]} }} }}"
    f" buildingBoard {{ points {ENTRIES} }} }}"
)
BEHIND = (
    "query($whose: ID!, $month: String, $after: String) { pointsBehind(whose: $whose, month: $month, first: 2,"
    " after: $after) { edges { node { points day } } pageInfo { endCursor } } }"
)
HOLDS = (
    "{ pointsHolds { edges { node { id guard why points sourceId issueId reportId resident { id }"
    " decisions { outcome } } } } }"
)
MINE = (
    "{ myPoints { earned waiting entries { edges { node { movement points held { why points outcome reasons } } } } } }"
)
BUILDINGS = "{ buildings { id name } }"
RINGS = "{ pointsHolds { edges { node { id guard why points others { id } } } } }"
WAITING = "{ householdRequests { edges { node { id words resident { verified } household { unit code } } } } }"


async def test_every_figure_is_the_sum_of_the_entries_it_opens_to(hall: Hall, api: Api):
    me = (await hall.actor(hall.neighbours[1])).resident_id
    await household(hall, 2, [me])
    for minutes in (60, 30, 90, 6, 12):
        await helped(hall, 1, minutes)
    sums, after = {"place": 0, "ever": 0, "building": 0}, None
    while True:
        found = await api.ask(BOARDS, after=after)
        (row,), (building,) = found["leaderboard"], found["buildingBoard"]
        for name, page in (
            ("place", row["entries"]),
            ("ever", row["resident"]["pointsEntries"]),
            ("building", building["entries"]),
        ):
            sums[name] += sum(edge["node"]["points"] for edge in page["edges"])
        after = row["entries"]["pageInfo"]["endCursor"]
        if not row["entries"]["pageInfo"]["hasNextPage"]:
            break
    assert sums == {"place": row["points"], "ever": row["resident"]["points"], "building": building["points"]}
    assert row["points"] == 33


async def test_whoever_declines_to_be_named_has_no_entries_to_open(hall: Hall, api: Api):
    await helped(hall, 1, 60)
    person = hall.neighbours[1]
    shown = "... on Resident { pointsEntries { edges { node { points } } } }"
    opened = f'{{ node(id: "{person.resident_id}") {{ {shown} }} }}'
    assert len((await api.ask(opened))["node"]["pointsEntries"]["edges"]) == 1
    await api.ask("mutation { setThanked(thanked: false) { __typename } }", person.token)
    assert (await api.ask(opened))["node"]["pointsEntries"] is None


async def test_one_place_opens_page_by_page_and_for_nobody_where_its_owner_says_no(hall: Hall, api: Api):
    person = hall.neighbours[1]
    me = (await hall.actor(person)).resident_id
    building, _ = await household(hall, 2, [me])
    for minutes in (60, 30, 90):
        await helped(hall, 1, minutes)
    for whose in (person.resident_id, public_id(Kind.BUILDING, building)):
        first = (await api.ask(BEHIND, whose=whose))["pointsBehind"]
        rest = (await api.ask(BEHIND, whose=whose, after=first["pageInfo"]["endCursor"]))["pointsBehind"]
        assert sum(edge["node"]["points"] for page in (first, rest) for edge in page["edges"]) == 30
        assert (await api.ask(BEHIND, whose=whose, month="2020-01"))["pointsBehind"]["edges"] == []
    assert (await api.ask(BEHIND, whose=public_id(Kind.BUILDING, me)))["pointsBehind"] is None
    await api.ask("mutation { setThanked(thanked: false) { __typename } }", person.token)
    assert (await api.ask(BEHIND, whose=person.resident_id))["pointsBehind"] is None
    assert len((await api.ask(BEHIND, person.token, whose=person.resident_id))["pointsBehind"]["edges"]) == 2


async def test_points_that_wait_are_seen_with_the_reason_and_decided_by_two(hall: Hall, api: Api):
    row, owner = await held(hall), hall.neighbours[0].token
    mine = (await api.ask(MINE, owner, "zh"))["myPoints"]
    assert (mine["earned"], mine["waiting"]) == (0, 20)
    (entry,) = [edge["node"] for edge in mine["entries"]["edges"]]
    assert entry["held"]["points"] == 20
    assert "请工作人员看一下" in entry["held"]["why"]
    (shown,) = [edge["node"] for edge in (await api.ask(HOLDS, hall.staff.token))["pointsHolds"]["edges"]]
    assert (shown["id"], shown["guard"]) == (public_id(Kind.POINTS_HOLD, row.id), "CROWD")
    assert (shown["sourceId"].split("_")[0], shown["issueId"], shown["reportId"]) == ("activity", None, None)
    for person in (hall.staff, hall.admin):
        decision = {"holdId": shown["id"], "outcome": "RELEASED", "reason": "看过了"}
        found = await api.done("decidePointsHold", person.token, **decision)
    assert (found["outcome"], len(found["decisions"])) == ("RELEASED", 2)
    mine = (await api.ask(MINE, owner))["myPoints"]
    assert (mine["earned"], mine["waiting"]) == (20, 0)


@pytest.mark.parametrize(
    ("deeds", "guard", "why"),
    [
        (in_a_burst, "BURST", "短时间里记了很多笔，请工作人员看一下。"),
        (in_a_ring, "RING", "几位邻居一直互相确认工时，请工作人员看一下。"),
        (without_proof, "BARE_REPORTS", "好几个反映没有照片、没有地点，也没有邻居加入，请工作人员看一下。"),
    ],
)
async def test_deeds_that_look_made_up_wait_with_the_reason_shown_until_two_have_decided(
    hall: Hall, api: Api, deeds, guard: str, why: str
):
    await deeds(hall)
    mine = (await api.ask(MINE, hall.neighbours[0].token, "zh"))["myPoints"]
    (held,) = [edge["node"]["held"] for edge in mine["entries"]["edges"] if edge["node"]["held"]]
    waits, others = held["points"], 1 if guard == "RING" else 0
    assert waits
    assert held == {"why": why, "points": waits, "outcome": None, "reasons": []}
    (shown,) = [edge["node"] for edge in (await api.ask(RINGS, hall.staff.token, "zh"))["pointsHolds"]["edges"]]
    assert (shown["guard"], shown["why"], shown["points"]) == (guard, why, waits)
    assert shown["others"] == [{"id": person.resident_id} for person in hall.neighbours[1 : 1 + others]]
    decision = {"holdId": shown["id"], "outcome": "VOIDED", "reason": "问过了，没有做"}
    first = await api.done("decidePointsHold", hall.staff.token, **decision)
    again = await api.do("decidePointsHold", hall.staff.token, **decision)
    second = await api.done("decidePointsHold", hall.admin.token, **decision)
    assert (first["outcome"], again["code"], second["outcome"]) == (None, "CONFLICT", "VOIDED")
    after = (await api.ask(MINE, hall.neighbours[0].token))["myPoints"]
    (held,) = [edge["node"]["held"] for edge in after["entries"]["edges"] if edge["node"]["held"]]
    assert (after["earned"], held["outcome"], held["reasons"]) == (mine["earned"], "VOIDED", ["问过了，没有做"] * 2)


async def test_a_door_is_asked_for_and_confirmed(hall: Hall, api: Api):
    building, _ = await household(hall, 2)
    person = await newcomer(hall)

    assert (await api.ask(BUILDINGS))["buildings"] == [{"id": public_id(Kind.BUILDING, building), "name": "7 栋"}]
    request = done(await ask(hall.house, person, Door(building, "1", "501"), "二楼左手"))
    (node,) = [edge["node"] for edge in (await api.ask(WAITING, hall.staff.token))["householdRequests"]["edges"]]
    assert node["household"] == {"unit": "1", "code": "501"}
    assert node["resident"] == {"verified": False}
    key = public_id(Kind.HOUSEHOLD_REQUEST, request.id)
    found = await api.done("confirmHousehold", hall.staff.token, requestId=key, note="房产证")
    assert found["answer"] == "CONFIRMED"


async def test_staff_alone_see_where_somebody_lives(hall: Hall, api: Api):
    person = hall.neighbours[0]
    building, _ = await household(hall, 2, [(await hall.actor(person)).resident_id])
    asked = "query($in: ID) { residents(buildingId: $in) { edges { node { id home phone } } } }"
    key = public_id(Kind.BUILDING, building)
    (node,) = [edge["node"] for edge in (await api.ask(asked, hall.staff.token, **{"in": key}))["residents"]["edges"]]
    assert (node["id"], node["home"]) == (person.resident_id, "7 栋 1-501")
    looked = f'{{ node(id: "{person.resident_id}") {{ ... on Resident {{ home }} }} }}'
    homes = [(await api.ask(looked, each.token))["node"]["home"] for each in (person, *hall.neighbours[1:2])]
    assert homes == ["7 栋 1-501", None]
    too_long = "query($start: String) { residents(search: $start) { edges { cursor } } }"
    assert (await api.error(too_long, hall.staff.token, start="王" * 101))[0] == "BAD_USER_INPUT"


async def test_one_more_in_a_full_household_is_shown_as_waiting_for_a_second(hall: Hall, api: Api):
    building, _ = await household(hall, 1, [(await hall.actor(hall.neighbours[0])).resident_id])
    person = await newcomer(hall)
    request = done(await ask(hall.house, person, Door(building, "1", "501"), ""))
    key = public_id(Kind.HOUSEHOLD_REQUEST, request.id)
    found = await api.done("confirmHousehold", hall.staff.token, requestId=key, note="户口本")
    assert (found["answer"], found["secondWanted"]) == (None, True)
    again = await api.do("confirmHousehold", hall.staff.token, "zh", requestId=key, note="户口本")
    assert again["message"] == "您的意见已经记下。这一户已经确认了不少人，还要另一位社区工作人员看过材料。"
    found = await api.done("confirmHousehold", hall.admin.token, requestId=key, note="户口本")
    assert (found["answer"], found["secondWanted"]) == ("CONFIRMED", False)
