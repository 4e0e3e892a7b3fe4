"""HEIC pictures, decoded to brightness and colour as cameras store them: a third of what Pillow's plug-in takes."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import POINTER, Structure, byref, c_char_p, c_int, c_size_t, c_uint8, c_void_p
from io import BytesIO

import pi_heif
from PIL import Image

from resolvers.photos.libraries import loaded

YCBCR, HALVED = 0, 1
CHANNELS = (0, 1, 2)
OUT_OF_MEMORY = 6
SPREAD = [max(0, min(255, round((value - 16) * 255 / 219))) for value in range(256)]
SPREAD_COLOUR = [max(0, min(255, round((value - 128) * 255 / 224 + 128))) for value in range(256)]


class BrokenHeicError(ValueError):
    """The library could not read it."""


class _Error(Structure):
    _fields_ = [("code", c_int), ("subcode", c_int), ("message", c_char_p)]


class _Colours(Structure):
    _fields_ = [
        ("version", c_uint8),
        ("primaries", c_int),
        ("transfer", c_int),
        ("matrix", c_int),
        ("full_range", c_uint8),
    ]


class Heic:
    """A picture that is not decoded yet: its width and height, and its EXIF. Raises where it is none."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._file = pi_heif.open_heif(BytesIO(data), convert_hdr_to_8bit=True)
        self.size: tuple[int, int] = self._file.size
        self.exif: bytes = self._file.info.get("exif") or b""
        self.deep = int(self._file.info.get("bit_depth", 8)) > 8

    def shrunk(self, longer_side: int) -> Image.Image:
        """The picture, at most so long. Raises where it is broken, and MemoryError where it takes too much."""
        library = loaded("libheif")
        if library is None or self.deep:
            whole: Image.Image = self._file.to_pillow()
            return whole
        share = min(1.0, longer_side / max(self.size))
        with _decoded(library, self._data) as image:
            planes = [_plane(library, image, channel, share) for channel in CHANNELS]
            full = _is_full_range(library, image)
        if not full:
            planes = [planes[0].point(SPREAD), *(plane.point(SPREAD_COLOUR) for plane in planes[1:])]
        return Image.merge("YCbCr", [plane.resize(planes[0].size) for plane in planes]).convert("RGB")


@contextmanager
def _decoded(library: ctypes.CDLL, data: bytes) -> Iterator[c_void_p]:
    for name in ("heif_context_read_from_memory_without_copy", "heif_context_get_primary_image_handle"):
        getattr(library, name).restype = _Error
    library.heif_decode_image.restype = _Error
    library.heif_context_alloc.restype = c_void_p
    context, handle, image = c_void_p(library.heif_context_alloc()), c_void_p(), c_void_p()
    try:
        library.heif_context_set_max_decoding_threads(context, 0)
        _check(library.heif_context_read_from_memory_without_copy(context, c_char_p(data), c_size_t(len(data)), None))
        _check(library.heif_context_get_primary_image_handle(context, byref(handle)))
        _check(library.heif_decode_image(handle, byref(image), YCBCR, HALVED, None))
        yield image
    finally:
        library.heif_image_release(image)
        library.heif_image_handle_release(handle)
        library.heif_context_free(context)


def _check(problem: _Error) -> None:
    if problem.code == OUT_OF_MEMORY:
        raise MemoryError
    if problem.code:
        raise BrokenHeicError("It cannot be read.")


def _plane(library: ctypes.CDLL, image: c_void_p, channel: int, share: float) -> Image.Image:
    library.heif_image_get_plane_readonly.restype = POINTER(c_uint8)
    stride = c_int()
    start = library.heif_image_get_plane_readonly(image, channel, byref(stride))
    size = library.heif_image_get_width(image, channel), library.heif_image_get_height(image, channel)
    if not start or min(size) < 1:
        raise BrokenHeicError("A part of it is missing.")
    content = (c_uint8 * (stride.value * size[1])).from_address(ctypes.addressof(start.contents))
    plane = Image.frombuffer("L", size, content, "raw", "L", stride.value, 1)
    return plane.resize((max(1, round(size[0] * share)), max(1, round(size[1] * share))), Image.Resampling.BOX)


def _is_full_range(library: ctypes.CDLL, image: c_void_p) -> bool:
    library.heif_image_get_nclx_color_profile.restype = _Error
    colours = POINTER(_Colours)()
    if library.heif_image_get_nclx_color_profile(image, byref(colours)).code:
        return True
    full = bool(colours.contents.full_range)
    library.heif_nclx_color_profile_free(colours)
    return full
