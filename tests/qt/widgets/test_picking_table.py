"""Picking a row of a table, and sorting it."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdn_gui.qt.widgets.table_model import Column, Rows
from mdn_gui.qt.widgets.tables import PickingTable
from tests.tables import centre, click_header, click_row, selected, shown

COLUMNS = [Column("name"), Column("size", number=True)]
CONTROL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton
BESIDE = QPoint(10, 150)


def rows(*sizes: float) -> Rows:
    values = np.column_stack([np.arange(len(sizes)), sizes])
    return Rows(len(sizes), lambda row, column: f"{values[row, column]:g}", values)


def new_table(qtbot: QtBot, *, clearable: bool = True, sorted_by: int = 0) -> PickingTable:
    table = PickingTable(clearable=clearable, sorted_by=sorted_by)
    qtbot.addWidget(table)
    table.show_columns(COLUMNS)
    table.show_rows(rows(9.0, 10.0, 2.0))
    table.resize(300, 200)
    with qtbot.waitActive(table):
        table.show()
        table.activateWindow()
    table.setFocus()
    return table


@pytest.fixture
def table(qtbot: QtBot) -> PickingTable:
    return new_table(qtbot)


def names(table: PickingTable) -> list[str]:
    return [row[0] for row in shown(table)]


def picks(table: PickingTable) -> list[int | None]:
    """What will have been picked."""
    heard: list[int | None] = []
    table.picked.connect(heard.append)
    return heard


def test_a_click_picks_a_row(table: PickingTable) -> None:
    heard = picks(table)
    click_row(table, 1)
    assert heard == [1]
    assert selected(table) == ["1"]


def test_the_arrow_keys_pick_a_row(table: PickingTable) -> None:
    heard = picks(table)
    click_row(table, 0)
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Up)
    assert heard == [0, 1, 2, 1]


def test_a_second_click_picks_none(table: PickingTable) -> None:
    heard = picks(table)
    click_row(table, 1)
    click_row(table, 1)
    assert heard == [1, None]
    assert selected(table) == []


def test_a_hand_that_shakes_while_clicking_picks_one_row(table: PickingTable) -> None:
    heard = picks(table)
    start = centre(table, 1, 0)
    for _ in range(2):
        QTest.mousePress(table.viewport(), LEFT, pos=start)
        QTest.mouseMove(table.viewport(), start + QPoint(0, 25))
        QTest.mouseRelease(table.viewport(), LEFT, pos=start + QPoint(0, 25))
    assert heard == [1, None]


def test_escape_picks_none(table: PickingTable) -> None:
    heard = picks(table)
    click_row(table, 2)
    QTest.keyClick(table, Qt.Key.Key_Escape)
    QTest.keyClick(table, Qt.Key.Key_Escape)
    assert heard == [2, None]


def test_where_one_must_be_picked_neither_a_click_nor_escape_picks_none(qtbot: QtBot) -> None:
    table = new_table(qtbot, clearable=False)
    heard = picks(table)
    click_row(table, 1)
    click_row(table, 1)
    QTest.keyClick(table, Qt.Key.Key_Escape)
    QTest.mouseClick(table.viewport(), LEFT, pos=BESIDE)
    assert heard == [1]
    assert selected(table) == ["1"]


def test_showing_what_is_picked_picks_nothing(table: PickingTable) -> None:
    heard = picks(table)
    for row in (1, 7, 0, None):
        table.show_picked(row)
        assert selected(table) == ([] if row in {7, None} else [str(row)])
    assert heard == []


def test_a_click_on_a_name_sorts_by_number_and_another_the_other_way(table: PickingTable) -> None:
    assert names(table) == ["0", "1", "2"]
    click_header(table, "size")
    assert names(table) == ["2", "0", "1"]
    click_header(table, "size")
    assert names(table) == ["1", "0", "2"]


def test_keys_sort_as_well(table: PickingTable) -> None:
    QTest.keyClick(table, Qt.Key.Key_2, CONTROL)
    assert names(table) == ["2", "0", "1"]
    QTest.keyClick(table, Qt.Key.Key_2, CONTROL)
    assert names(table) == ["1", "0", "2"]
    QTest.keyClick(table, Qt.Key.Key_1, CONTROL)
    assert names(table) == ["0", "1", "2"]


def test_the_context_menu_names_what_can_be_sorted_by(table: PickingTable) -> None:
    table.show_columns([COLUMNS[0], Column("length", number=True)])
    texts = [action.text() for action in table.actions()]
    assert texts == ["Copy", "Sort by name", "Sort by length"]


def test_another_order_at_first(qtbot: QtBot) -> None:
    assert names(new_table(qtbot, sorted_by=1)) == ["2", "0", "1"]


def test_the_picked_row_stays_picked_wherever_it_moves(table: PickingTable) -> None:
    click_row(table, 1)
    heard = picks(table)
    click_header(table, "size")
    assert selected(table) == ["1"]
    table.show_rows(rows(9.0, 1.0, 2.0, 5.0))
    assert names(table) == ["1", "2", "3", "0"]
    assert selected(table) == ["1"]
    assert heard == []
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert heard == [2]


def test_a_picked_row_that_goes_is_picked_again_when_it_comes_back(table: PickingTable) -> None:
    click_row(table, 2)
    heard = picks(table)
    table.show_rows(rows(1.0))
    assert selected(table) == []
    table.show_rows(rows(1.0, 2.0, 3.0))
    assert selected(table) == ["2"]
    assert heard == []
