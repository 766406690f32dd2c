"""The windows that help."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from mdn_gui.qt.actions import key_lines
from mdn_gui.qt.commands import COMMANDS
from mdn_gui.qt.widgets.help import show_key_help, show_loss_help
from tests.widgets import find


def test_every_key_of_the_window_is_told(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    show_key_help(window, key_lines(COMMANDS))
    box = find(window, QMessageBox, "key_help")
    assert not box.isModal()
    keys = (
        "Space",
        ">S<",
        ">R<",
        "Left, Right",
        "Ctrl+O",
        "Ctrl+Shift+E",
        "Ctrl+Q",
        "Enter, F2, Alt+Up, Alt+Down, Del",
        "Ctrl+Z",
    )
    assert all(key in box.text() for key in keys)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


def test_answers_what_people_ask(window: QWidget) -> None:
    show_loss_help(window)
    text = find(window, QMessageBox, "loss_help").text()
    assert "while the weights moved" in text
    assert "density, not a probability" in text
    assert "lowest possible loss" in text


def test_it_stands_beside_the_plot_and_can_be_copied(window: QWidget) -> None:
    show_loss_help(window)  # returns at once
    box = find(window, QMessageBox, "loss_help")
    assert box.isVisible()
    assert not box.isModal()
    assert box.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByKeyboard


def test_escape_closes_it_and_nothing_stays_behind(window: QWidget, qtbot: QtBot) -> None:
    show_loss_help(window)
    QTest.keyClick(find(window, QMessageBox, "loss_help"), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.findChildren(QMessageBox))
