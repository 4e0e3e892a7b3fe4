import json
from pathlib import Path

import pytest
import typer

from commands.trust import trust_of
from settings import Settings, WrongSettingError, read_settings


def settings(*paths: Path, only: bool = False) -> Settings:
    return Settings(_env_file=None, trusted_documents=list(paths), trusted_documents_only=only)


def test_documents_of_several_files_are_trusted_together(tmp_path: Path):
    for number in (1, 2):
        (tmp_path / f"{number}.json").write_text(json.dumps({f"sha256:{number}": "{ community { name } }"}))
    trust = trust_of(settings(tmp_path / "1.json", tmp_path / "2.json", only=True))
    assert (sorted(trust.documents), trust.only) == (["sha256:1", "sha256:2"], True)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [(None, "cannot be read"), ("{", "is not JSON"), ("[]", "is not an object"), ('{"a": 1}', "is not an object")],
)
def test_a_file_that_cannot_be_used_stops_the_start(
    tmp_path: Path, text: str | None, sentence: str, capsys: pytest.CaptureFixture[str]
):
    path = tmp_path / "documents.json"
    if text is not None:
        path.write_text(text)
    with pytest.raises(typer.Exit):
        trust_of(settings(path))
    told = capsys.readouterr().err
    assert told.startswith("TRUSTED_DOCUMENTS is wrong: ")
    assert sentence in told


def test_only_trusted_documents_needs_some(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TRUSTED_DOCUMENTS_ONLY", "true")
    with pytest.raises(WrongSettingError, match="TRUSTED_DOCUMENTS has to name files"):
        read_settings()
