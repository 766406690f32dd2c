"""Taking a table from the clipboard."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QPushButton, QWidget

from tests.person import LEFT
from tests.trainings import LedTraining
from tests.widgets import find
from tests.window.explorer import CONTROL, Explorer


def copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def paste(person: Explorer, at: QWidget | None = None) -> None:
    person.window.activateWindow()
    person.qtbot.waitUntil(person.window.isActiveWindow)
    QTest.keyClick(at or person.window, Qt.Key.Key_V, CONTROL)


def test_a_table_is_taken_and_trained_on_as_any(person: Explorer, led: LedTraining) -> None:
    copy("\r\n".join(["depth\tage", *(f"{row}\t{row % 3}" for row in range(9))]))
    QTest.mouseClick(find(person.window, QPushButton, "paste"), LEFT)
    person.accept_columns()
    person.wait_for_facts("9 rows")
    title = "Pasted table – MDN Studio"
    person.qtbot.waitUntil(lambda: person.window.windowTitle() == title)
    person.train(1, led)
    person.press("Change columns…")
    assert person.columns().isVisible()


def test_a_second_table_leaves_the_first(person: Explorer) -> None:
    for rows in (3, 4):
        copy("a,b\n" + "\n".join(f"{row},{row * row}" for row in range(rows)))
        paste(person)
        person.accept_columns()
        person.wait_for_facts(f"{rows} rows")
    [undo] = [each for each in person.window.findChildren(QAction) if each.data() == "undo"]
    undo.trigger()
    person.wait_for_facts("3 rows")


def test_an_empty_clipboard_is_told_in_a_sentence(person: Explorer) -> None:
    QGuiApplication.clipboard().clear()
    paste(person)
    assert person.dismiss_problem().startswith("The clipboard holds no text")


def test_what_is_no_table_is_told_in_a_sentence(person: Explorer) -> None:
    for text, problem in (
        ("", "The clipboard holds no text: copy a table in a spreadsheet or editor."),
        ("hello", "Pasted table has column names but no rows; add rows of data."),
    ):
        copy(text)
        paste(person)
        assert person.dismiss_problem() == problem


def test_before_anything_was_copied_there_is_nothing_to_paste(person: Explorer) -> None:
    QGuiApplication.clipboard().clear()
    paste(person)
    assert person.dismiss_problem().startswith("The clipboard holds no text")


def test_a_copied_file_is_opened(person: Explorer, tmp_path: Path) -> None:
    path = tmp_path / "wells.csv"
    path.write_text("depth,age\n1,2\n3,4\n5,7\n", encoding="utf-8")
    copied = QMimeData()
    copied.setUrls([QUrl.fromLocalFile(str(path))])
    QGuiApplication.clipboard().setMimeData(copied)
    paste(person)
    person.accept_columns()
    person.qtbot.waitUntil(lambda: person.window.windowTitle() == "wells.csv – MDN Studio")


def test_a_field_keeps_what_is_pasted_into_it(person: Explorer) -> None:
    person.choose_example()
    copy("7")
    field = find(person.window, QAbstractSpinBox, "input_0")
    field.setFocus()
    field.selectAll()
    paste(person, field)
    assert field.text() == "7"
    assert not person.asked_for_columns()
