"""Signing in: a code to a telephone, a token for the code, and nothing in the tables that would help a thief."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from db.models import Base
from resolvers.actors import actor_of
from resolvers.opening import opened
from resolvers.residents.limiter import Limit
from resolvers.residents.sign_in import CodeSent, SignedIn, request_code, sign_in, sign_out
from rules.refusals import Code, Refusal
from rules.roles import Role
from tests.support.deeds import nothing_changes, refused
from tests.support.house import Hall, done

PHONE, OTHER, ADDRESS = "+8613900000001", "+8613900000002", "192.0.2.1"


async def sent(hall: Hall, phone: str = PHONE) -> str:
    """The code that was sent to the number."""
    done(await request_code(hall.house, phone, ADDRESS))
    return hall.sent.codes[phone]


async def enter(hall: Hall, code: str, phone: str = PHONE, address: str = ADDRESS) -> SignedIn | Refusal:
    return await sign_in(hall.house, phone, code, address)


def wrong(code: str) -> str:
    """Another code."""
    return f"{(int(code) + 1) % 1_000_000:06}"


async def everything(hall: Hall) -> str:
    """All tables as text, with bytes as they are and as hexadecimals."""
    async with hall.house.database.read() as session:
        rows = [row for table in Base.metadata.sorted_tables for row in await session.execute(select(table))]
    values = [value for row in rows for value in row]
    return "\n".join(
        value.decode("latin-1") + value.hex() if isinstance(value, bytes) else str(value) for value in values
    )


async def test_a_code_opens_a_session_for_somebody_new_who_is_not_verified(hall: Hall):
    signed_in = done(await enter(hall, await sent(hall)))
    assert signed_in.actor == await actor_of(hall.house, signed_in.token)
    assert (signed_in.actor.verified, signed_in.actor.roles) == (False, frozenset())
    assert signed_in.actor.community_id == hall.community_id
    again = done(await enter(hall, await sent(hall)))
    assert again.actor.resident_id == signed_in.actor.resident_id
    assert again.token != signed_in.token


async def test_one_person_is_one_resident_however_the_number_is_written(hall: Hall):
    first = done(await enter(hall, await sent(hall)))
    done(await request_code(hall.house, "0086 139-0000-0001", ADDRESS))
    second = done(await enter(hall, hall.sent.codes[PHONE], "139 0000 0001"))
    assert first.actor.resident_id == second.actor.resident_id


async def test_a_seeded_resident_signs_in_with_the_roles_held(hall: Hall):
    phone = hall.moderator.phone
    signed_in = done(await enter(hall, await sent(hall, phone), phone))
    assert signed_in.actor.roles == {Role.RESIDENT, Role.MODERATOR}


async def test_neither_code_nor_number_nor_token_is_in_any_table(hall: Hall):
    code, waiting = await sent(hall), await sent(hall, OTHER)
    signed_in = done(await enter(hall, code))
    assert signed_in.actor.resident_id.hex in (await everything(hall)).replace("-", "")
    lines = await everything(hall)
    for secret in (PHONE[3:], OTHER[3:], signed_in.token, hall.moderator.token, hall.moderator.phone[3:]):
        assert secret not in lines
        assert secret.encode().hex() not in lines
    assert waiting.encode().hex() not in lines
    assert waiting not in lines.split("\n")


async def test_a_code_works_once(hall: Hall):
    code = await sent(hall)
    done(await enter(hall, code))
    async with nothing_changes(hall.house):
        refused(await enter(hall, code), Code.INVALID, "code")


async def test_of_ten_who_use_a_code_at_once_one_gets_in(hall: Hall):
    code = await sent(hall)
    answers = await asyncio.gather(*(enter(hall, code) for _ in range(10)))
    assert sum(isinstance(answer, SignedIn) for answer in answers) == 1


async def test_a_code_lasts_five_minutes(hall: Hall):
    code, late = await sent(hall), await sent(hall, OTHER)
    hall.clock.turn(minutes=4, seconds=55)
    done(await enter(hall, code))
    hall.clock.turn(seconds=6)
    refused(await enter(hall, late, OTHER), Code.INVALID, "code")


async def test_the_sender_is_told_when_a_code_ends(hall: Hall):
    answer = done(await request_code(hall.house, PHONE, ADDRESS))
    assert isinstance(answer, CodeSent)
    assert timedelta(minutes=4, seconds=50) < answer.expires_at - hall.clock.now() <= timedelta(minutes=5)


async def test_after_five_wrong_tries_the_right_code_is_wrong_too(hall: Hall):
    code = await sent(hall)
    for _ in range(5):
        refused(await enter(hall, wrong(code)), Code.INVALID, "code")
    refused(await enter(hall, code), Code.RATE_LIMITED, "code")
    done(await enter(hall, await sent(hall)))


async def test_the_fifth_try_may_be_the_right_one(hall: Hall):
    code = await sent(hall)
    for _ in range(4):
        refused(await enter(hall, wrong(code)), Code.INVALID, "code")
    done(await enter(hall, code))


async def test_tries_at_once_are_counted_one_by_one(hall: Hall):
    code = await sent(hall)
    answers = await asyncio.gather(*(enter(hall, wrong(code)) for _ in range(12)))
    codes = [answer.code for answer in answers if isinstance(answer, Refusal)]
    assert (codes.count(Code.INVALID), codes.count(Code.RATE_LIMITED)) == (5, 7)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "1" * 100_000])
async def test_what_is_no_code_costs_no_try(hall: Hall, typed: str):
    code = await sent(hall)
    async with nothing_changes(hall.house):
        for _ in range(6):
            refused(await enter(hall, typed), Code.INVALID, "code")
    done(await enter(hall, f" {code}\n"))


async def test_a_new_code_takes_the_place_of_the_old_one(hall: Hall):
    old = new = await sent(hall)
    while new == old:
        new = await sent(hall)
    refused(await enter(hall, old), Code.INVALID, "code")
    done(await enter(hall, new))


async def test_a_code_is_for_one_number_only(hall: Hall):
    code, other = await sent(hall), await sent(hall, OTHER)
    if code == other:
        code = await sent(hall)
    refused(await enter(hall, code, OTHER), Code.INVALID, "code")
    refused(await enter(hall, code, "+8613900000009"), Code.INVALID, "code")
    done(await enter(hall, other, OTHER))


@pytest.mark.parametrize("phone", ["", "110", "x" * 100_000, "+86 12345678901"])
async def test_what_is_no_number_gets_no_code(hall: Hall, phone: str):
    async with nothing_changes(hall.house):
        refused(await request_code(hall.house, phone, ADDRESS), Code.INVALID, "phone")
        refused(await enter(hall, "123456", phone), Code.INVALID, "phone")
    assert hall.sent.codes == {}


async def test_a_number_gets_five_codes_in_ten_minutes_however_it_is_written(hall: Hall):
    for written in (PHONE, "139 0000 0001", "13900000001", "008613900000001", "+86 139-0000-0001"):
        done(await request_code(hall.house, written, f"192.0.2.{len(written)}"))
    async with nothing_changes(hall.house):
        refused(await request_code(hall.house, PHONE, "198.51.100.1"), Code.RATE_LIMITED, "phone")
    done(await request_code(hall.house, OTHER, "198.51.100.1"))


async def test_an_address_asks_for_so_many_codes_and_tries_and_no_more(hall: Hall):
    asked = Limit.CODES_PER_ADDRESS.value.amount
    for number in range(asked):
        done(await request_code(hall.house, f"+86139{number:08}", ADDRESS))
    refused(await request_code(hall.house, "+8613800000099", ADDRESS), Code.RATE_LIMITED, "phone")
    done(await request_code(hall.house, "+8613800000099", "198.51.100.1"))
    for number in range(Limit.TRIES_PER_ADDRESS.value.amount):
        refused(await enter(hall, "12345", f"+86137{number:08}"), Code.INVALID, "code")
    refused(await enter(hall, "123456"), Code.RATE_LIMITED, "code")
    refused(await enter(hall, "12345", address="198.51.100.1"), Code.INVALID, "code")


async def test_a_session_lasts_thirty_days(hall: Hall):
    signed_in = done(await enter(hall, await sent(hall)))
    hall.clock.turn(days=29, hours=23)
    assert await actor_of(hall.house, signed_in.token) is not None
    hall.clock.turn(hours=1)
    assert await actor_of(hall.house, signed_in.token) is None


async def test_signing_out_ends_this_session_and_no_other(hall: Hall):
    first, second = done(await enter(hall, await sent(hall))), done(await enter(hall, await sent(hall)))
    assert await sign_out(hall.house, first.actor, everywhere=False) == [first.actor.session_id]
    assert await actor_of(hall.house, first.token) is None
    assert await actor_of(hall.house, second.token) is not None
    assert await sign_out(hall.house, first.actor, everywhere=False) == []


async def test_signing_out_everywhere_ends_all_of_ones_own_sessions_for_every_worker(hall: Hall):
    mine = [done(await enter(hall, await sent(hall))) for _ in range(3)]
    async with opened(hall.plan) as beside:
        ended = await sign_out(hall.house, mine[0].actor, everywhere=True)
        assert set(ended) == {session.actor.session_id for session in mine}
        assert [await actor_of(beside, session.token) for session in mine] == [None] * 3
        assert await actor_of(beside, hall.neighbours[0].token) is not None


@pytest.mark.parametrize("token", [None, "", "nonsense", "x" * 100_000, "\x00", "路灯"])
async def test_what_is_no_token_stands_for_nobody(hall: Hall, token: str | None):
    assert await actor_of(hall.house, token) is None
