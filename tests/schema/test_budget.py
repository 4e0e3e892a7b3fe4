"""A short query may not ask for millions of things."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from db.models.record import Entry
from resolvers import issues
from resolvers.issues import stream_of
from rules.ids import Kind, public_id
from rules.issues import Stage
from schema import context
from tests.support.house import Hall, done
from tests.support.server import serving

CHOICES = (("yes", "同意"), ("no", "不同意"))


async def test_lists_that_lead_to_one_another_are_cut_off_before_they_multiply(hall: Hall):
    issue = await hall.issue(at=Stage.VOTING)
    for _ in range(12):
        await hall.poll(issue, choices=CHOICES, lasts=timedelta(hours=1))
    key = public_id(Kind.ISSUE, issue.id)
    inner = "id"
    for _ in range(5):
        inner = f"polls {{ issue {{ {inner} }} }}"
    async with serving(hall) as api:
        code, sentence = await api.error(f'{{ issue(id: "{key}") {{ {inner} }} }}')
        assert await api.ask(f'{{ issue(id: "{"{key}"}") {{ polls {{ issue {{ polls {{ id }} }} }} }} }}')
    assert code == "QUERY_TOO_LARGE"
    assert "5,000" in sentence


async def test_many_names_for_one_long_list_are_counted_together(hall: Hall):
    raiser = await hall.actor(hall.neighbours[0])
    for number in range(60):
        done(await issues.raise_issue(hall.house, raiser, f"第 {number} 件", "请大家看看。"))
    names = " ".join(f"a{number}: record(first: 100) {{ seq }}" for number in range(100))
    async with serving(hall) as api:
        code, _ = await api.error(f"{{ issues(first: 100) {{ edges {{ node {{ {names} }} }} }} }}")
    assert code == "QUERY_TOO_LARGE"


async def test_a_redacted_entry_is_shown_empty_and_the_others_as_they_are(hall: Hall):
    issue = await hall.issue(at=Stage.SCREENED)
    gone = update(Entry).where(Entry.stream == stream_of(issue.id), Entry.seq == 1).values(payload=None, salt=None)
    await hall.house.database.write(lambda session: session.execute(gone), after=lambda: None)
    key = public_id(Kind.ISSUE, issue.id)
    async with serving(hall) as api:
        answer = await api.ask(f'{{ issue(id: "{key}") {{ record {{ seq payload salt payloadDigest }} }} }}')
    first, second = answer["issue"]["record"]
    assert (first["payload"], first["salt"]) == ({}, None)
    assert len(first["payloadDigest"]) == 64
    assert second["payload"]["to"] == "SCREENED"


async def test_many_names_for_a_look_at_the_database_of_its_own_are_cut_off(hall: Hall):
    sender = hall.neighbours[0].token
    figures = " ".join(f"a{number}: behind(figure: SOLVED) {{ edges {{ cursor }} }}" for number in range(12))
    async with serving(hall) as api:
        for number in range(12):
            await api.done("submitReport", sender, input={"description": f"第 {number} 盏灯不亮", "photoIds": []})
        code, _ = await api.error(f'{{ figures(since: "2026-01-01", until: "2026-12-31") {{ {figures} }} }}')
        assert await api.ask("{ reports(first: 100) { edges { node { nextSteps joined } } } }", sender)
    assert code == "QUERY_TOO_LARGE"


@pytest.mark.parametrize(("field", "times"), [("myBadges { sets }", 2), ("myNominations { id }", 10)])
async def test_what_is_ones_own_is_counted_under_each_name(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, field: str, times: int
):
    monkeypatch.setattr(context, "MOST_THINGS", 100)
    few, many = [" ".join(f"a{number}: {field}" for number in range(each)) for each in (times, times + 1)]
    async with serving(hall) as api:
        assert await api.ask(f"{{ {few} }}", hall.neighbours[0].token)
        code, _ = await api.error(f"{{ {many} }}", hall.neighbours[0].token)
    assert code == "QUERY_TOO_LARGE"


async def test_each_event_of_a_subscription_is_counted_by_itself(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(context, "MOST_THINGS", 30)
    sender, other = hall.neighbours[0].token, hall.neighbours[1].token
    async with serving(hall) as api, api.socket(other) as socket:
        sent = await api.done("submitReport", sender, input={"description": "路灯不亮", "photoIds": []})
        asked = "subscription($id: ID!) { reportProgress(reportId: $id) { followers history { kind } } }"
        await socket.subscribe(asked, id=sent["id"])
        await socket.next()
        for neighbour in hall.neighbours[1:]:
            await api.done("followReport", neighbour.token, reportId=sent["id"])
            last = await socket.next()
    assert last["followers"] == 5


@pytest.mark.parametrize("field", ["myHours { minutes }", "myHouseholdRequest { id }", "myGrid { id }"])
async def test_many_names_for_what_is_the_viewers_own_are_cut_off(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, field: str
):
    monkeypatch.setattr(context, "MOST_THINGS", 30)
    token = hall.neighbours[0].token
    async with serving(hall) as api:
        assert await api.ask("{ " + " ".join(f"a{number}: {field}" for number in range(3)) + " }", token)
        code, _ = await api.error("{ " + " ".join(f"a{number}: {field}" for number in range(4)) + " }", token)
    assert code == "QUERY_TOO_LARGE"
