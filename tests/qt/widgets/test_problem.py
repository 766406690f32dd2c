"""Telling a person what went wrong."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QPushButton, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from mdn_gui.qt.widgets.problem import shortened, show_problem
from tests.widgets import find


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


def test_shows_the_sentence_and_folds_the_details(window: QWidget) -> None:
    show_problem(window, "wells.csv, row 3 holds 'four'.", "Traceback of it")
    box = find(window, QMessageBox, "problem")
    assert box.isVisible()
    assert box.text() == "wells.csv, row 3 holds 'four'."
    [details] = box.findChildren(QTextEdit)
    assert details.toPlainText() == "Traceback of it"
    assert not details.isVisible()


def test_details_unfold(window: QWidget) -> None:
    show_problem(window, "Sentence.", "Traceback of it")
    box = find(window, QMessageBox, "problem")
    [unfold] = [button for button in box.findChildren(QPushButton) if "etails" in button.text()]
    QTest.mouseClick(unfold, Qt.MouseButton.LeftButton)
    assert box.findChildren(QTextEdit)[0].isVisible()


def test_the_sentence_can_be_copied(window: QWidget) -> None:
    show_problem(window, "Sentence.")
    flags = find(window, QMessageBox, "problem").textInteractionFlags()
    assert flags & Qt.TextInteractionFlag.TextSelectableByMouse
    assert flags & Qt.TextInteractionFlag.TextSelectableByKeyboard


def test_markup_in_a_sentence_is_shown_as_it_is(window: QWidget) -> None:
    show_problem(window, "column '<b>x</b>' is empty.")
    assert find(window, QMessageBox, "problem").textFormat() is Qt.TextFormat.PlainText


def test_the_program_goes_on_meanwhile_and_nothing_stays_behind(
    window: QWidget, qtbot: QtBot
) -> None:
    show_problem(window, "Sentence.")  # returns at once
    QTest.keyClick(find(window, QMessageBox, "problem"), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.findChildren(QMessageBox))


@pytest.mark.parametrize(
    "message",
    [
        "row 3 holds 'four'.\n" * 11_382,
        "column " * 10_600,
        "x" * 74_167,
        f"'{'y' * 5_000}' is not a number. " * 3,
        "<b>\n\n" * 40,
    ],
)
def test_a_long_message_is_shown_in_part_and_unfolds(window: QWidget, message: str) -> None:
    show_problem(window, message, "Traceback of it")
    box = find(window, QMessageBox, "problem")
    room = box.screen().availableGeometry()
    assert box.height() < room.height() / 2
    assert box.width() < room.width()
    assert box.text().startswith(message[:3])
    assert box.text().endswith("The whole message is under Show Details.")
    [details] = box.findChildren(QTextEdit)
    assert details.toPlainText() == f"{message}\n\nTraceback of it"
    [unfold] = [button for button in box.findChildren(QPushButton) if "etails" in button.text()]
    QTest.mouseClick(unfold, Qt.MouseButton.LeftButton)
    assert box.height() < room.height()


def test_the_path_in_a_short_message_is_shown_whole() -> None:
    message = f"/home/{'folder/' * 12}wells.csv could not be read; choose another file."
    assert shortened(message) == message
