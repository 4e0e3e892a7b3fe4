"""A training that will expire is told of once: to whoever has it, and to the staff."""

import asyncio
from datetime import timedelta

import orjson
import pytest

from db.paging import Ask
from resolvers import seeding
from resolvers.actors import Actor
from resolvers.deadlines import sweep
from resolvers.grids import workers
from resolvers.grids.skills import Training
from resolvers.notices import reading
from resolvers.opening import opened
from resolvers.residents import care
from rules.agreements import today
from rules.grids import Trade
from rules.roles import Role
from tests.support.deeds import swept
from tests.support.house import Hall, done

Told = list[tuple[str, dict[str, str | int]]]


@pytest.fixture
async def trainee(hall: Hall) -> Actor:
    newcomer = seeding.Newcomer((Role.GRID_WORKER,))
    return await hall.actor((await seeding.add_residents(hall.house, hall.community_id, [newcomer]))[0])


async def trained(hall: Hall, trainee: Actor, days: int) -> None:
    """The trainee's training in fire safety counts for so many days."""
    now = hall.clock.now()
    given = Training(Trade.FIRE_SAFETY, today(now), today(now) + timedelta(days=days))
    done(await workers.train(hall.house, await hall.actor(hall.staff), trainee.resident_id, given))


async def told(hall: Hall, person: Actor) -> Told:
    page = await reading.of(hall.house, person.resident_id, Ask(first=100))
    return [(row.kind, orjson.loads(row.details)) for row in page.rows]


async def test_worker_and_staff_are_told_once_a_month_before(hall: Hall, trainee: Actor):
    staff = await hall.actor(hall.staff)
    day = (today(hall.clock.now()) + timedelta(days=60)).isoformat()
    await trained(hall, trainee, 60)
    hall.clock.turn(days=29)
    await swept(hall.house)
    assert await told(hall, trainee) == []
    hall.clock.turn(days=2)
    async with opened(hall.plan) as second:
        await asyncio.gather(sweep(hall.house), sweep(second), sweep(hall.house))
        await swept(hall.house)
    what = {"trade": "FIRE_SAFETY", "day": day}
    assert await told(hall, trainee) == [("skill.expires", what)]
    assert await told(hall, staff) == [("skill.of_worker_expires", {**what, "grids": "—"})]
    hall.clock.turn(days=40)
    await swept(hall.house)
    assert len(await told(hall, trainee)) == 1


async def test_who_renews_in_time_hears_of_the_new_day_only(hall: Hall, trainee: Actor):
    await trained(hall, trainee, 60)
    await trained(hall, trainee, 200)
    hall.clock.turn(days=31)
    await swept(hall.house)
    assert await told(hall, trainee) == []
    hall.clock.turn(days=140)
    await swept(hall.house)
    assert [kind for kind, _ in await told(hall, trainee)] == ["skill.expires"]


async def test_the_same_day_written_down_again_is_told_of_once(hall: Hall, trainee: Actor):
    await trained(hall, trainee, 10)
    await swept(hall.house)
    assert len(await told(hall, trainee)) == 1
    await trained(hall, trainee, 10)
    await swept(hall.house)
    assert len(await told(hall, trainee)) == 1


async def test_nobody_hears_of_what_has_expired_or_of_those_who_have_left(hall: Hall, trainee: Actor):
    now = today(hall.clock.now())
    given = Training(Trade.MARKET, now - timedelta(days=400), now - timedelta(days=35))
    admin, staff = await hall.actor(hall.admin), await hall.actor(hall.staff)
    done(await workers.train(hall.house, staff, trainee.resident_id, given))
    await trained(hall, trainee, 60)
    done(await care.withdraw(hall.house, admin, trainee.resident_id, Role.GRID_WORKER))
    hall.clock.turn(days=31)
    await swept(hall.house)
    assert await told(hall, trainee) == []
    assert await told(hall, staff) == []
