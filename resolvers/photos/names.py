"""What the files of a photo are called in the store."""

import re
import secrets

RANDOM_BYTES = 24
NAME = re.compile(r"[A-Za-z0-9_-]{32}(?:-small)?\.jpg")


def new_name() -> str:
    """A name that nobody can guess."""
    return secrets.token_urlsafe(RANDOM_BYTES)


def names_of(name: str) -> tuple[str, str]:
    """The files of a photo: as it is looked at, and its thumbnail."""
    return f"{name}.jpg", f"{name}-small.jpg"


def is_name(text: str) -> bool:
    """Whether this can be the name of such a file."""
    return NAME.fullmatch(text) is not None
