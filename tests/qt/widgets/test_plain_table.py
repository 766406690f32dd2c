"""A table over any model of Qt's."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdn_gui.qt.widgets.tables import PlainTable

CONTROL = Qt.KeyboardModifier.ControlModifier


def table(qtbot: QtBot) -> PlainTable:
    """Two rows of three columns, the middle one hidden."""
    model = QStandardItemModel()
    model.setHorizontalHeaderLabels(["x", "hidden", "y"])
    for row in ("abc", "def"):
        model.appendRow([QStandardItem(text) for text in row])
    table = PlainTable()
    qtbot.addWidget(table)
    model.setParent(table)
    table.setModel(model)
    table.setColumnHidden(1, True)  # noqa: FBT003 - Qt's
    with qtbot.waitActive(table):
        table.show()
        table.activateWindow()
    table.setFocus()
    return table


def test_copies_what_is_seen(qtbot: QtBot) -> None:
    table(qtbot).copy_all()
    assert QGuiApplication.clipboard().text() == "x\ty\na\tc\nd\tf"


def test_no_name_is_a_formula_in_a_spreadsheet(qtbot: QtBot) -> None:
    shown = table(qtbot)
    shown.model().setHeaderData(0, Qt.Orientation.Horizontal, "=1+1")
    shown.copy_all()
    assert QGuiApplication.clipboard().text().splitlines()[0] == "'=1+1\ty"


def test_copies_the_selected_rows_by_keys(qtbot: QtBot) -> None:
    shown = table(qtbot)
    shown.selectRow(1)
    QTest.keyClick(shown, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "x\ty\nd\tf"


def test_offers_its_commands_in_its_menu(qtbot: QtBot) -> None:
    shown, done = table(qtbot), []
    shown.add_command("Twist", Qt.Key.Key_F6).triggered.connect(lambda: done.append("twisted"))
    assert [action.text() for action in shown.actions()] == ["Copy", "Twist"]
    QTest.keyClick(shown, Qt.Key.Key_F6)
    assert done == ["twisted"]
