"""A table that changes on the disk while it is loaded."""

from pathlib import Path

import pytest
from PySide6.QtCore import QThreadPool
from pytestqt.qtbot import QtBot

from mdn_gui.core.files.disk_files import digest
from mdn_gui.core.reading import UNSAID
from mdn_gui.core.roles import Roles
from mdn_gui.qt.control import rows
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.file_watch import FileWatch
from mdn_gui.session.data import Data, FromFile

ROLES = Roles(("depth",), ("age",))
BEFORE, AFTER = "depth,age\n1,2\n", "depth,age\n1,3\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "wells.csv"
    path.write_text(BEFORE)
    return path


@pytest.fixture
def watch(path: Path, controller: Controller, qtbot: QtBot) -> FileWatch:
    """Watches the file, whose rows are loaded; it is found to be as it was."""
    watch = FileWatch(controller.state)
    origin = FromFile(path, ROLES, UNSAID, digest(path))
    with qtbot.waitSignals([watch.unchanged, watch.unchanged]):
        controller.do(rows.show(Data(origin=origin)))
    return watch


def test_another_content_is_told(
    watch: FileWatch, path: Path, controller: Controller, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(watch.changed):
        path.write_text(AFTER)
    said = "wells.csv has changed on the disk since it was read."
    assert controller.session.status.message == said
    with qtbot.waitSignal(watch.unchanged):
        path.write_text(BEFORE)


def test_the_same_content_saved_again_is_no_change(
    watch: FileWatch, path: Path, qtbot: QtBot
) -> None:
    told: list[bool] = []
    watch.changed.connect(lambda: told.append(True))
    with qtbot.waitSignal(watch.unchanged):
        path.write_text(BEFORE)
    assert not told


def test_a_file_put_in_its_place_is_watched_in_turn(
    watch: FileWatch, path: Path, qtbot: QtBot
) -> None:
    for text, told in ((AFTER, watch.changed), (BEFORE, watch.unchanged), (AFTER, watch.changed)):
        other = path.with_suffix(".new")
        with qtbot.waitSignal(told):
            other.write_text(text)
            other.replace(path)


def test_a_file_that_is_deleted_and_comes_back_changed_is_told(
    watch: FileWatch, path: Path, qtbot: QtBot
) -> None:
    path.unlink()
    with qtbot.waitSignal(watch.changed):
        path.write_text(AFTER)


def test_the_file_of_other_rows_is_nobodys_business(
    watch: FileWatch, path: Path, controller: Controller, qtbot: QtBot
) -> None:
    told: list[bool] = []
    watch.changed.connect(lambda: told.append(True))
    with qtbot.waitSignal(watch.unchanged):
        controller.do(rows.show(Data()))
    path.write_text(AFTER)
    other = path.with_name("other.csv")
    other.write_text(BEFORE)
    origin = FromFile(other, ROLES, UNSAID, digest(other))
    with qtbot.waitSignals([watch.unchanged, watch.unchanged]):
        controller.do(rows.show(Data(origin=origin)))
    assert QThreadPool.globalInstance().waitForDone(10_000)
    assert not told


def test_rows_shown_again_that_were_read_before_the_change_are_told(
    path: Path, controller: Controller, qtbot: QtBot
) -> None:
    watch = FileWatch(controller.state)
    origin = FromFile(path, ROLES, UNSAID, digest(path))
    path.write_text(AFTER)
    with qtbot.waitSignal(watch.changed):
        controller.do(rows.show(Data(origin=origin)))
