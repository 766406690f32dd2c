"""Data that a person opens, drops or draws, and what becomes of what was there."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QThreadPool, QUrl
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog, QListView, QProgressBar, QPushButton

from mdn_gui.core import tables
from mdn_gui.core.reading import ReadingOptions
from mdn_gui.core.roles import Roles
from mdn_gui.core.steps import step
from mdn_gui.core.tables import TablePreview
from mdn_gui.qt.loader import Loader
from tests.person import Person
from tests.widgets import find

WELLS = "depth,site,age\n0,A,7\n10,B,8\n5,C,9\n2,D,8\n"


def wells(folder: Path, text: str = WELLS) -> Path:
    path = folder / "wells.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_table_is_loaded_once_its_columns_are_picked(
    person: Person, loader: Loader, tmp_path: Path
) -> None:
    loader.open_table(wells(tmp_path))
    person.accept_columns()
    person.wait_for_facts("4 rows")
    assert person.text("data_input") == "depth"
    assert person.text("data_target") == "age"
    person.qtbot.waitUntil(lambda: person.window.windowTitle() == "wells.csv – MDN Studio")
    person.qtbot.waitUntil(lambda: person.window.statusBar().currentMessage() == "")


def test_picking_no_columns_keeps_what_was_loaded(
    person: Person, loader: Loader, tmp_path: Path
) -> None:
    person.choose_example()
    loader.open_table(wells(tmp_path))
    QTest.keyClick(person.columns(), Qt.Key.Key_Escape)
    person.qtbot.waitUntil(lambda: not person.asked_for_columns())
    assert "3,000 rows" in person.text("facts")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("site,town\nA,B\nC,D\n", "at least two columns that can be used"),
        ("depth,age\n1,2\n3\n5\n7,8\n", "row 3"),
        ("depth,age\n1,2\n\0\1\2", "no table that can be read"),
    ],
    ids=["no numeric column", "ragged", "binary"],
)
def test_a_refused_table_is_told_and_what_was_loaded_stays(
    person: Person, loader: Loader, tmp_path: Path, text: str, said: str
) -> None:
    person.choose_example()
    loader.open_table(wells(tmp_path, text))
    message = person.dismiss_problem()
    assert "wells.csv" in message
    assert said in message
    assert "3,000 rows" in person.text("facts")
    assert person.window.windowTitle() == "Inverse sine – MDN Studio"
    assert person.offered("Train")


def test_reading_that_takes_a_while_shows_how_far_it_is_and_can_be_cancelled(
    person: Person, loader: Loader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, preview = threading.Event(), tables.preview

    def slow_preview(path: Path, options: ReadingOptions, details: object) -> TablePreview:
        assert details is None
        step("column 1 of 2", 0.5)
        assert gate.wait(timeout=10)
        return preview(path, options)

    monkeypatch.setattr(tables, "preview", slow_preview)
    loader.open_table(wells(tmp_path))
    line = person.window.statusBar()
    height = line.height()
    cancel, bar = find(line, QPushButton, "cancel_reading"), find(line, QProgressBar, "how_far")
    person.qtbot.waitUntil(lambda: cancel.isVisible() and bar.isVisible())
    said = "Reading wells.csv: column 1 of 2…"
    person.qtbot.waitUntil(lambda: line.currentMessage() == said)
    assert bar.value() == bar.maximum() / 2
    assert line.height() == height
    QTest.mouseClick(cancel, Qt.MouseButton.LeftButton)
    assert line.currentMessage() == "wells.csv was not read."
    assert not cancel.isVisible()
    assert not bar.isVisible()
    gate.set()
    assert QThreadPool.globalInstance().waitForDone(10_000)
    assert not person.asked_for_columns()


def test_the_same_columns_read_again_leave_no_word_of_reading(
    person: Person, loader: Loader, tmp_path: Path
) -> None:
    for _ in range(2):
        with person.qtbot.waitSignal(loader.loaded):
            loader.read_table(wells(tmp_path), Roles(("depth",), ("age",)))
    assert person.window.statusBar().currentMessage() == ""


# Drag and drop


def test_a_file_dropped_on_the_window_is_opened(person: Person, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(wells(tmp_path)))])
    assert person.drag_is_welcome(data)
    person.drop(data)
    person.accept_columns()
    person.wait_for_facts("4 rows")


def test_of_several_files_dropped_a_person_chooses_one(person: Person, tmp_path: Path) -> None:
    first, second = wells(tmp_path), tmp_path / "springs.csv"
    second.write_text("depth,age\n1,2\n3,4\n", encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in (first, second)])
    assert person.drag_is_welcome(data)
    person.drop(data)
    dialog = find(person.window, QInputDialog, "one_of")
    assert dialog.comboBoxItems() == [f"{path.name} – {tmp_path}" for path in (first, second)]
    assert not person.asked_for_columns()
    [choices] = [each for each in dialog.findChildren(QListView) if each.isVisible()]
    QTest.keyClick(choices, Qt.Key.Key_Down)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    person.accept_columns()
    person.wait_for_facts("2 rows")


def test_a_table_that_changed_on_the_disk_is_reloaded_with_a_click(
    person: Person, loader: Loader, tmp_path: Path
) -> None:
    with person.qtbot.waitSignal(loader.loaded):
        loader.read_table(wells(tmp_path), Roles(("age",), ("depth",)))
    reload = find(person.window.statusBar(), QPushButton, "reload")
    assert not reload.isVisible()
    wells(tmp_path, WELLS + "3,D,8\n")
    person.qtbot.waitUntil(reload.isVisible)
    said = "wells.csv has changed on the disk since it was read."
    person.qtbot.waitUntil(lambda: person.text("message") == said)
    QTest.mouseClick(reload, Qt.MouseButton.LeftButton)
    person.wait_for_facts("5 rows")
    person.qtbot.waitUntil(lambda: not reload.isVisible())
    assert person.text("data_target") == "depth", "the same columns"


def test_a_link_or_a_text_is_not_welcome(person: Person, loader: Loader) -> None:
    link, text = QMimeData(), QMimeData()
    link.setUrls([QUrl("https://example.org/wells.csv")])
    text.setText("wells.csv")
    assert not person.drag_is_welcome(link)
    assert not person.drag_is_welcome(text)
    with person.qtbot.assertNotEmitted(loader.started):
        person.drop(link)


def test_an_empty_plane_is_not_overwritten_by_what_was_being_read(
    person: Person, loader: Loader, tmp_path: Path
) -> None:
    with person.qtbot.assertNotEmitted(loader.loaded):
        loader.read_table(wells(tmp_path), Roles(("depth",), ("age",)))
        [draw] = [a for a in person.window.findChildren(QAction) if a.text() == "Draw your own"]
        draw.trigger()
        assert QThreadPool.globalInstance().waitForDone(10_000)
        person.qtbot.waitUntil(lambda: person.text("points") == "0 points")


def test_once_the_window_is_closed_nothing_is_asked_any_more(
    person: Person, loader: Loader, tmp_path: Path
) -> None:
    with person.qtbot.assertNotEmitted(loader.columns_wanted, wait=50):
        loader.open_table(wells(tmp_path))
        person.window.close()
        assert QThreadPool.globalInstance().waitForDone(10_000)
