"""A whistle over the API: blown, followed live from several lines, opened up from the figures."""

from contextlib import AsyncExitStack
from datetime import timedelta

import pytest

from db.streams import moment
from resolvers import seeding
from rules.agreements import today
from rules.ids import Kind, public_id
from rules.roles import Role
from tests.schema.test_statements import statements
from tests.support.deeds import foreigner
from tests.support.house import Hall, done
from tests.support.resolutions import report
from tests.support.server import Api, serving
from tests.support.whistles import street

STATE = (
    "subscription($id: ID!) { whistle(whistleId: $id) { seq closedAt calls { answer words department { name } }"
    " arrivals { metres } tasks { text doneAt } streetRating { ratings sum } residentsRating { ratings sum } } }"
)
HISTORY = "subscription($id: ID!, $after: Int) { whistleHistory(whistleId: $id, after: $after) { seq kind } }"
ONE = "query($id: ID!) { whistle(id: $id) { id reason report { id } history { kind } } }"
NODE = "query($id: ID!) { node(id: $id) { id } }"


def shown(whole) -> str:
    return public_id(Kind.WHISTLE, whole.whistle.id)


async def test_a_whistle_is_blown_answered_planned_done_closed_and_rated(hall: Hall, api: Api):
    there, about = await street(hall), await report(hall)
    calls = [public_id(Kind.DEPARTMENT, key) for key in there.departments]
    due, day = hall.clock.now() + timedelta(days=3), (today(hall.clock.now()) + timedelta(days=1)).isoformat()
    over = {"reportId": public_id(Kind.REPORT, about.id), "reason": "三家都说不归自己管。", "dueAt": moment(due)}
    blown = await api.done("blowWhistle", there.street.token, input={"departmentIds": calls, **over})
    whistle = {"whistleId": blown["id"]}
    place = {"latitude": 30.6, "longitude": 104.0}
    for officer, call in zip(there.officers, calls, strict=True):
        mine = {**whistle, "departmentId": call}
        answered = await api.done("answerWhistle", officer.token, input={**mine, "answer": "ON_THE_WAY", "who": "老张"})
        arrived = await api.done("arriveAtWhistle", officer.token, input={**mine, "place": place})
    assert [each["answer"] for each in answered["calls"]] == ["ON_THE_WAY"] * 2
    assert arrived["arrivals"] == [{"metres": None}] * 2
    tasks = [{"departmentId": call, "text": "换管子。", "dueOn": day} for call in calls]
    planned = await api.done("planWhistle", there.street.token, input={**whistle, "version": 0, "tasks": tasks})
    for officer, task in zip(there.officers, planned["tasks"], strict=True):
        await api.done("finishWhistleTask", officer.token, input={"taskId": task["id"], "note": "换好了。"})
    closed = await api.done("closeWhistle", there.street.token, input={**whistle, "result": "水退了。"})
    assert closed["closedAt"] is not None
    for person in (there.street, hall.neighbours[1]):
        await api.done("rateWhistle", person.token, input={**whistle, "rating": 5})
    found = (await api.ask(ONE, hall.neighbours[0].token, id=blown["id"]))["whistle"]
    assert found["report"] == {"id": over["reportId"]}
    assert [entry["kind"] for entry in found["history"]][::9] == ["whistle.blown", "whistle.rated"]


@pytest.mark.parametrize("transport", ["websocket", "events"])
async def test_all_who_follow_it_see_each_new_state(hall: Hall, api: Api, transport: str):
    there = await street(hall)
    whole = await there.blown()
    async with AsyncExitStack() as stack:
        watchers = []
        for token in (hall.neighbours[0].token, hall.neighbours[1].token, there.street.token):
            if transport == "events":
                watcher = await stack.enter_async_context(api.events(STATE, token, id=shown(whole)))
            else:
                watcher = await stack.enter_async_context(api.socket(token))
                await watcher.subscribe(STATE, id=shown(whole))
            watchers.append(watcher)
            assert [call["answer"] for call in (await watcher.next())["calls"]] == [None, None]
        done(await there.answered(whole.whistle.id, 1))
        for watcher in watchers:
            state = await watcher.next()
            assert (state["seq"], [call["answer"] for call in state["calls"]]) == (2, [None, "ON_THE_WAY"])
        done(await there.planned(whole.whistle.id, 0, 1))
        for watcher in watchers:
            assert len((await watcher.next())["tasks"]) == 2


async def test_what_happened_is_resumed_where_it_was_left(hall: Hall, api: Api):
    there = await street(hall)
    whole = await there.closed()
    kinds = ["blown", "answered", "answered", "planned", "task_done", "task_done", "closed"]
    async with api.socket(hall.neighbours[0].token) as socket:
        await socket.subscribe(HISTORY, id=shown(whole), after=4)
        for seq in (5, 6, 7):
            assert await socket.next() == {"seq": seq, "kind": f"whistle.{kinds[seq - 1]}"}
    async with api.socket(hall.neighbours[1].token) as socket:
        await socket.subscribe(HISTORY, id=shown(whole))
        assert [(await socket.next())["kind"] for _ in kinds] == [f"whistle.{kind}" for kind in kinds]


