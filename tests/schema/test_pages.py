"""Lists in pages, through the API."""

from typing import Any

import pytest

from db.paging import Cursor
from resolvers import issues
from rules.ids import Kind, public_id
from tests.support.house import Hall, done
from tests.support.server import Api

PAGE = "edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"
ISSUES = f"query($first: Int, $after: String) {{ issues(first: $first, after: $after) {{ {PAGE} }} }}"
RESIDENTS = f"query($first: Int, $after: String) {{ residents(first: $first, after: $after) {{ {PAGE} }} }}"
COMMENTS = f"""
query($id: ID!, $order: CommentOrder! = NEWEST_FIRST, $first: Int, $after: String) {{
  issue(id: $id) {{ comments(order: $order, first: $first, after: $after) {{ {PAGE} }} }}
}}"""
FOUND = """
query($stage: IssueStage, $search: String) { issues(stage: $stage, search: $search) { edges { node { id } } } }
"""
LISTS = {"issues": ISSUES, "residents": RESIDENTS, "comments": COMMENTS}


def connection(data: Any) -> dict[str, Any]:
    """The connection in an answer, however deep."""
    while "edges" not in data:
        (data,) = data.values()
    return data


async def all_pages(api: Api, query: str, token: str | None, first: int, **variables: object) -> list[str]:
    """The ids on all pages; checks what each page says about itself."""
    ids: list[str] = []
    after = None
    while True:
        page = connection(await api.ask(query, token, first=first, after=after, **variables))
        info, cursors = page["pageInfo"], [edge["cursor"] for edge in page["edges"]]
        ids += [edge["node"]["id"] for edge in page["edges"]]
        assert (info["startCursor"], info["endCursor"]) == (cursors[0], cursors[-1])
        assert info["hasPreviousPage"] == (after is not None)
        if not info["hasNextPage"]:
            return ids
        assert len(cursors) == first
        after = info["endCursor"]


async def variables_of(hall: Hall, which: str) -> dict[str, object]:
    """What the query of a list needs to be asked."""
    if which != "comments":
        return {}
    return {"id": public_id(Kind.ISSUE, (await hall.issue()).id)}


@pytest.mark.parametrize("first", [1, 3, 7, 100])
async def test_all_pages_of_issues_together_are_all_issues_newest_first(hall: Hall, api: Api, first: int):
    raised = [public_id(Kind.ISSUE, (await hall.issue(title=f"第 {n} 件")).id) for n in range(7)]
    assert await all_pages(api, ISSUES, None, first) == raised[::-1]


@pytest.mark.parametrize(("order", "step"), [("NEWEST_FIRST", -1), ("OLDEST_FIRST", 1)])
async def test_all_pages_of_comments_together_are_all_comments_in_order(hall: Hall, api: Api, order: str, step: int):
    issue, speaker = await hall.issue(), await hall.actor(hall.neighbours[1])
    said = [done(await issues.comment(hall.house, speaker, issue.id, f"第 {n} 句")) for n in range(7)]
    expected = [public_id(Kind.COMMENT, comment.id) for comment in said][::step]
    issue_id = public_id(Kind.ISSUE, issue.id)
    for first in (2, 7):
        assert await all_pages(api, COMMENTS, None, first, id=issue_id, order=order) == expected


async def test_all_pages_of_residents_together_are_all_residents(hall: Hall, api: Api):
    people = {person.resident_id for person in (*hall.neighbours, hall.moderator, hall.staff, hall.admin)}
    found = await all_pages(api, RESIDENTS, hall.staff.token, 3)
    assert set(found) == people
    assert len(found) == len(people)


async def test_what_is_raised_while_somebody_pages_moves_nothing(hall: Hall, api: Api):
    raised = [public_id(Kind.ISSUE, (await hall.issue()).id) for _ in range(4)]
    page = connection(await api.ask(ISSUES, first=2))
    await hall.issue(title="刚刚提的")
    rest = connection(await api.ask(ISSUES, first=2, after=page["pageInfo"]["endCursor"]))
    assert [edge["node"]["id"] for edge in page["edges"] + rest["edges"]] == raised[::-1]


async def test_an_empty_list_is_a_page_without_cursors(hall: Hall, api: Api):
    nothing = {"hasNextPage": False, "hasPreviousPage": False, "startCursor": None, "endCursor": None}
    assert connection(await api.ask(ISSUES)) == {"edges": [], "pageInfo": nothing}


@pytest.mark.parametrize("which", LISTS)
async def test_a_page_has_1_to_100_items(hall: Hall, api: Api, which: str):
    variables = await variables_of(hall, which)
    for first in (0, 101, -1, 2**31 - 1, -(2**31)):
        problem = await api.error(LISTS[which], hall.staff.token, first=first, **variables)
        assert problem == ("BAD_USER_INPUT", "`first` has to be from 1 to 100.")
    for first in (1, 100, None):
        assert "edges" in connection(await api.ask(LISTS[which], hall.staff.token, first=first, **variables))


BAD_CURSORS = {
    "a word": "nonsense",
    "empty": "",
    "not base64": "!!!!",
    "Chinese": "第二页",
    "too short": "AAAA",
    "too long": "A" * 40_000,
    "a time out of range": "f" + "_" * 31,
    "SQL": "' OR 1=1 --",
    "a null sign": "\0",
}


@pytest.mark.parametrize("cursor", BAD_CURSORS.values(), ids=BAD_CURSORS)
@pytest.mark.parametrize("which", LISTS)
async def test_a_cursor_that_is_none_of_ours_is_an_error(hall: Hall, api: Api, which: str, cursor: str):
    assert Cursor.read(cursor) is None
    variables = await variables_of(hall, which)
    problem = await api.error(LISTS[which], hall.staff.token, after=cursor, **variables)
    assert problem == ("BAD_USER_INPUT", "`after` has to be a cursor from an earlier page.")


async def test_issues_are_found_by_stage_and_by_two_chinese_signs(hall: Hall, api: Api):
    lamp = await hall.issue(title="路灯坏了")
    lift = await hall.issue(title="电梯要换")

    async def found(**how: str) -> list[str]:
        return [edge["node"]["id"] for edge in (await api.ask(FOUND, **how))["issues"]["edges"]]

    lamp_id, lift_id = (public_id(Kind.ISSUE, issue.id) for issue in (lamp, lift))
    assert await found(search="电梯") == [lift_id]
    assert await found(search="东门") == [lift_id, lamp_id]
    assert await found(search="地铁") == []
    step = {"issueId": lift_id, "to": "SCREENED", "reason": "大家一起商量。"}
    await api.done("advanceIssue", hall.moderator.token, input=step)
    assert await found(stage="SCREENED") == [lift_id]
    assert await found(stage="PROPOSED", search="坏了") == [lamp_id]
