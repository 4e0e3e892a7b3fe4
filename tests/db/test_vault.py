"""Secrets at rest."""

import hashlib

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from db.vault import Vault, new_token, token_hash

OURS, THEIRS = Vault(b"a secret of ours, long enough"), Vault(b"a secret of theirs, long enough")
PHONE, OTHER = "+8613800000001", "+8613800000002"


@given(st.text())
def test_what_is_sealed_can_be_opened_again(phone: str):
    assert Vault(b"a secret of ours, long enough").unseal(OURS.seal(phone)) == phone


def test_another_secret_opens_nothing():
    with pytest.raises(InvalidTag):
        THEIRS.unseal(OURS.seal(PHONE))


@pytest.mark.parametrize("place", [0, 11, 12, -1])
def test_what_was_tampered_with_is_not_opened(place: int):
    sealed = bytearray(OURS.seal(PHONE))
    sealed[place] ^= 1
    with pytest.raises(InvalidTag):
        OURS.unseal(bytes(sealed))


def test_one_number_is_never_sealed_alike_and_never_in_clear():
    sealed = {OURS.seal(PHONE) for _ in range(100)}
    assert len(sealed) == 100
    assert not any(PHONE.encode() in each or b"13800000001" in each for each in sealed)


def test_a_number_is_found_by_its_hash_under_the_same_secret_only():
    assert OURS.phone_hash(PHONE) == Vault(b"a secret of ours, long enough").phone_hash(PHONE)
    assert len({OURS.phone_hash(PHONE), OURS.phone_hash(OTHER), THEIRS.phone_hash(PHONE)}) == 3
    assert OURS.phone_hash(PHONE) != hashlib.sha256(PHONE.encode()).digest()


def test_one_code_differs_from_number_to_number_and_from_secret_to_secret():
    hashes = {OURS.code_hash(PHONE, "012345"), OURS.code_hash(OTHER, "012345"), THEIRS.code_hash(PHONE, "012345")}
    assert len(hashes | {OURS.code_hash(PHONE, "012346"), OURS.phone_hash(PHONE)}) == 5
    assert OURS.code_hash(PHONE, "012345") == OURS.code_hash(PHONE, "012345")


def test_a_token_is_new_each_time_and_long_and_kept_as_a_hash():
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert min(map(len, tokens)) >= 43
    assert len({token_hash(token) for token in tokens}) == 100
