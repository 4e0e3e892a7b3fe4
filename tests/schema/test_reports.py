"""A report goes the whole way through the API, and only those see it and touch it who may."""

from contextlib import aclosing

import pytest
from sqlalchemy import delete

from db.models.residents import RoleHeld
from resolvers import seeding
from resolvers.reports import handling, reading, submitting
from rules.ids import Kind, key_of, public_id
from rules.refusals import Code
from rules.roles import Role
from tests.schema.test_statements import statements
from tests.support.deeds import foreigner, nothing_changes, refused, swept
from tests.support.house import Hall
from tests.support.server import Api
from tests.support.tables import contents

PROGRESS = "subscription($id: ID!) { reportProgress(reportId: $id) { stage followers mine } }"
BOARD = "subscription($after: Int) { reportBoard(after: $after) { seq kind payload } }"
REPORT = "query($id: ID!) { report(id: $id) { stage reporter { id } mine nextSteps history { kind } } }"
NOTICES = "{ notices { edges { node { kind message reportId } } } }"
PROPOSAL = """query($words: String!, $lat: Float, $lon: Float) {
  reportProposal(description: $words, latitude: $lat, longitude: $lon) {
    category { code name dispatchMinutes answerMinutes } department { name } categories { code } alike { id followers }
  }
}"""
WORDS = "三号楼门口的路灯不亮了"


class Town:
    """A department with an officer, which sees to lights."""

    def __init__(self, hall: Hall, api: Api) -> None:
        self.hall, self.api = hall, api
        self.sender, self.neighbour = hall.neighbours[0].token, hall.neighbours[1].token
        self.staff, self.officer, self.department = hall.staff.token, "", ""

    async def open(self) -> "Town":
        newcomer = seeding.Newcomer((Role.DEPARTMENT_OFFICER,))
        person = (await seeding.add_residents(self.hall.house, self.hall.community_id, [newcomer]))[0]
        self.officer = person.token
        put = await self.api.done("putDepartment", self.staff, code="lights", name="市政所")
        self.department = put["id"]
        who = public_id(Kind.RESIDENT, (await self.hall.actor(person)).resident_id)
        await self.api.done("addDepartmentMember", self.staff, departmentId=self.department, residentId=who)
        return self

    async def sent(self, words: str = WORDS, **more: object) -> str:
        given = {"description": words, "photoIds": [], **more}
        return (await self.api.done("submitReport", self.sender, input=given))["id"]

    async def solved(self) -> str:
        key = await self.sent()
        await self.api.done("assignReport", self.staff, reportId=key)
        await self.api.done("startReport", self.officer, reportId=key)
        solution = {"reportId": key, "note": "灯泡换了", "photoIds": []}
        await self.api.done("resolveReport", self.officer, input=solution)
        return key

    async def told(self, token: str) -> list[str]:
        edges = (await self.api.ask(NOTICES, token, "zh"))["notices"]["edges"]
        return [edge["node"]["kind"] for edge in edges]


@pytest.fixture
async def town(hall: Hall, api: Api) -> Town:
    return await Town(hall, api).open()


async def test_a_report_goes_from_its_sentence_to_its_rating(town: Town, api: Api):
    key = await town.sent()
    assert await town.told(town.sender) == ["report.received"]
    assert (await api.done("followReport", town.neighbour, reportId=key))["followers"] == 2
    assigned = await api.done("assignReport", town.staff, reportId=key)
    assert (assigned["stage"], assigned["department"]["id"]) == ("ASSIGNED", town.department)
    assert (await api.done("startReport", town.officer, reportId=key))["stage"] == "HANDLING"
    question = {"reportId": key, "question": "是哪一盏?"}
    assert (await api.done("askReporter", town.officer, input=question))["clock"] == "STOPPED"
    answered = await api.done("answerReport", town.sender, input={"reportId": key, "answer": "东边那盏"})
    assert answered["clock"] == "RUNNING"
    solution = {"reportId": key, "note": "灯泡换了", "photoIds": []}
    assert (await api.done("resolveReport", town.officer, input=solution))["stage"] == "RESOLVED"
    assert "report.resolved" in await town.told(town.neighbour)
    rated = await api.done("rateReport", town.sender, input={"reportId": key, "rating": 5})
    assert (rated["stage"], rated["rating"], rated["dueAt"]) == ("RATED", 5, None)
    feed = (await api.ask("{ resolutions { edges { node { reason report { id } } } } }"))["resolutions"]["edges"]
    assert [edge["node"] for edge in feed] == [{"reason": "灯泡换了", "report": {"id": key}}]
    assert (await api.ask("{ droppedReports }", town.staff))["droppedReports"] == 0


