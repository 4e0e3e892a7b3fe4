"""Names that clients hold."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.ids import Kind, key_of, public_id, read_id

KINDS = st.sampled_from(Kind)


@given(KINDS, st.uuids())
def test_an_id_names_what_it_was_made_for(kind: Kind, key: UUID):
    assert read_id(public_id(kind, key)) == (kind, key)
    assert key_of(kind, public_id(kind, key)) == key


@given(KINDS, KINDS, st.uuids())
def test_an_id_of_one_kind_is_no_id_of_another(kind: Kind, other: Kind, key: UUID):
    assert (key_of(other, public_id(kind, key)) is None) == (kind != other)


@given(st.text() | st.from_regex(r"(issue|poll|vote)[_-][0-9a-fA-F]{30,34}\n?"))
def test_a_text_is_either_exactly_an_id_or_nothing(text: str):
    named = read_id(text)
    assert named is None or public_id(*named) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "issue_",
        "vote_" + "0" * 32,
        "issue_" + "0" * 31,
        "issue_" + "0" * 33,
        "issue_" + "A" * 32,
        "ISSUE_" + "0" * 32,
        "issue_" + "0" * 32 + "\n",
        " issue_" + "0" * 32,
        "issue_" + "٠" * 32,
    ],
)
def test_what_we_never_gave_out_names_nothing(text: str):
    assert read_id(text) is None
