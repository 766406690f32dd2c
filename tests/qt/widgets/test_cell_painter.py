"""Cells as they are painted."""

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from mdn_gui.qt.widgets.table_model import Column, Rows, TableModel
from mdn_gui.qt.widgets.tables import CellPainter

PAPER, INK, MARKER = QColor("#ffffff"), QColor("#000000"), QColor("#1864ab")


@pytest.fixture
def table(qtbot: QtBot) -> QTableView:
    model = TableModel()
    model.show_columns([Column("name"), Column("size", number=True)])
    model.show_rows(Rows(2, lambda _row, _column: "WWW", colours=("#a5c300", "")))
    table = QTableView()
    qtbot.addWidget(table)
    table.setModel(model)
    table.setItemDelegate(CellPainter(model))
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Base, PAPER)
    palette.setColor(QPalette.ColorRole.Text, INK)
    palette.setColor(QPalette.ColorRole.Highlight, MARKER)
    palette.setColor(QPalette.ColorRole.HighlightedText, PAPER)
    table.setPalette(palette)
    table.setShowGrid(False)
    table.resize(300, 150)
    table.show()
    return table


def place(table: QTableView, row: int, column: int) -> QRect:
    return table.visualRect(table.model().index(row, column))


def inked(table: QTableView, rect: QRect, paper: QColor = PAPER) -> list[int]:
    """The columns of pixels of a part of the table that hold anything but paper."""
    image: QImage = table.viewport().grab(rect).toImage()
    return [
        x
        for x in range(image.width())
        if any(image.pixelColor(x, y) != paper for y in range(image.height()))
    ]


def test_numbers_stand_right_and_other_text_left(table: QTableView) -> None:
    text, number = place(table, 1, 0), place(table, 1, 1)
    assert inked(table, text)[-1] < text.width() - 20
    assert inked(table, number)[0] > 20
    assert inked(table, number)[-1] >= number.width() - 8


def test_a_swatch_stands_before_the_text(table: QTableView) -> None:
    rect = place(table, 0, 0)
    image = table.viewport().grab(rect).toImage()
    assert image.pixelColor(QPoint(8, rect.height() // 2)).name() == "#a5c300"
    assert len(inked(table, rect)) > len(inked(table, place(table, 1, 0)))


def test_a_selected_row_is_marked_and_its_text_can_be_read(table: QTableView) -> None:
    table.selectRow(1)
    image = table.viewport().grab(place(table, 1, 1)).toImage()
    assert image.pixelColor(2, 2) == MARKER
    assert inked(table, place(table, 1, 1), MARKER)


def test_the_cell_with_the_keyboard_focus_is_framed(table: QTableView, qtbot: QtBot) -> None:
    with qtbot.waitActive(table):
        table.activateWindow()
    table.setFocus()
    table.setCurrentIndex(table.model().index(1, 1))
    table.clearSelection()
    rect = place(table, 1, 1)
    assert inked(table, rect) == list(range(rect.width()))


def test_a_text_that_has_no_room_loses_its_end_not_its_beginning(table: QTableView) -> None:
    whole = inked(table, place(table, 0, 1))
    table.setColumnWidth(1, len(whole))
    narrow = inked(table, place(table, 0, 1))
    assert narrow
    assert len(narrow) < len(whole)


def test_a_cell_asks_for_all_the_room_it_needs(table: QTableView) -> None:
    with_swatch, without = (table.sizeHintForIndex(table.model().index(row, 0)) for row in (0, 1))
    text = table.fontMetrics().horizontalAdvance("WWW")
    assert with_swatch.width() > without.width() > text
    assert without.height() >= table.fontMetrics().height()
    assert isinstance(without, QSize)
