"""Preferences: what is remembered from one sitting to the next, in a file of the person."""

import json
import logging
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeGuard

from PySide6.QtCore import QObject, QStandardPaths, Signal, Slot

from mdn_gui.core.files.disk_files import open_regular, replacing
from mdn_gui.core.text import say

_LOG = logging.getLogger(__name__)

VERSION = 1
"""Of the file's layout; a file of a later one is left alone."""

MOST_FILES = 10
"""So many recent files are remembered."""

LAYOUT_VERSION = 1
"""Of the parts that a layout is of; one of another version is ignored."""

THEMES = ("light", "dark")
"""The names of the themes that can be chosen."""

_FARTHEST = 2**24  # pixels: beyond every screen, and within what Qt can count


class Placement(NamedTuple):
    """Where a window stands, without its frame, in logical pixels.

    Attributes:
        x: Of its left edge.
        y: Of its upper edge.
        width: As it is when it is not maximized.
        height: Likewise.
        maximized: Whether it fills its screen.
    """

    x: int
    y: int
    width: int
    height: int
    maximized: bool = False


class Layout(NamedTuple):
    """How much room the parts of a window have, and which of them are seen.

    Attributes:
        sizes: Of the parts of each splitter, in logical pixels, by its name.
        unfolded: Whether each section is unfolded, by its name.
        drawer: The tab at which the drawer is open, from 0; None where it is closed.
    """

    sizes: Mapping[str, Sequence[int]]
    unfolded: Mapping[str, bool]
    drawer: int | None = None


