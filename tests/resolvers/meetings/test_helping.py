"""Who has no phone votes all the same: the staff types it in, and the record says that it did."""

from commands.verify.check import check
from resolvers.exporting import export
from resolvers.issues import stream_of as issue_stream
from resolvers.meetings import attendance, helping
from resolvers.polls import cast, manage
from resolvers.residents import care
from rules.issues import Stage
from rules.proceedings import Party
from rules.refusals import Code
from tests.support.deeds import heads_on_roll, nothing_changes, refused, said
from tests.support.house import Hall, done
from tests.support.meeting import under_way


async def helped(hall: Hall, meeting_id, resident_id=None, *, on_spot: bool = True):
    staff = await hall.actor(hall.staff)
    if resident_id is None:
        resident_id = done(await care.register(hall.house, staff, "张桂芳")).id
    guest = attendance.Guest("", Party.RESIDENTS, resident_id, on_spot)
    return done(await attendance.sign_in(hall.house, staff, meeting_id, guest))


async def at_a_vote(hall: Hall, **terms):
    """Somebody without a phone at a meeting, and a poll that opens while they are there."""
    issue = await hall.issue(at=Stage.VOTING)
    who = await helped(hall, (await under_way(hall, issue.id)).id)
    return who, (await hall.poll(issue, **terms)).poll


async def test_somebody_without_a_phone_is_on_the_roll_and_never_signs_in(hall: Hall):
    before = await heads_on_roll(hall.house, hall.community_id)
    staff = await hall.actor(hall.staff)
    person = done(await care.register(hall.house, staff, "张桂芳"))
    assert person.verified_at is not None
    assert care.phone_of(hall.house, person, staff) is None
    assert await heads_on_roll(hall.house, hall.community_id) == before + 1
    async with nothing_changes(hall.house):
        refused(await care.register(hall.house, await hall.actor(hall.neighbours[0]), "李四"), Code.FORBIDDEN)
        refused(await care.register(hall.house, staff, " "), Code.INVALID, "name")


async def test_a_vote_that_was_typed_in_counts_and_is_marked_as_such(hall: Hall, tmp_path):
    who, poll = await at_a_vote(hall)
    staff = await hall.actor(hall.staff)
    receipt = done(await helping.cast_for(hall.house, staff, who.id, poll.id, "yes", key="slip 1"))
    neighbour = await hall.actor(hall.neighbours[0])
    done(await cast.cast_vote(hall.house, neighbour.resident_id, poll.id, "no"))
    told = [payload for kind, payload in await said(hall.house, issue_stream(poll.issue_id)) if kind == "poll.tally"]
    assert [payload.get("typedIn") for payload in told] == [1, None]
    assert done(await helping.cast_for(hall.house, staff, who.id, poll.id, "yes", key="slip 1")) == receipt
    refused(await helping.cast_for(hall.house, staff, who.id, poll.id, "no"), Code.ALREADY_VOTED, "pollId")
    done(await manage.close_poll(hall.house, await hall.actor(hall.moderator), poll.id, "够了。"))
    file = tmp_path / "record.jsonl"
    file.write_bytes(b"".join([line async for line in export(hall.house, issue_stream(poll.issue_id))]))
    found = check(file)
    assert (found.wrong, [counted.choices for counted in found.counted]) == (None, [{"yes": 1, "no": 1}])


async def test_nobody_votes_for_a_neighbour_who_can_vote_or_is_not_there(hall: Hall):
    issue = await hall.issue(at=Stage.VOTING)
    meeting = await under_way(hall, issue.id)
    poll, neighbour = (await hall.poll(issue)).poll, await hall.actor(hall.neighbours[0])
    by_themselves = done(await attendance.enter(hall.house, neighbour, meeting.id, 0))
    far_away = await helped(hall, meeting.id, on_spot=False)
    has_a_phone = await helped(hall, meeting.id, (await hall.actor(hall.neighbours[1])).resident_id)
    staff = await hall.actor(hall.staff)
    stranger = done(await attendance.sign_in(hall.house, staff, meeting.id, attendance.Guest("客人", Party.GUESTS)))
    async with nothing_changes(hall.house):
        for who in (by_themselves, far_away, has_a_phone, stranger):
            result = await helping.cast_for(hall.house, staff, who.id, poll.id, "yes")
            refused(result, Code.NOT_ELIGIBLE, "participantId")


async def test_only_the_staff_types_votes_in_and_only_for_the_issue_of_the_meeting(hall: Hall):
    who, poll = await at_a_vote(hall)
    elsewhere, staff = (await hall.poll()).poll, await hall.actor(hall.staff)
    async with nothing_changes(hall.house):
        neighbour = await hall.actor(hall.neighbours[0])
        refused(await helping.cast_for(hall.house, neighbour, who.id, poll.id, "yes"), Code.FORBIDDEN)
        refused(await helping.cast_for(hall.house, staff, who.id, elsewhere.id, "yes"), Code.NOT_FOUND, "pollId")
        missing = hall.house.new_id()
        refused(await helping.cast_for(hall.house, staff, missing, poll.id, "yes"), Code.NOT_FOUND, "participantId")
        refused(await helping.cast_for(hall.house, staff, who.id, missing, "yes"), Code.NOT_FOUND, "pollId")
