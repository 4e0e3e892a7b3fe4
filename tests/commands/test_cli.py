"""The command line: what it does, and the one sentence it says when it cannot."""

import json
import re
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import main
from commands import schema
from rules.ids import Kind, public_id
from settings import ROOT, Settings
from tests.support.backends import Backend
from tests.support.house import SECRET, open_hall
from tests.support.meeting import scheduled
from tests.support.program import environment_of, run
from tests.support.server import serving_program, settings_of

NAMES = tuple(name.upper() for name in Settings.model_fields)


@pytest.fixture(autouse=True)
def plain_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Settings that no file and nothing around the tests has a say in."""
    monkeypatch.setitem(Settings.model_config, "env_file", None)
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SECRET_KEY", SECRET.decode())
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'empty.db'}")


def asked(*arguments: str, **environment: str) -> Result:
    """What the command line answers."""
    return CliRunner().invoke(main.cli, arguments, env=environment)


WRONG = {
    "PORT": ({"PORT": "eighty"}, {"PORT": "0"}, {"PORT": "65536"}, {"PORT": ""}),
    "DATABASE_URL": ({"DATABASE_URL": "mysql://host/name"}, {"DATABASE_URL": "heyi.db"}, {"DATABASE_URL": ""}),
    "BUS_URL": ({"BUS_URL": "kafka://host"}, {"BUS_URL": "redis"}, {"BUS_URL": ""}),
    "WORKERS": ({"WORKERS": "0"}, {"WORKERS": "many"}),
    "DATABASE_CONNECTIONS": ({"DATABASE_CONNECTIONS": "1"}, {"DATABASE_CONNECTIONS": ""}),
    "METRICS_TOKEN": ({"METRICS_TOKEN": "guess"},),
    "SECRET_KEY": ({"SECRET_KEY": "short"},),
    "MEDIA_ORIGINS": (
        {"MEDIA_ORIGINS": "video.example.org"},
        {"MEDIA_ORIGINS": "https://video.example.org/live"},
        {"MEDIA_ORIGINS": "https://a.example.org; script-src *"},
        {"MEDIA_ORIGINS": "https://*.example.org"},
    ),
    "BOARD_FRAMED_BY": ({"BOARD_FRAMED_BY": "wall.example.org"}, {"BOARD_FRAMED_BY": "https://a.example.org; sandbox"}),
    "MAP_TILES": ({"MAP_TILES": "https://tiles.example.org/"}, {"MAP_TILES": "tiles/{z}/{x}/{y}.png"}),
    "SMS_WEBHOOK_SECRET": ({"SMS_WEBHOOK_URL": "https://example.org/sms"},),
    "SMS_WEBHOOK_URL": ({"SMS_WEBHOOK_URL": "not an address", "SMS_WEBHOOK_SECRET": "0123456789abcdef"},),
    "PLAYGROUND": ({"PLAYGROUND": "perhaps"},),
}


@pytest.mark.parametrize(
    "environment", [{"WORKERS": "2"}, {"WORKERS": "2", "DATABASE_URL": "postgresql://127.0.0.1/heyi"}]
)
def test_workers_that_could_not_see_each_other_are_not_started(environment: dict[str, str]):
    result = asked("serve", **environment)
    assert result.exit_code == 2
    (sentence,) = result.stderr.splitlines()
    assert sentence.startswith("WORKERS above 1 needs")


@pytest.mark.parametrize(
    ("name", "environment"),
    [(name, environment) for name, cases in WRONG.items() for environment in cases],
    ids=lambda value: value if isinstance(value, str) else " ".join(f"{k}={v}" for k, v in value.items()),
)
@pytest.mark.parametrize("command", ["serve", "migrate"])
def test_a_wrong_setting_stops_the_start_with_one_sentence_that_names_it(
    command: str, name: str, environment: dict[str, str]
):
    result = asked(command, **environment)
    assert result.exit_code == 2
    (sentence,) = result.stderr.splitlines()
    assert name in sentence
    assert sentence.endswith(".") or "…" in sentence
    assert "Traceback" not in sentence
    assert result.stdout == ""


def test_what_the_workers_need_is_said():
    assert "set DATABASE_URL to postgresql://" in asked("serve", "--workers", "2").stderr
    postgres = {"DATABASE_URL": "postgresql://127.0.0.1/heyi"}
    assert "set BUS_URL to redis://" in asked("serve", "--workers", "2", **postgres).stderr


def test_a_database_that_cannot_be_reached_is_named_without_its_password():
    result = asked("migrate", DATABASE_URL="postgresql://somebody:geheim@127.0.0.1:9/heyi")
    assert result.exit_code == 2
    (sentence,) = result.stderr.splitlines()
    assert sentence.startswith("DATABASE_URL: the database cannot be opened")
    assert "geheim" not in sentence


@pytest.mark.parametrize("command", [("serve",), ("seed", "--residents", "1"), ("replay", ".")])
def test_a_database_without_tables_stops_a_command_with_a_sentence(command: tuple[str, ...]):
    result = asked(*command)
    assert result.exit_code == 2
    assert result.stderr == "The database is not up to date; run `python main.py migrate` first.\n"


def test_migrating_twice_is_no_harm(tmp_path: Path):
    for _ in range(2):
        assert asked("migrate").exit_code == 0
    assert asked("seed", "--residents", "1").stdout.strip().endswith("4 people were added.")


def test_origins_of_video_are_read_as_browsers_compare_them(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MEDIA_ORIGINS", "https://Video.Example.org:443/, http://192.0.2.7:8888,")
    assert Settings().media_origins == ["https://video.example.org", "http://192.0.2.7:8888"]


def test_the_example_lists_every_setting_and_no_other():
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    listed = [found[1] for line in lines if (found := re.match(r"#?([A-Z0-9_]+)=", line))]
    assert sorted(listed) == sorted(NAMES)


def test_the_example_as_it_stands_changes_no_default(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.delenv("SECRET_KEY")
    assert Settings(_env_file=ROOT / ".env.example") == Settings(_env_file=None)


async def test_seeded_people_can_sign_in_with_what_is_written_for_them(backend: Backend, tmp_path: Path):
    file = tmp_path / "people.jsonl"
    file.write_text("what was there before\n")
    file.chmod(0o644)
    command = ("seed", "--residents", "50", "--tokens", str(file))
    status, shown, errors = await run(environment_of(backend), *command)
    assert (status, errors) == (0, "")
    assert "53 people were added." in shown
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    people = [json.loads(line) for line in file.read_text().splitlines()]
    assert all(list(person) == ["residentId", "phone", "roles", "token"] for person in people)
    roles = [set(person["roles"]) - {"RESIDENT"} for person in people]
    assert sorted(roles, key=len, reverse=True)[:3] == [{"MODERATOR"}, {"COMMUNITY_STAFF"}, {"ADMIN"}]
    assert sum(map(len, roles)) == 3
    async with serving_program(settings_of(backend)) as api:
        for person in people:
            viewer = (await api.ask("{ viewer { roles resident { id phone verified } } }", person["token"]))["viewer"]
            assert set(viewer["roles"]) == set(person["roles"])
            own = {"id": person["residentId"], "phone": person["phone"], "verified": True}
            assert viewer["resident"] == own
    assert len({person["token"] for person in people}) == len({person["phone"] for person in people}) == 53


@pytest.fixture
def kept_schema(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A copy of schema.graphql for the test to change."""
    copy = tmp_path / "schema.graphql"
    copy.write_text(schema.FILE.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(schema, "FILE", copy)
    return copy


def test_the_schema_that_is_kept_is_the_one_that_is_served(kept_schema: Path):
    before = kept_schema.read_text(encoding="utf-8")
    assert asked("schema", "check").exit_code == 0
    assert asked("schema", "export").exit_code == 0
    assert kept_schema.read_text(encoding="utf-8") == before


def test_a_schema_that_is_out_of_date_does_not_pass(kept_schema: Path):
    text = kept_schema.read_text(encoding="utf-8")
    kept_schema.write_text(text.replace("What can be read.", "What could be read."), encoding="utf-8")
    result = asked("schema", "check")
    assert result.exit_code == 2
    assert result.stderr == "schema.graphql is not up to date; run `python main.py schema export`.\n"


def test_a_schema_that_breaks_clients_does_not_pass_and_says_what_breaks(kept_schema: Path):
    text = kept_schema.read_text(encoding="utf-8")
    promised = text.replace("type Query {", "type Query {\n  weather: String!\n", 1)
    kept_schema.write_text(promised, encoding="utf-8")
    result = asked("schema", "check")
    assert result.exit_code == 2
    assert result.stderr.startswith("Clients would break: ")
    assert "Query.weather was removed." in result.stderr


async def test_another_secret_than_the_databases_own_is_refused_with_a_sentence(backend: Backend):
    env = environment_of(backend)
    assert (await run(env, "seed", "--residents", "1"))[0] == 0
    status, _, errors = await run({**env, "SECRET_KEY": "another secret that is long enough to be one"}, "serve")
    assert status == 2
    assert "is not the secret that this database was made with" in errors


async def test_a_record_is_exported_verified_and_signed_with_a_new_key_afterwards(backend: Backend, tmp_path: Path):
    async with open_hall(backend) as hall:
        issue = public_id(Kind.ISSUE, (await hall.issue()).id)
        meeting = public_id(Kind.MEETING, (await scheduled(hall)).id)
    env, file = environment_of(backend), tmp_path / "record.jsonl"
    status, shown, _ = await run(env, "rotate-key")
    assert status == 0
    key = shown.split()[-4]
    assert (await run(env, "export", issue, str(file)))[0] == 0
    status, shown, _ = await run(env, "verify", str(file), "--key", key)
    assert (status, "is sound" in shown) == (0, True)
    file.write_bytes(file.read_bytes().replace(b"issue.raised", b"issue.raisex"))
    status, shown, _ = await run(env, "verify", str(file))
    assert (status, "not sound" in shown) == (1, True)
    assert (await run(env, "export", meeting, str(file)))[0] == 0
    status, shown, _ = await run(env, "verify", str(file), "--key", key)
    assert (status, f"The record of {meeting}, " in shown) == (0, True)
    for wrong in ("nonsense", "issue_" + "0" * 32, "meeting_" + "0" * 32, meeting.replace("meeting", "poll")):
        status, _, errors = await run(env, "export", wrong, str(tmp_path / "other"))
        assert (status, wrong in errors) == (2, True)
    assert (await run(env, "export", issue, str(tmp_path)))[0] == 2  # a folder, or a device, is not written over
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("other")] == []  # noqa: ASYNC240
