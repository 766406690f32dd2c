"""Rows in order, with their texts, swatches and tips."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from mdn_gui.qt.widgets.table_model import Column, Rows, TableModel

ACROSS = Qt.Orientation.Horizontal
TIP = Qt.ItemDataRole.ToolTipRole
COLUMNS = [Column("name", "What <it> is called."), Column("size", number=True)]


def rows(*sizes: float) -> Rows:
    """Rows named by their numbers."""
    values = np.column_stack([np.arange(len(sizes)), sizes])
    return Rows(len(sizes), lambda row, column: f"{values[row, column]:g}", values)


def names(model: TableModel) -> list[str]:
    return [model.index(position, 0).data() for position in range(model.rowCount())]


@pytest.fixture
def model(qtbot: QtBot) -> TableModel:
    del qtbot  # there must be an application
    model = TableModel()
    model.show_columns(COLUMNS)
    return model


def test_it_keeps_to_what_qt_asks_of_models(model: TableModel) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    for count in (0, 2, 3, 3, 1, 0):
        model.show_rows(rows(*np.arange(count)))
        model.sort(1)
        assert tester.model().rowCount() == count


def test_rows_come_as_given_until_they_are_sorted(model: TableModel) -> None:
    model.show_rows(Rows(3, lambda row, column: f"{row}.{column}"))
    model.sort(1)
    assert names(model) == ["0.0", "1.0", "2.0"]


@given(
    sizes=arrays(np.float64, st.integers(1, 30), elements=st.floats(allow_nan=True)),
    descending=st.booleans(),
)
def test_sorts_by_number_with_what_is_none_at_the_end(
    sizes: np.ndarray[tuple[int], np.dtype[np.float64]], *, descending: bool
) -> None:
    model = TableModel()
    model.show_columns(COLUMNS)
    order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
    model.sort(1, order)
    model.show_rows(rows(*sizes))
    seen = [sizes[model.row(position)] for position in range(len(sizes))]
    finite = [size for size in seen if not np.isnan(size)]
    assert finite == sorted(finite, reverse=descending)
    assert np.isnan(seen[len(finite) :]).all()
    assert [model.position(model.row(position)) for position in range(len(sizes))] == list(
        range(len(sizes))
    )


def test_equal_rows_keep_their_order(model: TableModel) -> None:
    model.show_rows(rows(1.0, 2.0, 1.0, 2.0))
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert names(model) == ["1", "3", "0", "2"]


@pytest.mark.parametrize("row", [None, 2])
def test_a_row_that_is_not_there_has_no_position(model: TableModel, row: int | None) -> None:
    model.show_rows(rows(1.0, 2.0))
    assert model.position(row) is None


def test_columns_have_names_sides_and_tips(model: TableModel) -> None:
    assert [model.headerData(column, ACROSS) for column in range(2)] == ["name", "size"]
    assert model.headerData(0, ACROSS, TIP) == "<p>What &lt;it&gt; is called.</p>"
    assert model.headerData(1, ACROSS, TIP) is None
    side = model.headerData(1, ACROSS, Qt.ItemDataRole.TextAlignmentRole)
    assert isinstance(side, Qt.AlignmentFlag)
    assert Qt.AlignmentFlag.AlignRight in side


def test_columns_can_be_named_anew(model: TableModel) -> None:
    model.show_columns([Column("title"), COLUMNS[1]])
    assert model.headerData(0, ACROSS) == "title"
    assert model.columnCount() == 2


def test_rows_have_swatches_and_tips(model: TableModel) -> None:
    model.show_rows(Rows(2, lambda _row, _column: "text", None, ("", "#a5c300"), ("", "A & B")))
    colours = [model.index(row, 0).data(Qt.ItemDataRole.DecorationRole) for row in range(2)]
    assert colours[0] is None
    assert colours[1].name() == "#a5c300"
    assert model.cell(1, 0).colour == "#a5c300"
    assert model.cell(1, 1).colour == ""
    assert model.index(1, 1).data(TIP) == "<p>A &amp; B</p>"


def test_a_text_that_is_typed_is_told_and_not_taken(model: TableModel) -> None:
    model.show_columns([Column("name", editable=True), COLUMNS[1]])
    model.show_rows(rows(2.0, 1.0))
    model.sort(1)
    heard: list[tuple[int, str]] = []
    model.typed.connect(lambda row, text: heard.append((row, text)))
    editable = [bool(model.index(0, c).flags() & Qt.ItemFlag.ItemIsEditable) for c in range(2)]
    assert editable == [True, False]
    assert model.index(0, 0).data(Qt.ItemDataRole.EditRole) == "1"
    model.setData(model.index(0, 0), "Tonga")
    assert heard == [(1, "Tonga")]
    assert names(model) == ["1", "0"]


def test_single_cells_are_muted(model: TableModel) -> None:
    model.show_rows(Rows(2, lambda *_: "text", muted=lambda row, column: (row, column) == (1, 0)))
    muted = [[model.cell(row, column).muted for column in range(2)] for row in range(2)]
    assert muted == [[False, False], [True, False]]
