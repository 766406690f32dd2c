"""A table with its heading and its button."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from mdn_gui.qt.widgets.controls import narrow_button
from mdn_gui.qt.widgets.table_model import Column, Rows
from mdn_gui.qt.widgets.tables import CopyableTable, TablePage
from tests.widgets import find


@pytest.fixture
def page(qtbot: QtBot) -> TablePage:
    table = CopyableTable()
    table.show_columns([Column("a"), Column("b")])
    table.show_rows(Rows(2, lambda row, column: f"{row}{column}"))
    page = TablePage(table, "things")
    qtbot.addWidget(page)
    page.show()
    return page


def test_the_button_copies_the_whole_table(page: TablePage) -> None:
    page.show_heading("Things", ready=True)
    find(page, CopyableTable, "things").selectRow(1)
    QTest.mouseClick(find(page, QPushButton, "copy_things"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "a\tb\n00\t01\n10\t11"


@pytest.mark.parametrize("ready", [True, False])
def test_without_a_table_the_heading_stands_alone(page: TablePage, *, ready: bool) -> None:
    page.show_heading("<b> of things", ready=ready)
    assert find(page, QLabel, "things_heading").text() == "<b> of things"
    assert find(page, CopyableTable, "things").isVisible() is ready
    assert find(page, QPushButton, "copy_things").isEnabled() is ready


def test_one_more_button_stands_beside_that_which_copies(qtbot: QtBot) -> None:
    more = narrow_button("Do", "Do not, ever")
    page = TablePage(CopyableTable(), "things", more)
    qtbot.addWidget(page)
    page.show()
    page.show_heading("Things", ready=True)
    copy = find(page, QPushButton, "copy_things")
    assert more.isVisible()
    assert more.geometry().right() < copy.geometry().left()
    assert more.width() >= more.fontMetrics().horizontalAdvance("Do not, ever")
