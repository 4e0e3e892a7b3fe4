"""Suggestions are taken up with who sees to them, and their progress is told in the feed and where they came from."""

import asyncio
from datetime import timedelta

import pytest

from db.models.departments import Department
from db.queries.adoptions import Which
from resolvers import issues
from resolvers.reports.streams import stream_of as report_stream
from resolvers.residents import care
from resolvers.resolutions import adopting, reading, thanking
from resolvers.resolutions.me import may_note_adoption
from rules.agreements import today
from rules.issues import Stage
from rules.refusals import Code
from rules.reports import Stage as ReportStage
from rules.resolutions import Part, ResolutionKind
from rules.roles import Role
from tests.support.agreement import key
from tests.support.deeds import foreigner, nothing_changes, refused, said
from tests.support.house import Hall, done
from tests.support.resolutions import ALL, added, adopted, asked_to_adopt, department, listed, noted, report


async def of_suggestions(hall: Hall, stream: str):
    return [(kind, payload) for kind, payload in await said(hall.house, stream) if kind.startswith("suggestion.")]


async def test_a_suggestion_from_an_issue_is_told_in_its_record_and_in_the_feed(hall: Hall):
    issue = await hall.issue(at=Stage.DELIBERATING)
    adoption = await adopted(hall, issue_id=issue.id)
    done(await noted(hall, adoption.id, "灯买好了。"))
    done(await noted(hall, adoption.id, "灯装好了。", is_done=True))

    entries = await of_suggestions(hall, issues.stream_of(issue.id))
    assert [kind for kind, _ in entries] == ["suggestion.adopted", "suggestion.progress", "suggestion.progress"]
    assert [payload.get("note") for _, payload in entries] == [None, "灯买好了。", "灯装好了。"]
    assert [(row.kind, row.detail, row.issue_id) for row in await listed(hall)] == [
        (ResolutionKind.SUGGESTION, detail, issue.id) for detail in ("灯装好了。", "灯买好了。", None)
    ]
    page = await thanking.listed(hall.house, hall.community_id, None, ALL)
    assert [(credit.resident_id, credit.part) for credit in page.rows] == [(key(hall.neighbours[0]), Part.SUGGESTED)]


async def test_a_suggestion_from_a_report_is_told_in_the_reports_own_stream(hall: Hall):
    row = await report(hall)
    adoption = await adopted(hall, report_id=row.id)
    done(await noted(hall, adoption.id, "好了。", is_done=True))
    kinds = [kind for kind, _ in await of_suggestions(hall, report_stream(row.id))]
    assert kinds == ["suggestion.adopted", "suggestion.progress"]
    assert {each.report_id for each in await listed(hall)} == {row.id}


async def test_every_note_stays_and_the_latest_says_whether_it_is_done(hall: Hall):
    adoption = await adopted(hall)
    told = [("开工了。", False), ("好了。", True), ("又坏了。", False)]
    for note, is_done in told:
        assert done(await noted(hall, adoption.id, note, is_done=is_done)).done == is_done
    found = await reading.load_notes(hall.house, [(adoption.id, 100), (adoption.id, 2)])
    assert [(row.number, row.note, row.done) for row in found[adoption.id, 100]] == [
        (number, *each) for number, each in enumerate(told, 1)
    ]
    assert [row.number for row in found[adoption.id, 2]] == [2, 3]


async def test_notes_written_at_once_are_numbered_without_a_gap(hall: Hall):
    adoption = await adopted(hall)
    await asyncio.gather(*(noted(hall, adoption.id, f"第{turn}次") for turn in range(8)))
    (rows,) = (await reading.load_notes(hall.house, [(adoption.id, 100)])).values()
    assert [row.number for row in rows] == list(range(1, 9))
    assert [row.seq for row in await listed(hall)] == list(range(9, 0, -1))


