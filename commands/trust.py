"""Trusted documents: the page's own, and those of the files that the settings name."""

from pathlib import Path

import orjson

from commands.house import stop
from schema.transport.documents import Trust
from settings import Settings


def trust_of(settings: Settings, page: Path) -> Trust:
    """The documents known beforehand; those of the page are among them where `page`, its build's manifest, is there.

    A file that cannot be used ends the command with one sentence, and so do none at all where no others are taken.
    """
    documents = _documents("The page's manifest", page) if page.exists() else {}
    for path in settings.trusted_documents:
        documents |= _documents("TRUSTED_DOCUMENTS", path)
    if settings.trusted_documents_only and not documents:
        stop("TRUSTED_DOCUMENTS_ONLY needs the built page (`make page`), or files that TRUSTED_DOCUMENTS names.")
    return Trust(documents, settings.trusted_documents_only)


def _documents(what: str, path: Path) -> dict[str, str]:
    try:
        found = orjson.loads(path.read_bytes())
    except OSError as error:
        stop(f"{what} is wrong: {path} cannot be read ({error.strerror}).")
    except ValueError:
        stop(f"{what} is wrong: {path} is not JSON.")
    if not isinstance(found, dict) or not all(isinstance(text, str) for text in found.values()):
        stop(f"{what} is wrong: {path} is not an object of ids and texts.")
    return found
