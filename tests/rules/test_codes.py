from itertools import islice

from rules.codes import kept, unused


def test_a_grid_keeps_the_code_of_the_one_it_has_most_households_in_common_with():
    assert kept({(0, "G02"): 200, (0, "G01"): 100, (1, "G01"): 150}) == {0: "G02", 1: "G01"}


def test_a_code_goes_to_one_grid_only_and_who_comes_second_takes_what_else_they_share():
    assert kept({(0, "G01"): 200, (1, "G01"): 150, (1, "G02"): 10, (2, "G01"): 5}) == {0: "G01", 1: "G02"}


def test_of_equals_the_first_code_and_the_first_grid_come_first():
    assert kept({(1, "G01"): 9, (0, "G01"): 9, (0, "G02"): 9, (1, "G02"): 9}) == {0: "G01", 1: "G02"}


def test_new_codes_were_never_used():
    assert list(islice(unused({"G01", "G03", "east"}, 5), 3)) == ["G02", "G04", "G05"]
    assert next(unused((), 1_000)) == "G0001"
