"""Names and explanations of controls."""

from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from mdn_gui.qt.widgets.controls import describe


def test_tells_a_screen_reader_and_shows_the_same_in_the_tooltip(qtbot: QtBot) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    tip = "Makes a < b & c."
    describe(button, "Order", tip)
    assert button.accessibleName() == "Order"
    assert button.accessibleDescription() == tip
    shown = QTextDocument()
    shown.setHtml(button.toolTip())
    assert shown.toPlainText() == tip
