"""Staff adopt how reports are dealt with: whole versions and single words; what runs keeps what it began under."""

from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

import pytest

from db.streams import moment
from resolvers import procedures
from resolvers.procedures import Proposal
from rules.procedures import DEFAULT
from rules.refusals import Code
from rules.roles import Role
from tests.schema.test_statements import statements
from tests.support.backends import Backend
from tests.support.deeds import foreigner, nothing_changes, refused
from tests.support.house import Hall, done, open_hall
from tests.support.server import Api, serving

PROCEDURES = """{ reportProcedures {
  version validFrom adoptedAt adoptedBy { displayName }
  categories { code name english urgency department workingTime words }
  clocks { urgency dispatchMinutes answerMinutes } steps { stage steps }
} }"""
HISTORY = "{ reportProcedureHistory { seq kind payload } }"
REPORT = "query($id: ID!) { report(id: $id) { category categoryName } }"
MINE = "{ myReports { edges { node { categoryName } } } }"
PROPOSAL = "query($words: String!) { reportProposal(description: $words) { category { code answerMinutes } } }"
Whole = dict[str, Any]


async def in_view(api: Api, token: str) -> list[Whole]:
    return (await api.ask(PROCEDURES, token))["reportProcedures"]


async def draft(api: Api, token: str, **more: object) -> Whole:
    """The version in force, ready to be sent back."""
    known = await in_view(api, token)
    parts = {name: deepcopy(known[0][name]) for name in ("categories", "clocks", "steps")}
    newest = max(each["version"] for each in known)
    return {"newest": newest, "reason": "居民代表会议通过", **parts, **more}


async def sent(api: Api, token: str, words: str = "三号楼门口的路灯不亮了") -> str:
    return (await api.done("submitReport", token, input={"description": words, "photoIds": []}))["id"]


async def test_everybody_in_the_community_sees_the_version_in_force(hall: Hall, api: Api):
    (first,) = await in_view(api, hall.neighbours[0].token)
    assert (first["version"], first["validFrom"], first["adoptedBy"]) == (1, None, None)
    assert [each["code"] for each in first["categories"]] == [each.code for each in DEFAULT.categories]
    assert {each["urgency"]: each["answerMinutes"] for each in first["clocks"]}["DANGER"] == 120
    assert {each["stage"]: each["steps"] for each in first["steps"]}["RESOLVED"] == ["RATE", "REOPEN"]
    assert (await api.post(PROCEDURES)).json()["errors"][0]["extensions"]["code"] == "SIGN_IN_REQUIRED"


async def test_a_running_report_keeps_the_version_it_began_under(hall: Hall, api: Api):
    sender, staff = hall.neighbours[0].token, hall.staff.token
    before = await sent(api, sender)
    changed = await draft(api, staff)
    lights = next(each for each in changed["categories"] if each["code"] == "lights")
    lights |= {"name": "灯光", "english": "Lamps", "urgency": "UTILITIES"}
    adopted = await api.done("adoptReportProcedure", staff, input=changed)
    assert adopted["version"] == 2
    after = await sent(api, sender)
    names = [(await api.ask(REPORT, sender, "zh", id=key))["report"]["categoryName"] for key in (before, after)]
    assert names == ["路灯照明", "灯光"]
    english = [(await api.ask(REPORT, sender, "en", id=key))["report"] for key in (before, after)]
    assert english == [{"category": "lights", "categoryName": name} for name in ("Lights", "Lamps")]
    due = "query($id: ID!) { report(id: $id) { reportedAt dueAt } }"
    (early, late) = [(await api.ask(due, sender, id=key))["report"] for key in (before, after)]
    assert hours(early) == timedelta(hours=24)
    assert hours(late) == timedelta(hours=2)


def hours(report: Whole) -> timedelta:
    begun, due = (datetime.fromisoformat(report[name]) for name in ("reportedAt", "dueAt"))
    return due - begun


async def test_names_of_categories_take_as_many_statements_for_many_reports_as_for_few(backend: Backend):
    async with open_hall(backend) as hall, serving(hall, workers=1) as api:
        sender, staff = hall.neighbours[0].token, hall.staff.token
        counts = []
        for few_then_many in (1, 5):
            for _ in range(few_then_many):
                await api.done("adoptReportProcedure", staff, input=await draft(api, staff))
                await sent(api, sender)
            with statements(hall) as heard:
                found = (await api.ask(MINE, sender))["myReports"]["edges"]
            counts.append(sum("FROM procedures" in each for each in heard))
    assert [edge["node"]["categoryName"] for edge in found] == ["Lights"] * 6
    assert counts[0] == counts[1] > 0


async def test_a_version_comes_into_force_on_its_day(hall: Hall, api: Api):
    staff = hall.staff.token
    later = hall.clock.now() + timedelta(days=10)
    changed = await draft(api, staff, validFrom=moment(later))
    changed["clocks"] = [each | {"answerMinutes": 60} for each in changed["clocks"]]
    await api.done("adoptReportProcedure", staff, input=changed)
    assert [each["version"] for each in await in_view(api, staff)] == [1, 2]

    async def minutes() -> int:
        found = (await api.ask(PROPOSAL, hall.neighbours[0].token, words="路灯坏了"))["reportProposal"]
        return int(found["category"]["answerMinutes"])

    assert await minutes() == 7 * 24 * 60
    between = await draft(api, staff, newest=2)
    assert (await api.done("adoptReportProcedure", staff, input=between))["version"] == 3
    assert [each["version"] for each in await in_view(api, staff)] == [3, 2]
    hall.clock.turn(days=11)
    assert await minutes() == 60
    assert [each["version"] for each in await in_view(api, staff)] == [2]


