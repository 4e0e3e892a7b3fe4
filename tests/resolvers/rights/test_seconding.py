"""Seconding is for those whose level allows it, once each, and in the record of the issue."""

import asyncio

from resolvers import issues
from resolvers.issues import stream_of
from resolvers.resolutions import thanking
from resolvers.rights import seconding
from rules.issues import Stage
from rules.refusals import Code
from tests.support.deeds import kinds, nothing_changes, refused, said
from tests.support.house import Hall, done
from tests.support.standing import risen


async def test_a_keen_resident_stands_behind_an_issue_once(hall: Hall):
    issue, keen = await hall.issue(), await hall.actor(hall.neighbours[1])
    await risen(hall, hall.neighbours[1], 99)
    async with nothing_changes(hall.house):
        refused(await seconding.second(hall.house, keen, issue.id), Code.FORBIDDEN)
    await risen(hall, hall.neighbours[1], 1)
    await asyncio.gather(*(seconding.second(hall.house, keen, issue.id) for _ in range(5)))
    assert await seconding.counts(hall.house, [issue.id]) == {issue.id: 1}
    mine = issue.id, keen.resident_id
    assert await seconding.load_seconded(hall.house, {mine}) == {mine}
    assert await kinds(hall.house, stream_of(issue.id)) == ["issue.raised", "issue.seconded"]


async def test_nobody_seconds_their_own_or_what_has_been_taken_up(hall: Hall):
    mine, taken = await hall.issue(), await hall.issue(at=Stage.SCREENED)
    for number in (0, 1):
        await risen(hall, hall.neighbours[number], 100)
    raiser, other = await hall.actor(hall.neighbours[0]), await hall.actor(hall.neighbours[1])
    async with nothing_changes(hall.house):
        refused(await seconding.second(hall.house, raiser, mine.id), Code.INVALID, "issueId")
        refused(await seconding.second(hall.house, other, taken.id), Code.WRONG_STAGE, "issueId")
        refused(await seconding.second(hall.house, other, hall.house.new_id()), Code.NOT_FOUND, "issueId")


async def test_who_does_not_want_to_be_named_counts_without_a_name(hall: Hall):
    issue = await hall.issue()
    people = hall.neighbours[1:3]
    for person in people:
        await risen(hall, person, 100)
        done(await seconding.second(hall.house, await hall.actor(person), issue.id))
    quiet, named = [await hall.actor(person) for person in people]
    await thanking.set_thanked(hall.house, quiet, thanked=False)
    assert [row.id for row in await seconding.named(hall.house, issue.id, 10)] == [named.resident_id]
    assert await seconding.counts(hall.house, [issue.id]) == {issue.id: 2}
    assert (await issues.load(hall.house, [issue.id]))[issue.id].stage is Stage.PROPOSED


async def test_the_record_leaves_out_the_name_of_who_does_not_want_to_be_named(hall: Hall):
    issue = await hall.issue()
    for person, thanked in zip(hall.neighbours[1:3], (False, True), strict=True):
        await risen(hall, person, 100)
        await thanking.set_thanked(hall.house, await hall.actor(person), thanked=thanked)
        done(await seconding.second(hall.house, await hall.actor(person), issue.id))
    seconds = [
        payload["by"] for kind, payload in await said(hall.house, stream_of(issue.id)) if kind == "issue.seconded"
    ]
    assert seconds == [None, hall.neighbours[2].resident_id]
