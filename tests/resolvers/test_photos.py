"""Photos are saved anew with nothing but their pixels, used once, and gone after a day unless they are."""

import asyncio
import struct
import sys
import time
from math import inf, nan

import pytest
from PIL import Image

from resolvers.photos import sending
from resolvers.photos.darkroom import Darkroom, Developed
from rules.photos import BROKEN, HEAVY, MIXED, TOO_MANY_PIXELS, PhotoKind
from tests.support import photos
from tests.support.house import Hall, done
from tests.support.photos import EAST_GATE, HEIC, colour, exif, jpeg, kept, picture, png, shown, webp


async def developed(kind: PhotoKind, data: bytes) -> Developed:
    return done(await Darkroom().develop(kind, data))


KINDS = {
    PhotoKind.JPEG: jpeg,
    PhotoKind.PNG: png,
    PhotoKind.WEBP: webp,
    PhotoKind.HEIC: HEIC.read_bytes,
}


@pytest.mark.parametrize("kind", KINDS)
async def test_only_the_pixels_of_a_photo_are_kept_and_its_place_is_told_once(kind: PhotoKind):
    data = KINDS[kind]()
    found = await developed(kind, data)
    assert found.place
    assert found.place.degrees == pytest.approx(EAST_GATE, abs=1e-6)
    assert b"Exif" in data or b"EXIF" in data or b"eXIf" in data
    for content in (found.large, found.small):
        saved = shown(content)
        assert (
            saved.format,
            dict(saved.getexif()),
            saved.info.keys() - {"jfif", "jfif_version", "jfif_unit", "jfif_density"},
        ) == (
            "JPEG",
            {},
            set(),
        )
        assert photos.SECRET.encode() not in content


async def test_a_comment_does_not_survive():
    data = jpeg()
    assert photos.SECRET.encode() in data
    assert shown(data).info["comment"]
    assert "comment" not in shown((await developed(PhotoKind.JPEG, data)).large).info


# Where blue is, which is above in the picture as it is stored.
UPRIGHT = {
    1: ((64, 48), (0.5, 0.1)),
    3: ((64, 48), (0.5, 0.9)),
    6: ((48, 64), (0.9, 0.5)),
    8: ((48, 64), (0.1, 0.5)),
}


@pytest.mark.parametrize("orientation", UPRIGHT)
async def test_a_photo_is_upright(orientation: int):
    found = await developed(PhotoKind.JPEG, jpeg(exif=exif(orientation=orientation)))
    size, blue = UPRIGHT[orientation]
    assert (found.width, found.height) == size == shown(found.large).size
    assert colour(shown(found.large), *blue) == "blue"
    assert colour(shown(found.large), 1 - blue[0], 1 - blue[1]) == "red"


async def test_a_heic_is_upright_and_in_its_colours():
    found = await developed(PhotoKind.HEIC, HEIC.read_bytes())
    assert (found.width, found.height) == (48, 64)
    assert colour(shown(found.large), 0.9, 0.5) == "blue"
    assert colour(shown(found.large), 0.1, 0.5) == "red"
    red = shown(found.large).getpixel((5, 32))
    assert red == pytest.approx(photos.RED, abs=12)


@pytest.mark.parametrize(
    ("side", "degrees"),
    [((2, 2, b"N\0"), (-inf, 0, 0)), ((3, 1, b"\1\0"), (30, 36, 0)), ((2, 2, b"N\0"), (-1e308, 1, nan))],
    ids=["below everything", "a side that is a number", "no numbers"],
)
async def test_a_photo_whose_place_is_nonsense_is_a_photo_without_a_place(
    side: tuple[int, int, bytes], degrees: tuple[float, ...]
):
    kind, count, value = side
    places = struct.pack("<3d3d", *degrees, 104, 0, 0)
    behind = 26 + 2 + 4 * 12 + 4
    gps = struct.pack("<HHHI4s", 4, 1, kind, count, value) + struct.pack("<HHII", 2, 12, 3, behind)
    gps += struct.pack("<HHI4s", 3, 2, 2, b"E\0") + struct.pack("<HHII", 4, 12, 3, behind + 24)
    head = b"Exif\0\0II*\0" + struct.pack("<IHHHIII", 8, 1, 0x8825, 4, 1, 26, 0)
    found = await developed(PhotoKind.JPEG, jpeg(exif=head + gps + bytes(4) + places))
    assert (found.width, found.place) == (64, None)


async def test_a_place_in_the_south_and_the_west_is_negative_and_none_is_none():
    south = await developed(PhotoKind.JPEG, jpeg(exif=exif(at=(-33.8568, -151.2153))))
    assert south.place
    assert south.place.degrees == pytest.approx((-33.8568, -151.2153), abs=1e-6)
    assert (await developed(PhotoKind.JPEG, jpeg(exif=exif(at=None)))).place is None
    wrong = exif()
    wrong.get_ifd(0x8825)[2] = (200.0, 0.0, 0.0)
    assert (await developed(PhotoKind.JPEG, jpeg(exif=wrong))).place is None


LARGE = {
    "jpeg": (PhotoKind.JPEG, lambda: jpeg(picture(7_300, 5_400), quality=60)),
    "png": (PhotoKind.PNG, lambda: png(picture(7_300, 5_400), compress_level=1)),
    "png with alpha": (PhotoKind.PNG, lambda: png(picture(4_500, 3_000, "RGBA"), compress_level=1)),
    "webp": (PhotoKind.WEBP, lambda: webp(picture(7_300, 5_400), method=0)),
}


