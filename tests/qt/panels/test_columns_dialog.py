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

from mdn_gui.core.kinds import NUMBER, Category, Date
from mdn_gui.core.reading import (
    ColumnReading,
    DecimalMark,
    Dialect,
    Doubt,
    Reading,
    ReadingOptions,
)
from mdn_gui.core.tables import TablePreview
from mdn_gui.qt.panels.columns_dialog import ColumnsDialog
from tests.widgets import find

HEAT = Doubt(9, "1.234", (("point", "1.234"), ("comma", "1234")))
DAY = Doubt(7, "3/4/2024", (("day_first", "2024-04-03"), ("month_first", "2024-03-04")))
COLUMNS = (
    ColumnReading("station", Category(("A", "B")), "text of 2 levels"),
    ColumnReading("depth", NUMBER, "all cells are numbers"),
    ColumnReading("salt", NUMBER, "1,233 of 1,234 cells are numbers", bad=1, first_bad=17),
    ColumnReading("heat", NUMBER, "all cells are numbers", doubt=HEAT),
    ColumnReading("day", Date("days", "2024-03-04"), "dates in days", doubt=DAY),
    ColumnReading("note", None, "column 'note' holds text"),
    ColumnReading("age", NUMBER, "all cells are numbers"),
)
PREVIEW = TablePreview(
    name="wells.csv",
    reading=Reading(Dialect("CSV"), 1234, COLUMNS),
    first_rows=(
        ("A", "1", "0.5", "7", "3/4/2024", "x", "20"),
        ("B", "2", "0.6", "8", "3/5/2024", "y", "30"),
    ),
    row_numbers=(2, 3),
)


def of_numbers(*names: str) -> Reading:
    columns = (ColumnReading(name, NUMBER, "all cells are numbers") for name in names)
    return Reading(Dialect("CSV"), 12, tuple(columns))


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
    assert [offered.itemText(i) for i in range(offered.count())] == [
        "depth",
        "salt",
        "heat",
        "day",
        "age",
    ]
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
    assert headings(dialog)[6] == "age\ninput x"


def test_one_column_cannot_be_both(dialog: ColumnsDialog) -> None:
    QTest.keyClick(choice(dialog, "target"), Qt.Key.Key_Home)
    assert not ok(dialog).isEnabled()
    assert "two different columns" in reason(dialog)
    QTest.keyClick(choice(dialog, "target"), Qt.Key.Key_End)
    assert ok(dialog).isEnabled()


def answer(dialog: ColumnsDialog, reading: str) -> QRadioButton:
    return find(dialog, QRadioButton, f"reading_{reading}")


def asked(dialog: ColumnsDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]


def test_a_number_that_could_be_two_is_asked_about(dialog: ColumnsDialog, qtbot: QtBot) -> None:
    assert not answer(dialog, "point").isVisible()
    assert dialog.options == ReadingOptions()
    for _ in range(2):
        QTest.keyClick(choice(dialog, "input"), Qt.Key.Key_Down)
    assert answer(dialog, "point").text() == "1.234 is 1.234 (decimal point)"
    assert answer(dialog, "comma").text() == "1.234 is 1234 (decimal comma)"
    assert "Column “heat” holds 1.234 in row 9. What is that?" in asked(dialog)
    assert not ok(dialog).isEnabled()
    assert "nothing in the table tells" in reason(dialog)
    marks: tuple[DecimalMark, ...] = ("point", "comma")
    for mark in marks:
        answer(dialog, mark).setFocus()
        QTest.keyClick(answer(dialog, mark), Qt.Key.Key_Space)
        assert dialog.options == ReadingOptions(decimal=mark)
        assert ok(dialog).isEnabled()
    with qtbot.waitSignal(dialog.accepted):
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.options == ReadingOptions(decimal="comma")


def test_a_date_that_could_be_two_is_asked_about(dialog: ColumnsDialog) -> None:
    for _ in range(3):
        QTest.keyClick(choice(dialog, "input"), Qt.Key.Key_Down)
    assert not answer(dialog, "point").isVisible()
    assert answer(dialog, "day_first").text() == "3/4/2024 is 2024-04-03 (the day comes first)"
    assert not ok(dialog).isEnabled()
    answer(dialog, "month_first").setFocus()
    QTest.keyClick(answer(dialog, "month_first"), Qt.Key.Key_Space)
    assert dialog.options == ReadingOptions(dates="month_first")
    assert ok(dialog).isEnabled()


def test_an_answer_given_before_is_passed_on(qtbot: QtBot) -> None:
    dialog = ColumnsDialog(replace(PREVIEW, options=ReadingOptions(decimal="comma")))
    qtbot.addWidget(dialog)
    assert dialog.options == ReadingOptions(decimal="comma")


def test_twenty_thousand_columns_can_be_walked_through(qtbot: QtBot) -> None:
    reading = of_numbers(*(f"gene {i}" for i in range(20_002)))
    rows = (("0.1234",) * 20_002,) * 10
    dialog = ColumnsDialog(
        replace(PREVIEW, reading=reading, first_rows=rows, row_numbers=tuple(range(2, 12)))
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
    colours = [model.index(0, column).data(back).color() for column in range(7)]
    assert [colour == highlight for colour in colours] == [False, True, *[False] * 4, True]
    assert headings(dialog)[:3] == ["station", "depth\ninput x", "salt"]
    assert headings(dialog)[5:] == ["note", "age\ntarget y"]


def test_names_the_file_and_counts_its_rows(dialog: ColumnsDialog) -> None:
    assert "wells.csv" in dialog.windowTitle()
    assert any(label.text().startswith("1,234 rows") for label in dialog.findChildren(QLabel))


def test_a_long_column_name_does_not_widen_the_dialog(dialog: ColumnsDialog, qtbot: QtBot) -> None:
    reading = of_numbers("d" * 300, "a")
    wide = ColumnsDialog(
        replace(PREVIEW, reading=reading, first_rows=(("1", "2"),), row_numbers=(2,))
    )
    qtbot.addWidget(wide)
    assert wide.minimumSizeHint().width() <= dialog.minimumSizeHint().width()
