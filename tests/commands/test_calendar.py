"""`calendar` on the command line."""

import json
import sqlite3
from pathlib import Path

from tests.commands.test_cli import asked, plain_settings
from tests.commands.test_grids import file_of, founded, rows

assert plain_settings
assert founded  # fixtures that are used by themselves

FILE = {"year": 2026, "days": [{"name": "国庆节", "date": "2026-10-01", "isOffDay": True}]}


def test_a_calendar_is_tried_first_and_then_taken_in(tmp_path: Path):
    file = file_of(tmp_path, json.dumps(FILE), "2026.json")
    tried = asked("calendar", file, "--dry-run")
    assert (tried.exit_code, rows(tmp_path, "calendar_days")) == (0, 0)
    assert "nothing was kept" in tried.stdout
    taken = asked("calendar", file)
    assert "Taken in: 1 × day off, 0 × day worked, from 2026-10-01 to 2026-10-01." in taken.stdout
    with sqlite3.connect(tmp_path / "empty.db") as connection:
        assert connection.execute("SELECT day, working, name FROM calendar_days").fetchall() == [
            ("2026-10-01", 0, "国庆节")
        ]


def test_every_wrong_line_is_said_and_no_day_is_taken_in(tmp_path: Path):
    lines = "day,working,name\n2026-10-01,no,国庆节\nOctober,no,\n2026-10-02,perhaps,\n"
    result = asked("calendar", file_of(tmp_path, lines, "2026.csv"))
    assert (result.exit_code, rows(tmp_path, "calendar_days")) == (1, 0)
    first, second, last = result.stderr.splitlines()
    assert "2026.csv:3: A day is written like 2026-10-01." in first
    assert "2026.csv:4: Whether a day is worked is written yes or no." in second
    assert last == "2 to put right; nothing was taken in."
