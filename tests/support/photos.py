"""Photos as neighbours send them, and files that only pretend to be some."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.support.house import Hall

RED, BLUE = (200, 30, 30), (30, 30, 200)
EAST_GATE = (31.2304, 121.4737)
SECRET = "张三的家"
HEIC = Path(__file__).with_name("gate.heic")
"""48 by 64 pixels lying on their side: upright it is blue to the right. Taken at the east gate."""


def picture(width: int = 64, height: int = 48, mode: str = "RGB") -> Image.Image:
    """Blue above, red below."""
    made = Image.new("RGB", (width, height), RED)
    made.paste(BLUE, (0, 0, width, height // 2))
    return made.convert(mode)


def exif(*, orientation: int = 1, at: tuple[float, float] | None = EAST_GATE) -> Image.Exif:
    """EXIF with a place, an orientation, and who took it."""
    told = Image.Exif()
    told[0x0112], told[0x013B] = orientation, SECRET
    if at is not None:
        gps = told.get_ifd(0x8825)
        gps[1], gps[2] = "N" if at[0] >= 0 else "S", sexagesimal(abs(at[0]))
        gps[3], gps[4] = "E" if at[1] >= 0 else "W", sexagesimal(abs(at[1]))
    return told


def sexagesimal(degrees: float) -> tuple[float, float, float]:
    """Degrees, minutes and seconds."""
    minutes = (degrees % 1) * 60
    return float(int(degrees)), float(int(minutes)), round((minutes % 1) * 60, 4)


def jpeg(made: Image.Image | None = None, **more: object) -> bytes:
    """A JPEG, with a comment and EXIF unless something else is said."""
    given = {"exif": exif(), "comment": SECRET.encode(), "quality": 90}
    return encoded(made or picture(), "JPEG", **given | more)


def png(made: Image.Image | None = None, **more: object) -> bytes:
    """A PNG with a note and EXIF."""
    note = PngInfo()
    note.add_itxt("Comment", SECRET)
    return encoded(made or picture(), "PNG", **{"pnginfo": note, "exif": exif()} | more)


def webp(made: Image.Image | None = None, **more: object) -> bytes:
    """A WebP with EXIF."""
    return encoded(made or picture(), "WEBP", **{"exif": exif(), "quality": 90} | more)


def encoded(made: Image.Image, kind: str, **more: object) -> bytes:
    """The picture in a file."""
    out = BytesIO()
    made.save(out, kind, **more)
    return out.getvalue()


def flat_png(width: int, height: int, colour: int = 0) -> bytes:
    """A PNG of one grey, of any size, made without ever being whole."""
    packing = zlib.compressobj(9)
    line = bytes([0]) + bytes([colour]) * width
    packed = b"".join(packing.compress(line) for _ in range(height)) + packing.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def chunk(kind: bytes, content: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def shown(content: bytes) -> Image.Image:
    """The picture in a file, decoded."""
    opened = Image.open(BytesIO(content))
    opened.load()
    return opened


def colour(made: Image.Image, x: float, y: float) -> str:
    """Whether it is red or blue at these shares of its width and height."""
    red, _, blue = made.convert("RGB").getpixel((int(x * made.width), int(y * made.height)))
    return "red" if red > blue else "blue"


async def kept(hall: Hall) -> set[str]:
    """The names of all files there are."""
    return {each["path"] for batch in hall.house.files.store.list() for each in batch}
