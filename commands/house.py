"""The house as the settings describe it."""

from collections.abc import Coroutine
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import typer
import uvloop

from db.connections import connections_each
from db.files import Files, FilesAwayError, files_at
from db.session import database_url
from resolvers.opening import Plan
from resolvers.residents.sender import CodeSender, ConsoleSender, WebhookSender
from settings import Settings, WrongSettingError, read_settings

T = TypeVar("T")


def plan_of(settings: Settings) -> Plan:
    """What the house is built from. The folder of a SQLite file is made where it is missing."""
    if settings.embedded:
        Path(database_url(settings.database_url).database or "").parent.mkdir(parents=True, exist_ok=True)
    try:
        secret = settings.secret()
    except WrongSettingError as wrong:
        stop(str(wrong))
    return Plan(
        settings.database_url,
        settings.bus_url,
        secret,
        _sender(settings),
        database_connections=connections_of(settings),
        media_origins=frozenset(settings.media_origins),
        speech_url=settings.speech_url,
        files=_files(settings),
    )


def connections_of(settings: Settings) -> int:
    """How many connections one worker keeps to PostgreSQL."""
    return settings.database_connections or connections_each(settings.workers)


def _files(settings: Settings) -> Files:
    try:
        return files_at(settings.files_url, settings.s3)
    except (FilesAwayError, ValueError) as wrong:
        stop(f"FILES_URL is wrong: {wrong}.")


def _sender(settings: Settings) -> CodeSender:
    if settings.sms_webhook_url and settings.sms_webhook_secret:
        return WebhookSender(str(settings.sms_webhook_url), settings.sms_webhook_secret.get_secret_value())
    return ConsoleSender()


def settings_or_stop(**overrides: object) -> Settings:
    """The settings; a wrong one stops the command with one sentence that names it."""
    try:
        return read_settings(**overrides)
    except WrongSettingError as wrong:
        stop(str(wrong))


def stop(sentence: str) -> NoReturn:
    """Ends the command with one sentence and exit status 2."""
    typer.secho(sentence, fg=typer.colors.RED, err=True)
    raise typer.Exit(2)


def run(work: Coroutine[Any, Any, T]) -> T:
    """Runs a command's work to its end."""
    return uvloop.run(work)
