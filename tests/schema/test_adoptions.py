"""Suggestions as residents meet them: taken up, seen to by somebody, and told until they are done."""

from datetime import timedelta
from uuid import uuid4

import pytest

from rules.agreements import today
from rules.ids import Kind, public_id
from rules.issues import Stage
from tests.support.house import Hall, done
from tests.support.resolutions import adopted, department, noted, report
from tests.support.server import Api
from tests.support.tables import contents

LISTED = """
query($done: Boolean, $overdue: Boolean, $issue: ID, $department: ID) {
  adoptions(done: $done, overdue: $overdue, issue: $issue, department: $department) { edges { node {
    id suggestion dueOn done overdue mayNote noteCount department { name } issue { id } report { id } adoptedBy { id }
    progress { number note done at by { id } } latest: progress(last: 1) { note }
  } } }
}"""


async def listed(api: Api, token: str | None = None, **asked: object):
    return [edge["node"] for edge in (await api.ask(LISTED, token, **asked))["adoptions"]["edges"]]


async def wanted(hall: Hall, **changed: object) -> dict[str, object]:
    """A suggestion that could be taken up, but for what is changed."""
    due = today(hall.clock.now()) + timedelta(days=7)
    office = public_id(Kind.DEPARTMENT, await department(hall))
    return {"suggestion": "东门加一盏路灯", "departmentId": office, "dueOn": due.isoformat()} | changed


async def test_a_suggestion_is_taken_up_noted_and_done_for_everybody_to_see(hall: Hall, api: Api):
    issue = public_id(Kind.ISSUE, (await hall.issue(at=Stage.DELIBERATING)).id)
    taken = await api.done("adoptSuggestion", hall.staff.token, input=await wanted(hall, issueId=issue))
    assert (taken["suggestion"], taken["done"], taken["mayNote"]) == ("东门加一盏路灯", False, True)
    for note, is_done in (("灯买好了。", False), ("装好了。", True)):
        given = {"adoptionId": taken["id"], "note": note, "done": is_done}
        after = await api.done("noteAdoption", hall.staff.token, input=given)
    assert (after["done"], after["noteCount"]) == (True, 2)

    (found,) = await listed(api, issue=issue)
    assert (found["issue"], found["report"], found["mayNote"]) == ({"id": issue}, None, False)
    assert found["department"] == {"name": "市政所"}
    assert found["adoptedBy"]["id"] == hall.staff.resident_id
    assert [(each["number"], each["note"], each["done"]) for each in found["progress"]] == [
        (1, "灯买好了。", False),
        (2, "装好了。", True),
    ]
    assert found["latest"] == [{"note": "装好了。"}]
    feed = await api.ask("{ resolutions { edges { node { kind headline reason adoption { id } } } } }")
    told = [edge["node"] for edge in feed["resolutions"]["edges"]]
    assert [each["reason"] for each in told] == ["装好了。", "灯买好了。", None]
    assert {(each["kind"], each["headline"], each["adoption"]["id"]) for each in told} == {
        ("SUGGESTION", "东门加一盏路灯", taken["id"])
    }
    node = "query($id: ID!) { node(id: $id) { ... on Adoption { id done } } }"
    assert (await api.ask(node, id=taken["id"]))["node"] == {"id": taken["id"], "done": True}


async def test_a_suggestion_is_overdue_once_its_day_is_over_and_no_longer_when_it_is_done(hall: Hall, api: Api):
    adoption = await adopted(hall)
    assert [each["overdue"] for each in await listed(api)] == [False]
    assert await listed(api, overdue=True) == []
    hall.clock.turn(days=8)
    assert [each["overdue"] for each in await listed(api, overdue=True)] == [True]
    done(await noted(hall, adoption.id, "好了。", is_done=True))
    assert await listed(api, overdue=True) == []
    assert [each["overdue"] for each in await listed(api, done=True)] == [False]


@pytest.mark.parametrize("places", [0, 2])
async def test_a_suggestion_comes_from_one_place_and_whoever_says_two_is_told(hall: Hall, api: Api, places: int):
    both = {"issueId": public_id(Kind.ISSUE, (await hall.issue(at=Stage.VOTING)).id)}
    both["reportId"] = public_id(Kind.REPORT, (await report(hall)).id)
    given = await wanted(hall, **(both if places else {}))
    before = await contents(hall.house)
    said = {
        language: await api.do("adoptSuggestion", hall.staff.token, language, input=given) for language in ("zh", "en")
    }
    assert {(each["code"], each["field"]) for each in said.values()} == {("INVALID", "issueId")}
    assert said["zh"]["message"] == "请选一个议题，或者选一条反映，只能选一个。"
    assert said["en"]["message"] == "Please choose either an issue or a report, and only one of them."
    assert await contents(hall.house) == before


async def test_what_is_not_there_is_not_found(hall: Hall, api: Api):
    office = await department(hall)
    fine = await wanted(hall, departmentId=public_id(Kind.DEPARTMENT, office))
    row = public_id(Kind.REPORT, (await report(hall)).id)
    before = await contents(hall.house)
    for id_ in ("nonsense", *(public_id(kind, uuid4()) for kind in Kind)):
        for name, field, given in (
            ("adoptSuggestion", "issueId", {**fine, "issueId": id_}),
            ("adoptSuggestion", "reportId", {**fine, "reportId": id_}),
            ("adoptSuggestion", "departmentId", {**fine, "reportId": row, "departmentId": id_}),
            ("noteAdoption", "adoptionId", {"adoptionId": id_, "note": "好。", "done": True}),
        ):
            answer = await api.do(name, hall.staff.token, input=given)
            assert (answer.get("code"), answer.get("field")) == ("NOT_FOUND", field), (name, id_)
    assert await contents(hall.house) == before
