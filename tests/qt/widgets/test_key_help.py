"""What the keys do, told on request."""

from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from mdn_gui.qt.actions import key_lines
from mdn_gui.qt.commands import COMMANDS
from mdn_gui.qt.widgets.help import show_key_help
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
