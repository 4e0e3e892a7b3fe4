"""What a meeting agrees on is signed by three, in force at once with the third, and followed to its end."""

import asyncio
from datetime import timedelta

import pytest

from resolvers.agreements import drafting, reading, signing
from resolvers.issues import stream_of as issue_stream
from resolvers.meetings import lead
from resolvers.meetings.streams import stream_of
from rules.agreements import INPUTS, SIGNING
from rules.ids import Kind, public_id
from rules.proceedings import Party
from rules.refusals import Code, Refusal
from rules.roles import Role
from tests.support.agreement import agreed, asked_to_draft, in_force, key, noted, signed, signers, some_points
from tests.support.deeds import foreigner, kinds, newcomer, nothing_changes, refused, said
from tests.support.house import Hall, done
from tests.support.meeting import scheduled, under_way


async def agreement_entries(hall: Hall, stream: str):
    return [(kind, payload) for kind, payload in await said(hall.house, stream) if kind.startswith("agreement.")]


async def kept(hall: Hall, agreement_id):
    return (await reading.load(hall.house, [agreement_id]))[agreement_id]


async def test_an_agreement_is_drafted_signed_and_in_force_in_the_meetings_stream_and_in_the_record(hall: Hall):
    issue = await hall.issue()
    meeting = await under_way(hall, issue.id)
    whole = await in_force(hall, meeting.id)
    entries = await agreement_entries(hall, stream_of(meeting.id))
    assert entries == await agreement_entries(hall, issue_stream(issue.id))
    assert [kind.partition(".")[2] for kind, _ in entries] == ["drafted", *["signed"] * 3, "in_force"]
    named = {"meetingId": public_id(Kind.MEETING, meeting.id), "version": 1}
    named["agreementId"] = public_id(Kind.AGREEMENT, whole.agreement.id)
    drafted = entries[0][1]
    assert drafted.items() >= {**named, "by": hall.moderator.resident_id}.items()
    assert drafted["signatories"] == {party.value: who.resident_id for party, who in signers(hall).items()}
    assert drafted["points"] == [
        {
            "pointId": public_id(Kind.POINT, point.id),
            "number": number,
            "text": point.text,
            "responsible": point.responsible.value,
            "dueOn": point.due_on.isoformat(),
        }
        for number, point in enumerate(whole.points, 1)
    ]
    signatures = [{**named, "party": party.value, "by": who.resident_id} for party, who in signers(hall).items()]
    assert [payload for _, payload in entries[1:]] == [*signatures, named]


async def test_it_is_in_force_in_the_moment_of_the_third_signature(hall: Hall):
    meeting = await under_way(hall)
    whole = await agreed(hall, meeting.id)
    for party in SIGNING[:2]:
        whole = done(await signed(hall, whole, party))
        assert (await kept(hall, whole.agreement.id)).agreement.in_force_at is None
    done(await signed(hall, whole, SIGNING[2]))
    found = await kept(hall, whole.agreement.id)
    assert list(found.signatories) == list(SIGNING)
    assert found.agreement.in_force_at == found.signatories[SIGNING[2]].signed_at
    assert (await reading.load_of_meetings(hall.house, [meeting.id]))[meeting.id].standing == found.standing


async def test_three_who_sign_at_once_bring_it_into_force_once(hall: Hall):
    meeting = await under_way(hall)
    whole = await agreed(hall, meeting.id)
    await asyncio.gather(*(signed(hall, whole, party) for party in SIGNING for _ in range(3)))
    assert (await kept(hall, whole.agreement.id)).standing.in_force
    found = [kind for kind, _ in await agreement_entries(hall, stream_of(meeting.id))]
    assert found == ["agreement.drafted", *["agreement.signed"] * 3, "agreement.in_force"]


async def test_signing_twice_changes_nothing_and_gives_the_same(hall: Hall):
    meeting = await under_way(hall)
    whole = await agreed(hall, meeting.id)
    first = done(await signed(hall, whole, Party.RESIDENTS))
    async with nothing_changes(hall.house):
        hall.clock.turn(hours=1)
        again = done(await signed(hall, whole, Party.RESIDENTS))
    assert again.signatories[Party.RESIDENTS].signed_at == first.signatories[Party.RESIDENTS].signed_at
    whole = await in_force(hall, (await under_way(hall)).id)
    async with nothing_changes(hall.house):
        assert done(await signed(hall, whole, Party.COMMUNITY)).standing.in_force


