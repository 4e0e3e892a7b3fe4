"""The program that opens one photo: from its standard input, told its kind, to its standard output.

It runs by itself with next to nothing at hand, and answers with one line of JSON, then the photo and its thumbnail.
"""

import json
import resource
import struct
import sys
import warnings
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from PIL import Image
from PIL.Image import Resampling, Transpose

from resolvers.photos import strips
from resolvers.photos.libraries import loaded
from resolvers.photos.webp import Webp
from rules.photos import MOST_BYTES, PhotoKind, accept_size

if TYPE_CHECKING:
    from resolvers.photos.heic import Heic

LARGE, SMALL = 2_048, 480
"""The longer side in pixels, at most."""

SECONDS = 2
MEMORY = 90 * 1024 * 1024
"""What it may write to; with the libraries that it only reads this makes a hundred megabytes."""

PALETTE_PIXELS = 4_000_000
LAYERED_PIXELS = 10_000_000
ORIENTATION, GPS = 0x0112, 0x8825
TURNS = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}


class Answer(NamedTuple):
    """What is told of the photo, and the photo and its thumbnail as JPEG."""

    told: Mapping[str, object]
    large: bytes = b""
    small: bytes = b""


def hold_back() -> None:
    """From here on: two seconds of computing, so much memory, and nothing is written to any file."""
    limits = {"RLIMIT_CPU": SECONDS, "RLIMIT_DATA": MEMORY, "RLIMIT_FSIZE": 0, "RLIMIT_CORE": 0}
    for name, most in limits.items():
        resource.setrlimit(getattr(resource, name), (most, most))


def develop(kind: PhotoKind, data: bytes) -> Answer:
    """The photo upright, with nothing but its pixels; raises whatever the libraries do where it is broken."""
    if packed := unopened(kind, data):
        upright = kind == PhotoKind.HEIC  # such a file says itself how it is turned, and the library does it
        return developed(packed.size, packed.exif, lambda: packed.shrunk(LARGE), upright=upright)
    with Image.open(BytesIO(data), formats=[kind]) as opened:
        return developed(opened.size, opened.info.get("exif") or b"", lambda: small_enough(opened, data))


def unopened(kind: PhotoKind, data: bytes) -> "Heic | Webp | None":
    """The photo as its own library reads it, where that takes less than Pillow does."""
    if kind == PhotoKind.HEIC:
        from resolvers.photos.heic import Heic  # noqa: PLC0415 - it takes memory, so only where it is needed

        return Heic(data)
    library = loaded("libwebp") if kind == PhotoKind.WEBP else None
    return Webp(library, data) if library else None


def developed(
    size: tuple[int, int], exif: bytes, decode: Callable[[], Image.Image], *, upright: bool = False
) -> Answer:
    """The photo of this size, decoded only if it is not too large."""
    if refusal := accept_size(*size):
        return Answer({"refused": refusal.reason})
    place, turn = told_by(exif)
    large = decode()
    large.thumbnail((LARGE, LARGE), Resampling.LANCZOS)
    large = plain(large)
    if turn is not None and not upright:
        large = large.transpose(turn)
    small = large.copy()
    small.thumbnail((SMALL, SMALL), Resampling.LANCZOS)
    told = {"width": large.width, "height": large.height, "place": place}
    return Answer(told, saved(large, 85), saved(small, 80))


def told_by(content: bytes) -> tuple[tuple[float, float] | None, Transpose | None]:
    """Where it was taken, and how it has to be turned, if its EXIF says so. What cannot be read says nothing."""
    exif = Image.Exif()
    try:
        exif.load(content)
        return place_in(exif.get_ifd(GPS)), TURNS.get(exif.get(ORIENTATION, 1))
    except (SyntaxError, ValueError, TypeError, KeyError, AttributeError, OverflowError, OSError, struct.error):
        return None, None


def small_enough(picture: Image.Image, data: bytes) -> Image.Image:
    """The picture decoded, not much larger than it has to be: whole, many would take too much memory."""
    if picture.format == PhotoKind.PNG and strips.wanted(picture):
        return strips.shrunk(data, picture, LARGE)
    if picture.mode in {"P", "1"} and picture.width * picture.height <= PALETTE_PIXELS:
        return picture.convert("RGBA")  # colours by number cannot be blended
    in_layers = picture.info.get("progressive") and picture.width * picture.height > LAYERED_PIXELS
    try:
        picture.thumbnail((LARGE, LARGE), Resampling.LANCZOS, reducing_gap=1.0)
    except OSError:
        if in_layers:  # it is whole in memory before anything is seen, and the library only says that it failed
            raise MemoryError from None
        raise
    return picture


def plain(picture: Image.Image) -> Image.Image:
    """The pixels alone, in RGB, on white where it is transparent. Saving would keep comments and profiles otherwise."""
    if picture.mode.startswith("I"):
        picture = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    bare = Image.new("RGB", picture.size, "white")
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        bare.paste(picture, mask=picture.getchannel("A"))
    else:
        bare.paste(picture.convert("RGB"))
    return bare


def saved(picture: Image.Image, quality: int) -> bytes:
    """As JPEG."""
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def place_in(gps: Mapping[int, Any]) -> tuple[float, float] | None:
    """Latitude and longitude in degrees, from the GPS part of EXIF; None where they are not both there."""
    try:
        return degrees(gps[1], gps[2], "NS"), degrees(gps[3], gps[4], "EW")
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, ZeroDivisionError):
        return None


def degrees(side: str, parts: Any, sides: str) -> float:  # noqa: ANN401 - whatever the file says
    """Degrees, minutes and seconds on one of two sides, as signed degrees."""
    whole, minutes, seconds = map(float, parts)
    value = whole + minutes / 60 + seconds / 3600
    side = side.strip("\0 ").upper()
    if not 0 <= value < 181 or side not in {*sides}:
        raise ValueError("That is no place.")
    return -value if side == sides[1] else value


def answer_to(kind: PhotoKind, data: bytes) -> Answer:
    """The photo, or the reason that it is refused for."""
    try:
        return develop(kind, data)
    except MemoryError:
        return Answer({"refused": "photo_heavy"})
    except Exception as error:
        return Answer({"refused": "photo_heavy" if "memory" in str(error).lower() else "photo_broken"})


def main(kind: PhotoKind) -> None:
    """Reads a photo and writes the answer."""
    hold_back()
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = None  # how many are too many is our own rule
    answer = answer_to(kind, sys.stdin.buffer.read(MOST_BYTES + 1))
    sizes = {"large": len(answer.large), "small": len(answer.small)}
    sys.stdout.buffer.write(json.dumps({**answer.told, **sizes}).encode() + b"\n" + answer.large + answer.small)


if __name__ == "__main__":
    main(PhotoKind(sys.argv[1]))
