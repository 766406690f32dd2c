"""The file dialogs."""

import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QStandardPaths, Qt, QTimer
from PySide6.QtGui import QAction, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from mdn_gui import __version__
from mdn_gui.core import tables
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.files import completed, first_folder
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.main_window import MainWindow
from mdn_gui.qt.preferences import Preferences
from tests import pairs
from tests.disk import no_room
from tests.person import LEFT, Person
from tests.trainings import LedTraining
from tests.widgets import find


def choose(person: Person, text: str) -> None:
    """Choose in the menus, once that is enabled."""
    [action] = [action for action in person.window.findChildren(QAction) if action.text() == text]
    person.qtbot.waitUntil(action.isEnabled)
    action.trigger()


def ask_for_animation(person: Person) -> None:
    """Click on the button below the losses, once that is enabled."""
    export = find(person.window, QToolButton, "export")
    person.qtbot.waitUntil(export.isEnabled)
    QTest.mouseClick(export, Qt.MouseButton.LeftButton)


def answer(person: Person, path: Path) -> None:
    """Paste a path into the dialog that is open."""
    [dialog] = person.window.findChildren(QFileDialog)
    field = find(dialog, QLineEdit, "fileNameEdit")
    field.setText(str(path))
    QTest.keyClick(field, Qt.Key.Key_Return)
    person.qtbot.waitUntil(lambda: not person.window.findChildren(QFileDialog))


def replace(person: Person, path: Path) -> None:
    """Choose a file that exists in the dialog that is open, and confirm it."""

    def confirm() -> None:
        for box in QApplication.topLevelWidgets():
            if isinstance(box, QMessageBox) and box.isVisible():
                timer.stop()
                QTest.mouseClick(box.button(QMessageBox.StandardButton.Yes), LEFT)

    timer = QTimer(interval=10)
    timer.timeout.connect(confirm)
    timer.start()
    answer(person, path)


def train(person: Person, led: LedTraining) -> None:
    person.choose_example()
    person.retype("epochs", "1")
    led.let_end(1)
    person.press("Train")
    person.wait_for_message("Training finished.")


