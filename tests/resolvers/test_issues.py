"""Deeds of issues: raised, talked about, taken step by step, and written down."""

import asyncio
from uuid import UUID

import pytest

from db.paging import Ask
from resolvers import issues
from resolvers.issues import stream_of
from resolvers.polls import cast, manage
from rules.ids import Kind, public_id
from rules.issues import Stage
from rules.refusals import Code, Refusal
from rules.roles import Role
from tests.support.deeds import foreigner, kinds, newcomer, nothing_changes, refused, said
from tests.support.house import Hall, done

NOWHERE = UUID(int=7)
ENDLESS = "长" * 100_000
BAD_TEXTS = ["", "  \n\t", "\x00\x07\u202e", ENDLESS]


@pytest.mark.parametrize("text", BAD_TEXTS, ids=["empty", "blank", "hidden", "endless"])
async def test_a_text_of_nothing_or_without_end_changes_nothing(hall: Hall, text: str):
    neighbour, moderator, issue = (
        await hall.actor(hall.neighbours[0]),
        await hall.actor(hall.moderator),
        await hall.issue(),
    )
    async with nothing_changes(hall.house):
        refused(await issues.raise_issue(hall.house, neighbour, text, "坏了"), Code.INVALID, "title")
        refused(await issues.raise_issue(hall.house, neighbour, "路灯", text), Code.INVALID, "description")
        refused(await issues.comment(hall.house, neighbour, issue.id, text), Code.INVALID, "body")
        refused(await issues.advance(hall.house, moderator, issue.id, Stage.SCREENED, text), Code.INVALID, "reason")
        refused(await issues.mark_important(hall.house, moderator, issue.id, True, text), Code.INVALID, "reason")


async def test_who_is_not_verified_raises_and_says_nothing(hall: Hall):
    stranger, issue = await newcomer(hall), await hall.issue()
    async with nothing_changes(hall.house):
        refused(await issues.raise_issue(hall.house, stranger, "路灯", "坏了"), Code.NOT_ELIGIBLE)
        refused(await issues.comment(hall.house, stranger, issue.id, "好"), Code.NOT_ELIGIBLE)
        refused(await issues.advance(hall.house, stranger, issue.id, Stage.SCREENED, "好"), Code.FORBIDDEN)


async def test_a_neighbour_of_another_community_has_no_say_here(hall: Hall):
    stranger, issue = await foreigner(hall, *Role), await hall.issue()
    async with nothing_changes(hall.house):
        refused(await issues.comment(hall.house, stranger, issue.id, "好"), Code.NOT_ELIGIBLE, "issueId")
        refused(await issues.advance(hall.house, stranger, issue.id, Stage.SCREENED, "好"), Code.FORBIDDEN)
        refused(await issues.mark_important(hall.house, stranger, issue.id, True, "好"), Code.FORBIDDEN)


async def test_an_issue_that_is_not_there_is_not_found(hall: Hall):
    neighbour, moderator = await hall.actor(hall.neighbours[0]), await hall.actor(hall.moderator)
    async with nothing_changes(hall.house):
        refused(await issues.comment(hall.house, neighbour, NOWHERE, "好"), Code.NOT_FOUND, "issueId")
        refused(await issues.advance(hall.house, moderator, NOWHERE, Stage.SCREENED, "好"), Code.NOT_FOUND, "issueId")
        refused(await issues.mark_important(hall.house, moderator, NOWHERE, True, "好"), Code.NOT_FOUND, "issueId")


async def test_a_step_that_is_none_changes_nothing(hall: Hall):
    neighbour, moderator, issue = (
        await hall.actor(hall.neighbours[0]),
        await hall.actor(hall.moderator),
        await hall.issue(),
    )
    async with nothing_changes(hall.house):
        for stage in set(Stage) - {Stage.SCREENED, Stage.DECLINED}:
            refused(await issues.advance(hall.house, moderator, issue.id, stage, "好"), Code.WRONG_STAGE, "to")
        refused(await issues.advance(hall.house, neighbour, issue.id, Stage.SCREENED, "好"), Code.FORBIDDEN)
        refused(await issues.mark_important(hall.house, neighbour, issue.id, True, "好"), Code.FORBIDDEN)


