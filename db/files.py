"""Where files are kept: a folder on this machine, or a store that speaks S3. Names are ours, and never a path."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import unquote, urlsplit

from obstore.exceptions import BaseError, NotFoundError
from obstore.store import LocalStore, MemoryStore, ObjectStore, S3Store

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig, S3Config

FOLDER, S3 = "file", "s3"
PATIENCE: "ClientConfig" = {"connect_timeout": "3s", "timeout": "10s"}
TRIES: "RetryConfig" = {"max_retries": 2}


class FilesAwayError(Exception):
    """The store did not do what it was asked to; it may later."""


@dataclass(frozen=True, slots=True)
class Files:
    """Keeps files by name. Every method raises FilesAwayError where the store cannot be reached."""

    store: ObjectStore = field(default_factory=MemoryStore)

    async def put(self, name: str, content: bytes) -> None:
        """Keeps the content under the name."""
        try:
            await self.store.put_async(name, content)
        except (BaseError, OSError) as error:
            raise FilesAwayError(type(error).__name__) from error

    async def get(self, name: str) -> bytes | None:
        """The content kept under the name; None where there is none."""
        try:
            found = await self.store.get_async(name)
            return bytes(await found.bytes_async())
        except (NotFoundError, FileNotFoundError):
            return None
        except (BaseError, OSError) as error:
            raise FilesAwayError(type(error).__name__) from error

    async def delete(self, *names: str) -> None:
        """Keeps nothing under these names any more; what is not there is no harm."""
        for name in names:
            try:
                await self.store.delete_async(name)
            except (NotFoundError, FileNotFoundError):
                continue
            except (BaseError, OSError) as error:
                raise FilesAwayError(type(error).__name__) from error


def files_at(url: str, s3: Mapping[str, str]) -> Files:
    """The files at `file:///a/folder`, which is made where it is missing, or at `s3://bucket/prefix`.

    `s3` may have `endpoint`, `region`, `access_key_id` and `secret_access_key`. ValueError for any other address,
    FilesAwayError where the folder cannot be made.
    """
    parts = urlsplit(url)
    if parts.scheme == FOLDER and parts.path.startswith("/"):
        try:
            return Files(LocalStore(Path(unquote(parts.path)), mkdir=True))
        except (BaseError, OSError) as error:
            raise FilesAwayError("the folder cannot be made") from error
    if parts.scheme == S3 and parts.netloc:
        return Files(_s3_store(parts.netloc, parts.path.strip("/"), s3))
    raise ValueError("it has to be file:///a/folder or s3://bucket/prefix")


def _s3_store(bucket: str, prefix: str, s3: Mapping[str, str]) -> S3Store:
    config: S3Config = {"bucket": bucket}
    config.update(cast("S3Config", s3))
    client = PATIENCE.copy()
    client["allow_http"] = s3.get("endpoint", "").startswith("http://")
    return S3Store(prefix=prefix or None, config=config, client_options=client, retry_config=TRIES)
