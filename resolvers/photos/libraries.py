"""The libraries that Pillow and its plug-ins bring along, for calling them where Pillow takes too much memory."""

import ctypes
from pathlib import Path

LOADED = Path("/proc/self/maps")


def loaded(name: str) -> ctypes.CDLL | None:
    """The library of this name that is loaded already, such as libwebp; None where it cannot be told."""
    if not LOADED.exists():
        return None
    beginnings = f"{name}-", f"{name}.so"
    paths = {Path(line.split()[-1]) for line in LOADED.read_text().splitlines() if name in line}
    found = [path for path in paths if path.name.startswith(beginnings)]
    return ctypes.CDLL(str(found[0])) if found else None
