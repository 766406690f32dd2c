"""The check of the system libraries, against what Qt's own files say they link."""

import ctypes
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import PySide6
import pytest

from mdn_gui.qt.system_libraries import (
    DISPLAY_PACKAGES,
    OFFSCREEN_PACKAGES,
    install_line,
    missing_packages,
)

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux's Qt links system files")
EVERYWHERE = re.compile(r"lib(c|m|stdc\+\+|gcc_s)\.so\.\d+|lib(Qt6|icu).*")
"""Libraries of the C and C++ runtime, and those that Qt's wheel holds itself."""


def linked(*files: str) -> set[str]:
    """Names of the shared libraries in the string tables of some of Qt's files."""
    folder = Path(PySide6.__file__).parent / "Qt"
    found: set[str] = set()
    for file in files:
        names = re.findall(rb"(?<=\0)lib[\w.+-]+\.so\.\d+(?=\0)", (folder / file).read_bytes())
        found |= {name.decode() for name in names}
    return {name for name in found if not EVERYWHERE.fullmatch(name)}


@pytest.fixture
def lacking(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Stand in for a machine on which some libraries cannot be loaded."""

    def remove(*libraries: str) -> None:
        def load(name: str) -> None:
            if name in libraries:
                raise OSError(name)

        monkeypatch.setattr(ctypes, "CDLL", load)

    return remove


@ON_LINUX
def test_every_library_that_qt_links_offscreen_is_checked() -> None:
    modules = [f"lib/libQt6{name}.so.6" for name in ("Core", "DBus", "Gui", "Svg", "Widgets")]
    assert linked("plugins/platforms/libqoffscreen.so", *modules) == set(OFFSCREEN_PACKAGES)


@ON_LINUX
def test_every_library_that_qt_links_on_a_display_is_checked() -> None:
    on_display = linked("plugins/platforms/libqxcb.so", "lib/libQt6XcbQpa.so.6")
    assert on_display - set(OFFSCREEN_PACKAGES) == set(DISPLAY_PACKAGES)


@ON_LINUX
def test_a_missing_library_is_named_by_its_package(lacking: Callable[..., None]) -> None:
    lacking("libEGL.so.1", "libxcb-cursor.so.0")
    assert missing_packages(display=False) == ("libegl1",)
    assert missing_packages(display=True) == ("libegl1", "libxcb-cursor0")


@ON_LINUX
def test_a_package_of_two_missing_libraries_is_named_once(lacking: Callable[..., None]) -> None:
    lacking("libglib-2.0.so.0", "libgthread-2.0.so.0")
    assert missing_packages(display=False) == ("libglib2.0-0",)


def test_other_systems_need_nothing(
    monkeypatch: pytest.MonkeyPatch, lacking: Callable[..., None]
) -> None:
    lacking(*OFFSCREEN_PACKAGES)
    monkeypatch.setattr(sys, "platform", "darwin")
    assert missing_packages(display=True) == ()


@pytest.mark.parametrize(("user", "sudo"), [(0, ""), (1000, "sudo ")])
def test_the_line_to_run_asks_for_rights_only_where_they_lack(
    monkeypatch: pytest.MonkeyPatch, user: int, sudo: str
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)
    assert install_line(["libegl1", "libgl1"]) == (
        f"{sudo}apt-get update && {sudo}apt-get install --yes libegl1 libgl1"
    )


@ON_LINUX
def test_qt_opens_a_display_where_nothing_is_missing(virtual_display: str) -> None:
    assert missing_packages(display=True) == ()
    start = "from PySide6.QtWidgets import QApplication; print(QApplication([]).platformName())"
    environment = {**os.environ, "DISPLAY": virtual_display, "QT_QPA_PLATFORM": "xcb"}
    result = subprocess.run(
        [sys.executable, "-c", start], env=environment, capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stdout) == (0, "xcb\n"), result.stderr