async def test_a_report_sent_again_under_its_key_is_the_same_report(town: Town, api: Api, hall: Hall):
    key = await town.sent(idempotencyKey="once")
    other = {"description": "另一件事", "photoIds": [], "idempotencyKey": "once"}
    async with nothing_changes(hall.house):
        assert await town.sent(idempotencyKey="once") == key
        assert (await api.do("submitReport", town.sender, input=other))["code"] == "CONFLICT"
    assert await town.sent(idempotencyKey="twice") != key


async def test_what_the_sender_said_to_staff_stays_between_the_two(town: Town, api: Api):
    key = await town.solved()
    await api.done("rateReport", town.sender, input={"reportId": key, "rating": 4, "comment": "请打 13800000000"})
    said = "query($id: ID!) { report(id: $id) { history { kind payload salt payloadDigest } } }"
    shown = {}
    for name, token in {"me": town.sender, "staff": town.staff, "neighbour": town.neighbour}.items():
        history = (await api.ask(said, token, id=key))["report"]["history"]
        shown[name] = next(entry for entry in history if entry["kind"] == "report.rated")
        solved = next(entry for entry in history if entry["kind"] == "report.resolved")
        assert solved["payload"]["note"] == "灯泡换了"
    assert shown["me"] == shown["staff"]
    assert shown["me"]["payload"]["comment"] == "请打 13800000000"
    assert (shown["neighbour"]["payload"], shown["neighbour"]["salt"]) == ({}, None)
    assert shown["neighbour"]["payloadDigest"] == shown["me"]["payloadDigest"]


async def test_a_bad_rating_opens_it_again_and_the_department_is_told(town: Town, api: Api):
    key = await town.solved()
    again = await api.done("rateReport", town.sender, input={"reportId": key, "rating": 1})
    assert (again["stage"], again["clock"]) == ("REOPENED", "RUNNING")
    assert (await town.told(town.officer))[0] == "report.reopened"


async def test_a_report_is_rejected_with_a_reason_and_where_to_turn(town: Town, api: Api):
    key = await town.sent()
    words = {"reportId": key, "reason": "这盏灯归铁路管", "elsewhere": "铁路 12306"}
    rejected = await api.done("rejectReport", town.staff, input=words)
    assert (rejected["stage"], rejected["elsewhere"], rejected["dueAt"]) == ("REJECTED", "铁路 12306", None)


async def test_a_clock_warns_and_runs_out_once_and_the_report_goes_up(town: Town, api: Api, hall: Hall):
    key = await town.sent()
    hall.clock.turn(hours=24)
    await swept(hall.house)
    found = (await api.ask(REPORT, town.sender, id=key))["report"]
    kinds = [entry["kind"] for entry in found["history"]]
    assert kinds == ["report.received", "report.warned", "report.overdue"]
    await swept(hall.house)
    assert len((await api.ask(REPORT, town.sender, id=key))["report"]["history"]) == 3


async def test_words_and_place_find_category_department_and_neighbours(town: Town, api: Api):
    first = await town.sent(latitude=31.2304, longitude=121.4737)
    found = (await api.ask(PROPOSAL, town.neighbour, words="路灯坏了", lat=31.2305, lon=121.4737))["reportProposal"]
    assert (found["category"]["code"], found["category"]["dispatchMinutes"]) == ("lights", 24 * 60)
    assert found["department"]["name"] == "市政所"
    assert found["alike"] == [{"id": first, "followers": 1}]
    far = (await api.ask(PROPOSAL, town.neighbour, words="路灯坏了", lat=31.24, lon=121.4737))["reportProposal"]
    assert far["alike"] == []


async def test_watchers_see_a_report_and_staff_the_board_move(town: Town, api: Api):
    key = await town.sent()
    async with api.socket(town.neighbour) as watcher, api.socket(town.staff) as desk:
        await watcher.subscribe(PROGRESS, id=key)
        assert (await watcher.next()) == {"stage": "RECEIVED", "followers": 1, "mine": False}
        await desk.subscribe(BOARD, after=0)
        assert (await desk.next())["kind"] == "report.received"
        await api.done("assignReport", town.staff, reportId=key)
        assert (await watcher.next())["stage"] == "ASSIGNED"
        entry = await desk.next()
        assert (entry["seq"], entry["payload"]["stands"]["stage"]) == (2, "ASSIGNED")


