"""The question for inputs and targets."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QMenu, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from mdn_gui.core.column_summary import ColumnSummary
from mdn_gui.core.kinds import NUMBER, Category, Date
from mdn_gui.core.reading import (
    ColumnReading,
    DecimalMark,
    Dialect,
    Doubt,
    Reading,
    ReadingOptions,
)
from mdn_gui.core.roles import Roles
from mdn_gui.core.tables import TablePreview
from mdn_gui.qt.panels.columns_panel import ColumnsPanel
from tests.columns_page import give, having, set_otherwise, tips, told
from tests.widgets import find

LEFT = Qt.MouseButton.LeftButton

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
    reading=Reading(Dialect("CSV", "UTF-8", ",", header=1), 1234, COLUMNS),
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
    names = ["station", "depth", "salt", "heat", "day", "note", "age"]
    assert list(told(panel, "Role")) == names
    # Those that would have to be asked about are left out.
    assert picked(panel) == (("station", "depth", "salt"), ("age",))
    assert ok(panel).isEnabled()
    assert reason(panel) == "Each row has a value in all columns picked."


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
    give(panel, "Target", "salt")
    assert picked(panel) == (("station", "depth"), ("salt", "age"))
    assert headings(panel)[1:3] == ["depth\ninput x", "salt\ntarget y"]
    give(panel, "Input", "age")
    assert picked(panel) == (("station", "depth", "age"), ("salt",))
    assert headings(panel)[6] == "age\ninput x"
    give(panel, "Weight", "depth", "age")
    assert panel.roles == Roles(("station", "depth"), ("salt",), "age"), "there is one weight"
    give(panel, "Weight", "depth")
    assert having(panel, "Weight") == ["depth"]


@pytest.mark.parametrize(("role", "said"), [("Input", "Pick an input"), ("Target", "Pick a tar")])
def test_something_is_predicted_from_something(panel: ColumnsPanel, role: str, said: str) -> None:
    columns = {"Input": ("station", "depth", "salt"), "Target": ("age",)}[role]
    give(panel, "Left out", *columns)
    assert not ok(panel).isEnabled()
    assert said in reason(panel)
    give(panel, role, columns[0])
    assert ok(panel).isEnabled()


def answer(panel: ColumnsPanel, reading: str) -> QPushButton:
    return find(panel, QPushButton, f"reading_{reading}")


def asked(panel: ColumnsPanel) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]


def test_a_number_that_could_be_two_is_asked_about(panel: ColumnsPanel, qtbot: QtBot) -> None:
    assert not answer(panel, "point").isVisible()
    give(panel, "Input", "heat")
    assert answer(panel, "point").text() == "1.234 is 1.234 (decimal point)"
    assert answer(panel, "comma").text() == "1.234 is 1234 (decimal comma)"
    assert "Column “heat” holds 1.234 in row 9. What is that?" in asked(panel)
    assert not ok(panel).isEnabled()
    assert "nothing in the table tells" in reason(panel)
    marks: tuple[DecimalMark, ...] = ("point", "comma")
    for mark in marks:
        answer(panel, mark).setFocus()
        with qtbot.waitSignal(panel.reading_wanted) as wanted:
            QTest.keyClick(answer(panel, mark), Qt.Key.Key_Space)
        assert wanted.args == [ReadingOptions(decimal=mark), {}]
        assert not ok(panel).isEnabled(), "until it is read so"
    columns = tuple(replace(column, doubt=None) for column in COLUMNS)
    reading = replace(PREVIEW.reading, columns=columns)
    options = ReadingOptions(decimal="comma")
    panel.show_preview(replace(PREVIEW, reading=reading, options=options))
    assert not answer(panel, "point").isVisible()
    assert picked(panel) == (("station", "depth", "salt", "heat"), ("age",))
    with qtbot.waitSignal(panel.accepted) as told_so:
        QTest.keyClick(panel, Qt.Key.Key_Return)
    assert told_so.args == [panel.roles, options, True]


def test_a_date_that_could_be_two_is_asked_about(panel: ColumnsPanel, qtbot: QtBot) -> None:
    give(panel, "Input", "day")
    assert not answer(panel, "point").isVisible()
    assert answer(panel, "day_first").text() == "3/4/2024 is 2024-04-03 (the day comes first)"
    assert not ok(panel).isEnabled()
    answer(panel, "month_first").setFocus()
    with qtbot.waitSignal(panel.reading_wanted) as wanted:
        QTest.keyClick(answer(panel, "month_first"), Qt.Key.Key_Space)
    assert wanted.args == [ReadingOptions(dates="month_first"), {}]


def test_a_reading_that_fails_leaves_the_page_as_it_was(panel: ColumnsPanel) -> None:
    give(panel, "Target", "salt")
    set_otherwise(panel, "units", "below the names")
    assert reason(panel) == "Reading wells.csv…"
    panel.show_failure("wells.csv has no row of units.")
    assert reason(panel) == "wells.csv has no row of units."
    assert find(panel, QComboBox, "reading_units").currentText() == "none"
    assert picked(panel) == (("station", "depth"), ("salt", "age"))
    assert ok(panel).isEnabled()


def test_columns_are_found_by_typing_and_all_found_are_chosen(
    panel: ColumnsPanel, qtbot: QtBot
) -> None:
    field = find(panel, QLineEdit, "find_columns")
    field.setFocus()
    QTest.keyClicks(field, "A")
    assert list(told(panel, "Role")) == ["station", "salt", "heat", "day", "age"]
    assert find(panel, QLabel, "columns_found").text().startswith("5 of 7 columns; 3 inputs")
    QTest.keyClicks(field, "Y")
    QTest.mouseClick(find(panel, QPushButton, "columns_all"), LEFT)
    assert picked(panel) == (("station", "depth", "salt", "day"), ("age",))
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert len(told(panel, "Role")) == len(COLUMNS)
    QTest.keyClicks(field, "nowhere")
    QTest.mouseClick(find(panel, QPushButton, "columns_none"), LEFT)
    assert picked(panel) == (("station", "depth", "salt", "day"), ("age",))
    field.clear()
    QTest.keyClicks(field, "T")
    QTest.mouseClick(find(panel, QPushButton, "columns_none"), LEFT)
    assert picked(panel) == (("day",), ("age",)), "the others stay"
    field.setFocus()
    field.clear()
    with qtbot.waitSignal(panel.rejected):
        QTest.keyClick(field, Qt.Key.Key_Escape)


def test_a_click_on_a_role_offers_those_that_the_column_can_have(
    panel: ColumnsPanel, qtbot: QtBot
) -> None:
    table = find(panel, QTableView, "columns")
    place = table.visualRect(table.model().index(2, 1)).center()
    QTest.mouseClick(table.viewport(), LEFT, pos=place)
    menu = find(table, QMenu, "column_role")
    qtbot.waitUntil(menu.isVisible)
    assert [action.text() for action in menu.actions()] == ["Input", "Target", "Weight", "Left out"]
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert picked(panel) == (("station", "depth"), ("salt", "age"))
    QTest.mouseClick(table.viewport(), LEFT, pos=place + QPoint(0, -2 * table.rowHeight(0)))
    qtbot.waitUntil(menu.isVisible)
    offered = {action.text(): action.isEnabled() for action in menu.actions()}
    category = {"Input": True, "Target": False, "Weight": False, "Left out": True}
    assert offered == category, "levels are no numbers"
    menu.close()


def test_free_text_can_have_no_role(panel: ColumnsPanel) -> None:
    for role in ("Input", "Target", "Weight"):
        give(panel, role, "note")
        assert told(panel, "Role")["note"] == "Left out"


def test_a_category_of_many_levels_is_no_input_until_it_is_chosen(qtbot: QtBot) -> None:
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
    assert told(panel, "Why")["plot"] == "text, more than 50"
    give(panel, "Input", "plot")
    assert picked(panel) == (("plot", "soil", "site"), ("age",))


def test_each_column_is_summed_up(qtbot: QtBot) -> None:
    summaries = {
        "station": ColumnSummary(2, counts=(800, 434), levels=("B", "A")),
        "depth": ColumnSummary(1_200, -3.5, 12.25, (5, 0, 10)),
        "day": ColumnSummary(30, 0.0, 29.0, (1,) * 24),
    }
    panel = ColumnsPanel(replace(PREVIEW, summaries=summaries))
    qtbot.addWidget(panel)
    kinds = ("category", "number", "number", "number", "date", "none", "number")
    assert tuple(told(panel, "Kind").values()) == kinds
    assert [told(panel, "Distinct")[name] for name in ("station", "depth")] == ["2", "1,200"]
    ends = [(told(panel, "Minimum")[name], told(panel, "Maximum")[name]) for name in summaries]
    assert ends == [("", ""), ("-3.5", "12.25"), ("2024-03-04", "2024-04-02")]
    assert "B 800, A 434" in tips(panel)["station"]
    table = find(panel, QTableView, "columns")
    with qtbot.waitExposed(panel):
        panel.show()
    cell = table.visualRect(table.model().index(1, 7))
    picture = table.viewport().grab(cell).toImage()
    bar = panel.palette().accent().color()
    filled = [
        sum(picture.pixelColor(across, down) == bar for down in range(picture.height()))
        for across in (picture.width() // 4, picture.width() // 2, 3 * picture.width() // 4)
    ]
    assert filled[1] == 0 < filled[0] < filled[2], "one bar is empty, one twice as high"


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
    table = find(panel, QTableView, "columns")
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_I)
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
