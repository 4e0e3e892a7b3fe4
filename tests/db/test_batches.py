"""Long lists in pieces, and lists made up to few lengths."""

from hypothesis import given
from hypothesis import strategies as st

from db.batches import batched, padded

ITEMS = st.lists(st.integers(), max_size=200)


@given(ITEMS, st.integers(1, 50))
def test_the_pieces_are_the_list_and_none_is_too_long(items: list[int], size: int):
    pieces = list(batched(items, size))
    assert [item for piece in pieces for item in piece] == items
    assert all(0 < len(piece) <= size for piece in pieces)


@given(ITEMS)
def test_a_list_made_longer_holds_nothing_new_and_has_one_of_few_lengths(items: list[int]):
    longer = padded(items)
    assert longer[: len(items)] == items
    assert set(longer) == set(items)
    assert len(longer) < 2 * max(len(items), 1)
    assert len(longer) in {0, *(2**power for power in range(9))}
