"""The runs' table, by mouse and keys."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHeaderView, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from mdn_gui.core.recording import Losses
from mdn_gui.qt.panels.runs_table import Column, RunsTable
from mdn_gui.session.edits import Act
from mdn_gui.session.run import NamedRun
from tests.named_runs import named_run
from tests.sessions import session_of

CONTROL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


def run(number: int, loss: float, **changes: object) -> NamedRun:
    return named_run(number, best=Losses(1, 1.0, loss), **changes)


RUNS = (run(1, 10.0, epochs=100), run(2, 9.0, epochs=20), run(11, -1.5, epochs=3))


@pytest.fixture
def table(qtbot: QtBot) -> RunsTable:
    table = RunsTable()
    qtbot.addWidget(table)
    table.show_runs(RUNS, 2)
    table.resize(640, 220)
    with qtbot.waitActive(table):
        table.show()
        table.activateWindow()
    return table


def names(table: RunsTable) -> list[str]:
    """The names from above to below."""
    model = table.model()
    return [model.index(row, Column.NAME).data() for row in range(model.rowCount())]


def place(table: RunsTable, name: str, column: Column = Column.NAME) -> QPoint:
    """The middle of a cell on the screen."""
    index = table.model().index(names(table).index(name), column)
    return table.visualRect(index).center()


def click(table: RunsTable, name: str, column: Column = Column.NAME, *, add: bool = False) -> None:
    modifier = CONTROL if add else Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(table.viewport(), LEFT, modifier, place(table, name, column))


def click_header(table: RunsTable, column: Column) -> None:
    header: QHeaderView = table.horizontalHeader()
    x = header.sectionViewportPosition(column) + header.sectionSize(column) // 2
    QTest.mouseClick(header.viewport(), LEFT, pos=QPoint(x, header.height() // 2))


def names_told(table: RunsTable) -> list[list[str]]:
    """The names of the runs after each thing that a person does to one from now on."""
    heard: list[list[str]] = []

    def take(act: Act) -> None:
        heard.append([name for name, _ in act.edit(session_of(listed=RUNS)).listed])

    table.changed.connect(take)
    return heard


def editor(table: RunsTable) -> QLineEdit:
    [field] = table.findChildren(QLineEdit)
    return field


def test_runs_stand_in_their_order_until_a_column_is_chosen(table: RunsTable) -> None:
    assert names(table) == ["Run 1", "Run 2", "Run 11"]
    click_header(table, Column.LOSS)
    assert names(table) == ["Run 11", "Run 2", "Run 1"]
    click_header(table, Column.LOSS)
    assert names(table) == ["Run 1", "Run 2", "Run 11"]


def test_keys_sort_too(table: RunsTable) -> None:
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_2, CONTROL)
    assert names(table) == ["Run 11", "Run 2", "Run 1"]
    QTest.keyClick(table, Qt.Key.Key_2, CONTROL)
    assert names(table) == ["Run 1", "Run 2", "Run 11"]
    QTest.keyClick(table, Qt.Key.Key_1, CONTROL)
    QTest.keyClick(table, Qt.Key.Key_1, CONTROL)
    assert names(table) == ["Run 11", "Run 2", "Run 1"]


def test_a_new_run_takes_its_place_in_the_order_chosen(table: RunsTable) -> None:
    click_header(table, Column.LOSS)
    table.show_runs((*RUNS, run(12, 5.0)), 12)
    assert names(table) == ["Run 11", "Run 12", "Run 2", "Run 1"]


def test_rows_are_selected_with_the_mouse_and_with_keys(table: RunsTable) -> None:
    assert table.selected() == ()
    click(table, "Run 11", Column.TIME)
    click(table, "Run 1", add=True)
    assert table.selected() == (1, 11)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert table.selected() == (2,)
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert table.selected() == (2, 11)


def test_runs_stay_selected_whatever_comes_goes_and_is_sorted(
    table: RunsTable, qtbot: QtBot
) -> None:
    table.select((2, 11))
    click_header(table, Column.LOSS)
    with qtbot.assertNotEmitted(table.selection_changed):
        table.show_runs((*RUNS[1:], run(12, 5.0)), None)
    assert table.selected() == (2, 11)
    table.show_runs((RUNS[0], RUNS[2]), None)
    assert table.selected() == (11,)


def test_the_data_are_told_only_where_they_differ(table: RunsTable) -> None:
    assert table.isColumnHidden(Column.DATA)
    table.show_runs((*RUNS, run(12, 5.0, title="wells.csv")), None)
    assert not table.isColumnHidden(Column.DATA)


@pytest.mark.parametrize("column", [Column.NAME, Column.TIME])
def test_f2_renames_the_run_wherever_in_its_row_one_is(
    table: RunsTable, qtbot: QtBot, column: Column
) -> None:
    click(table, "Run 2", column)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_F2)
    QTest.keyClicks(editor(table), "wide")
    heard = names_told(table)
    QTest.keyClick(editor(table), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: heard == [["Run 1", "wide", "Run 11"]])


def test_a_double_click_on_a_name_renames(table: RunsTable, qtbot: QtBot) -> None:
    click(table, "Run 1")
    QTest.mouseDClick(table.viewport(), LEFT, pos=place(table, "Run 1"))
    QTest.keyClicks(editor(table), "narrow")
    heard = names_told(table)
    QTest.keyClick(editor(table), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: heard == [["narrow", "Run 2", "Run 11"]])


def test_a_name_being_typed_survives_the_end_of_a_run(table: RunsTable, qtbot: QtBot) -> None:
    click_header(table, Column.LOSS)
    click(table, "Run 2")
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_F2)
    QTest.keyClicks(editor(table), "wi")
    table.show_runs((*RUNS, run(12, 5.0)), 12)
    QTest.keyClicks(editor(table), "de")
    heard = names_told(table)
    QTest.keyClick(editor(table), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: heard == [["Run 1", "wide", "Run 11"]])


def test_escape_leaves_the_name(table: RunsTable, qtbot: QtBot) -> None:
    click(table, "Run 2")
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_F2)
    QTest.keyClicks(editor(table), "wide")
    with qtbot.assertNotEmitted(table.changed):
        QTest.keyClick(editor(table), Qt.Key.Key_Escape)
    assert names(table) == ["Run 1", "Run 2", "Run 11"]


def test_ctrl_c_copies_the_selected_rows_or_all_of_them(table: RunsTable) -> None:
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_C, CONTROL)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines == [
        "Run\tValidation (nats)\tEpochs\tTime\tSettings that differ",
        "Run 1\t10.000\t2\t1.5 s\tEpochs 100",
        "Run 2\t9.000\t2\t1.5 s\tEpochs 20",
        "Run 11\t-1.500\t2\t1.5 s\tEpochs 3",
    ]
    click(table, "Run 11")
    QTest.keyClick(table, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text().split("\n") == [lines[0], lines[3]]


def test_the_whole_table_is_copied_as_it_is_sorted(table: RunsTable) -> None:
    click_header(table, Column.LOSS)
    click(table, "Run 2")
    table.copy_all()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert [line.split("\t")[0] for line in lines] == ["Run", "Run 11", "Run 2", "Run 1"]


class Window(QWidget):
    """Hears the keys that the table in it does not want."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[int] = []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.heard.append(event.key())


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_S, Qt.Key.Key_R])
def test_letters_and_the_space_bar_are_the_windows(qtbot: QtBot, key: Qt.Key) -> None:
    window = Window()
    qtbot.addWidget(window)
    table = RunsTable(window)
    table.show_runs(RUNS, None)
    table.select((1,))
    QTest.keyClick(table, key)
    assert window.heard == [key]
    assert table.selected() == (1,)


def test_a_column_is_never_too_wide_to_read_the_others(table: RunsTable) -> None:
    long = RUNS[0]._replace(name="a name that goes on and on " * 10)
    table.show_runs((long, *RUNS[1:]), None)
    assert table.columnWidth(Column.NAME) <= 320


def test_alt_and_an_arrow_move_the_selected_run(table: RunsTable) -> None:
    heard = names_told(table)
    click_header(table, Column.LOSS)
    click(table, "Run 2")
    table.setFocus()
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
        QTest.keyClick(table, key, Qt.KeyboardModifier.AltModifier)
    assert heard == [["Run 2", "Run 1", "Run 11"], ["Run 1", "Run 11", "Run 2"]]
    assert names(table) == ["Run 1", "Run 2", "Run 11"], "in a person's order, which is moved"


def test_a_run_that_is_moved_stays_selected(table: RunsTable, qtbot: QtBot) -> None:
    click(table, "Run 2")
    with qtbot.assertNotEmitted(table.selection_changed):
        table.show_runs((RUNS[1], RUNS[0], RUNS[2]), 2)
    assert names(table) == ["Run 2", "Run 1", "Run 11"]
    assert table.selected() == (2,)
    assert table.currentIndex().data() == "Run 2"
