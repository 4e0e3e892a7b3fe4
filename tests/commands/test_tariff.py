"""`tariff` on the command line."""

import json
import sqlite3
from pathlib import Path

import pytest

from resolvers.points import tariff_files, tariffs
from rules.points import DEFAULT
from rules.refusals import Code, Refusal
from tests.commands.test_cli import asked, plain_settings
from tests.commands.test_grids import file_of, founded, rows

assert plain_settings
assert founded  # fixtures that are used by themselves

ADMIN = "13800138000"


def document() -> dict:
    return json.loads(tariffs.written(DEFAULT))


def changed(folder: Path) -> str:
    """The tariff as the command shows it, with two things changed."""
    shown = json.loads(asked("tariff").stdout)
    shown["rules"]["REPORT"] |= {"points": 8}
    shown["taper"] = [{"since": "2027-07-01", "percent": 80}]
    return file_of(folder, json.dumps(shown), "tariff.json")


def test_a_tariff_is_shown_tried_and_then_adopted(tmp_path: Path):
    file = changed(tmp_path)
    tried = asked("tariff", file, "--dry-run")
    assert (tried.exit_code, rows(tmp_path, "points_tariffs")) == (0, 0)
    assert tried.stdout.splitlines() == [
        "REPORT points: 5 → 8",
        "for rewards since 2027-07-01: — → 80 %",
        "Dry run, nothing was kept. It differs from version 1 in 2 places.",
    ]
    adopted = asked("tariff", file, "--by", ADMIN, "--since", "2099-01-01")
    assert "Adopted as version 2, from 2099-01-01 00:00 in China on." in adopted.stdout
    with sqlite3.connect(tmp_path / "empty.db") as connection:
        assert connection.execute("SELECT version, valid_from FROM points_tariffs").fetchall() == [
            (2, "2098-12-31 16:00:00.000000")
        ]
    assert "Nothing differs from version 2" in asked("tariff", file, "--by", ADMIN).stdout
    assert rows(tmp_path, "points_tariffs") == 1


def test_who_adopts_it_is_one_of_the_staff_and_never_for_the_past(tmp_path: Path):
    file = changed(tmp_path)
    for options, said in (
        ((), "with --by and a telephone number"),
        (("--by", "12"), "not a telephone number"),
        (("--by", "13800138001"), "no such resident"),
        (("--by", ADMIN, "--since", "2020-01-01"), "neither before now"),
    ):
        result = asked("tariff", file, *options)
        assert result.exit_code == 2
        assert said in result.stderr
    assert rows(tmp_path, "points_tariffs") == 0


WRONG = {
    "line 1": lambda _: "{",
    "{": lambda _: [],
    "rules.REPORT": lambda whole: whole["rules"].pop("REPORT"),
    "rules.REPORT.a_week": lambda whole: whole["rules"]["REPORT"].update(a_week=1),
    "rules.REPORT.points": lambda whole: whole["rules"]["REPORT"].update(points="8"),
    "rules.REPORT.a_day": lambda whole: whole["rules"]["REPORT"].update(a_day=True),
    "taper": lambda whole: whole.update(taper={}),
    "taper[0].since": lambda whole: whole.update(taper=[{"since": "soon", "percent": 1}]),
    "levels[1].level": lambda whole: whole["levels"][1].update(level="KING"),
    "levels[1].rights": lambda whole: whole["levels"][1].update(rights=["RULE"]),
    "extra": lambda whole: whole.update(extra=1),
}


@pytest.mark.parametrize("where", WRONG)
def test_the_wrong_place_in_a_file_is_said(where: str):
    whole = document()
    instead = WRONG[where](whole)
    text = instead if isinstance(instead, str) else json.dumps(instead if where == "{" else whole)
    refusal = tariff_files.read(text)
    assert isinstance(refusal, Refusal)
    assert (refusal.code, dict(refusal.values)["where"]) == (Code.INVALID, where)


def test_a_tariff_that_is_shown_is_read_as_it_was():
    read = tariff_files.read(tariffs.written(DEFAULT))
    assert not isinstance(read, Refusal)
    assert tariff_files.differences(DEFAULT, read) == []


def test_a_tariff_that_makes_no_sense_is_refused_and_not_kept(tmp_path: Path):
    whole = document()
    whole["rules"]["REPORT"]["a_day"] = 1_000
    result = asked("tariff", file_of(tmp_path, json.dumps(whole), "tariff.json"), "--dry-run")
    assert (result.exit_code, rows(tmp_path, "points_tariffs")) == (2, 0)
    assert "no more a day than a month" in result.stderr