async def test_who_watches_the_board_is_asked_for_their_office_once_for_all_that_is_read(town: Town):
    for words in (WORDS, "楼道太黑", "井盖坏了"):
        await town.sent(words)
    staff = await town.hall.actor(town.hall.staff)
    asked = []
    for after in (2, 0):
        with statements(town.hall) as heard:
            async with aclosing(reading.follow_board(town.hall.house, staff, after)) as board:
                assert [(await anext(board)).seq for _ in range(after, 3)] == list(range(after + 1, 4))
        asked.append(sum("FROM roles" in each for each in heard))
    assert asked[0] == asked[1] > 0

    async def dismiss(session) -> None:
        await session.execute(delete(RoleHeld).where(RoleHeld.resident_id == staff.resident_id))

    async with aclosing(reading.follow_board(town.hall.house, staff, 2)) as board:
        assert (await anext(board)).seq == 3
        await town.hall.house.database.write(dismiss, after=lambda: None)
        await town.sent("又黑了")
        assert [entry.seq async for entry in board] == []


async def test_the_head_of_the_board_is_where_watching_goes_on_from(town: Town, api: Api):
    await town.sent()
    head = (await api.ask("{ reportBoardHead }", town.officer))["reportBoardHead"]
    async with api.socket(town.officer) as desk:
        await desk.subscribe(BOARD, after=head)
        await town.sent("楼道太黑")
        assert (await desk.next())["seq"] == head + 1 == 2


async def test_the_third_time_it_is_handed_over_its_history_says_that_it_goes_to_the_street(town: Town, api: Api):
    key, other = await town.sent(), (await api.done("putDepartment", town.staff, code="greens", name="绿化所"))["id"]
    await api.done("assignReport", town.staff, reportId=key)
    for office in (other, town.department, other):
        given = {"reportId": key, "departmentId": office, "reason": "不归我们管。"}
        await api.done("handOverReport", town.staff, input=given)

    shown = (await api.ask("query($id: ID!) { report(id: $id) { history { payload } } }", town.staff, id=key))["report"]
    assert [entry["payload"].get("goesUpTo") for entry in shown["history"]][2:] == [None, None, "STREET_OFFICER"]


async def test_who_sent_it_is_for_the_staff_and_themselves(town: Town, api: Api):
    key = await town.sent()
    shown = {
        name: (await api.ask(REPORT, token, id=key))["report"]
        for name, token in {"me": town.sender, "staff": town.staff, "neighbour": town.neighbour}.items()
    }
    assert shown["me"]["reporter"] == shown["staff"]["reporter"] != None  # noqa: E711
    assert shown["neighbour"]["reporter"] is None
    assert shown["neighbour"]["nextSteps"] == []
    assert (await api.ask(REPORT, None, id=key))["report"] is None


@pytest.mark.parametrize(
    ("deed", "more"),
    [
        ("startReport", {}),
        ("assignReport", {}),
        ("resolveReport", {"note": "好了", "photoIds": []}),
        ("rateReport", {"rating": 5}),
        ("rejectReport", {"reason": "不归我们管", "elsewhere": "街道"}),
    ],
)
async def test_foreign_hands_and_steps_out_of_turn_change_nothing(
    town: Town, api: Api, hall: Hall, deed: str, more: dict
):
    key = await town.sent()
    before = await contents(hall.house)
    arguments = {"input": {"reportId": key, **more}} if more else {"reportId": key}
    answer = await api.do(deed, town.neighbour, **arguments)
    assert answer["code"] in {"FORBIDDEN", "WRONG_STAGE"}
    assert await contents(hall.house) == before


async def test_a_foreign_report_is_not_there(town: Town, hall: Hall):
    key = key_of(Kind.REPORT, await town.sent())
    assert key is not None
    stranger = await foreigner(hall, Role.COMMUNITY_STAFF, Role.RESIDENT)
    async with nothing_changes(hall.house):
        refused(await handling.assign(hall.house, stranger, key, None), Code.NOT_FOUND, "reportId")
        refused(await submitting.follow(hall.house, stranger, key), Code.NOT_FOUND, "reportId")
