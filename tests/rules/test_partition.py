from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.grids import HOUSEHOLDS, PEOPLE
from rules.partition import Part, Unmet, counts_possible, cut
from rules.plots import Plot


def town(weights: Sequence[int], wide: int) -> list[Plot]:
    """Buildings on a chessboard, row by row, each touching those beside it."""
    plots = []
    for number, weight in enumerate(weights):
        x, y = number % wide, number // wide
        beside = [(x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)]
        near = [b * wide + a for a, b in beside if 0 <= a < wide and b >= 0 and b * wide + a < len(weights)]
        plots.append(Plot(x * 30.0, y * 30.0, weight, dict.fromkeys(near, 30.0)))
    return plots


def pieces(plots: Sequence[Plot], part: Part) -> int:
    left, found = set(part.plots), 0
    while left:
        found += 1
        waiting = [left.pop()]
        while waiting:
            for other in plots[waiting.pop()].borders.keys() & left:
                left.discard(other)
                waiting.append(other)
    return found


def test_a_town_of_even_buildings_is_cut_into_grids_of_the_right_size():
    plots = town([20] * 400, 20)
    parts = cut(plots, HOUSEHOLDS)
    assert all(part.unmet is None and 300 <= part.weight <= 500 for part in parts)
    assert sum(part.weight for part in parts) == 8000
    assert all(pieces(plots, part) == 1 for part in parts)


def test_grids_are_compact_rather_than_long():
    plots = town([20] * 400, 20)
    for part in cut(plots, HOUSEHOLDS):
        wide = max(plots[each].x for each in part.plots) - min(plots[each].x for each in part.plots)
        high = max(plots[each].y for each in part.plots) - min(plots[each].y for each in part.plots)
        assert max(wide, high) <= 2 * (min(wide, high) + 30)


def test_people_are_counted_where_that_is_asked_for():
    parts = cut(town([60] * 400, 20), PEOPLE)
    assert all(1_000 <= part.weight <= 1_500 for part in parts)


def test_a_building_that_is_too_large_alone_is_a_grid_of_its_own_and_said_to_be_so():
    parts = cut(town([20] * 45 + [501] + [20] * 44, 10), HOUSEHOLDS)
    giants = [part for part in parts if part.unmet == Unmet.BUILDING_TOO_LARGE]
    assert [(list(part.plots), part.weight) for part in giants] == [([45], 501)]
    assert all(part.unmet is None for part in parts if part not in giants)


def test_five_hundred_in_one_building_are_not_too_many():
    assert cut(town([500], 1), HOUSEHOLDS) == [Part([0], 500)]


def test_a_hamlet_that_touches_nothing_is_too_small_and_said_to_be_so():
    plots = [*town([20] * 20, 5), Plot(9_000.0, 0.0, 40, {})]
    assert [(part.weight, part.unmet) for part in cut(plots, HOUSEHOLDS)] == [
        (400, None),
        (40, Unmet.TOO_FEW_CONNECTED),
    ]


def test_a_number_that_does_not_divide_is_said_not_to():
    assert list(counts_possible(550, HOUSEHOLDS)) == []
    parts = cut(town([10] * 55, 5), HOUSEHOLDS)
    assert {part.unmet for part in parts if part.unmet} == {Unmet.DOES_NOT_DIVIDE}


def test_where_buildings_are_too_coarse_to_be_cut_it_is_said_that_no_cut_was_found():
    assert list(counts_possible(620, HOUSEHOLDS)) == [2]
    parts = cut(town([280, 60, 280], 3), HOUSEHOLDS)
    assert sorted(part.weight for part in parts) == [280, 340]
    assert [part.unmet for part in parts if part.weight == 280] == [Unmet.NO_CUT_FOUND]


def test_the_same_town_is_always_cut_in_the_same_way():
    plots = town([7 * number % 50 for number in range(300)], 20)
    assert cut(plots, HOUSEHOLDS) == cut(plots, HOUSEHOLDS)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 600), min_size=1, max_size=120), st.integers(1, 12))
def test_whatever_the_town_every_building_is_in_one_connected_grid(weights: list[int], wide: int):
    plots = town(weights, wide)
    parts = cut(plots, HOUSEHOLDS)
    assert sorted(number for part in parts for number in part.plots) == list(range(len(weights)))
    for part in parts:
        assert pieces(plots, part) == 1
        assert part.weight == sum(weights[number] for number in part.plots)
        assert (part.unmet is None) == (300 <= part.weight <= 500)