async def test_a_new_draft_is_a_new_version_that_nobody_has_signed(hall: Hall):
    meeting = await under_way(hall)
    first = await agreed(hall, meeting.id)
    for party in SIGNING[:2]:
        done(await signed(hall, first, party))
    second = await agreed(hall, meeting.id, ["路灯三天内修好。"])
    assert (second.agreement.id, second.agreement.version) == (first.agreement.id, 2)
    found = await kept(hall, first.agreement.id)
    assert [point.text for point in found.points] == ["路灯三天内修好。"]
    assert found.standing.signed == frozenset()
    async with nothing_changes(hall.house):
        refused(await signed(hall, second, SIGNING[2], version=1), Code.CONFLICT, "version")
        refused(await noted(hall, first.points[0].id, "修好了。"), Code.NOT_FOUND, "pointId")


async def test_another_may_be_named_in_a_new_version_and_the_first_no_longer_signs(hall: Hall):
    meeting = await under_way(hall)
    whole = await agreed(hall, meeting.id)
    done(await asked_to_draft(hall, meeting.id, named={Party.RESIDENTS: key(hall.neighbours[3])}))
    async with nothing_changes(hall.house):
        refused(await signed(hall, whole, Party.RESIDENTS, version=2), Code.FORBIDDEN)
    other = await hall.actor(hall.neighbours[3])
    after = done(await signing.sign(hall.house, other, whole.agreement.id, 2))
    assert after.standing.signed == {Party.RESIDENTS}


async def test_what_is_in_force_is_not_drafted_anew(hall: Hall):
    meeting = await under_way(hall)
    await in_force(hall, meeting.id)
    async with nothing_changes(hall.house):
        refused(await asked_to_draft(hall, meeting.id), Code.CONFLICT, "meetingId")


async def test_a_draft_and_the_last_signature_at_once_leave_one_or_the_other(hall: Hall):
    meeting = await under_way(hall)
    whole = await agreed(hall, meeting.id)
    for party in SIGNING[:2]:
        done(await signed(hall, whole, party))
    drafted, last = await asyncio.gather(asked_to_draft(hall, meeting.id), signed(hall, whole, SIGNING[2]))
    assert isinstance(drafted, Refusal) != isinstance(last, Refusal)
    found = await kept(hall, whole.agreement.id)
    assert (found.agreement.version, found.standing.in_force) == (
        (1, True) if isinstance(drafted, Refusal) else (2, False)
    )


async def test_a_meeting_that_is_over_ends_with_an_agreement_and_one_to_come_does_not(hall: Hall):
    meeting = await scheduled(hall)
    async with nothing_changes(hall.house):
        refused(await asked_to_draft(hall, meeting.id), Code.WRONG_STAGE, "meetingId")
    for step in (lead.start, lead.end):
        done(await step(hall.house, await hall.actor(hall.moderator), meeting.id))
    assert (await agreed(hall, meeting.id)).agreement.version == 1


async def test_only_a_moderator_of_the_community_writes_an_agreement_down(hall: Hall):
    meeting, stranger = await under_way(hall), await foreigner(hall, Role.MODERATOR, Role.COMMUNITY_STAFF)
    people = {party: key(person) for party, person in signers(hall).items()}
    async with nothing_changes(hall.house):
        for person in (hall.neighbours[0], hall.staff, hall.admin):
            refused(await asked_to_draft(hall, meeting.id, [], by=person), Code.FORBIDDEN)
        refused(await drafting.draft(hall.house, stranger, meeting.id, some_points(hall), people), Code.FORBIDDEN)
        refused(await asked_to_draft(hall, hall.house.new_id()), Code.NOT_FOUND, "meetingId")


@pytest.mark.parametrize("party", SIGNING)
async def test_strangers_and_the_unverified_are_not_named_to_sign(hall: Hall, party: Party):
    meeting, guest, stranger = await under_way(hall), await newcomer(hall), await foreigner(hall, Role.COMMUNITY_STAFF)
    async with nothing_changes(hall.house):
        for person, code in (
            (guest.resident_id, Code.INVALID),
            (stranger.resident_id, Code.NOT_FOUND),
            (hall.house.new_id(), Code.NOT_FOUND),
        ):
            refused(await asked_to_draft(hall, meeting.id, named={party: person}), code, INPUTS[party])
        refused(await asked_to_draft(hall, meeting.id, []), Code.INVALID, "points")


