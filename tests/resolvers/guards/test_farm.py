"""A farm of 500 accounts earns no more than one household may, and none of its votes counts unless it is confirmed."""

from sqlalchemy import func, insert, select

from db.models.guards import PointsHold
from db.models.points import PointsEntry
from db.models.polls import Vote
from db.models.residents import Resident
from resolvers import seeding
from resolvers.actors import Actor
from resolvers.deed import perform
from resolvers.points import reading
from resolvers.points.earning import earn
from resolvers.polls import cast
from resolvers.reports.submitting import Sent, receive
from resolvers.residents import confirming
from resolvers.residents.confirming import Door
from rules.confirmations import Answer
from rules.points import DEFAULT, Rule
from rules.refusals import Code
from rules.roles import Role
from tests.resolvers.guards.door import household
from tests.support.deeds import refused
from tests.support.house import Hall, done

FARM = 500


async def farm(hall: Hall) -> list[Actor]:
    """Accounts that nobody has confirmed, as sign-in leaves them."""
    keys, now = [hall.house.new_id() for _ in range(FARM)], hall.clock.now()

    async def put(session) -> None:
        rows = [
            {"id": key, "community_id": hall.community_id, "display_name": f"新邻居{number}", "registered_at": now}
            for number, key in enumerate(keys)
        ]
        await session.execute(insert(Resident), rows)

    await hall.house.database.write(put, after=lambda: None)
    return [Actor(key, key, hall.community_id, verified=False, roles=frozenset()) for key in keys]


async def pays(hall: Hall, accounts: list[Actor], *rules: Rule) -> None:
    """Each rule pays every account once, as far as it may be paid, on one day."""
    for rule in rules:

        async def giving(deed, rule: Rule = rule) -> None:
            source = f"activity_{deed.new_id().hex}"
            await earn(deed, hall.community_id, [each.resident_id for each in accounts], rule, source, {})

        await perform(hall.house, giving)


async def total(hall: Hall) -> int:
    """What everybody has earned or could be released."""
    async with hall.house.database.read() as session:
        earned = await session.scalar(select(func.coalesce(func.sum(PointsEntry.points), 0)))
        waits = await session.scalar(select(func.coalesce(func.sum(PointsHold.points), 0)))
    assert await reading.differences(hall.house, hall.community_id) == []
    return int(earned or 0) + int(waits or 0)


async def test_500_accounts_of_nobody_earn_nothing_and_no_vote_of_theirs_counts(hall: Hall):
    accounts, poll = await farm(hall), await hall.poll()
    await pays(hall, accounts, *Rule)
    for each in accounts:
        refused(await cast.cast_vote(hall.house, each.resident_id, poll.poll.id, "yes"), Code.NOT_ELIGIBLE, "pollId")
    done(await receive(hall.house, accounts[0], Sent("单元门坏了。")))
    assert await total(hall) == 0
    async with hall.house.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Vote)) == 0


async def test_a_household_of_500_accounts_earns_what_one_household_may(hall: Hall):
    accounts = await farm(hall)
    building, home = await household(hall, 3)
    guard = (await seeding.add_residents(hall.house, hall.community_id, [seeding.Newcomer((Role.BUILDING_HEAD,))]))[0]
    head, staff = await hall.actor(guard), await hall.actor(hall.staff)
    asked = [done(await confirming.ask(hall.house, each, Door(building, "1", "501"), "")) for each in accounts]
    assert {row.household_id for row in asked} == {home}
    refused(await confirming.decide(hall.house, head, asked[0].id, None, ""), Code.FORBIDDEN)
    for judge in (staff, await hall.actor(hall.admin)):
        confirmed = 0
        for row in asked[3 if judge is not staff else 0 :]:
            answered = done(await confirming.decide(hall.house, judge, row.id, None, "被骗了"))
            confirmed += answered.answer is Answer.CONFIRMED
        assert confirmed == (3 if judge is staff else FARM - 3)
    await pays(hall, accounts, Rule.SUGGESTION)
    assert await total(hall) == DEFAULT.household.a_day