async def test_the_record_of_an_issue_tells_its_whole_life_in_order(hall: Hall):
    neighbour, moderator = await hall.actor(hall.neighbours[0]), await hall.actor(hall.moderator)
    house, issue = hall.house, done(await issues.raise_issue(hall.house, neighbour, " 路灯 ", "坏了\r\n三天"))
    done(await issues.mark_important(house, moderator, issue.id, True, "要紧"))
    done(await issues.mark_important(house, moderator, issue.id, False, "不急"))
    way = [Stage.SCREENED, Stage.PREPARING, Stage.DELIBERATING, Stage.VOTING]
    for stage in way[:3]:
        done(await issues.advance(house, moderator, issue.id, stage, f"到{stage}"))
    comment = done(await issues.comment(house, neighbour, issue.id, "早点修"))
    poll = (await hall.poll(issue)).poll
    done(await issues.advance(house, moderator, issue.id, Stage.VOTING, "投票"))
    done(await cast.cast_vote(house, neighbour.resident_id, poll.id, "yes"))
    refused(await issues.advance(house, moderator, issue.id, Stage.PUBLISHED, "太早"), Code.WRONG_STAGE, "to")
    done(await manage.close_poll(house, moderator, poll.id, "够了"))
    for stage in (Stage.PUBLISHED, Stage.SUPERVISED, Stage.CLOSED):
        done(await issues.advance(house, moderator, issue.id, stage, "好"))
    me, poll_id = public_id(Kind.RESIDENT, neighbour.resident_id), public_id(Kind.POLL, poll.id)
    told = await said(house, stream_of(issue.id))
    step = "issue.advanced"
    expected = ["issue.raised", "issue.marked", "issue.marked", step, step, step, "comment.posted", "poll.opened", step]
    assert [kind for kind, _ in told] == [*expected, "poll.tally", "poll.closed", step, step, step]
    assert told[0][1] == {"title": "路灯", "description": "坏了\n三天", "stage": "PROPOSED", "raisedBy": me}
    assert told[1][1] == {"important": True, "reason": "要紧"}
    assert told[3][1] == {"from": "PROPOSED", "to": "SCREENED", "reason": "到SCREENED"}
    assert told[6][1] == {"commentId": public_id(Kind.COMMENT, comment.id), "authorId": me, "body": "早点修"}
    tally = {"pollId": poll_id, "votes": 1, "choices": {"yes": 1, "no": 0}, "seq": 2, "size": 1}
    assert {**told[9][1], "root": None} == {**tally, "root": None}
    assert (told[10][1]["winner"], told[10][1]["reason"], told[10][1]["closedBy"]) == ("yes", "够了", "moderator")
    steps = (await issues.load_steps(house, [issue.id]))[issue.id]
    taken = [(kind, payload) for kind, payload in told if kind == step]
    assert [(row.from_stage, row.to_stage, row.reason) for row in steps] == [
        (payload["from"], payload["to"], payload["reason"]) for _, payload in taken
    ]
    assert (await issues.load(house, [issue.id]))[issue.id].stage == Stage.CLOSED


async def test_marking_what_is_marked_writes_nothing(hall: Hall):
    moderator, issue = await hall.actor(hall.moderator), await hall.issue()
    async with nothing_changes(hall.house):
        assert not done(await issues.mark_important(hall.house, moderator, issue.id, False, "不急")).important


async def test_what_is_important_is_settled_with_the_first_poll(hall: Hall):
    moderator, issue = await hall.actor(hall.moderator), await hall.issue(at=Stage.VOTING)
    await hall.poll(issue)
    async with nothing_changes(hall.house):
        for important in (True, False):
            answer = await issues.mark_important(hall.house, moderator, issue.id, important, "要紧")
            refused(answer, Code.CONFLICT, "important")


async def test_two_who_take_the_same_step_at_once_take_it_once(hall: Hall):
    moderator, issue = await hall.actor(hall.moderator), await hall.issue()
    steps = (issues.advance(hall.house, moderator, issue.id, Stage.SCREENED, "好") for _ in range(5))
    answers = await asyncio.gather(*steps)
    assert [answer.code for answer in answers if isinstance(answer, Refusal)] == [Code.WRONG_STAGE] * 4
    assert await kinds(hall.house, stream_of(issue.id)) == ["issue.raised", "issue.advanced"]


async def test_comments_that_come_at_once_are_all_there_and_counted(hall: Hall):
    actors, issue = [await hall.actor(person) for person in hall.neighbours], await hall.issue()
    words = [f"第{number}句" for number in range(20)]
    talk = (issues.comment(hall.house, actors[i % 5], issue.id, each) for i, each in enumerate(words))
    await asyncio.gather(*talk)
    found = await issues.comments(hall.house, issue.id, Ask(100), newest_first=False)
    assert sorted(row.body for row in found.rows) == sorted(words)
    assert (await issues.load(hall.house, [issue.id]))[issue.id].comments == 20
    told = [
        payload["body"] for kind, payload in await said(hall.house, stream_of(issue.id)) if kind == "comment.posted"
    ]
    assert sorted(told) == sorted(words)


@pytest.mark.parametrize("stage", [Stage.PROPOSED, Stage.VOTING])
async def test_neighbours_talk_at_any_stage(hall: Hall, stage: Stage):
    issue = await hall.issue(at=stage)
    done(await issues.comment(hall.house, await hall.actor(hall.neighbours[1]), issue.id, "好"))


async def test_a_declined_issue_can_still_be_talked_about_and_goes_nowhere(hall: Hall):
    moderator, issue = await hall.actor(hall.moderator), await hall.issue()
    done(await issues.advance(hall.house, moderator, issue.id, Stage.DECLINED, "不归我们管"))
    done(await issues.comment(hall.house, await hall.actor(hall.neighbours[1]), issue.id, "可惜"))
    async with nothing_changes(hall.house):
        for stage in Stage:
            refused(await issues.advance(hall.house, moderator, issue.id, stage, "好"), Code.WRONG_STAGE, "to")


async def test_issues_are_listed_by_community_stage_and_words(hall: Hall):
    stranger = await foreigner(hall)
    done(await issues.raise_issue(hall.house, stranger, "邻村路灯", "坏了"))
    first, second = await hall.issue(title="路灯坏了"), await hall.issue(title="垃圾桶满了", at=Stage.VOTING)

    async def listed(stage: Stage | None = None, search: str | None = None) -> list[UUID]:
        found = await issues.listed(hall.house, hall.community_id, stage, search, Ask(10))
        return [row.id for row in found.rows]

    assert await listed() == [second.id, first.id]
    assert await listed(stage=Stage.VOTING) == [second.id]
    assert await listed(search="垃圾") == [second.id]
    assert await listed(search="路灯", stage=Stage.PROPOSED) == [first.id]
    assert await listed(search="邻村") == []
