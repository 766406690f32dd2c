"""The question for inputs and targets."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QLabel,
    QListWidget,
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
from mdn_gui.qt.panels.columns_panel import ColumnsPanel
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
def panel(qtbot: QtBot) -> ColumnsPanel:
    panel = ColumnsPanel(PREVIEW)
    qtbot.addWidget(panel)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    return panel


def offered(panel: ColumnsPanel, role: str) -> QListWidget:
    """The list of the columns that can be inputs, or targets."""
    return find(panel, QListWidget, f"{role}_columns")


def tick(panel: ColumnsPanel, role: str, *columns: str) -> None:
    """Tick columns with the keyboard, or untick them."""
    columns_of = offered(panel, role)
    for column in columns:
        [item] = columns_of.findItems(column, Qt.MatchFlag.MatchExactly)
        columns_of.setCurrentItem(item)
        columns_of.setFocus()
        QTest.keyClick(columns_of, Qt.Key.Key_Space)


def picked(panel: ColumnsPanel) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return panel.roles.inputs, panel.roles.targets


def ok(panel: ColumnsPanel) -> QPushButton:
    return find(panel, QPushButton, "columns_train")


def reason(panel: ColumnsPanel) -> str:
    return find(panel, QLabel, "columns_outcome").text()


def headings(panel: ColumnsPanel) -> list[str]:
    model = find(panel, QTableView, "first_rows").model()
    across = Qt.Orientation.Horizontal
    return [model.headerData(column, across) for column in range(model.columnCount())]


def test_offers_columns_of_which_the_last_of_numbers_is_the_target(panel: ColumnsPanel) -> None:
    inputs = offered(panel, "input")
    texts = [inputs.item(row).text() for row in range(inputs.count())]
    remarks = "station – text of 2 levels", "note – left out"
    assert texts == [remarks[0], "depth", "salt", "heat", "day", remarks[1], "age"]
    # Those that would have to be asked about are left out.
    assert picked(panel) == (("station", "depth", "salt"), ("age",))
    assert ok(panel).isEnabled()
    assert reason(panel) == "Each row has a value in all columns picked."


def test_a_category_is_no_target_and_one_of_many_levels_no_input_until_it_is_ticked(
    qtbot: QtBot,
) -> None:
    levels = {
        "plot": tuple(map(str, range(51))),
        "soil": ("clay", "loam"),
        "site": tuple(map(str, range(50))),
    }
    texts = (ColumnReading(name, Category(each), "text") for name, each in levels.items())
    reading = Reading(Dialect("CSV"), 90, (*of_numbers("age").columns, *texts))
    panel = ColumnsPanel(TablePreview("wells.csv", reading, (), ()))
    qtbot.addWidget(panel)
    assert picked(panel) == (("soil", "site"), ("age",))
    plot = offered(panel, "input").item(1)
    assert "more than 50 levels" in plot.toolTip()
    plot.setCheckState(Qt.CheckState.Checked)
    assert picked(panel) == (("plot", "soil", "site"), ("age",))
    enabled = [
        bool(offered(panel, "target").item(row).flags() & Qt.ItemFlag.ItemIsEnabled)
        for row in range(4)
    ]
    assert enabled == [True, False, False, False]


def test_return_trains_and_a_button_only_takes(panel: ColumnsPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.accepted) as told:
        QTest.keyClick(panel, Qt.Key.Key_Return)
    assert told.args == [panel.roles, panel.options, True]
    with qtbot.waitSignal(panel.accepted) as told:
        QTest.mouseClick(find(panel, QPushButton, "columns_take"), Qt.MouseButton.LeftButton)
    assert told.args == [panel.roles, panel.options, False]


def test_escape_rejects(panel: ColumnsPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.rejected):
        QTest.keyClick(panel, Qt.Key.Key_Escape)


def test_the_keyboard_picks_inputs_and_targets(panel: ColumnsPanel) -> None:
    tick(panel, "target", "salt")
    assert picked(panel) == (("station", "depth"), ("salt", "age"))
    assert headings(panel)[1:3] == ["depth\ninput x", "salt\ntarget y"]
    tick(panel, "input", "age")
    assert picked(panel) == (("station", "depth", "age"), ("salt",))
    assert headings(panel)[6] == "age\ninput x"


@pytest.mark.parametrize(("role", "said"), [("input", "Pick an input"), ("target", "Pick a tar")])
def test_something_is_predicted_from_something(panel: ColumnsPanel, role: str, said: str) -> None:
    station = "station – text of 2 levels"
    columns = {"input": (station, "depth", "salt"), "target": ("age",)}[role]
    tick(panel, role, *columns)
    assert not ok(panel).isEnabled()
    assert said in reason(panel)
    tick(panel, role, columns[0])
    assert ok(panel).isEnabled()


def answer(panel: ColumnsPanel, reading: str) -> QRadioButton:
    return find(panel, QRadioButton, f"reading_{reading}")


def asked(panel: ColumnsPanel) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]


def test_a_number_that_could_be_two_is_asked_about(panel: ColumnsPanel, qtbot: QtBot) -> None:
    assert not answer(panel, "point").isVisible()
    assert panel.options == ReadingOptions()
    tick(panel, "input", "heat")
    assert answer(panel, "point").text() == "1.234 is 1.234 (decimal point)"
    assert answer(panel, "comma").text() == "1.234 is 1234 (decimal comma)"
    assert "Column “heat” holds 1.234 in row 9. What is that?" in asked(panel)
    assert not ok(panel).isEnabled()
    assert "nothing in the table tells" in reason(panel)
    marks: tuple[DecimalMark, ...] = ("point", "comma")
    for mark in marks:
        answer(panel, mark).setFocus()
        QTest.keyClick(answer(panel, mark), Qt.Key.Key_Space)
        assert panel.options == ReadingOptions(decimal=mark)
        assert ok(panel).isEnabled()
    with qtbot.waitSignal(panel.accepted):
        QTest.keyClick(panel, Qt.Key.Key_Return)
    assert panel.options == ReadingOptions(decimal="comma")


def test_a_date_that_could_be_two_is_asked_about(panel: ColumnsPanel) -> None:
    tick(panel, "input", "day")
    assert not answer(panel, "point").isVisible()
    assert answer(panel, "day_first").text() == "3/4/2024 is 2024-04-03 (the day comes first)"
    assert not ok(panel).isEnabled()
    answer(panel, "month_first").setFocus()
    QTest.keyClick(answer(panel, "month_first"), Qt.Key.Key_Space)
    assert panel.options == ReadingOptions(dates="month_first")
    assert ok(panel).isEnabled()


def test_an_answer_given_before_is_passed_on(qtbot: QtBot) -> None:
    panel = ColumnsPanel(replace(PREVIEW, options=ReadingOptions(decimal="comma")))
    qtbot.addWidget(panel)
    assert panel.options == ReadingOptions(decimal="comma")


def test_twenty_thousand_columns_can_be_walked_through(qtbot: QtBot) -> None:
    reading = of_numbers(*(f"gene {i}" for i in range(20_002)))
    rows = (("0.1234",) * 20_002,) * 10
    panel = ColumnsPanel(
        replace(PREVIEW, reading=reading, first_rows=rows, row_numbers=tuple(range(2, 12)))
    )
    qtbot.addWidget(panel)
    with qtbot.waitExposed(panel):
        panel.show()
    assert picked(panel) == (("gene 0",), ("gene 20001",))
    QTest.keyClick(offered(panel, "input"), Qt.Key.Key_Down)
    QTest.keyClick(offered(panel, "input"), Qt.Key.Key_Space)
    assert picked(panel) == (("gene 0", "gene 1"), ("gene 20001",))


def test_shows_the_first_rows_with_the_chosen_columns_highlighted(panel: ColumnsPanel) -> None:
    model = find(panel, QTableView, "first_rows").model()
    shown = tuple(
        tuple(model.index(row, column).data() for column in range(model.columnCount()))
        for row in range(model.rowCount())
    )
    assert shown == PREVIEW.first_rows
    down = Qt.Orientation.Vertical
    assert [model.headerData(row, down) for row in range(model.rowCount())] == ["2", "3"]
    back = Qt.ItemDataRole.BackgroundRole
    marks = [model.index(0, column).data(back) for column in range(7)]
    assert [mark is not None for mark in marks] == [True, True, True, *[False] * 3, True]
    _, depth, _, age = [mark.color().alpha() for mark in marks if mark is not None]
    assert depth < age, "a target stands out"
    assert headings(panel)[:3] == [f"{name}\ninput x" for name in ("station", "depth", "salt")]
    assert headings(panel)[5:] == ["note", "age\ntarget y"]


def test_names_the_file_and_counts_its_rows(panel: ColumnsPanel) -> None:
    assert find(panel, QLabel, "columns_question").text().startswith("wells.csv, 1,234 rows.")


def test_a_long_column_name_does_not_widen_the_panel(panel: ColumnsPanel, qtbot: QtBot) -> None:
    reading = of_numbers("d" * 300, "a")
    wide = ColumnsPanel(
        replace(PREVIEW, reading=reading, first_rows=(("1", "2"),), row_numbers=(2,))
    )
    qtbot.addWidget(wide)
    assert wide.minimumSizeHint().width() <= panel.minimumSizeHint().width()
