"""Which files are photos, told by what is in them."""

from datetime import UTC, datetime, timedelta

import pytest

from rules.photos import (
    BROKEN,
    MISSING,
    MIXED,
    MOST_BYTES,
    TOO_LARGE,
    TOO_MANY_PIXELS,
    UNKNOWN,
    PhotoKind,
    accept_file,
    accept_number,
    accept_size,
    may_claim,
)
from rules.refusals import Code

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF"
PNG = b"\x89PNG\r\n\x1a\n"
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def boxed(*brands: bytes) -> bytes:
    """How a file with these brands begins."""
    content = b"ftyp" + brands[0] + b"\0\0\0\0" + b"".join(brands[1:])
    return (4 + len(content)).to_bytes(4, "big") + content


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (JPEG, PhotoKind.JPEG),
        (PNG, PhotoKind.PNG),
        (b"RIFF\0\0\0\0WEBPVP8 ", PhotoKind.WEBP),
        (boxed(b"heic", b"mif1", b"heic"), PhotoKind.HEIC),
        (boxed(b"mif1", b"heix"), PhotoKind.HEIC),
        (boxed(b"avif", b"mif1"), UNKNOWN),
        (boxed(b"mp42", b"isom"), UNKNOWN),
        (b"RIFF\0\0\0\0WAVEfmt ", UNKNOWN),
        (b"GIF89a", UNKNOWN),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", UNKNOWN),
        (b"<html>", UNKNOWN),
        (b"x" + JPEG, UNKNOWN),
        (b"", MISSING),
    ],
)
def test_a_photo_is_told_by_how_it_begins(data: bytes, kind: object):
    assert accept_file(data) == kind


def test_eight_megabytes_are_the_most():
    assert accept_file(JPEG.ljust(MOST_BYTES, b"\0")) == PhotoKind.JPEG
    assert accept_file(JPEG.ljust(MOST_BYTES + 1, b"\0")) == TOO_LARGE


@pytest.mark.parametrize(
    "beside",
    [b"<script>alert(1)</script>", b"<HTML >", b"<!DOCTYPE  html>", b"<?php ", b"%PDF-1.7", b"PK\x05\x06" + bytes(18)],
)
def test_what_is_a_page_or_an_archive_as_well_is_no_photo(beside: bytes):
    assert accept_file(JPEG + bytes(100) + beside) == MIXED


@pytest.mark.parametrize("beside", [JPEG, bytes(500), boxed(b"mp42"), b"SEFT", b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>"])
def test_what_phones_put_into_photos_is_no_harm(beside: bytes):
    assert accept_file(JPEG + bytes(100) + beside) == PhotoKind.JPEG


@pytest.mark.parametrize(
    ("size", "refusal"),
    [
        ((8_000, 5_000), None),
        ((8_001, 5_000), TOO_MANY_PIXELS),
        ((1, 40_000_001), TOO_MANY_PIXELS),
        ((1, 1), None),
        ((0, 9), BROKEN),
    ],
)
def test_forty_million_pixels_are_the_most(size: tuple[int, int], refusal: object):
    assert accept_size(*size) == refusal


def test_nine_photos_are_the_most():
    assert accept_number(9, "photoIds") is None
    refusal = accept_number(10, "photoIds")
    assert refusal
    assert (refusal.code, refusal.field) == (Code.INVALID, "photoIds")


def test_a_photo_is_used_once_and_within_a_day():
    day = timedelta(days=1)

    def code(claimed: datetime | None, age: timedelta) -> Code | None:
        refusal = may_claim([None, claimed], [NOON, NOON - age], NOON, "photoIds")
        return refusal and refusal.code

    assert code(None, day - timedelta(microseconds=1)) is None
    assert code(None, day) == Code.NOT_FOUND
    assert code(NOON, timedelta(0)) == Code.CONFLICT
