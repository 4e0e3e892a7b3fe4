"""Badges for suggestions, volunteering, mediation and points released come with the deeds themselves."""

from resolvers.activities import attending
from resolvers.points import holding
from rules.agreements import SIGNING
from rules.badges import Badge, GoodDeed
from rules.guards import Outcome
from tests.resolvers.activities.test_attending import attended
from tests.resolvers.badges.shelf import adopted, badges_of, have
from tests.resolvers.guards.test_holding import crowded
from tests.support import resolutions
from tests.support.agreement import agreed, signed
from tests.support.house import Hall, done
from tests.support.meeting import under_way

IDEAS = Badge("ideas", "金点子", "Ideas", GoodDeed.SUGGESTION, 2)
HANDS = Badge("hands", "好帮手", "Hands", GoodDeed.VOLUNTEERING, 3)
PEACE = Badge("peace", "调解能手", "Peace", GoodDeed.MEDIATION, 2)


async def test_the_second_suggestion_taken_up_brings_the_badge(hall: Hall):
    await adopted(hall, IDEAS)
    report = await resolutions.report(hall)
    for _ in range(2):
        await resolutions.adopted(hall, report_id=report.id)
    asker = hall.neighbours[1]
    assert (await badges_of(hall, asker), await have(hall, asker)) == ([], {"ideas": 1})
    await resolutions.adopted(hall)
    assert await badges_of(hall, asker) == ["ideas"]


async def test_full_hours_of_volunteering_count_once_they_are_confirmed(hall: Hall):
    await adopted(hall, HANDS)
    me = hall.neighbours[0]
    for minutes, got in ((90, {"hands": 1}), (89, {"hands": 2}), (1, {"hands": 3})):
        _, _, row = await attended(hall, minutes)
        assert await badges_of(hall, me) == []
        done(await attending.confirm(hall.house, await hall.actor(hall.staff), row.id, minutes))
        assert await have(hall, me) == got
    assert await badges_of(hall, me) == ["hands"]


async def test_an_agreement_counts_for_its_moderator_with_the_third_signature(hall: Hall):
    await adopted(hall, PEACE)
    for number in (0, 1):
        meeting = await under_way(hall)
        whole = await agreed(hall, meeting.id)
        for party in SIGNING:
            assert await have(hall, hall.moderator) == {"peace": number}
            done(await signed(hall, whole, party))
    assert await badges_of(hall, hall.moderator) == ["peace"]
    assert await badges_of(hall, hall.staff) == []


async def test_a_suggestion_whose_points_waited_counts_once_they_are_released(hall: Hall):
    await adopted(hall, Badge("idea", "金点子", "Idea", GoodDeed.SUGGESTION, 1))
    await crowded(hall, hall.neighbours[1])
    await resolutions.adopted(hall)
    assert await badges_of(hall, hall.neighbours[1]) == []
    (row,) = done(await holding.listed(hall.house, await hall.actor(hall.staff), resolutions.ALL, waiting=True)).rows
    for staff in (hall.staff, hall.admin):
        done(await holding.decide(hall.house, await hall.actor(staff), row.id, Outcome.RELEASED, "看过了。"))
    assert await badges_of(hall, hall.neighbours[1]) == ["idea"]
