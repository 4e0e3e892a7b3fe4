"""Looking after residents: confirmed, given roles, and told apart from those of other places."""

import asyncio
from uuid import UUID

import pytest

from db.paging import Ask, Page
from db.queries.residents import Which
from resolvers.actors import Actor, actor_of, roles_in
from resolvers.residents import care
from rules.refusals import Code
from rules.roles import Role
from tests.support.deeds import foreigner, heads_on_roll, newcomer, nothing_changes, refused
from tests.support.house import Hall, done

NOWHERE = UUID(int=7)


async def electorate(hall: Hall) -> int:
    """How many may vote here."""
    return await heads_on_roll(hall.house, hall.community_id)


async def test_who_is_verified_becomes_a_resident_and_is_on_the_roll(hall: Hall):
    resident = await newcomer(hall)
    assert await electorate(hall) == 8
    verified = done(await care.verify(hall.house, await hall.actor(hall.staff), resident.resident_id))
    assert verified.verified_at is not None
    assert await electorate(hall) == 9


async def test_verifying_twice_or_by_many_at_once_counts_once(hall: Hall):
    resident, staff = await newcomer(hall), await hall.actor(hall.staff)
    await asyncio.gather(*(care.verify(hall.house, staff, resident.resident_id) for _ in range(5)))
    assert await electorate(hall) == 9
    async with nothing_changes(hall.house):
        done(await care.verify(hall.house, staff, resident.resident_id))


async def test_many_verified_at_once_are_all_on_the_roll(hall: Hall):
    people = [await newcomer(hall, f"+8613900000{number:03}") for number in range(8)]
    staff = await hall.actor(hall.staff)
    await asyncio.gather(*(care.verify(hall.house, staff, person.resident_id) for person in people))
    assert await electorate(hall) == 16


async def test_only_staff_of_this_community_verifies(hall: Hall):
    resident = await newcomer(hall)
    others = [await hall.actor(person) for person in (hall.neighbours[0], hall.moderator)]
    async with nothing_changes(hall.house):
        for actor in (*others, resident):
            refused(await care.verify(hall.house, actor, resident.resident_id), Code.FORBIDDEN)
        refused(await care.verify(hall.house, await hall.actor(hall.staff), NOWHERE), Code.NOT_FOUND, "residentId")
    stranger = await foreigner(hall, Role.COMMUNITY_STAFF)
    async with nothing_changes(hall.house):
        refused(await care.verify(hall.house, stranger, resident.resident_id), Code.NOT_FOUND, "residentId")


async def now(hall: Hall, number: int) -> Actor:
    return await hall.actor(hall.neighbours[number])


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.RESIDENT}))
async def test_a_role_is_given_and_taken_back_and_counts_at_once(hall: Hall, role: Role):
    admin, person = await hall.actor(hall.admin), await now(hall, 0)
    assert role not in person.roles
    for _ in range(2):
        done(await care.grant(hall.house, admin, person.resident_id, role))
        assert (await now(hall, 0)).roles == {Role.RESIDENT, role}
    assert (await now(hall, 1)).roles == {Role.RESIDENT}
    for _ in range(2):
        done(await care.withdraw(hall.house, admin, person.resident_id, role))
        assert (await now(hall, 0)).roles == {Role.RESIDENT}


async def test_one_role_taken_leaves_the_others(hall: Hall):
    admin, person = await hall.actor(hall.admin), await now(hall, 0)
    for role in (Role.MODERATOR, Role.SUPERVISOR):
        done(await care.grant(hall.house, admin, person.resident_id, role))
    done(await care.withdraw(hall.house, admin, person.resident_id, Role.MODERATOR))
    assert (await now(hall, 0)).roles == {Role.RESIDENT, Role.SUPERVISOR}


@pytest.mark.parametrize("deed", [care.grant, care.withdraw])
async def test_only_an_administrator_of_this_community_gives_and_takes_roles(hall: Hall, deed):
    person, admin = await now(hall, 0), await hall.actor(hall.admin)
    stranger = await foreigner(hall, Role.ADMIN)
    async with nothing_changes(hall.house):
        for actor in (person, await hall.actor(hall.moderator), await hall.actor(hall.staff)):
            refused(await deed(hall.house, actor, person.resident_id, Role.MODERATOR), Code.FORBIDDEN)
        refused(await deed(hall.house, admin, person.resident_id, Role.RESIDENT), Code.INVALID, "role")
        refused(await deed(hall.house, admin, NOWHERE, Role.MODERATOR), Code.NOT_FOUND, "residentId")
        refused(await deed(hall.house, stranger, person.resident_id, Role.MODERATOR), Code.NOT_FOUND, "residentId")


async def test_an_administrator_does_not_lock_themselves_out(hall: Hall):
    admin = await hall.actor(hall.admin)
    async with nothing_changes(hall.house):
        refused(await care.withdraw(hall.house, admin, admin.resident_id, Role.ADMIN), Code.CONFLICT, "role")


async def test_a_number_is_for_its_owner_and_for_staff_of_the_same_place(hall: Hall):
    person, stranger = await now(hall, 0), await foreigner(hall, *Role)
    resident = (await care.load(hall.house, [person.resident_id]))[person.resident_id]
    number = hall.neighbours[0].phone
    for actor in (person, await hall.actor(hall.staff), await hall.actor(hall.admin)):
        assert care.phone_of(hall.house, resident, actor) == number
    for other in (None, await now(hall, 1), await hall.actor(hall.moderator), stranger):
        assert care.phone_of(hall.house, resident, other) is None


async def test_residents_are_listed_for_staff_and_of_their_own_place_only(hall: Hall):
    fresh, stranger, staff = await newcomer(hall), await foreigner(hall), await hall.actor(hall.staff)
    pages = {}
    for verified in (None, True, False):
        found = done(await care.listed(hall.house, staff, Which(verified), Ask(100)))
        assert isinstance(found, Page)
        pages[verified] = {row.id for row in found.rows}
    assert pages[False] == {fresh.resident_id}
    assert pages[None] == pages[True] | pages[False]
    assert (len(pages[True]), stranger.resident_id in pages[None]) == (8, False)
    refused(await care.listed(hall.house, await now(hall, 0), Which(), Ask(100)), Code.FORBIDDEN)


async def test_those_without_a_phone_are_listed_by_themselves(hall: Hall):
    staff = await hall.actor(hall.staff)
    without = {done(await care.register(hall.house, staff, name)).id for name in ("张桂芳", "李福来")}
    found = {}
    for phoneless in (True, False):
        page = done(await care.listed(hall.house, staff, Which(phoneless=phoneless), Ask(100)))
        found[phoneless] = {row.id for row in page.rows}
    assert found[True] == without
    assert staff.resident_id in found[False]
    assert not found[False] & without
    assert done(await care.listed(hall.house, staff, Which(verified=False, phoneless=True), Ask(100))).rows == []


async def test_a_role_counts_in_ones_own_community_only(hall: Hall):
    stranger = await foreigner(hall, *Role)
    assert roles_in(stranger, hall.community_id) == frozenset()
    assert roles_in(stranger, stranger.community_id) == set(Role)
    assert await actor_of(hall.house, "nobody") is None
