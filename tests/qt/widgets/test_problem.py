"""Telling a person what went wrong."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QPushButton, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from mdn_gui.qt.widgets.problem import show_problem
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
