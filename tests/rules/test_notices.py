"""A notice is whole before anybody is told."""

import pytest

from rules.notices import KINDS, check_told


@pytest.mark.parametrize("kind", KINDS)
def test_a_notice_with_all_that_its_kind_needs_is_told(kind: str):
    check_told(kind, dict.fromkeys(KINDS[kind], "x"))


def test_a_notice_that_lacks_something_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="needs reportId"):
        check_told("report.received", {})


def test_a_kind_that_nobody_knows_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="no notice of the kind"):
        check_told("weather.fine", {})
