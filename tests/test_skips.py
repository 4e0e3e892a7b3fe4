"""A skipped test says how to get what it lacks, and fails where CI=true."""

import os
import subprocess
import sys

import pytest

from tests.test_support import ROOT

INNER = """
import pytest
from tests.support.skips import NotNeeded

def test_lacks_a_program():
    pytest.skip("apt install it")

def test_lacks_what_it_can_do_without():
    raise NotNeeded("set CIVIC_DATA")

@pytest.mark.xfail(strict=True)
def test_is_known_to_fail():
    assert False
"""


@pytest.mark.parametrize(
    ("ci", "status", "closing"),
    [("", 0, "2 skipped, 1 xfailed"), ("true", 1, "1 failed, 1 skipped, 1 xfailed")],
)
def test_skips_are_explained_and_count_as_failures_in_ci(ci, status, closing, tmp_path):
    (tmp_path / "test_inner.py").write_text(INNER)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.support.skips", "-p", "no:cacheprovider", str(tmp_path)],
        cwd=ROOT,
        env=os.environ | {"CI": ci, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    *_, title, first, second, last = run.stdout.splitlines()
    assert run.returncode == status
    assert "What was skipped, and how to get it" in title
    assert [first, second] == ["1 x apt install it", "1 x set CIVIC_DATA"]
    assert closing in last
