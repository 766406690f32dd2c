"""Copying a table, and leaving keys to the window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mdn_gui.qt.guard import guarded
from mdn_gui.qt.widgets.table_model import Column, Rows
from mdn_gui.qt.widgets.tables import CopyableTable
from tests.tables import header, shown

CONTROL = Qt.KeyboardModifier.ControlModifier


class Window(QWidget):
    """A window with a table, which notes the keys left to it."""

    def __init__(self) -> None:
        super().__init__()
        self.table = CopyableTable()
        self.keys: list[int] = []
        QVBoxLayout(self).addWidget(self.table)

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.keys.append(event.key())


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    window = Window()
    qtbot.addWidget(window)
    window.table.show_columns([Column("Quantity"), Column("Value", number=True)])
    window.table.show_rows(Rows(3, lambda row, column: f"{'abc'[row]}{column}"))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.table.setFocus()
    return window


def test_shows_columns_and_rows(window: Window) -> None:
    assert header(window.table) == ["Quantity", "Value"]
    assert shown(window.table) == [["a0", "a1"], ["b0", "b1"], ["c0", "c1"]]


def test_ctrl_c_copies_everything_while_nothing_is_selected(window: Window) -> None:
    QTest.keyClick(window.table, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "Quantity\tValue\na0\ta1\nb0\tb1\nc0\tc1"


def test_ctrl_c_copies_the_selected_rows_from_above(window: Window) -> None:
    for row in (2, 0):
        pos = window.table.visualRect(window.table.model().index(row, 0)).center()
        QTest.mouseClick(window.table.viewport(), Qt.MouseButton.LeftButton, CONTROL, pos)
    QTest.keyClick(window.table, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "Quantity\tValue\na0\ta1\nc0\tc1"


def test_all_of_it_is_copied_on_request(window: Window) -> None:
    window.table.selectRow(1)
    window.table.copy_all()
    assert len(QGuiApplication.clipboard().text().split("\n")) == 4


def test_a_selected_row_stays_so_while_the_texts_change(window: Window) -> None:
    window.table.selectRow(1)
    window.table.show_rows(Rows(5, lambda row, _column: str(row)))
    assert [index.row() for index in window.table.selectionModel().selectedRows()] == [1]


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_S, Qt.Key.Key_R])
def test_keys_of_the_window_are_left_to_it(window: Window, key: Qt.Key) -> None:
    QTest.keyClick(window.table, key)
    assert window.keys == [key]


def test_the_arrow_keys_walk_through_the_rows(window: Window) -> None:
    QTest.keyClick(window.table, Qt.Key.Key_Down)
    assert window.table.currentIndex().data() == "b0"
    assert window.keys == []


def test_the_width_of_columns_looks_at_few_of_many_rows(qtbot: QtBot) -> None:
    asked: list[int] = []

    def text(row: int, column: int) -> str:
        asked.append(row)
        return f"{row} {column}"

    window = Window()
    qtbot.addWidget(window)
    window.table.show_columns([Column(name) for name in "abcdefg"])
    window.table.show_rows(Rows(10_000, text))
    with qtbot.waitExposed(window):
        window.show()
    assert asked
    assert max(asked) < 150
