"""A community always keeps somebody who can give roles."""

import asyncio

from resolvers.residents import care
from rules.ids import Kind, key_of
from rules.refusals import Code, Refusal
from rules.roles import Role
from tests.support.house import Hall, done


async def test_of_two_administrators_who_dismiss_each_other_at_once_one_remains(hall: Hall):
    first = await hall.actor(hall.admin)
    neighbour_id = key_of(Kind.RESIDENT, hall.neighbours[0].resident_id)
    assert neighbour_id is not None
    done(await care.grant(hall.house, first, neighbour_id, Role.ADMIN))
    second = await hall.actor(hall.neighbours[0])
    results = await asyncio.gather(
        care.withdraw(hall.house, first, second.resident_id, Role.ADMIN),
        care.withdraw(hall.house, second, first.resident_id, Role.ADMIN),
    )
    assert sum(isinstance(result, Refusal) for result in results) == 1
    people = [await hall.actor(person) for person in (hall.admin, hall.neighbours[0])]
    assert sum(Role.ADMIN in person.roles for person in people) == 1


async def test_the_last_administrator_cannot_go(hall: Hall):
    admin = await hall.actor(hall.admin)
    result = await care.withdraw(hall.house, admin, admin.resident_id, Role.ADMIN)
    assert isinstance(result, Refusal)
    assert result.code == Code.CONFLICT
