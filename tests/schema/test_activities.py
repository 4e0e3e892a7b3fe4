"""Activities through the API, from being put on to points; and as files that other calendars read."""

from contextlib import AsyncExitStack
from datetime import datetime, timedelta

import icalendar
import pytest

from db.streams import moment
from rules.ids import Kind, public_id
from tests.support.deeds import foreigner, nothing_changes
from tests.support.house import Hall
from tests.support.server import Api

LISTED = """query($occasion: Occasion) { activities(occasion: $occasion) { edges { node {
  id occasionName title place mayLead organiser { id } slots { going waiting mine { standing }
  attendances { name } } } } } }"""
MINE = "{ myAttendances { edges { node { standing minutes slot { activity { title } } } } } }"
SHOWN = "query($slot: ID!) { slotCode(slotId: $slot) { code until } }"
PLACES = """subscription($id: ID!) { activityPlaces(activityId: $id) { seq calledOffAt
  slots { slotId capacity going waiting } } }"""
NOTICES = "{ notices { edges { node { kind message activityId } } } }"
POINTS = "{ myPoints { earned entries { edges { node { rule points sourceId } } } } }"


def given(hall: Hall, *capacities: int, **more: object) -> dict[str, object]:
    """An activity with slots of two hours, the first in an hour."""
    first = hall.clock.now() + timedelta(hours=1)
    starts = [first + timedelta(days=day) for day in range(len(capacities))]
    return {
        "occasion": "VOLUNTEERING",
        "title": "打扫楼道",
        "description": "请带手套。",
        "place": "3 号楼门口",
        "slots": [
            {"startsAt": moment(at), "endsAt": moment(at + timedelta(hours=2)), "capacity": n}
            for at, n in zip(starts, capacities, strict=True)
        ],
        **more,
    }


async def put_on(hall: Hall, api: Api, *capacities: int, **more: object):
    return await api.done("planActivity", hall.staff.token, input=given(hall, *capacities, **more))


async def shown(hall: Hall, api: Api, slot: str) -> str:
    return (await api.ask(SHOWN, hall.staff.token, slot=slot))["slotCode"]["code"]


async def test_from_one_tap_to_points(hall: Hall, api: Api):
    activity = await put_on(hall, api, 1)
    slot, me, next_ = activity["slots"][0]["id"], hall.neighbours[0].token, hall.neighbours[1].token
    row = await api.done("signUpForSlot", me, slotId=slot)
    assert (row["standing"], row["slot"]) == ("GOING", {"id": slot, "going": 1, "waiting": 0})
    assert (await api.done("signUpForSlot", next_, slotId=slot))["standing"] == "WAITING"
    hall.clock.turn(hours=1)
    assert (await api.done("checkIn", me, slotId=slot, code=await shown(hall, api, slot)))["cameAt"]
    hall.clock.turn(minutes=61)
    gone = await api.done("checkOut", me, slotId=slot, code=await shown(hall, api, slot))
    assert gone["proposedMinutes"] in {60, 61}
    confirmed = await api.done("confirmMinutes", hall.staff.token, attendanceId=row["id"], minutes=60)
    assert confirmed["minutes"] == 60
    found = (await api.ask(POINTS, me))["myPoints"]
    assert found["earned"] == 10
    assert [edge["node"]["sourceId"] for edge in found["entries"]["edges"]] == [slot]
    (mine,) = [edge["node"] for edge in (await api.ask(MINE, me))["myAttendances"]["edges"]]
    assert mine == {"standing": "GOING", "minutes": 60, "slot": {"activity": {"title": "打扫楼道"}}}
    assert (await api.ask(MINE))["myAttendances"] is None