async def test_only_staff_take_suggestions_up_and_only_what_is_of_their_community(hall: Hall):
    row, office = await report(hall), await department(hall)
    stranger = await foreigner(hall, Role.COMMUNITY_STAFF)
    abroad = Department(id=hall.house.new_id(), community_id=stranger.community_id, code="x", name="邻村的")
    await added(hall, abroad)
    proposal = adopting.Proposal("加灯", office, today(hall.clock.now()), report_id=row.id)
    async with nothing_changes(hall.house):
        for person in (hall.neighbours[0], hall.moderator):
            refused(await asked_to_adopt(hall, person, report_id=row.id, department_id=office), Code.FORBIDDEN)
        refused(await adopting.adopt(hall.house, stranger, proposal), Code.NOT_FOUND, "reportId")
        elsewhere = await asked_to_adopt(hall, report_id=row.id, department_id=abroad.id)
        refused(elsewhere, Code.NOT_FOUND, "departmentId")
        nowhere = await asked_to_adopt(hall, issue_id=hall.house.new_id(), department_id=office)
        refused(nowhere, Code.NOT_FOUND, "issueId")


async def test_what_cannot_be_taken_up_changes_nothing(hall: Hall):
    office, new = await department(hall), await hall.issue()
    turned_down = await report(hall, stage=ReportStage.REJECTED)
    fine = (await report(hall)).id
    past = today(hall.clock.now()) - timedelta(days=1)
    async with nothing_changes(hall.house):
        for changed, code, field in (
            ({"issue_id": new.id}, Code.WRONG_STAGE, "issueId"),
            ({"report_id": turned_down.id}, Code.WRONG_STAGE, "reportId"),
            ({"report_id": fine, "due_on": past}, Code.INVALID, "dueOn"),
            ({"report_id": fine, "suggestion": " "}, Code.INVALID, "suggestion"),
            ({"report_id": fine, "suggestion": "灯" * 201}, Code.INVALID, "suggestion"),
        ):
            refused(await asked_to_adopt(hall, department_id=office, **changed), code, field)


async def test_officers_of_the_department_responsible_note_and_others_do_not(hall: Hall):
    mine, other = hall.neighbours[2], hall.neighbours[3]
    office = await department(hall, mine)
    await department(hall, other)
    for person in (mine, other):
        admin = await hall.actor(hall.admin)
        done(await care.grant(hall.house, admin, key(person), Role.DEPARTMENT_OFFICER))
    adoption = await adopted(hall, department_id=office)
    stranger = await foreigner(hall, Role.COMMUNITY_STAFF)
    async with nothing_changes(hall.house):
        for person in (other, hall.neighbours[0], hall.moderator):
            refused(await noted(hall, adoption.id, "好了。", by=person), Code.FORBIDDEN)
        unknown = await adopting.note(hall.house, stranger, adoption.id, "好了。", done=True)
        refused(unknown, Code.NOT_FOUND, "adoptionId")
        refused(await noted(hall, hall.house.new_id(), "好了。"), Code.NOT_FOUND, "adoptionId")
        refused(await noted(hall, adoption.id, " "), Code.INVALID, "note")
    done(await noted(hall, adoption.id, "好了。", by=mine))
    assert await may_note_adoption(hall.house, await hall.actor(mine), adoption)
    assert not await may_note_adoption(hall.house, await hall.actor(other), adoption)
    assert not await may_note_adoption(hall.house, None, adoption)


@pytest.mark.parametrize("is_done", [False, True])
async def test_suggestions_are_found_by_where_they_came_from_and_how_they_go(hall: Hall, is_done: bool):
    row = await report(hall)
    office = await department(hall)
    adoption = await adopted(hall, report_id=row.id, department_id=office)
    await adopted(hall)
    done(await noted(hall, adoption.id, "好了。", is_done=is_done))
    hall.clock.turn(days=9)
    day = today(hall.clock.now())

    async def found(which: Which) -> int:
        return len((await reading.adoptions_listed(hall.house, hall.community_id, which, ALL)).rows)

    assert await found(Which()) == 2
    assert await found(Which(report_id=row.id)) == await found(Which(department_id=office)) == 1
    assert await found(Which(report_id=row.id, done=is_done)) == 1
    assert await found(Which(report_id=row.id, done=not is_done)) == 0
    assert await found(Which(report_id=row.id, overdue_on=(day, True))) == (not is_done)
    assert await found(Which(report_id=row.id, overdue_on=(day, False))) == is_done
    assert await found(Which(overdue_on=(day - timedelta(days=2), True))) == 0
