"""Every setting, from the environment or a file `.env`, each with a default that works on one small machine."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import Field, HttpUrl, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from rules.maps import Tiles, tiles_at
from rules.video import origin_of

ROOT = Path(__file__).parent
SHORTEST_SECRET = 32
ENGINE_SCHEMES = ("funasr://", "funasrs://", "funasr2://", "funasr2s://")
BUS_SCHEMES = ("memory://", "redis://", "rediss://", "unix://")
DATABASE_SCHEMES = ("sqlite://", "sqlite+aiosqlite://", "postgresql://", "postgresql+asyncpg://", "postgres://")


class WrongSettingError(Exception):
    """A setting that cannot be used; str() is one sentence that names it."""


def _check_port(url: str) -> None:
    try:
        _ = urlsplit(url).port
    except ValueError:
        raise ValueError("its port has to be a number up to 65535") from None


class Settings(BaseSettings):
    """The settings by name; `.env.example` lists them with what they mean."""

    model_config = SettingsConfigDict(env_file=ROOT / ".env", extra="ignore")

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    workers: int = Field(default=1, ge=1, le=64)
    database_connections: int | None = Field(default=None, ge=2, le=200)
    database_url: str = f"sqlite:///{ROOT / 'var' / 'heyi.db'}"
    bus_url: str = "memory://"
    secret_key: SecretStr | None = Field(default=None, min_length=SHORTEST_SECRET)
    secret_file: Path = ROOT / "var" / "secret.key"
    sms_webhook_url: HttpUrl | None = None
    sms_webhook_secret: SecretStr | None = Field(default=None, min_length=16)
    playground: bool = True
    introspection: bool = True
    trusted_documents: Annotated[list[Path], NoDecode] = []
    trusted_documents_only: bool = False
    allowed_origins: Annotated[list[str], NoDecode] = []
    media_origins: Annotated[list[str], NoDecode] = []
    board_framed_by: Annotated[list[str], NoDecode] = []
    map_tiles: str | None = None
    map_credit: str = Field(default="", max_length=200)
    speech_url: str | None = None
    files_url: str = f"file://{ROOT / 'var' / 'files'}"
    s3_endpoint: HttpUrl | None = None
    s3_region: str | None = None
    s3_access_key_id: SecretStr | None = None
    s3_secret_access_key: SecretStr | None = None
    trusted_proxies: str = "127.0.0.1"
    metrics_token: SecretStr | None = Field(default=None, min_length=16)

    @field_validator("allowed_origins", "media_origins", "board_framed_by", "trusted_documents", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @field_validator("media_origins", "board_framed_by")
    @classmethod
    def _true_origins(cls, value: list[str]) -> list[str]:
        origins = [origin_of(each.removesuffix("/")) for each in value]
        if None in origins:
            raise ValueError("it has to list origins, as in https://video.example.org,http://192.0.2.7:8888")
        return [origin for origin in origins if origin]

    @field_validator("map_tiles")
    @classmethod
    def _known_tiles(cls, value: str | None) -> str | None:
        if value and tiles_at(value) is None:
            raise ValueError("it has to be an address with {z}, {x} and {y}: https://tiles.example.org/{z}/{x}/{y}.png")
        return value or None

    @field_validator("speech_url")
    @classmethod
    def _known_engine(cls, value: str | None) -> str | None:
        if value and not (value.startswith(ENGINE_SCHEMES) and urlsplit(value).hostname):
            raise ValueError("it has to be funasr://host:port, funasrs://, funasr2:// or funasr2s://")
        _check_port(value or "")
        return value or None

    @field_validator("bus_url")
    @classmethod
    def _known_bus(cls, value: str) -> str:
        if not value.startswith(BUS_SCHEMES):
            raise ValueError("it has to begin with one of " + ", ".join(BUS_SCHEMES))
        _check_port(value)
        return value

    @field_validator("files_url")
    @classmethod
    def _known_files(cls, value: str) -> str:
        parts = urlsplit(value)
        folder, bucket = parts.scheme == "file" and parts.path.startswith("/"), parts.scheme == "s3" and parts.netloc
        if not (folder or bucket):
            raise ValueError("it has to be file:///a/folder or s3://bucket/prefix")
        return value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if not value.startswith(DATABASE_SCHEMES):
            raise ValueError("it has to begin with sqlite:// or postgresql://")
        if value.startswith("sqlite") and not urlsplit(value).path.strip("/"):
            raise ValueError("it has to name a file, as in sqlite:///var/heyi.db")
        _check_port(value)
        return value

    @model_validator(mode="after")
    def _signed_webhook(self) -> Self:
        if self.sms_webhook_url and not self.sms_webhook_secret:
            raise ValueError("SMS_WEBHOOK_SECRET has to be set where SMS_WEBHOOK_URL is")
        return self

    @property
    def tiles(self) -> Tiles | None:
        """Where the picture under maps comes from; None where there is none."""
        return tiles_at(self.map_tiles, self.map_credit) if self.map_tiles else None

    @property
    def s3(self) -> dict[str, str]:
        """What is said about the S3-compatible store; left out where it is not said."""
        said = {
            "endpoint": self.s3_endpoint and str(self.s3_endpoint).rstrip("/"),
            "region": self.s3_region,
            "access_key_id": self.s3_access_key_id and self.s3_access_key_id.get_secret_value(),
            "secret_access_key": self.s3_secret_access_key and self.s3_secret_access_key.get_secret_value(),
        }
        return {name: value for name, value in said.items() if value}

    @property
    def embedded(self) -> bool:
        """Whether the database is a SQLite file."""
        return self.database_url.startswith("sqlite")

    def check_workers(self) -> None:
        """WrongSettingError where several workers could not see each other's work."""
        if self.workers > 1 and self.embedded:
            raise WrongSettingError("WORKERS above 1 needs PostgreSQL; set DATABASE_URL to postgresql://…")
        if self.workers > 1 and self.bus_url.startswith("memory://"):
            raise WrongSettingError("WORKERS above 1 needs Redis; set BUS_URL to redis://…")

    def secret(self) -> bytes:
        """The secret that seals telephone numbers: SECRET_KEY, or the file SECRET_FILE, made at the first start.

        WrongSettingError where the file cannot be made or read, or holds too little to be one.
        """
        if self.secret_key:
            return self.secret_key.get_secret_value().encode()
        try:
            secret = _kept_secret(self.secret_file)
        except OSError as error:
            raise WrongSettingError(f"SECRET_FILE cannot be used: {error.strerror}.") from None
        if len(secret) < SHORTEST_SECRET:
            raise WrongSettingError(f"SECRET_FILE is wrong: it has to hold at least {SHORTEST_SECRET} characters.")
        return secret


def _kept_secret(file: Path) -> bytes:
    """The secret in the file; a new one appears there whole or not at all, and only one of many starters makes it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        handle, made = tempfile.mkstemp(dir=file.parent)
        with os.fdopen(handle, "w") as new:
            new.write(secrets.token_urlsafe(48) + "\n")
            new.flush()
            os.fsync(handle)
        with suppress(FileExistsError):
            os.link(made, file)
        Path(made).unlink()
    return file.read_bytes().strip()


def read_settings(**overrides: object) -> Settings:
    """The settings, with what the command line says on top. WrongSettingError names the first that is wrong."""
    try:
        settings = Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as wrong:
        first = wrong.errors()[0]
        name = ".".join(str(part) for part in first["loc"]).upper()
        said = first["msg"].removeprefix("Value error, ")
        raise WrongSettingError(f"{name} is wrong: {said}." if name else f"{said}.") from None
    return settings
