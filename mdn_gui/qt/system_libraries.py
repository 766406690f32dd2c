"""The system libraries that Qt loads on Linux, checked before Qt is imported.

Qt itself blames xcb-cursor0 for whichever library is missing, and then aborts.
"""

import ctypes
import os
import sys
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

OFFSCREEN_PACKAGES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "libEGL.so.1": "libegl1",
        "libGL.so.1": "libgl1",
        "libX11.so.6": "libx11-6",
        "libdbus-1.so.3": "libdbus-1-3",
        "libfontconfig.so.1": "libfontconfig1",
        "libfreetype.so.6": "libfreetype6",
        "libglib-2.0.so.0": "libglib2.0-0",
        "libgthread-2.0.so.0": "libglib2.0-0",
        "libxkbcommon.so.0": "libxkbcommon0",
        "libz.so.1": "zlib1g",
        "libzstd.so.1": "libzstd1",
    }
)
"""Debian package of each library that Qt links even where nothing is displayed."""

DISPLAY_PACKAGES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "libX11-xcb.so.1": "libx11-xcb1",
        "libxcb-cursor.so.0": "libxcb-cursor0",
        "libxcb-icccm.so.4": "libxcb-icccm4",
        "libxcb-image.so.0": "libxcb-image0",
        "libxcb-keysyms.so.1": "libxcb-keysyms1",
        "libxcb-randr.so.0": "libxcb-randr0",
        "libxcb-render-util.so.0": "libxcb-render-util0",
        "libxcb-render.so.0": "libxcb-render0",
        "libxcb-shape.so.0": "libxcb-shape0",
        "libxcb-shm.so.0": "libxcb-shm0",
        "libxcb-sync.so.1": "libxcb-sync1",
        "libxcb-util.so.1": "libxcb-util1",
        "libxcb-xfixes.so.0": "libxcb-xfixes0",
        "libxcb-xkb.so.1": "libxcb-xkb1",
        "libxcb.so.1": "libxcb1",
        "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    }
)
"""Debian package of each library that Qt's X11 platform (its xcb plugin) links besides."""


def missing_packages(*, display: bool) -> tuple[str, ...]:
    """Find the Debian packages of the libraries that Qt needs and that do not load.

    Args:
        display: Whether windows will be shown on an X display, which needs more libraries.

    Returns:
        Package names in alphabetical order; empty where nothing is missing and on other systems
        than Linux, where Qt's wheels hold all that they need.
    """
    if sys.platform != "linux":
        return ()
    packages = {**OFFSCREEN_PACKAGES, **(DISPLAY_PACKAGES if display else {})}
    return tuple(sorted({packages[library] for library in packages if not _loads(library)}))


def install_line(packages: Iterable[str]) -> str:
    """Write the one line that a person runs in a Debian or Ubuntu terminal to install packages.

    Args:
        packages: Debian package names, at least one.

    Returns:
        A shell command line, with sudo unless this process already runs as root.
    """
    sudo = "" if os.geteuid() == 0 else "sudo "
    return f"{sudo}apt-get update && {sudo}apt-get install --yes {' '.join(packages)}"


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


if __name__ == "__main__":
    sys.stdout.write(" ".join(missing_packages(display=True)))
