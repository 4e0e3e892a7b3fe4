"""Deeds that look made up are held as they are done, and nobody judges a ring who is part of it."""

from collections.abc import Awaitable, Callable

import pytest

from db.models.guards import Sighting
from db.models.residents import Resident
from resolvers import seeding
from resolvers.points import holding
from resolvers.residents import care
from rules.guards import Guard, Outcome, Trace
from rules.refusals import Code
from rules.roles import Role
from tests.resolvers.guards.door import household
from tests.resolvers.guards.making_up import held, in_a_burst, in_a_ring, without_proof
from tests.resolvers.guards.test_confirming import gives, points_of, told
from tests.resolvers.hours.banking import neighbour
from tests.support.deeds import foreigner, nothing_changes, refused
from tests.support.house import Hall, done


@pytest.mark.parametrize(
    ("deeds", "guard", "earned", "waits"),
    [
        (in_a_burst, Guard.BURST, 8 * 5, 5),
        (in_a_ring, Guard.RING, 0, 10),
        (without_proof, Guard.BARE_REPORTS, 5 * 5, 5),
    ],
)
async def test_what_looks_made_up_is_held_and_its_owner_is_told(
    hall: Hall, deeds: Callable[[Hall], Awaitable[None]], guard: Guard, earned: int, waits: int
):
    await deeds(hall)
    me = await neighbour(hall, 0)
    (row,) = await held(hall)
    assert (row.resident_id, row.guard, row.points, row.outcome) == (me.resident_id, guard, waits, None)
    assert await points_of(hall, me) == earned
    assert (await told(hall, me)).count(f"points.held_{guard.value.lower()}") == 1
    assert "hold.waiting" in await told(hall, await hall.actor(hall.staff))


async def test_nobody_in_a_ring_nor_of_their_household_judges_it(hall: Hall):
    await in_a_ring(hall)
    (row,) = await held(hall)
    admin = await hall.actor(hall.admin)
    for number in (1, 2, 3):
        done(await care.grant(hall.house, admin, (await neighbour(hall, number)).resident_id, Role.COMMUNITY_STAFF))
    other, child, stranger = [await neighbour(hall, number) for number in (1, 2, 3)]
    await household(hall, 2, [other.resident_id, child.resident_id])
    async with nothing_changes(hall.house):
        for judge in (other, child):
            refused(await holding.decide(hall.house, judge, row.id, Outcome.RELEASED, "没问题"), Code.FORBIDDEN)
    for judge in (stranger, admin):
        done(await holding.decide(hall.house, judge, row.id, Outcome.RELEASED, "问过了"))
    assert await points_of(hall, await neighbour(hall, 0)) == 10


async def seen(hall: Hall, residents: list, trace: Trace) -> None:
    """They have signed in to one device, or from one address."""
    new, now = hall.house.new_id, hall.clock.now()
    rows = [Sighting(id=new(), mark=b"m" * 32, resident_id=key, trace=trace, seen_at=now) for key in residents]

    async def put(session) -> None:
        session.add_all(rows)

    await hall.house.database.write(put, after=lambda: None)


@pytest.mark.parametrize("trace", list(Trace))
async def test_strangers_who_sign_in_beside_somebody_do_not_have_their_points_held(hall: Hall, trace: Trace):
    me, away, now = await neighbour(hall, 0), await foreigner(hall), hall.clock.now()
    keys = [hall.house.new_id() for _ in range(70)]
    rows = [Resident(id=key, community_id=hall.community_id, display_name="新来的", registered_at=now) for key in keys]

    async def put(session) -> None:
        session.add_all(rows)

    await hall.house.database.write(put, after=lambda: None)
    people = await seeding.add_residents(hall.house, away.community_id, [seeding.Newcomer()] * 70)
    elsewhere = [(await hall.actor(person)).resident_id for person in people]
    await seen(hall, [me.resident_id, *keys, *elsewhere], trace)
    await gives(hall, me)
    assert await held(hall) == []
    assert await points_of(hall, me) == 20