async def test_one_for_the_same_day_takes_the_place_of_the_other(hall: Hall, api: Api):
    staff, day = hall.staff.token, moment(hall.clock.now() + timedelta(days=3))
    for newest in (1, 2):
        await api.done("adoptReportProcedure", staff, input=await draft(api, staff, newest=newest, validFrom=day))
    assert [each["version"] for each in await in_view(api, staff)] == [1, 3]


async def test_words_of_a_category_are_changed_and_found_at_once(hall: Hall, api: Api):
    staff, words = hall.staff.token, ["飞虫", " 飞虫 ", "白蚁"]
    given = {"version": 1, "category": "rubbish", "words": words, "reason": "夏天虫子多"}
    done_ = await api.done("setCategoryWords", staff, input=given)
    assert {each["code"]: each["words"] for each in done_["categories"]}["rubbish"] == ["飞虫", "白蚁"]
    found = (await api.ask(PROPOSAL, hall.neighbours[0].token, words="楼道里有白蚁"))["reportProposal"]
    assert found["category"]["code"] == "rubbish"
    async with nothing_changes(hall.house):
        late = await api.do("setCategoryWords", staff, input=given)
        unknown = await api.do("setCategoryWords", staff, input=given | {"version": 2, "category": "ufo"})
    assert (late["code"], late["field"]) == ("CONFLICT", "version")
    assert (unknown["code"], unknown["field"]) == ("INVALID", "category")


async def test_who_adopted_what_and_why_is_on_record(hall: Hall, api: Api):
    staff = hall.staff.token
    await api.done("adoptReportProcedure", staff, input=await draft(api, staff))
    (entry,) = (await api.ask(HISTORY, hall.neighbours[0].token))["reportProcedureHistory"]
    payload = entry["payload"]
    assert (entry["seq"], entry["kind"], payload["version"]) == (1, "procedure.adopted", 2)
    assert payload["reason"] == "居民代表会议通过"
    me = (await api.ask("{ viewer { resident { id displayName } } }", staff))["viewer"]["resident"]
    assert payload["by"] == me["id"]
    (version,) = await in_view(api, staff)
    assert version["adoptedBy"] == {"displayName": me["displayName"]}


def without_a_way_out(whole: Whole) -> None:
    whole["steps"] = [each for each in whole["steps"] if each["stage"] != "HANDLING"]


BROKEN = {
    "twice": (lambda whole: whole["categories"].append(whole["categories"][0]), "categories"),
    "none": (lambda whole: whole["categories"].clear(), "categories"),
    "nameless": (lambda whole: whole["categories"][0].update(english=" \u200b "), "categories"),
    "wordless": (lambda whole: whole["categories"][0]["words"].append("　"), "categories"),
    "no time": (lambda whole: whole["clocks"][0].update(answerMinutes=0), "clocks"),
    "no clock": (lambda whole: whole["clocks"].pop(), "clocks"),
    "two clocks": (lambda whole: whole["clocks"].append(whole["clocks"][0]), "clocks"),
    "a dead end": (without_a_way_out, "steps"),
    "a step too many": (lambda whole: whole["steps"][0]["steps"].append("RATE"), "steps"),
    "past": (lambda whole: whole.update(validFrom="2020-01-01T00:00:00Z"), "validFrom"),
    "no reason": (lambda whole: whole.update(reason="  "), "reason"),
    "not read": (lambda whole: whole.update(newest=7), "newest"),
}


@pytest.mark.parametrize("name", BROKEN)
async def test_a_broken_table_is_refused_and_nothing_changes(hall: Hall, api: Api, name: str):
    breaks, field = BROKEN[name]
    whole = await draft(api, hall.staff.token)
    breaks(whole)
    async with nothing_changes(hall.house):
        answer = await api.do("adoptReportProcedure", hall.staff.token, input=whole)
    assert answer["__typename"] == "Refusal"
    assert answer["field"] == field
    assert answer["code"] == ("CONFLICT" if name == "not read" else "INVALID")


async def test_neighbours_and_moderators_adopt_nothing(hall: Hall, api: Api):
    whole = await draft(api, hall.staff.token)
    words = {"version": 1, "category": "lights", "words": [], "reason": "试试"}
    async with nothing_changes(hall.house):
        for person in (hall.neighbours[0], hall.moderator):
            assert (await api.do("adoptReportProcedure", person.token, input=whole))["code"] == "FORBIDDEN"
            assert (await api.do("setCategoryWords", person.token, input=words))["code"] == "FORBIDDEN"


async def test_staff_of_another_community_adopt_for_their_own(hall: Hall, api: Api):
    stranger = await foreigner(hall, Role.COMMUNITY_STAFF, Role.RESIDENT)
    proposal = Proposal(DEFAULT, "我们社区的", 1)
    assert done(await procedures.adopt(hall.house, stranger, proposal)).procedure.version == 2
    refused(await procedures.adopt(hall.house, stranger, proposal), Code.CONFLICT, "newest")
    assert [each["version"] for each in await in_view(api, hall.staff.token)] == [1]
    assert (await api.ask(HISTORY, hall.staff.token))["reportProcedureHistory"] == []