async def test_the_communitys_signatory_is_of_the_staff_and_nobody_signs_twice(hall: Hall):
    meeting = await under_way(hall)
    async with nothing_changes(hall.house):
        neighbour = {Party.COMMUNITY: key(hall.neighbours[4])}
        refused(await asked_to_draft(hall, meeting.id, named=neighbour), Code.INVALID, "community")
        twice = {Party.PROPERTY_COMPANY: key(hall.staff)}
        refused(await asked_to_draft(hall, meeting.id, named=twice), Code.INVALID, "propertyCompany")


async def test_nobody_signs_but_those_named(hall: Hall):
    whole = await agreed(hall, (await under_way(hall)).id)
    stranger = await foreigner(hall, Role.COMMUNITY_STAFF)
    async with nothing_changes(hall.house):
        for person in (hall.moderator, hall.admin, hall.neighbours[4]):
            refused(await signing.sign(hall.house, await hall.actor(person), whole.agreement.id, 1), Code.FORBIDDEN)
        refused(await signing.sign(hall.house, stranger, whole.agreement.id, 1), Code.FORBIDDEN)
        unknown = await signing.sign(hall.house, await hall.actor(hall.staff), hall.house.new_id(), 1)
        refused(unknown, Code.NOT_FOUND, "agreementId")


async def test_every_note_on_a_point_stays_and_the_latest_says_whether_it_is_done(hall: Hall):
    issue = await hall.issue()
    meeting = await under_way(hall, issue.id)
    point = (await in_force(hall, meeting.id)).points[0]
    told = [("灯买好了。", False), ("修好了。", True), ("又坏了。", False)]
    for note, is_done in told:
        hall.clock.turn(hours=1)
        after = done(await noted(hall, point.id, note, is_done=is_done))
        assert after.point.done == is_done
    found = await reading.load_notes(hall.house, [(point.id, 100), (point.id, 2)])
    assert [(row.number, row.note, row.done) for row in found[point.id, 100]] == [
        (number, *each) for number, each in enumerate(told, 1)
    ]
    assert [row.number for row in found[point.id, 2]] == [2, 3]
    entries = [payload for kind, payload in await agreement_entries(hall, issue_stream(issue.id)) if "progress" in kind]
    assert [(entry["point"], entry["note"], entry["done"], entry["by"]) for entry in entries] == [
        (1, *each, hall.moderator.resident_id) for each in told
    ]
    assert (await kinds(hall.house, stream_of(meeting.id)))[-3:] == ["agreement.progress"] * 3


async def test_whoever_signed_for_the_party_responsible_notes_its_progress_and_nobody_elses(hall: Hall):
    whole = await in_force(hall, (await under_way(hall)).id)
    mine, _, others = whole.points
    company = signers(hall)[Party.PROPERTY_COMPANY]
    done(await noted(hall, mine.id, "修好了。", is_done=True, by=company))
    async with nothing_changes(hall.house):
        refused(await noted(hall, others.id, "好。", by=company), Code.FORBIDDEN)
        refused(await noted(hall, mine.id, "好。", by=hall.neighbours[4]), Code.FORBIDDEN)
        refused(await noted(hall, mine.id, " ", by=company), Code.INVALID, "note")
        refused(await noted(hall, hall.house.new_id(), "好。"), Code.NOT_FOUND, "pointId")
    for person in (hall.moderator, hall.staff):
        done(await noted(hall, others.id, "好。", by=person))


async def test_progress_is_noted_only_once_all_three_have_signed(hall: Hall):
    whole = await agreed(hall, (await under_way(hall)).id)
    for party in SIGNING[:2]:
        done(await signed(hall, whole, party))
    async with nothing_changes(hall.house):
        refused(await noted(hall, whole.points[0].id, "修好了。"), Code.WRONG_STAGE, "pointId")


async def test_notes_written_at_once_are_numbered_without_a_gap(hall: Hall):
    point = (await in_force(hall, (await under_way(hall)).id)).points[0]
    await asyncio.gather(*(noted(hall, point.id, f"第{turn}次") for turn in range(12)))
    (rows,) = (await reading.load_notes(hall.house, [(point.id, 100)])).values()
    assert [row.number for row in rows] == list(range(1, 13))
    assert rows[0].noted_at <= rows[-1].noted_at <= hall.clock.now() + timedelta(seconds=1)
