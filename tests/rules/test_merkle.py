import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.merkle import leaf_hash, path, root, root_from

LEAVES = st.lists(st.binary(max_size=8), min_size=1, max_size=70)


def as_the_rfc_says(leaves):
    """RFC 6962, section 2.1, word for word."""
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + as_the_rfc_says(leaves[:split]) + as_the_rfc_says(leaves[split:])).digest()


# From the test data of Google's certificate-transparency project.
KNOWN = [bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")]
ROOT_OF_SEVEN = "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"


def test_no_leaf_is_the_hash_of_nothing():
    assert root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_seven_known_leaves_have_the_known_root():
    assert root(list(map(leaf_hash, KNOWN))).hex() == ROOT_OF_SEVEN


@given(LEAVES)
def test_the_root_is_that_of_the_rfc(leaves):
    assert root(list(map(leaf_hash, leaves))) == as_the_rfc_says(leaves)


@given(LEAVES, st.data())
def test_every_leaf_finds_the_root_by_its_path(leaves, data):
    hashes = list(map(leaf_hash, leaves))
    place = data.draw(st.integers(0, len(leaves) - 1))
    assert root_from(hashes[place], place, len(leaves), path(hashes, place)) == root(hashes)


@given(LEAVES, st.data())
def test_another_leaf_or_a_path_of_another_length_finds_no_root(leaves, data):
    hashes = list(map(leaf_hash, leaves))
    place = data.draw(st.integers(0, len(leaves) - 1))
    steps = path(hashes, place)
    assert root_from(leaf_hash(b"nobody's vote"), place, len(leaves), steps) != root(hashes)
    assert root_from(hashes[place], place, len(leaves), [*steps, bytes(32)]) is None
    if steps:
        assert root_from(hashes[place], place, len(leaves), steps[:-1]) is None


def test_there_is_no_path_from_a_leaf_that_is_not_there():
    with pytest.raises(IndexError):
        path([bytes(32)], 1)
