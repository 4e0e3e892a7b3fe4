"""WebP pictures, opened at the size that is wanted.

Pillow opens every WebP as an animation, four times whole in memory. The library behind it can make a picture smaller
while it reads it, and is called here with what its header `decode.h` lays down.
"""

import ctypes
from ctypes import POINTER, Structure, byref, c_char_p, c_int, c_size_t, c_uint8, c_uint32, c_void_p

from PIL import Image, _webp  # noqa: F401 - it loads the library

VERSION = 0x0209
MODE_RGBA, OUT_OF_MEMORY = 1, 1


class BrokenWebpError(ValueError):
    """The library could not read it."""


class _Features(Structure):
    _fields_ = (
        *((name, c_int) for name in ("width", "height", "has_alpha", "has_animation", "format")),
        ("pad", c_uint32 * 5),
    )


class _Pixels(Structure):
    _fields_ = (("rgba", POINTER(c_uint8)), ("stride", c_int), ("size", c_size_t), ("others", c_void_p * 7))


class _Output(Structure):
    _fields_ = (
        *((name, c_int) for name in ("colorspace", "width", "height", "is_external_memory")),
        ("pixels", _Pixels),
        ("pad", c_uint32 * 4),
        ("private_memory", c_void_p),
    )


class _Options(Structure):
    _fields_ = (
        *((name, c_int) for name in ("bypass_filtering", "no_fancy_upsampling")),
        *((name, c_int) for name in ("use_cropping", "crop_left", "crop_top", "crop_width", "crop_height")),
        *((name, c_int) for name in ("use_scaling", "scaled_width", "scaled_height")),
        *((name, c_int) for name in ("use_threads", "dithering_strength", "flip", "alpha_dithering_strength")),
        ("pad", c_uint32 * 5),
    )


class _Config(Structure):
    _fields_ = (("input", _Features), ("output", _Output), ("options", _Options))


class Webp:
    """A picture that is not decoded yet: its width and height, and its EXIF. Raises where it is none."""

    def __init__(self, webp: ctypes.CDLL, data: bytes) -> None:
        self._webp, self._data, self._config = webp, data, _Config()
        if not webp.WebPInitDecoderConfigInternal(byref(self._config), VERSION):
            raise BrokenWebpError("The library is another one.")
        if webp.WebPGetFeaturesInternal(c_char_p(data), c_size_t(len(data)), byref(self._config.input), VERSION):
            raise BrokenWebpError("It is no WebP.")
        self.size = self._config.input.width, self._config.input.height
        self.animated = bool(self._config.input.has_animation)
        self.exif = _exif_in(data)

    def shrunk(self, longer_side: int) -> Image.Image:
        """The picture, at most so long. Raises where it is broken, and MemoryError where it takes too much."""
        share, config = min(1.0, longer_side / max(self.size)), self._config
        wanted = [max(1, round(side * share)) for side in self.size]
        config.options.use_scaling = 1
        config.options.scaled_width, config.options.scaled_height = wanted
        config.output.colorspace = MODE_RGBA
        problem = self._webp.WebPDecode(c_char_p(self._data), c_size_t(len(self._data)), byref(config))
        if problem == OUT_OF_MEMORY:
            raise MemoryError
        if problem:
            raise BrokenWebpError("It cannot be read.")
        try:
            pixels = config.output.pixels
            content = ctypes.string_at(pixels.rgba, pixels.stride * wanted[1])
            return Image.frombytes("RGBA", (wanted[0], wanted[1]), content, "raw", "RGBA", pixels.stride)
        finally:
            self._webp.WebPFreeDecBuffer(byref(config.output))


def _exif_in(data: bytes) -> bytes:
    place = 12
    while place + 8 <= len(data):
        length = int.from_bytes(data[place + 4 : place + 8], "little")
        if data[place : place + 4] == b"EXIF":
            return data[place + 8 : place + 8 + length]
        place += 8 + length + length % 2
    return b""
