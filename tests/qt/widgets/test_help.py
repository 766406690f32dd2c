"""The windows that help."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

from mdn_gui.qt.actions import key_lines
from mdn_gui.qt.commands import COMMANDS
from mdn_gui.qt.widgets.help import show_key_help, show_loss_help
from tests.widgets import find


def text_of(window: QWidget, name: str) -> QTextBrowser:
    """What a help window says."""
    [text] = find(window, QDialog, name).findChildren(QTextBrowser)
    return text


def test_every_key_of_the_window_is_told(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    show_key_help(window, key_lines(COMMANDS))
    assert not find(window, QDialog, "key_help").isModal()
    keys = (
        "Space",
        "\nS\n",
        "\nR\n",
        "Left, Right",
        "Ctrl+O",
        "Ctrl+Shift+E",
        "Ctrl+Q",
        "Enter, F2, Alt+Up, Alt+Down, Del",
        "Ctrl+Z",
    )
    assert all(key in text_of(window, "key_help").toPlainText() for key in keys)


def test_a_long_text_is_no_higher_than_its_window(window: QWidget) -> None:
    window.resize(600, 400)
    show_key_help(window, key_lines(COMMANDS))
    assert find(window, QDialog, "key_help").height() <= 400
    assert text_of(window, "key_help").verticalScrollBar().maximum() > 0


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


def test_answers_what_people_ask(window: QWidget) -> None:
    show_loss_help(window)
    text = text_of(window, "loss_help").toPlainText()
    assert "while the weights moved" in text
    assert "density, not a probability" in text
    assert "lowest possible loss" in text


def test_it_stands_beside_the_plot_and_can_be_copied(window: QWidget) -> None:
    show_loss_help(window)  # returns at once
    box = find(window, QDialog, "loss_help")
    assert box.isVisible()
    assert not box.isModal()
    flags = text_of(window, "loss_help").textInteractionFlags()
    assert flags & Qt.TextInteractionFlag.TextSelectableByKeyboard


def test_escape_closes_it_and_nothing_stays_behind(window: QWidget, qtbot: QtBot) -> None:
    show_loss_help(window)
    QTest.keyClick(find(window, QDialog, "loss_help"), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.findChildren(QDialog))