def test_opens_the_table_chosen(person: Person, loader: Loader, tmp_path: Path) -> None:
    path = tmp_path / "wells.csv"
    path.write_text("depth,age\n1,2\n3,4\n", encoding="utf-8")
    QTest.keyClick(person.window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    with person.qtbot.waitSignal(loader.columns_wanted) as wanted:
        answer(person, path)
    assert wanted.args[0] == path


def test_opens_a_table_of_a_format_that_is_declared(
    person: Person, loader: Loader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pairs.declare(monkeypatch)
    path = pairs.written(tmp_path / "table.pairs", [(1.0, 2.0), (4.0, 5.0)])
    choose(person, "Open…")
    [dialog] = person.window.findChildren(QFileDialog)
    assert dialog.nameFilters()[0].startswith("Tables (*.csv *.tsv *.txt ")
    assert dialog.nameFilters()[0].endswith(" *.parquet *.pairs)")
    del dialog
    with person.qtbot.waitSignal(loader.columns_wanted) as wanted:
        answer(person, path)
    assert wanted.args[1].numeric_columns == ("x", "y")


def test_saves_a_picture_of_the_window(person: Person, tmp_path: Path) -> None:
    person.choose_example()
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(person.window, Qt.Key.Key_S, control)
    assert not person.dialogs(), "that is for a session, which cannot be saved yet"
    QTest.keyClick(person.window, Qt.Key.Key_E, control | shift)
    answer(person, tmp_path / "picture")
    image = QImage(str(tmp_path / "picture.png"))
    assert image.size() == person.window.size() * person.window.devicePixelRatio()
    colours = {image.pixelColor(x, image.height() // 3).name() for x in range(image.width())}
    assert len(colours) > 3, "something is drawn"


def test_saves_the_samples_shown(person: Person, led: LedTraining, tmp_path: Path) -> None:
    train(person, led)
    person.show_samples()
    choose(person, "Save samples…")
    answer(person, tmp_path / "samples")
    dataset = tables.read(tmp_path / "samples.csv", ["x"], ["y"])
    np.testing.assert_array_equal(dataset.inputs[:, 0], np.linspace(-15.0, 15.0, 1000))
    np.testing.assert_array_equal(dataset.targets[:, 0], person.samples())


def test_saves_the_run_as_an_animation(person: Person, led: LedTraining, tmp_path: Path) -> None:
    train(person, led)
    ask_for_animation(person)
    answer(person, tmp_path / "run")
    film = tmp_path / "run.gif"
    person.qtbot.waitUntil(film.is_file, timeout=20_000)
    said = "Saved run.gif"
    person.qtbot.waitUntil(lambda: said in person.window.statusBar().currentMessage())
    assert QImage(str(film)).width() > 300


def test_what_cannot_be_written_is_told(person: Person, led: LedTraining, tmp_path: Path) -> None:
    train(person, led)
    for menu, name in (("Save samples…", "samples.csv"), ("Save picture…", "picture.png")):
        choose(person, menu)
        answer(person, tmp_path / "gone" / name)
        said = person.dismiss_problem()
        assert said == f"{name} could not be written; choose a folder that may be written to."


@pytest.mark.parametrize("name", ["run v1.2", "run.", "a.b.c", ".png", "100%", "Bild ä #1"])
def test_any_name_gets_the_suffix_of_its_format(person: Person, tmp_path: Path, name: str) -> None:
    choose(person, "Save picture…")
    answer(person, tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == [f"{name}.png"]
    assert QImage(str(tmp_path / f"{name}.png")).width() > 300


@pytest.mark.parametrize(
    ("name", "suffix", "completed_name"),
    [
        ("run", ".gif", "run.gif"),
        ("run", ".webp", "run.webp"),
        ("run v1.2", ".webp", "run v1.2.webp"),
        ("run.GIF", ".webp", "run.GIF"),
        ("run.webp", ".gif", "run.webp"),
        ("run.webp.old", ".gif", "run.webp.old.gif"),
        (".gif", ".gif", ".gif.gif"),
    ],
)
def test_a_name_that_ends_in_a_format_stays(name: str, suffix: str, completed_name: str) -> None:
    path = completed(Path("/tmp", name), (".gif", ".webp"), suffix)  # noqa: S108 - nothing is there
    assert path == Path("/tmp", completed_name)  # noqa: S108 - nothing is there


@pytest.mark.parametrize(("button", "replaced"), [("Replace", True), ("Cancel", False)])
def test_a_file_that_the_suffix_leads_to_is_replaced_only_when_asked_for(
    person: Person, tmp_path: Path, button: str, *, replaced: bool
) -> None:
    there = tmp_path / "run v1.2.png"
    there.write_text("old", encoding="utf-8")
    choose(person, "Save picture…")
    answer(person, tmp_path / "run v1.2")
    box = find(person.window, QMessageBox, "replace")
    assert "run v1.2.png is there already" in box.text()
    [pressed] = [b for b in box.findChildren(QPushButton) if b.text().strip("&") == button]
    QTest.mouseClick(pressed, Qt.MouseButton.LeftButton)
    person.qtbot.waitUntil(lambda: not person.window.findChildren(QMessageBox))
    assert (there.read_bytes() != b"old") == replaced


def test_every_dialog_begins_at_the_last_folder_and_the_first_one_at_the_documents(
    person: Person, led: LedTraining, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents, home, other = (tmp_path / name for name in ("documents", "home", "other"))
    for folder in (documents, home, other):
        folder.mkdir()
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _: str(documents))
    monkeypatch.setenv("HOME", str(home))
    assert first_folder(other) == other
    assert first_folder(other / "gone") == documents
    train(person, led)
    texts = ("Open…", "Save samples…", "Save picture…")
    asks: list[Callable[[Person], None]] = [partial(choose, text=text) for text in texts]
    for ask in (*asks, ask_for_animation):
        ask(person)
        [dialog] = person.window.findChildren(QFileDialog)
        assert Path(dialog.directory().absolutePath()) == documents, ask
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        person.qtbot.waitUntil(lambda: not person.window.findChildren(QFileDialog))
        del dialog
    choose(person, "Save picture…")
    answer(person, other / "picture.png")
    ask_for_animation(person)
    [dialog] = person.window.findChildren(QFileDialog)
    assert Path(dialog.directory().absolutePath()) == other
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    documents.rmdir()
    assert first_folder(None) == home


def test_a_later_sitting_begins_at_the_last_folder(
    qtbot: QtBot, controller: Controller, loader: Loader, tmp_path: Path
) -> None:
    file, folder = tmp_path / "preferences.json", tmp_path / "pictures"
    folder.mkdir()
    for first in (True, False):
        person = Person(MainWindow(controller, loader, Preferences(file)), qtbot)
        choose(person, "Save picture…")
        if first:
            answer(person, folder / "picture.png")
        else:
            [dialog] = person.window.findChildren(QFileDialog)
            assert Path(dialog.directory().absolutePath()) == folder
            QTest.keyClick(dialog, Qt.Key.Key_Escape)
            del dialog
        person.window.close()
        person.leave()


def test_tells_version_and_licence(person: Person) -> None:
    choose(person, "About MDN Studio")
    [box] = person.window.findChildren(QMessageBox)
    assert __version__ in box.text()
    assert "MIT" in box.text()
    QTest.keyClick(box, Qt.Key.Key_Escape)
    person.qtbot.waitUntil(lambda: not person.window.findChildren(QMessageBox))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
@pytest.mark.parametrize(
    ("menu", "name"), [("Save picture…", "old.png"), ("Save samples…", "old.csv")]
)
def test_a_full_disk_leaves_the_old_file(
    person: Person, led: LedTraining, tmp_path: Path, menu: str, name: str
) -> None:
    train(person, led)
    path = tmp_path / name
    path.write_bytes(b"old")
    choose(person, menu)
    with no_room():
        replace(person, path)
        assert person.dismiss_problem().startswith(f"{name} could not be written")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_nobody_waits_for_a_pipe(person: Person, led: LedTraining, tmp_path: Path) -> None:
    train(person, led)
    os.mkfifo(tmp_path / "pipe.csv")
    choose(person, "Save samples…")
    replace(person, tmp_path / "pipe.csv")
    assert person.dismiss_problem().startswith("pipe.csv could not be written")