@pytest.mark.parametrize("name", LARGE)
async def test_a_photo_of_forty_megapixels_is_made_small(name: str):
    kind, made = LARGE[name]
    data = made()
    found = await developed(kind, data)
    assert max(found.width, found.height) in range(1_500, 2_049)
    assert shown(found.large).size == (found.width, found.height)
    assert shown(found.small).size[0] == 480
    for content in (found.large, found.small):
        assert (colour(shown(content), 0.5, 0.1), colour(shown(content), 0.5, 0.9)) == ("blue", "red")


async def test_a_large_png_looks_the_same_in_strips():
    gradient = Image.linear_gradient("L").resize((4_000, 3_200))
    made = Image.merge(
        "RGB", [gradient, gradient.transpose(Image.Transpose.ROTATE_90).resize((4_000, 3_200)), gradient]
    )
    found = shown((await developed(PhotoKind.PNG, png(made, compress_level=1))).large)
    wanted = made.resize(found.size, Image.Resampling.BOX)
    for x in range(0, found.width, 97):
        for y in range(0, found.height, 89):
            assert found.getpixel((x, y)) == pytest.approx(wanted.getpixel((x, y)), abs=6)


async def test_what_is_transparent_is_white():
    made = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    for data, kind in ((png(made), PhotoKind.PNG), (webp(made), PhotoKind.WEBP)):
        assert shown((await developed(kind, data)).large).getpixel((20, 20)) == (255, 255, 255)


WRONG = {
    "a truncated JPEG": (PhotoKind.JPEG, lambda: jpeg(picture(800, 600))[:2_000], BROKEN),
    "a truncated PNG": (PhotoKind.PNG, lambda: png(Image.effect_noise((300, 300), 50))[:20_000], BROKEN),
    "a truncated large PNG": (PhotoKind.PNG, lambda: png(picture(4_500, 3_000), compress_level=1)[:-3_000], BROKEN),
    "a truncated WebP": (
        PhotoKind.WEBP,
        lambda: webp(Image.effect_noise((300, 300), 50).convert("RGB"))[:9_000],
        BROKEN,
    ),
    "a truncated HEIC": (PhotoKind.HEIC, lambda: HEIC.read_bytes()[:-100], BROKEN),
    "a JPEG of nothing": (PhotoKind.JPEG, lambda: b"\xff\xd8\xff" + bytes(500), BROKEN),
    "a PNG of nothing": (PhotoKind.PNG, lambda: b"\x89PNG\r\n\x1a\n" + bytes(500), BROKEN),
    "a WebP of nothing": (PhotoKind.WEBP, lambda: b"RIFF\xf4\1\0\0WEBPVP8 " + bytes(500), BROKEN),
    "a HEIC of nothing": (PhotoKind.HEIC, lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(500), BROKEN),
    "a PNG of 41 megapixels": (PhotoKind.PNG, lambda: photos.flat_png(8_200, 5_000), TOO_MANY_PIXELS),
    "a bomb": (PhotoKind.PNG, lambda: photos.flat_png(13_000, 13_000), TOO_MANY_PIXELS),
    "a JPEG of 41 megapixels": (PhotoKind.JPEG, lambda: jpeg(Image.new("L", (8_200, 5_000))), TOO_MANY_PIXELS),
    "a WebP of 41 megapixels": (
        PhotoKind.WEBP,
        lambda: webp(Image.new("L", (8_200, 5_000)), method=0),
        TOO_MANY_PIXELS,
    ),
    "what is only packed large": (
        PhotoKind.JPEG,
        lambda: jpeg(picture(7_300, 5_400), quality=30, progressive=True),
        HEAVY,
    ),
    "a page among the tags": (PhotoKind.JPEG, lambda: jpeg(comment=b"<script>alert(1)</script>"), MIXED),
}


@pytest.mark.parametrize("name", WRONG)
async def test_what_is_wrong_is_refused_and_kept_nowhere(hall: Hall, name: str):
    _, made, refusal = WRONG[name]
    data = made()
    began = time.process_time()
    assert await sending.send(hall.house, await hall.actor(hall.neighbours[0]), data) == refusal
    assert time.process_time() - began < 0.5  # it is not this process that opens it
    assert await kept(hall) == set()


async def test_a_process_is_held_to_its_memory(tmp_path):
    """The peak of what opening took, asked of the system, for the largest of each kind."""
    for kind, made in LARGE.values():
        (tmp_path / "photo").write_bytes(made())
        measured = (
            "import resource, subprocess, sys\n"
            "with open(sys.argv[1], 'rb') as photo:\n"
            "    subprocess.run([sys.executable, '-E', '-s', '-m', 'resolvers.photos.developing', sys.argv[2]],"
            " stdin=photo, capture_output=True, check=True, env={})\n"
            "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
            "print(used.ru_maxrss, used.ru_utime + used.ru_stime)\n"
        )
        arguments = [str(tmp_path / "photo"), kind]
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", measured, *arguments, stdout=asyncio.subprocess.PIPE
        )
        out, _ = await process.communicate()
        kilobytes, seconds = out.split()
        assert int(kilobytes) < 100 * 1024, kind
        assert float(seconds) < 2, kind