@pytest.mark.parametrize("transport", ["websocket", "events"])
async def test_all_who_look_see_a_place_go_and_come_free(hall: Hall, api: Api, transport: str):
    activity = await put_on(hall, api, 1, 5)
    slot, other = [each["id"] for each in activity["slots"]]
    first, second = hall.neighbours[0].token, hall.neighbours[1].token
    async with AsyncExitStack() as stack:
        watchers = []
        for token in (None, first, hall.staff.token):
            if transport == "events":
                watchers.append(await stack.enter_async_context(api.events(PLACES, token, id=activity["id"])))
            else:
                watchers.append(await stack.enter_async_context(api.socket(token)))
                await watchers[-1].subscribe(PLACES, id=activity["id"])
            assert (await watchers[-1].next())["slots"] == [
                {"slotId": slot, "capacity": 1, "going": 0, "waiting": 0},
                {"slotId": other, "capacity": 5, "going": 0, "waiting": 0},
            ]
        for token, deed, full in ((first, "signUpForSlot", (1, 0)), (second, "signUpForSlot", (1, 1))):
            await api.done(deed, token, slotId=slot)
            for watcher in watchers:
                state = (await watcher.next())["slots"][0]
                assert (state["going"], state["waiting"]) == full
        await api.done("leaveSlot", first, slotId=slot)
        for watcher in watchers:
            state = await watcher.next()
            assert (state["seq"], state["slots"][0]["going"], state["slots"][0]["waiting"]) == (5, 1, 0)
        await api.done("callOffActivity", hall.staff.token, activityId=activity["id"], reason="下雨")
        for watcher in watchers:
            assert (await watcher.next())["calledOffAt"]


async def test_nobody_follows_an_activity_that_there_is_not(hall: Hall, api: Api):
    async with api.socket() as socket:
        await socket.subscribe(PLACES, id="activity_x")
        assert (await socket.error())["extensions"]["code"] == "NOT_FOUND"


async def test_who_moves_up_reads_so_in_both_languages(hall: Hall, api: Api):
    activity = await put_on(hall, api, 1)
    slot = activity["slots"][0]["id"]
    for person in hall.neighbours[:2]:
        await api.done("signUpForSlot", person.token, slotId=slot)
    assert (await api.done("leaveSlot", hall.neighbours[0].token, slotId=slot))["standing"] == "LEFT"
    for language, begins in (("zh", "“打扫楼道”有名额了"), ("en", "There is room for you now: “打扫楼道”")):
        (edge,) = (await api.ask(NOTICES, hall.neighbours[1].token, language))["notices"]["edges"]
        assert edge["node"]["message"].startswith(begins)
        assert edge["node"]["activityId"] == activity["id"]


async def test_everybody_sees_what_is_on_and_only_who_leads_sees_who_comes(hall: Hall, api: Api):
    organiser = hall.neighbours[3]
    activity = await put_on(hall, api, 2, organiserId=organiser.resident_id, occasion="FAMILY_DAY")
    slot = activity["slots"][0]["id"]
    await api.done("signUpForSlot", hall.neighbours[0].token, slotId=slot)
    entered = await api.done("enterAttendee", organiser.token, input={"slotId": slot, "name": "王奶奶"})
    assert (entered["name"], entered["resident"]) == ("王奶奶", None)
    seen = {}
    for name, token in (("guest", None), ("neighbour", hall.neighbours[0].token), ("organiser", organiser.token)):
        (edge,) = (await api.ask(LISTED, token, "zh", occasion="FAMILY_DAY"))["activities"]["edges"]
        seen[name] = edge["node"]
    assert seen["guest"]["occasionName"] == "亲子活动"
    assert [seen[name]["mayLead"] for name in seen] == [False, False, True]
    assert [seen[name]["slots"][0]["mine"] for name in seen] == [None, {"standing": "GOING"}, None]
    assert [seen[name]["slots"][0]["attendances"] is None for name in seen] == [True, True, False]
    assert len(seen["organiser"]["slots"][0]["attendances"]) == 2
    assert (await api.ask(LISTED, occasion="SENIOR_COLLEGE"))["activities"]["edges"] == []


async def test_strange_hands_change_nothing(hall: Hall, api: Api):
    activity = await put_on(hall, api, 1)
    slot = activity["slots"][0]["id"]
    row = await api.done("signUpForSlot", hall.neighbours[0].token, slotId=slot)
    stranger = await foreigner(hall)
    assert stranger.verified
    async with nothing_changes(hall.house):
        for name, arguments in (
            ("planActivity", {"input": given(hall, 1)}),
            ("callOffActivity", {"activityId": activity["id"], "reason": "不办了"}),
            ("enterAttendee", {"input": {"slotId": slot, "name": "某人"}}),
            ("strikeAttendee", {"attendanceId": row["id"]}),
            ("checkInByHand", {"attendanceId": row["id"]}),
            ("checkOutByHand", {"attendanceId": row["id"]}),
            ("confirmMinutes", {"attendanceId": row["id"], "minutes": 10}),
        ):
            assert (await api.do(name, hall.neighbours[1].token, **arguments))["code"] == "FORBIDDEN", name
        for token in (None, hall.neighbours[1].token):
            assert (await api.ask(SHOWN, token, slot=slot))["slotCode"] is None
        assert (await api.do("signUpForSlot", hall.neighbours[1].token, slotId="slot_x"))["code"] == "NOT_FOUND"
        bad = await api.do("planActivity", hall.staff.token, input=given(hall, 0))
        assert (bad["code"], bad["field"]) == ("INVALID", "slots")
    assert (await api.done("strikeAttendee", hall.staff.token, attendanceId=row["id"]))["standing"] == "LEFT"
    assert (await api.done("callOffActivity", hall.staff.token, activityId=activity["id"], reason="下雨"))[
        "calledOffAt"
    ]


