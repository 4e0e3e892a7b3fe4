"""Trusted documents, as the settings name them."""

from pathlib import Path

import orjson

from commands.house import stop
from schema.transport.documents import Trust
from settings import Settings


def trust_of(settings: Settings) -> Trust:
    """The documents known beforehand. A file that cannot be used ends the command with one sentence."""
    documents: dict[str, str] = {}
    for path in settings.trusted_documents:
        documents |= _documents(path)
    return Trust(documents, settings.trusted_documents_only)


def _documents(path: Path) -> dict[str, str]:
    try:
        found = orjson.loads(path.read_bytes())
    except OSError as error:
        stop(f"TRUSTED_DOCUMENTS is wrong: {path} cannot be read ({error.strerror}).")
    except ValueError:
        stop(f"TRUSTED_DOCUMENTS is wrong: {path} is not JSON.")
    if not isinstance(found, dict) or not all(isinstance(text, str) for text in found.values()):
        stop(f"TRUSTED_DOCUMENTS is wrong: {path} is not an object of ids and texts.")
    return found
