"""Trusted documents: of the built page, and of files."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import pytest
import typer

import main
from commands.trust import trust_of
from settings import Settings
from tests.support.backends import Backend
from tests.support.program import environment_of, run
from tests.support.server import settings_of

NAME = "{ community { name } }"
NOWHERE = Path("nowhere")


def settings(*paths: Path, only: bool = False) -> Settings:
    return Settings(_env_file=None, trusted_documents=list(paths), trusted_documents_only=only)


def id_of(text: str) -> str:
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def written(path: Path, documents: Mapping[str, str]) -> Path:
    path.write_text(json.dumps(documents))
    return path


def test_documents_of_the_page_and_of_several_files_are_trusted_together(tmp_path: Path):
    page, first, second = (written(tmp_path / f"{n}.json", {f"sha256:{n}": NAME}) for n in range(3))
    trust = trust_of(settings(first, second, only=True), page)
    assert (sorted(trust.documents), trust.only) == (["sha256:0", "sha256:1", "sha256:2"], True)
    assert trust_of(settings(), NOWHERE).documents == {}


@pytest.mark.parametrize("of_the_page", [True, False])
@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "is not JSON"), ("{", "is not JSON"), ("[]", "is not an object"), ('{"a": 1}', "is not an object")],
)
def test_a_file_that_cannot_be_used_stops_the_start(
    tmp_path: Path, of_the_page: bool, text: str, sentence: str, capsys: pytest.CaptureFixture[str]
):
    path = tmp_path / "documents.json"
    path.write_text(text)
    with pytest.raises(typer.Exit):
        trust_of(settings() if of_the_page else settings(path), path if of_the_page else NOWHERE)
    (told,) = capsys.readouterr().err.splitlines()
    assert told.startswith("The page's manifest is wrong: " if of_the_page else "TRUSTED_DOCUMENTS is wrong: ")
    assert sentence in told


def test_a_file_that_is_named_has_to_be_there(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(typer.Exit):
        trust_of(settings(NOWHERE), NOWHERE)
    assert "TRUSTED_DOCUMENTS is wrong: nowhere cannot be read" in capsys.readouterr().err


def test_only_trusted_documents_needs_the_built_page_or_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    some = written(tmp_path / "some.json", {id_of(NAME): NAME})
    assert trust_of(settings(only=True), some).only
    assert trust_of(settings(some, only=True), NOWHERE).only
    with pytest.raises(typer.Exit):
        trust_of(settings(only=True), NOWHERE)
    told = "TRUSTED_DOCUMENTS_ONLY needs the built page (`make page`), or files that TRUSTED_DOCUMENTS names.\n"
    assert capsys.readouterr().err == told


@pytest.mark.parametrize(
    ("documents", "sentence"),
    [({id_of("{ nothing }"): "{ nothing }"}, "is refused: "), ({id_of(NAME): "{ viewer { roles } }"}, "another hash")],
)
def test_a_page_built_from_another_schema_stops_the_start(
    tmp_path: Path,
    documents: dict[str, str],
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    monkeypatch.setattr(main, "MANIFEST", written(tmp_path / "documents.json", documents))
    missing = Backend("sqlite+memory", f"sqlite:///{tmp_path / 'missing.db'}", "memory://")
    with pytest.raises(typer.Exit):
        main.create_app(settings_of(missing))
    (told,) = capsys.readouterr().err.splitlines()
    assert told.startswith("The trusted document sha256:")
    assert sentence in told


async def test_however_many_workers_there_would_be_it_is_said_once(backend: Backend, tmp_path: Path):
    wrong = written(tmp_path / "documents.json", {id_of("{ nothing }"): "{ nothing }"})
    workers = "1" if backend.bus_url.startswith("memory:") else "2"
    environment = environment_of(backend, WORKERS=workers, TRUSTED_DOCUMENTS=str(wrong))
    status, shown, errors = await run(environment, "serve")
    assert (status, shown) == (2, "")
    assert (
        errors
        == f"The trusted document {id_of('{ nothing }')} is refused: Cannot query field 'nothing' on type 'Query'.\n"
    )