async def events(api: Api, path: str, **asked: str) -> list[icalendar.Event]:
    response = await api.http.get(path, params=asked)
    assert (response.status_code, response.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert all(len(line) <= 75 for line in response.content.split(b"\r\n"))
    return icalendar.Calendar.from_ical(response.content).walk("VEVENT")


HOSTILE = "茶话会；a,b;c\\n\nBEGIN:VEVENT\nSUMMARY:假的 " + "很长" * 60


async def test_a_calendar_reads_every_slot_whatever_is_written_in_it(hall: Hall, api: Api):
    activity = await put_on(hall, api, 1, 2, description=HOSTILE, place="3 号楼, 门口; 左边")
    first, second = await events(api, "/calendars/activities.ics")
    assert (str(first["summary"]), str(first["location"])) == ("打扫楼道", "3 号楼, 门口; 左边")
    assert str(first["description"]) == HOSTILE
    assert second["dtstart"].dt - first["dtstart"].dt == timedelta(days=1)
    assert isinstance(first["dtstart"].dt, datetime)
    assert first["dtstart"].dt.utcoffset() == timedelta(0)
    assert len({str(first["uid"]), str(second["uid"])}) == 2
    assert str(first["url"]).endswith(f"/activities/{activity['id']}")
    assert str(first["status"]) == "CONFIRMED"
    await api.done("callOffActivity", hall.staff.token, activityId=activity["id"], reason="下雨")
    off = await events(api, "/calendars/activities.ics", lang="en")
    assert [(str(each["status"]), each["sequence"]) for each in off] == [("CANCELLED", 1)] * 2


async def test_ones_own_calendar_is_read_at_its_secret_address_until_there_is_a_new_one(hall: Hall, api: Api):
    slots = (await put_on(hall, api, 1, 1))["slots"]
    me, other = hall.neighbours[0].token, hall.neighbours[1].token
    await api.done("signUpForSlot", other, slotId=slots[1]["id"])
    for slot in slots:
        await api.done("signUpForSlot", me, slotId=slot["id"])
    path = (await api.done("newCalendarAddress", me))["path"]
    found = await events(api, path)
    assert [str(each["summary"]) for each in found] == ["打扫楼道", "（排队中）打扫楼道"]
    assert [str(each["status"]) for each in found] == ["CONFIRMED", "TENTATIVE"]
    named = "query($id: ID!) { node(id: $id) { ... on Resident { displayName } } }"
    name = (await api.ask(named, id=hall.neighbours[0].resident_id))["node"]["displayName"]
    assert name not in (await api.http.get(path)).text
    newer = (await api.done("newCalendarAddress", me))["path"]
    assert (await api.http.get(path)).status_code == 404
    await api.done("leaveSlot", me, slotId=slots[0]["id"])
    assert len(await events(api, newer)) == 1


@pytest.mark.parametrize(
    "path", ["/calendars/mine/x.ics", "/calendars/activities.ics?lang=fr", "/calendars/activities.ics?community=x"]
)
async def test_there_is_no_other_calendar(api: Api, path: str):
    assert (await api.http.get(path)).status_code == 404


async def test_an_activity_is_found_by_its_id(hall: Hall, api: Api):
    activity = await put_on(hall, api, 1)
    asked = "query($id: ID!) { node(id: $id) { ... on Activity { title } } }"
    assert (await api.ask(asked, id=activity["id"]))["node"] == {"title": "打扫楼道"}
    for kind in (Kind.SLOT, Kind.ATTENDANCE):
        assert (await api.ask(asked, id=public_id(kind, hall.community_id)))["node"] is None
