"""Large PNG pictures, opened a strip at a time: whole they would take four bytes for each pixel."""

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO

from PIL import Image

SIGNATURE = b"\x89PNG\r\n\x1a\n"
FEW_PIXELS = 12_000_000
PIXELS_AT_ONCE = 1_000_000
CHANNELS = {"L": 1, "LA": 2, "RGB": 3, "RGBA": 4}
COLOUR_TYPES = {"L": 0, "RGB": 2, "LA": 4, "RGBA": 6}


class BrokenPngError(ValueError):
    """It ends before it should, or is no PNG at all."""


def wanted(picture: Image.Image) -> bool:
    """Whether a PNG is so large that it is better opened in strips, and such that it can be."""
    whole_bytes = picture.mode in CHANNELS and not picture.info.get("interlace")
    return whole_bytes and picture.width * picture.height > FEW_PIXELS


def shrunk(data: bytes, picture: Image.Image, longer_side: int) -> Image.Image:
    """The picture in this PNG, a whole number of times smaller, at most so long. Raises where it is broken."""
    mode, (width, height) = picture.mode, picture.size
    if _depth(data) != 8:
        raise MemoryError
    factor = -(-max(width, height) // longer_side)
    result = Image.new("RGB", (-(-width // factor), -(-height // factor)))
    rows = factor * max(1, PIXELS_AT_ONCE // (width * factor))
    line, above = 1 + width * CHANNELS[mode], b""
    unpacked = Unpacking(data)
    for top in range(0, height, rows):
        number = min(rows, height - top)
        strip = _opened(mode, width, above + unpacked.take(number * line))
        strip = strip.crop((0, 1 if above else 0, width, strip.height))
        above = b"\0" + strip.crop((0, number - 1, width, number)).tobytes()
        result.paste(_on_white(strip).reduce(factor), (0, top // factor))
    return result


def _on_white(strip: Image.Image) -> Image.Image:
    if strip.mode not in {"LA", "RGBA"}:
        return strip.convert("RGB")
    white = Image.new("RGB", strip.size, "white")
    white.paste(strip.convert("RGB"), mask=strip.getchannel("A"))
    return white


class Unpacking:
    """The lines of a PNG as they are packed in it, each with its filter before it."""

    def __init__(self, data: bytes) -> None:
        self._packed = _contents(data)
        self._inflating = zlib.decompressobj()
        self._left = b""

    def take(self, length: int) -> bytes:
        """The next so many bytes. Raises where there are not so many."""
        taken = bytearray()
        while len(taken) < length:
            packed = self._left or next(self._packed, b"")
            if not packed:
                raise BrokenPngError("It ends too early.")
            taken += self._inflating.decompress(packed, length - len(taken))
            self._left = self._inflating.unconsumed_tail
        return bytes(taken)


def _contents(data: bytes) -> Iterator[bytes]:
    place = len(SIGNATURE)
    while place + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, place)
        if data[place + 4 : place + 8] == b"IDAT":
            yield data[place + 8 : place + 8 + length]
        place += 12 + length


def _depth(data: bytes) -> int:
    return data[24]


def _opened(mode: str, width: int, lines: bytes) -> Image.Image:
    height = len(lines) // (1 + width * CHANNELS[mode])
    head = struct.pack(">IIBBBBB", width, height, 8, COLOUR_TYPES[mode], 0, 0, 0)
    content = _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(lines, 0)) + _chunk(b"IEND", b"")
    picture = Image.open(BytesIO(SIGNATURE + content), formats=["PNG"])
    picture.load()
    return picture


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
