"""The question for input and target."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPushButton,
    QRadioButton,
    QTableView,
)
from pytestqt.qtbot import QtBot

from mdn_gui.core.tables import Column, Doubt, TablePreview
from mdn_gui.qt.panels.columns_dialog import ColumnsDialog
from tests.widgets import find

PREVIEW = TablePreview(
    name="wells.csv",
    rows=1234,
    columns=(
        Column("station", 0, 1234),
        Column("depth", 1234, 0),
        Column("salt", 1233, 1, 17, "row 17, column 'salt' is empty"),
        Column("heat", 1234, 0, doubt=Doubt(9, "1.234", "1.234", "1234")),
        Column("age", 1234, 0),
    ),
    first_rows=(("A", "1", "0.5", "7", "20"), ("B", "2", "0.6", "8", "30")),
    row_numbers=(2, 3),
)


@pytest.fixture
def dialog(qtbot: QtBot) -> ColumnsDialog:
    dialog = ColumnsDialog(PREVIEW)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.open()
        dialog.activateWindow()
    return dialog


def choice(dialog: ColumnsDialog, name: str) -> QComboBox:
    return find(dialog, QComboBox, f"{name}_column")


def ok(dialog: ColumnsDialog) -> QPushButton:
    [buttons] = dialog.findChildren(QDialogButtonBox)
    return buttons.button(QDialogButtonBox.StandardButton.Ok)


def reason(dialog: ColumnsDialog) -> str:
    return find(dialog, QLabel, "columns_reason").text()


def headings(dialog: ColumnsDialog) -> list[str]:
    model = find(dialog, QTableView, "first_rows").model()
    across = Qt.Orientation.Horizontal
    return [model.headerData(column, across) for column in range(model.columnCount())]


def test_offers_numeric_columns_and_picks_the_first_and_the_last(dialog: ColumnsDialog) -> None:
    offered = choice(dialog, "input")
    assert [offered.itemText(i) for i in range(offered.count())] == ["depth", "salt", "heat", "age"]
    assert (dialog.input_name, dialog.target_name) == ("depth", "age")
    assert ok(dialog).isEnabled()
    assert reason(dialog) == ""


def test_return_accepts(dialog: ColumnsDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.accepted):
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_escape_rejects(dialog: ColumnsDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.rejected):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_the_keyboard_picks(dialog: ColumnsDialog) -> None:
    QTest.keyClick(choice(dialog, "target"), Qt.Key.Key_Home)
    QTest.keyClick(choice(dialog, "input"), Qt.Key.Key_End)
    assert (dialog.input_name, dialog.target_name) == ("age", "depth")
    assert headings(dialog)[1] == "depth\ntarget y"
    assert headings(dialog)[4] == "age\ninput x"


def test_one_column_cannot_be_both(dialog: ColumnsDialog) -> None:
    QTest.keyClick(choice(dialog, "target"), Qt.Key.Key_Home)
    assert not ok(dialog).isEnabled()
    assert "two different columns" in reason(dialog)
    QTest.keyClick(choice(dialog, "target"), Qt.Key.Key_End)
    assert ok(dialog).isEnabled()


def test_a_column_with_bad_cells_cannot_be_used(dialog: ColumnsDialog) -> None:
    QTest.keyClick(choice(dialog, "input"), Qt.Key.Key_Down)
    assert reason(dialog) == "wells.csv, row 17, column 'salt' is empty"
    assert not ok(dialog).isEnabled()


def answer(dialog: ColumnsDialog, mark: str) -> QRadioButton:
    return find(dialog, QRadioButton, f"decimal_{mark}")


def test_a_number_that_could_be_two_is_asked_about(dialog: ColumnsDialog, qtbot: QtBot) -> None:
    assert not answer(dialog, "point").isVisible()
    assert dialog.decimal is None
    for _ in range(2):
        QTest.keyClick(choice(dialog, "input"), Qt.Key.Key_Down)
    assert answer(dialog, "point").text() == "1.234 is 1.234 (decimal point)"
    assert answer(dialog, "comma").text() == "1.234 is 1234 (decimal comma)"
    asked = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    assert "Column “heat” holds 1.234 in row 9. Which number is that?" in asked
    assert not ok(dialog).isEnabled()
    assert "nothing in the table tells" in reason(dialog)
    for mark in ("point", "comma"):
        answer(dialog, mark).setFocus()
        QTest.keyClick(answer(dialog, mark), Qt.Key.Key_Space)
        assert dialog.decimal == mark
        assert ok(dialog).isEnabled()
    with qtbot.waitSignal(dialog.accepted):
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.decimal == "comma"


def test_an_answer_given_before_is_passed_on(qtbot: QtBot) -> None:
    dialog = ColumnsDialog(replace(PREVIEW, decimal="comma"))
    qtbot.addWidget(dialog)
    assert dialog.decimal == "comma"


def test_columns_of_one_name_cannot_be_used(qtbot: QtBot) -> None:
    fault = "2 columns are named 'age'; rename all but one, or choose another."
    columns = (Column("depth", 5, 0), *[Column("age", 5, 0, fault=fault)] * 2)
    dialog = ColumnsDialog(
        replace(PREVIEW, columns=columns, first_rows=(("1", "2", "3"),), row_numbers=(2,))
    )
    qtbot.addWidget(dialog)
    assert choice(dialog, "target").count() == 2
    assert reason(dialog) == f"wells.csv, {fault}"
    assert not ok(dialog).isEnabled()


def test_twenty_thousand_columns_can_be_walked_through(qtbot: QtBot) -> None:
    columns = tuple(Column(f"gene {i}", 12, 0) for i in range(20_002))
    rows = (("0.1234",) * len(columns),) * 10
    dialog = ColumnsDialog(
        replace(PREVIEW, columns=columns, first_rows=rows, row_numbers=tuple(range(2, 12)))
    )
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.open()
    QTest.keyClick(choice(dialog, "input"), Qt.Key.Key_Down)
    assert dialog.input_name == "gene 1"


def test_shows_the_first_rows_with_the_chosen_columns_highlighted(dialog: ColumnsDialog) -> None:
    model = find(dialog, QTableView, "first_rows").model()
    shown = tuple(
        tuple(model.index(row, column).data() for column in range(model.columnCount()))
        for row in range(model.rowCount())
    )
    assert shown == PREVIEW.first_rows
    down = Qt.Orientation.Vertical
    assert [model.headerData(row, down) for row in range(model.rowCount())] == ["2", "3"]
    highlight = dialog.palette().highlight().color()
    back = Qt.ItemDataRole.BackgroundRole
    colours = [model.index(0, column).data(back).color() for column in range(5)]
    assert [colour == highlight for colour in colours] == [False, True, False, False, True]
    assert headings(dialog) == ["station", "depth\ninput x", "salt", "heat", "age\ntarget y"]


def test_names_the_file_and_counts_its_rows(dialog: ColumnsDialog) -> None:
    assert "wells.csv" in dialog.windowTitle()
    assert any(label.text().startswith("1,234 rows") for label in dialog.findChildren(QLabel))


def test_a_long_column_name_does_not_widen_the_dialog(dialog: ColumnsDialog, qtbot: QtBot) -> None:
    columns = (Column("d" * 300, 5, 0), Column("a", 5, 0))
    wide = ColumnsDialog(
        replace(PREVIEW, columns=columns, first_rows=(("1", "2"),), row_numbers=(2,))
    )
    qtbot.addWidget(wide)
    assert wide.minimumSizeHint().width() <= dialog.minimumSizeHint().width()