class Preferences(QObject):
    """Values by key, in a file that several windows share.

    Whatever is remembered is written at once. The file is read again before, and only what this
    window changed is changed in it, so that windows keep each other's values, and those of
    other versions of the program; of two that write in the same milliseconds, one may lose its
    own. Where the file cannot be written, the values last as long as the window does, which the
    log tells at the level of information.

    Signals:
        broken(path): The file could not be understood and is now here, under another name.
        files_changed: This window changed the recent files.

    Args:
        file: Where the values are; None to remember them for this sitting only.
        parent: The owner.
    """

    broken = Signal(object)
    files_changed = Signal()

    def __init__(self, file: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = file
        self._values: dict[str, object] = {}
        self._unsaved: set[str] = set()  # keys that this window changed and could not write

    @property
    def theme(self) -> str | None:
        """The name of the theme chosen; None for none."""
        return next((name for name in THEMES if name == self._values.get("theme")), None)

    @property
    def placement(self) -> Placement | None:
        """Where the window was closed last; None if that is not known."""
        value = self._values.get("window")
        if not isinstance(value, dict):
            return None
        numbers = [value.get(name) for name in Placement._fields[:4]]
        x, y, width, height = (n if _is_length(n) else None for n in numbers)
        if x is None or y is None or not width or not height or min(width, height) < 0:
            return None
        return Placement(x, y, width, height, value.get("maximized") is True)

    @property
    def motion(self) -> bool:
        """Whether pictures may move that nobody set in motion."""
        return self._values.get("motion") is not False

    @property
    def layout(self) -> Layout | None:
        """How the window was laid out when it was closed last; None if that is not known."""
        value = self._values.get("layout")
        if not isinstance(value, dict) or value.get("version") != LAYOUT_VERSION:
            return None
        sizes, unfolded, drawer = (value.get(name) for name in Layout._fields)
        if not isinstance(sizes, dict) or not isinstance(unfolded, dict):
            return None
        valid = (
            all(isinstance(each, list) for each in sizes.values())
            and all(_is_length(size) and size >= 0 for each in sizes.values() for size in each)
            and all(isinstance(each, bool) for each in unfolded.values())
            and (drawer is None or (_is_length(drawer) and drawer >= 0))
        )
        return Layout(sizes, unfolded, drawer) if valid else None

    @property
    def folder(self) -> Path | None:
        """Where the last file of a dialog was; None if there was none."""
        value = self._values.get("folder")
        return Path(value) if isinstance(value, str) and value else None

    @property
    def recent_files(self) -> tuple[Path, ...]:
        """The files opened last, the latest first; some may be gone."""
        values = self._values.get("recent_files")
        paths = values if isinstance(values, list) else []
        return tuple(Path(path) for path in paths if isinstance(path, str) and path)[:MOST_FILES]

    @property
    def choices(self) -> tuple[object, ...]:
        """What was chosen for tables, the latest first; `columns.memory` reads it."""
        values = self._values.get("choices")
        return tuple(values) if isinstance(values, list) else ()

    @property
    def marks_used(self) -> frozenset[str]:
        """The names of the marks of `qt.marks` that were used."""
        value = self._values.get("marks_used")
        names = value if isinstance(value, list) else []
        return frozenset(name for name in names if isinstance(name, str))

    def remember_theme(self, name: str) -> None:
        """Remember the theme chosen, by its name."""
        self._change(theme=name)

    def remember_motion(self, motion: bool) -> None:  # noqa: FBT001 - a signal's argument
        """Remember whether pictures may move."""
        self._change(motion=motion)

    def remember_mark(self, name: str) -> None:
        """Remember that a mark was used."""
        self.refresh()
        self._change(marks_used=sorted({*self.marks_used, name}))

    def remember_choices(self, choices: Sequence[object]) -> None:
        """Remember what was chosen for tables, the latest first."""
        self._change(choices=list(choices))

    def remember_placement(self, placement: Placement) -> None:
        """Remember where the window is."""
        self._change(window=placement._asdict())

    def remember_layout(self, layout: Layout) -> None:
        """Remember how the window is laid out."""
        self._change(layout={"version": LAYOUT_VERSION, **layout._asdict()})

    def remember_folder(self, folder: Path) -> None:
        """Remember where the last file of a dialog was."""
        self._change(folder=str(folder.absolute()))

    @Slot(object)
    def remember_file(self, path: Path) -> None:
        """Remember that a file was opened."""
        self.refresh()
        self._list_files([path.absolute(), *self._without(path)])

    def forget_file(self, path: Path) -> None:
        """Take a file out of the recent ones."""
        self.refresh()
        self._list_files(self._without(path))

    def forget_files(self) -> None:
        """Forget all recent files."""
        self._list_files([])

    def refresh(self) -> None:
        """Take in what other windows wrote meanwhile."""
        self._read()

    def _without(self, path: Path) -> list[Path]:
        return [known for known in self.recent_files if known != path.absolute()]

    def _list_files(self, paths: list[Path]) -> None:
        self._change(recent_files=[str(path) for path in paths[:MOST_FILES]])
        self.files_changed.emit()

    def _change(self, **values: object) -> None:
        writable = self._read()
        if values.items() <= self._values.items() and not self._unsaved:
            return
        self._values |= values
        self._unsaved |= values.keys()
        if writable:
            self._write()

    def _read(self) -> bool:
        """Take in what the file holds, but for what this window has not written yet.

        Returns:
            Whether the file may be written.
        """
        if self._file is None:
            return False
        try:
            stored = _stored(self._file)
        except (ValueError, RecursionError):
            self._unsaved |= self._values.keys()
            return self._set_aside(self._file)
        except OSError as error:
            _LOG.info("%s cannot be read: %s", self._file, error.strerror)
            return False
        if stored["version"] > VERSION:
            _LOG.info("%s is of a later version of the program", self._file)
            return False
        self._values = stored | {key: self._values[key] for key in self._unsaved}
        return True

    def _set_aside(self, file: Path) -> bool:
        """Give a broken file another name, and say whether it has it now."""
        aside = file.with_name(f"{file.name}.broken")
        try:
            file.replace(aside)
        except OSError as error:
            _LOG.info("%s is broken and cannot be renamed: %s", file, error.strerror)
            return False
        # Said here too, for what stands in the status line goes when data are loaded.
        _LOG.warning("%s could not be understood and is now %s", file, aside.name)
        self.broken.emit(aside)
        return True

    def _write(self) -> None:
        assert self._file is not None  # noqa: S101 - as `_read` found
        text = json.dumps(self._values | {"version": VERSION}, indent=2)
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with replacing(self._file) as file:
                file.write(f"{text}\n".encode())
        except OSError as error:
            _LOG.info("%s cannot be written: %s", self._file, error.strerror)
        else:
            self._unsaved.clear()


def preferences_file() -> Path | None:
    """Where the preferences are.

    In the folder that the variable `MDN_CONFIG` names, else in `mdn-studio` where the system keeps
    configurations. That is not Qt's folder for this application, whose name follows from the one
    that the window shows, with its space, and only once there is an application.

    Returns:
        The file, which need not exist; None where the system names no such folder.
    """
    named = os.environ.get("MDN_CONFIG")
    if named:
        return Path(named).absolute() / "preferences.json"
    where = QStandardPaths.StandardLocation.GenericConfigLocation
    folder = QStandardPaths.writableLocation(where)
    return Path(folder, "mdn-studio", "preferences.json") if folder else None


def is_there(path: Path) -> bool:
    """Whether there is something at a path, and it may be looked at."""
    try:
        path.stat()
    except (OSError, ValueError):
        return False
    return True


def _is_length(value: object) -> TypeGuard[int]:
    """Whether it is a number of pixels; a bool is an int to Python."""
    return type(value) is int and abs(value) < _FARTHEST


def _stored(file: Path) -> dict[str, Any]:
    """What a file holds; only the version, if there is no file.

    Raises:
        OSError: It cannot be read.
        ValueError: It is broken.
        RecursionError: Likewise.
    """
    try:
        with open_regular(file) as content:
            values = json.loads(content.read())
    except FileNotFoundError:
        return {"version": VERSION}
    if not isinstance(values, dict) or type(values.setdefault("version", VERSION)) is not int:
        raise ValueError(say("no preferences"))
    return values
