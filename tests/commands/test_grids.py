"""`import` and `partition` on the command line."""

import json
import sqlite3
from pathlib import Path

import pytest

from tests.commands.test_cli import asked, plain_settings
from tests.support.ground import board, feature, text

assert plain_settings  # a fixture that is used by itself


@pytest.fixture(autouse=True)
def founded(plain_settings: None) -> None:
    """A database with a community in it."""
    assert asked("migrate").exit_code == 0
    told = asked("found", "梧桐社区", "--households", "300", "--admin", "13800138000", "--admin-name", "王主任")
    assert told.exit_code == 0, told.output


def file_of(folder: Path, content: str, name: str = "town.geojson") -> str:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return str(path)


def rows(folder: Path, table: str) -> int:
    with sqlite3.connect(folder / "empty.db") as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def street(x: int, y: int, households: int = 30) -> dict[str, object]:
    return feature("building", f"{x}-{y}", x * 0.4, y * 0.4, 0.25, 0.2, households=households)


def test_a_file_is_tried_first_and_then_taken_in(tmp_path: Path):
    file = file_of(tmp_path, text(board(2)))
    tried = asked("import", file, "--dry-run")
    assert (tried.exit_code, rows(tmp_path, "grids")) == (0, 0)
    assert "nothing was kept" in tried.stdout
    taken = asked("import", file)
    assert (taken.exit_code, rows(tmp_path, "grids")) == (0, 2)
    assert "Taken in: 2 × grid." in taken.stdout


def test_every_wrong_line_is_said_and_nothing_is_taken_in(tmp_path: Path):
    assert asked("import", file_of(tmp_path, text([*board(1), street(0, 0)]))).exit_code == 0
    homes = "building,unit,code,people\n0-0,1,101,3\n9-9,1,101,3\n0-0,1,102,many\n"
    result = asked("import", file_of(tmp_path, homes, "homes.csv"), "--as", "household")
    assert (result.exit_code, rows(tmp_path, "households")) == (1, 0)
    first, second, last = result.stderr.splitlines()
    assert "homes.csv:3: There is no building “9-9”" in first
    assert "homes.csv:4: people has to be a whole number" in second
    assert last == "2 to put right; nothing was taken in."


def test_a_file_in_another_encoding_is_said_to_be_so(tmp_path: Path):
    path = tmp_path / "gbk.csv"
    path.write_bytes("code,name\n1,梧桐\n".encode("gbk"))
    result = asked("import", str(path))
    assert result.exit_code == 2
    assert "save it as UTF-8" in result.stderr


def test_a_community_that_is_not_there_is_named(tmp_path: Path):
    result = asked("import", file_of(tmp_path, text(board(1))), "--community", "community_1")
    assert result.exit_code == 2
    assert "There is no community community_1." in result.stderr


def test_a_town_is_cut_written_and_drawn(tmp_path: Path):
    file = file_of(tmp_path, text([street(x, y) for x in range(9) for y in range(9)]))
    assert asked("import", file).exit_code == 0
    into = tmp_path / "grids.geojson"
    cut = asked("partition", "--into", str(into))
    assert (cut.exit_code, rows(tmp_path, "grids")) == (0, 0)
    written = json.loads(into.read_text(encoding="utf-8"))
    sizes = [each["properties"]["households"] for each in written["features"]]
    assert sum(sizes) == 81 * 30
    assert all(300 <= size <= 500 for size in sizes)
    assert f"{len(sizes)} grids, {len(sizes)} with 300 to 500 households." in cut.stdout
    drawn = asked("partition", "--draw")
    assert drawn.exit_code == 0
    assert "code" not in drawn.stdout
    assert rows(tmp_path, "grids") == len(sizes)
    codes = ", ".join(each["properties"]["code"] for each in written["features"])
    again = asked("partition", "--draw").stdout
    assert f"most of their households live in: {codes}.\nWith a new code: none.\n" in again
    assert rows(tmp_path, "grids") == len(sizes)
    assert asked("import", str(into)).exit_code == 0


def test_what_could_not_be_met_is_said_with_its_reason(tmp_path: Path):
    file = file_of(tmp_path, text([street(0, 0, 700), *(street(x, 0) for x in range(1, 11))]))
    assert asked("import", file).exit_code == 0
    cut = asked("partition")
    assert cut.exit_code == 1
    assert "(building 0-0) has 700 households: one building alone holds more than that" in cut.stdout


def test_without_buildings_it_is_said_to_import_them(tmp_path: Path):
    result = asked("partition")
    assert result.exit_code == 2
    assert "please import them first" in result.stderr
