"""What is made of an export: an entry of the menu, a dialog, a file."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QColor, QImage, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from mdn_gui.qt.commands import COMMANDS, saving
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.exports import Content, Export, picture_content
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.main_window import MainWindow
from mdn_gui.session.session import Session
from tests.disk import no_room
from tests.person import Person
from tests.widgets import find


def facts(session: Session, _window: QWidget) -> Content:
    """How many rows there are, in the words of a format."""
    rows = 0 if session.data.dataset is None else session.data.dataset.rows
    return lambda suffix: f"{suffix}: {rows} rows".encode() * 10_000


FACTS = Export(
    "Save the facts",
    {".txt": "Text", ".md": "Markdown"},
    facts,
    name="save_facts",
    text="Save facts…",
    tip="Save how many rows there are",
    keys="Ctrl+Alt+F",
    missing=lambda session: "" if session.data.dataset is not None else "Open a table first.",
)


@pytest.fixture
def person(qtbot: QtBot, controller: Controller, loader: Loader) -> Iterator[Person]:
    """At a window with one export more."""
    window = MainWindow(controller, loader, None, (*COMMANDS, saving(FACTS)))
    person = Person(window, qtbot)
    del window
    yield person
    person.leave()


def answer(person: Person, path: Path) -> None:
    """Open the dialog by the keys, and write a path into it."""
    person.window.activateWindow()
    person.qtbot.waitUntil(person.window.isActiveWindow)
    control, alt = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
    QTest.keyClick(person.window, Qt.Key.Key_F, control | alt)
    [dialog] = person.window.findChildren(QFileDialog)
    assert dialog.windowTitle() == "Save the facts"
    assert dialog.nameFilters() == ["Text (*.txt)", "Markdown (*.md)"]
    field = find(dialog, QLineEdit, "fileNameEdit")
    field.setText(str(path))
    QTest.keyClick(field, Qt.Key.Key_Return)
    person.qtbot.waitUntil(lambda: not person.window.findChildren(QFileDialog))


def test_an_export_that_is_declared(person: Person, tmp_path: Path) -> None:
    [files] = [menu for menu in person.window.findChildren(QMenu) if menu.title() == "&File"]
    [entry] = [each for each in person.window.findChildren(QAction) if each.text() == "Save facts…"]
    assert entry in files.actions()
    assert not entry.isEnabled()
    assert entry.toolTip() == "Open a table first."
    person.choose_example()
    person.qtbot.waitUntil(entry.isEnabled)
    assert entry.toolTip() == "Save how many rows there are (Ctrl+Alt+F)"
    for name, written, suffix in (("a", "a.txt", ".txt"), ("b.md", "b.md", ".md")):
        answer(person, tmp_path / name)
        assert (tmp_path / written).read_bytes() == f"{suffix}: 3000 rows".encode() * 10_000
        assert f"Saved {written}" in person.window.statusBar().currentMessage()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
def test_no_part_of_a_file_is_left_where_there_is_no_room(person: Person, tmp_path: Path) -> None:
    person.choose_example()
    with no_room():
        answer(person, tmp_path / "facts.txt")
        assert person.dismiss_problem().startswith("facts.txt could not be written")
    assert not list(tmp_path.iterdir())


# Pictures in memory


@pytest.fixture
def picture(qtbot: QtBot) -> QPixmap:  # noqa: ARG001 - a pixmap needs an application
    pixmap = QPixmap(3, 2)
    pixmap.fill(QColor("teal"))
    return pixmap


def test_a_picture_comes_back(picture: QPixmap) -> None:
    image = QImage.fromData(picture_content(picture, ".png"))
    assert (image.width(), image.height()) == (3, 2)
    assert image.pixelColor(2, 1) == QColor("teal")


def test_the_suffix_says_which_format(picture: QPixmap) -> None:
    assert picture_content(picture, ".png").startswith(b"\x89PNG")
    assert picture_content(picture, ".JPG").startswith(b"\xff\xd8")


@pytest.mark.parametrize("suffix", ["", ".", ".2", ".csv"])
def test_what_is_no_format_is_png(picture: QPixmap, suffix: str) -> None:
    assert picture_content(picture, suffix) == picture_content(picture, ".png")
