"""The short form of the measures: everything runs, nothing is timed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_support import ROOT

MEASURED = ("Fan-out", "The last screen", "Joining", "Votes", "A mutation", "Public reads", "Growth", "Workers")
MEASURED += ("Transcripts", "Grids", "The closed loop", "The board of a month")
PEERS = ("graphql-ws", "Mercurius with JIT", "Yoga", "stock Strawberry", "pgbench", "floor")


@pytest.mark.timeout(900)
def test_every_measure_runs_and_is_reported(tmp_path):
    needed = (ROOT / "bench/.venv/bin/python", ROOT / "bench/peers/node_modules/.installed")
    if not all(map(Path.exists, needed)):
        pytest.skip("the peers are not installed: make bench-peers")
    command = [sys.executable, "-m", "bench", "--short", "--into", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    report = (tmp_path / "report.md").read_text()
    for title in MEASURED:
        assert f"## {title}" in report
    for peer in PEERS:
        assert f"| {peer}" in report
    assert (tmp_path / "chart.svg").read_text().startswith("<?xml")
