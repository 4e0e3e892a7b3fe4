"""The command, keys that somebody knows, and files that are no records at all."""

import ast
import re
import sys
from pathlib import Path
from random import Random

import pytest
import typer
from typer.testing import CliRunner

from commands import verify as package
from commands.verify.check import check
from commands.verify.command import verify
from tests.commands.verifying.looking import found
from tests.support import record_files as files
from tests.support.record_files import as_file, lawful


def test_pinned_keys_are_told_by_id_or_as_public_keys():
    record = lawful()
    raw, (first, second, third) = as_file(record.lines), record.signers
    assert found(raw, first).pinned == (first,)
    assert found(raw, record.lines[2]["publicKey"], second, third).pinned == (second, third)
    assert found(raw, "0" * 16).wrong == f"the pinned key {'0' * 16} is not among the keys of the file."
    assert found(raw, first, "0" * 64).wrong == f"the pinned key {'0' * 64} is not among the keys of the file."


def test_the_end_is_signed_by_a_pinned_key_or_one_after_it():
    book = files.lawful_book()
    record = book.record(end_key=1)
    raw, (first, second, third) = as_file(record.lines), record.signers
    assert found(raw).sound
    assert found(raw, first).sound
    assert found(raw, second).sound
    assert found(raw, second, third).sound
    assert found(raw, third).wrong == f"line 69: end: the key {second} is not pinned, and comes after none that is."


cli = typer.Typer()
cli.command()(verify)


def test_the_command_says_what_it_found_and_how_it_ends(tmp_path):
    record, path = lawful(), tmp_path / "记录.jsonl"
    path.write_bytes(as_file(record.lines))
    sound = CliRunner().invoke(cli, [str(path), "--key", record.lines[1]["publicKey"].upper()])
    assert (sound.exit_code, sound.stderr) == (0, "")
    assert "39 entries, 9 checkpoints and 16 ballots" in sound.stdout
    assert "11 votes ('a' 5, 'b' 3, 'c' 3); 'a' wins" in sound.stdout
    assert "could not be counted again: it is secret" in sound.stdout
    assert f"Pinned, and found: {record.lines[1]['keyId']}." in sound.stdout
    assert "No key was pinned" in CliRunner().invoke(cli, [str(path)]).stdout

    path.write_bytes(as_file(record.lines)[:-1])
    wrong = CliRunner().invoke(cli, [str(path)])
    assert (wrong.exit_code, wrong.stderr) == (1, "")
    assert wrong.stdout == "The record is not sound: line 69: it does not end with a line feed.\n"


def test_a_pin_that_is_no_key_is_refused(tmp_path):
    result = CliRunner().invoke(cli, [str(tmp_path / "none"), "--key", "my key"])
    assert result.exit_code == 1
    assert result.stdout.startswith("--key: a key is given by its id")


NO_RECORDS = {
    "empty": b"",
    "a line feed": b"\n",
    "zeros": bytes(10_000),
    "garbage": Random(3).randbytes(100_000),
    "a picture": b"\x89PNG\r\n\x1a\n",
    "text": "合议\n".encode(),
    "UTF-16": '{"line":"record"}\n'.encode("utf-16"),
    "nesting": b"[" * 1_000_000,
    "nested objects": b'{"a":' * 1_000_000 + b"\n",
    "a number": b"1" * 1_000_000 + b"\n",
    "null": b"null\n",
}


@pytest.mark.parametrize("name", NO_RECORDS)
def test_what_is_no_record_at_all_gets_one_sentence(name, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(NO_RECORDS[name])
    result = CliRunner().invoke(cli, [str(path)])
    assert result.exit_code == 1
    assert re.fullmatch(r"The record is not sound: line 1: [^\n]+\.\n", result.stdout), result.output


def test_a_folder_or_no_file_gets_one_sentence(tmp_path):
    for path in (tmp_path, tmp_path / "none", tmp_path / "no\nfile\udcff"):
        wrong = check(path).wrong
        assert wrong
        assert re.fullmatch(r"'[^\n]*' cannot be read \([\w ]+\)\.", wrong), wrong


def test_an_endless_line_is_not_read_to_its_end():
    refused_at_once = check(Path("/dev/zero")).wrong
    assert refused_at_once == "line 1: it has more than 64 MiB."


def test_the_verifier_has_no_code_in_common_with_the_writer():
    allowed = sys.stdlib_module_names | {"cryptography", "typer"}
    for path in Path(package.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                assert name.startswith("commands.verify") or name.split(".")[0] in allowed, (path.name, name)