@pytest.mark.parametrize("subscribed", [STATE, HISTORY])
async def test_nobody_outside_the_community_sees_a_whistle(hall: Hall, api: Api, subscribed: str):
    there = await street(hall)
    whistle = shown(await there.blown())
    stranger = await foreigner_token(hall)
    for token, code in ((None, "SIGN_IN_REQUIRED"), (stranger, "NOT_FOUND")):
        async with api.socket(token) as socket:
            await socket.subscribe(subscribed, id=whistle)
            assert (await socket.error())["extensions"]["code"] == code
        assert (await api.ask(ONE, token, id=whistle))["whistle"] is None
        assert (await api.ask(NODE, token, id=whistle))["node"] is None
    assert (await api.ask(NODE, there.street.token, id=whistle))["node"] == {"id": whistle}
    assert (await api.ask("{ whistles { edges { node { id } } } }", stranger))["whistles"]["edges"] == []
    for asked in ("{ whistles { edges { node { id } } } }", "{ departmentFigures { month } }"):
        assert (await api.error(asked))[0] == "SIGN_IN_REQUIRED"


async def foreigner_token(hall: Hall) -> str:
    stranger = await foreigner(hall, Role.STREET_OFFICER)
    return (await seeding.add_residents(hall.house, stranger.community_id, [seeding.Newcomer()]))[0].token


async def test_figures_open_down_to_the_whistles_behind_them(hall: Hall, api: Api):
    there = await street(hall)
    first, second = await there.closed(), await there.blown()
    done(await there.answered(second.whistle.id, 0))
    query = (
        "{ departmentFigures { month department { name } answer { part whole percent } solution { percent }"
        " satisfaction { percent } count(figure: CALLED)"
        " behind(figure: ANSWERED_IN_TIME) { edges { node { at whistle { id } } } } } }"
    )
    rows = (await api.ask(query, hall.neighbours[4].token))["departmentFigures"]
    by_name = {row["department"]["name"]: row for row in rows}
    one, other = by_name["水务所"], by_name["市政所"]
    assert (one["answer"], other["answer"]["percent"]) == ({"part": 2, "whole": 2, "percent": 100}, 50)
    assert (one["count"], one["solution"]["percent"], one["satisfaction"]["percent"]) == (2, 50, None)
    behind = [edge["node"]["whistle"]["id"] for edge in one["behind"]["edges"]]
    assert behind == [shown(second), shown(first)]
    past = '{ departmentFigures(month: "2020-01") { month } }'
    assert (await api.ask(past, hall.neighbours[4].token))["departmentFigures"] == []
    wrong = await api.error('{ departmentFigures(month: "May") { month } }', hall.neighbours[4].token)
    assert wrong[0] == "BAD_USER_INPUT"


async def test_each_is_told_what_they_may_do_now(hall: Hall, api: Api):
    there, about = await street(hall), await report(hall)
    key = shown(await there.blown(about.id))
    query = "query($id: ID!) { whistle(id: $id) { mine { departments { name } mayPlan mayClose mayRate rating } } }"

    async def mine(person) -> tuple:
        found = (await api.ask(query, person.token, id=key))["whistle"]["mine"]
        return [each["name"] for each in found["departments"]], found["mayPlan"], found["mayClose"], found["mayRate"]

    assert await mine(there.officers[0]) == (["水务所"], True, False, False)
    assert await mine(there.street) == ([], True, False, False)
    assert await mine(hall.neighbours[1]) == ([], False, False, False)
    key = shown(await there.closed((await report(hall)).id))
    assert await mine(there.street) == ([], False, False, True)
    assert await mine(hall.neighbours[1]) == ([], False, False, True)
    assert await mine(hall.neighbours[0]) == ([], False, False, False)


async def test_what_a_list_of_whistles_costs_the_database_does_not_grow_with_its_length(hall: Hall):
    there, costs = await street(hall), []
    query = "{ whistles { edges { node { id mine { departments { name } mayPlan mayClose mayRate rating } } } } }"
    async with serving(hall, workers=1) as api:
        for more in (1, 4):
            for _ in range(more):
                await there.blown((await report(hall)).id)
                await there.closed()
            with statements(hall) as heard:
                found = (await api.ask(query, there.officers[0].token))["whistles"]["edges"]
            costs.append(len(heard))
    assert len(found) == 10
    assert costs[0] == costs[1]


async def test_whistles_over_a_report_are_found_by_it(hall: Hall, api: Api):
    there, about = await street(hall), await report(hall)
    await there.blown()
    over = shown(await there.blown(about.id))
    query = "query($r: ID, $o: Boolean) { whistles(reportId: $r, open: $o) { edges { node { id } } } }"
    token = hall.neighbours[0].token
    given = {"r": public_id(Kind.REPORT, about.id)}
    assert (await api.ask(query, token, **given))["whistles"]["edges"] == [{"node": {"id": over}}]
    assert (await api.ask(query, token, **given, o=False))["whistles"]["edges"] == []
    assert len((await api.ask(query, token))["whistles"]["edges"]) == 2


async def test_a_place_that_cannot_be_is_refused(hall: Hall, api: Api):
    there = await street(hall)
    due = moment(hall.clock.now() + timedelta(days=3))
    given = {"departmentIds": [public_id(Kind.DEPARTMENT, there.departments[0])], "reason": "好。", "dueAt": due}
    place = {"latitude": 91.0, "longitude": 104.0}
    refused = await api.do("blowWhistle", there.street.token, input={**given, "place": place})
    assert (refused["code"], refused["field"]) == ("INVALID", "latitude")
