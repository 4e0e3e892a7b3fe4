"""A comment is hidden by a neighbour of the same building whose level allows it; staff have the last word."""

from db.paging import Ask
from resolvers import issues
from resolvers.issues import stream_of
from resolvers.notices import reading as notices
from resolvers.rights import moderating
from rules.refusals import Code
from tests.support.deeds import kinds, nothing_changes, refused
from tests.support.house import Hall, done
from tests.support.standing import risen, under_one_roof


async def rude(hall: Hall):
    issue = await hall.issue()
    said = done(await issues.comment(hall.house, await hall.actor(hall.neighbours[2]), issue.id, "你们都是骗子。"))
    return issue, said


async def test_a_neighbour_hides_what_somebody_of_their_building_said_and_staff_put_it_back(hall: Hall):
    issue, said = await rude(hall)
    capable, staff = await hall.actor(hall.neighbours[1]), await hall.actor(hall.staff)
    await under_one_roof(hall, hall.neighbours[1:3])
    async with nothing_changes(hall.house):
        refused(await moderating.hide(hall.house, capable, said.id, "骂人。"), Code.FORBIDDEN)
    await risen(hall, hall.neighbours[1], 500)
    done(await moderating.hide(hall.house, capable, said.id, "骂人。"))
    done(await moderating.hide(hall.house, capable, said.id, "还是骂人。"))
    assert {key: row.reason for key, row in (await moderating.load(hall.house, [said.id])).items()} == {
        said.id: "骂人。"
    }
    async with nothing_changes(hall.house):
        refused(await moderating.restore(hall.house, capable, said.id, "算了。"), Code.FORBIDDEN)
    done(await moderating.restore(hall.house, staff, said.id, "这是意见，不是骂人。"))
    assert await moderating.load(hall.house, [said.id]) == {}
    async with nothing_changes(hall.house):
        refused(await moderating.hide(hall.house, capable, said.id, "骂人。"), Code.CONFLICT, "commentId")
        refused(await moderating.restore(hall.house, staff, said.id, "再来。"), Code.CONFLICT, "commentId")
    assert (await kinds(hall.house, stream_of(issue.id)))[-2:] == ["comment.hidden", "comment.restored"]
    author = (await hall.actor(hall.neighbours[2])).resident_id
    page = await notices.of(hall.house, author, Ask(10))
    assert [row.kind for row in page.rows] == ["comment.restored", "comment.hidden"]


async def test_another_building_is_not_theirs_to_look_after(hall: Hall):
    _, said = await rude(hall)
    capable = await hall.actor(hall.neighbours[1])
    await risen(hall, hall.neighbours[1], 500)
    async with nothing_changes(hall.house):
        refused(await moderating.hide(hall.house, capable, said.id, "骂人。"), Code.FORBIDDEN, "commentId")
    await under_one_roof(hall, hall.neighbours[:2])
    await under_one_roof(hall, hall.neighbours[2:4])
    async with nothing_changes(hall.house):
        refused(await moderating.hide(hall.house, capable, said.id, "骂人。"), Code.FORBIDDEN, "commentId")
        refused(await moderating.hide(hall.house, capable, hall.house.new_id(), "骂人。"), Code.NOT_FOUND, "commentId")
    staff = await hall.actor(hall.staff)
    async with nothing_changes(hall.house):
        refused(await moderating.hide(hall.house, staff, said.id, "  "), Code.INVALID, "reason")
    done(await moderating.hide(hall.house, staff, said.id, "骂人。"))
