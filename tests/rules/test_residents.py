"""Telephone numbers in all the ways people write them, sign-in codes, and who looks after whom."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.refusals import Code, Refusal
from rules.residents import SentCode, masked_phone, may_change_roles, may_try_code, may_verify, normal_phone
from rules.roles import Role

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
SENT = SentCode(expires_at=NOON, tries=0)
BEFORE = NOON - timedelta(microseconds=1)
MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


@pytest.mark.parametrize(
    "written",
    [
        "13800000001",
        "138 0000 0001",
        " 138-0000-0001\n",
        "+8613800000001",
        "+86 138 0000 0001",
        "8613800000001",
        "008613800000001",
        "0086 138-0000-0001",
        "(+86) 138.0000.0001",
        "138\u00a00000\u00a00001",
        "138\u30000000\u30000001",
    ],
)
def test_a_mainland_mobile_is_known_however_it_is_written(written: str):
    assert normal_phone(written) == "+8613800000001"


@pytest.mark.parametrize(
    "written",
    [
        "",
        "1380000000",
        "138000000011",
        "12800000001",
        "23800000001",
        "+86 12345678",
        "+86138000000011",
        "01013800000001",
        "+12",
        "+0123456789",
        "+1234567890123456",
        "hello",
        "138000O0001",
        "١٣٨٠٠٠٠٠٠٠١",
        "+8613800000001;drop",
        "1" * 41,
        "1" * 100_000,
        "138\x0000000001",
        "+ +8613800000001",
    ],
)
def test_what_is_no_number_is_refused(written: str):
    refusal = normal_phone(written)
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.field) == (Code.INVALID, "phone")


@pytest.mark.parametrize(
    ("written", "known"), [("+852 9123 4567", "+85291234567"), ("+1 (202) 555-0143", "+12025550143")]
)
def test_a_number_from_elsewhere_is_known_by_its_country(written: str, known: str):
    assert normal_phone(written) == known


@given(st.text(max_size=45) | st.from_regex(r"\A[+0-9 ()\-]{8,20}\Z"))
def test_a_number_once_normal_stays_as_it_is(written: str):
    normal = normal_phone(written)
    if isinstance(normal, str):
        assert normal_phone(normal) == normal
        assert normal.isascii()
        assert normal[0] == "+"
        assert normal[1:].isdigit()


@given(MOBILES, st.sampled_from(["", "+86", "86", "0086"]), st.lists(st.sampled_from(" -.()\u3000"), max_size=8))
def test_one_person_is_one_number_wherever_they_put_the_spaces(mobile: str, country: str, gaps: list[str]):
    written = country + mobile
    for place, gap in enumerate(gaps, 1):
        written = written[: 2 * place] + gap + written[2 * place :]
    assert normal_phone(written) == f"+86{mobile}"


@given(MOBILES)
def test_the_middle_of_a_masked_number_is_hidden(mobile: str):
    assert masked_phone(f"+86{mobile}") == f"+86{mobile[:3]}****{mobile[-4:]}"


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12345a", "１２３４５６", "²³⁴⁵⁶⁷", "-12345", "12 345"])
def test_a_code_has_six_digits(typed: str):
    refusal = may_try_code(SENT, typed, BEFORE)
    assert refusal is not None
    assert (refusal.code, refusal.field) == (Code.INVALID, "code")


def test_a_code_lasts_until_just_before_it_expires():
    assert may_try_code(SENT, "012345", BEFORE) is None
    refusal = may_try_code(SENT, "012345", NOON)
    assert refusal is not None
    assert refusal.code == Code.INVALID


def test_a_code_may_be_tried_five_times():
    allowed = [tries for tries in range(10) if may_try_code(SentCode(NOON, tries), "012345", BEFORE) is None]
    assert allowed == [0, 1, 2, 3, 4]
    refusal = may_try_code(SentCode(NOON, 5), "012345", BEFORE)
    assert refusal is not None
    assert refusal.code == Code.RATE_LIMITED


def test_staff_confirm_who_lives_here():
    able = {role for role in Role if may_verify(frozenset({role})) is None}
    assert able == {Role.COMMUNITY_STAFF, Role.ADMIN}
    assert may_verify(frozenset()).code == Code.FORBIDDEN


@pytest.mark.parametrize("role", Role)
def test_an_administrator_grants_every_role_but_that_of_a_resident(role: Role):
    refusal = may_change_roles(frozenset({Role.ADMIN}), role)
    if role == Role.RESIDENT:
        assert refusal is not None
        assert (refusal.code, refusal.field) == (Code.INVALID, "role")
    else:
        assert refusal is None
    everybody_else = may_change_roles(frozenset(Role) - {Role.ADMIN}, role)
    assert everybody_else is not None
    assert everybody_else.code == Code.FORBIDDEN
