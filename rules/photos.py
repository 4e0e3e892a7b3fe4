"""What is right about photos: which are taken, how large they may be, and whose they are."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from rules.refusals import Code, Refusal, refuse

MEGABYTE = 1024 * 1024
MOST_BYTES = 8 * MEGABYTE
MOST_PIXELS = 40_000_000
MOST_AT_ONCE = 9
CLAIMED_WITHIN = timedelta(days=1)
REMOVED_AFTER = CLAIMED_WITHIN + timedelta(minutes=1)
"""The minute between is for whoever began to claim a photo in time and is not done."""
FIELD = "photo"

HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"})
AVIF_BRANDS = frozenset({b"avif", b"avis"})
HTML = re.compile(rb"<(?:script|html|body|iframe|object|embed)[\s>/]|<!doctype\s+html|<\?php|%pdf-\d", re.IGNORECASE)
END_OF_ZIP = b"PK\x05\x06"
LONGEST_END_OF_ZIP = 65_557


class PhotoKind(StrEnum):
    """The kinds of photos that are taken."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WEBP"
    HEIC = "HEIF"


UNKNOWN = refuse(Code.INVALID, "photo_kind", FIELD)
BROKEN = refuse(Code.INVALID, "photo_broken", FIELD)
HEAVY = refuse(Code.INVALID, "photo_heavy", FIELD)
MIXED = refuse(Code.INVALID, "photo_mixed", FIELD)
MISSING = refuse(Code.INVALID, "photo_missing", FIELD)
TOO_LARGE = refuse(Code.INVALID, "photo_too_large", FIELD, most=MOST_BYTES // MEGABYTE)
TOO_MANY_PIXELS = refuse(Code.INVALID, "photo_too_many_pixels", FIELD, million=MOST_PIXELS // 1_000_000)


def accept_file(data: bytes) -> PhotoKind | Refusal:
    """Which kind of photo a file begins like. Its name is not asked; what is something else as well is refused."""
    if not data:
        return MISSING
    if len(data) > MOST_BYTES:
        return TOO_LARGE
    kind = _kind_of(data)
    if kind is None:
        return UNKNOWN
    return MIXED if _is_also_something_else(data) else kind


def _kind_of(data: bytes) -> PhotoKind | None:
    if data.startswith(b"\xff\xd8\xff"):
        return PhotoKind.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PhotoKind.PNG
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return PhotoKind.WEBP
    if data[4:8] == b"ftyp" and _brands(data) & HEIC_BRANDS and not _brands(data) & AVIF_BRANDS:
        return PhotoKind.HEIC
    return None


def _brands(data: bytes) -> set[bytes]:
    size = min(int.from_bytes(data[:4], "big"), 256)
    return {data[8:12], *(data[start : start + 4] for start in range(16, size, 4))}


def _is_also_something_else(data: bytes) -> bool:
    """Phones put a second picture or a film behind a photo, which is no harm; pages, documents and archives are."""
    return HTML.search(data) is not None or END_OF_ZIP in data[-LONGEST_END_OF_ZIP:]


def accept_size(width: int, height: int) -> Refusal | None:
    """None where a picture has at least one and at most 40 million pixels."""
    if width < 1 or height < 1:
        return BROKEN
    return TOO_MANY_PIXELS if width * height > MOST_PIXELS else None


def accept_number(number: int, field: str) -> Refusal | None:
    """None for as many photos as may be sent at once."""
    return refuse(Code.INVALID, "photos_number", field, most=MOST_AT_ONCE) if number > MOST_AT_ONCE else None


def may_claim(
    claimed: Sequence[datetime | None], uploaded: Sequence[datetime], now: datetime, field: str
) -> Refusal | None:
    """None where each of these photos is still free: used nowhere yet, and not so old that it is about to go."""
    if any(claimed_at is not None for claimed_at in claimed):
        return refuse(Code.CONFLICT, "photo_used", field)
    if any(now >= uploaded_at + CLAIMED_WITHIN for uploaded_at in uploaded):
        return refuse(Code.NOT_FOUND, "photo_unknown", field)
    return None
