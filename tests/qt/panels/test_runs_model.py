"""The cells of the runs' table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mdn_gui.core.recording import Losses
from mdn_gui.qt.panels.runs_table import NUMBER_ROLE, SORT_ROLE, Column, RunsModel
from tests.named_runs import named_run

RUNS = [named_run(number) for number in range(1, 7)]


def cell(model: RunsModel, row: int, column: Column) -> QModelIndex:
    return model.index(row, column)


def texts(model: RunsModel, column: Column) -> list[str]:
    return [cell(model, row, column).data() for row in range(model.rowCount())]


def test_each_run_tells_how_it_went(qtbot: QtBot) -> None:
    del qtbot  # fonts need an application
    model = RunsModel()
    best = Losses(9, 1.0, 1.23456)
    model.show_runs([named_run(3, best=best, seconds=125.4, title="wells.csv")], None)
    row = [cell(model, 0, column).data() for column in Column]
    assert row == ["Run 3", "1.235", "2", "2 min 5 s", "wells.csv", ""]
    assert cell(model, 0, Column.TIME).data(NUMBER_ROLE) == 3


def test_the_epochs_are_those_trained_and_not_those_planned(qtbot: QtBot) -> None:
    del qtbot
    model = RunsModel()
    losses = tuple(Losses(epoch, 1.0, 1.0) for epoch in range(1, 1251))
    model.show_runs([named_run(1, epochs=200, losses=losses)], None)
    assert texts(model, Column.EPOCHS) == ["1,250"]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.84, "0.8 s"),
        (9.96, "10 s"),
        (59.4, "59 s"),
        (59.6, "1 min 0 s"),
        (125.0, "2 min 5 s"),
        (3599.7, "1 h 0 min"),
        (7300.0, "2 h 1 min"),
    ],
)
def test_times_read_as_a_person_says_them(qtbot: QtBot, seconds: float, text: str) -> None:
    del qtbot
    model = RunsModel()
    model.show_runs([named_run(1, seconds=seconds)], None)
    assert texts(model, Column.TIME) == [text]


def test_settings_that_differ_are_called_as_in_the_form(qtbot: QtBot) -> None:
    del qtbot
    model = RunsModel()
    model.show_runs([named_run(1, hidden=(8, 8)), named_run(2, hidden=(), seed=7)], None)
    assert texts(model, Column.SETTINGS) == [
        "Hidden layers (8, 8), Seed 0",
        "Hidden layers none, Seed 7",
    ]


def test_a_loss_that_is_missing_or_no_number_sorts_last(qtbot: QtBot) -> None:
    del qtbot
    model = RunsModel()
    nan = Losses(1, 1.0, float("nan"))
    model.show_runs([named_run(1, best=None), named_run(2, best=nan), named_run(3)], None)
    values = [cell(model, row, Column.LOSS).data(SORT_ROLE) for row in range(3)]
    assert values == [float("inf"), float("inf"), 1.6]
    assert texts(model, Column.LOSS)[:2] == ["–", "undefined"]


def test_the_run_shown_is_bold_and_says_so(qtbot: QtBot) -> None:
    del qtbot
    model = RunsModel()
    runs = [named_run(1), named_run(2, name="a < b", ended="Stopped.")]
    for shown in (2, 1, None):
        model.show_runs(runs, shown)
        cells = [cell(model, row, Column.NAME) for row in range(2)]
        bold = [index.data(Qt.ItemDataRole.FontRole).bold() for index in cells]
        tips = [index.data(Qt.ItemDataRole.ToolTipRole) for index in cells]
        assert bold == [shown == 1, shown == 2]
        assert ["shown in the window" in tip for tip in tips] == bold
        assert "a &lt; b" in tips[1]
        assert "Stopped." in tips[1]


@given(st.lists(st.lists(st.integers(1, 6), unique=True), max_size=5))
def test_runs_come_and_go_in_their_order(qapp: QApplication, steps: list[list[int]]) -> None:
    del qapp
    model = RunsModel()
    for numbers in steps:
        model.show_runs([RUNS[number - 1] for number in numbers], None)
        assert texts(model, Column.NAME) == [f"Run {number}" for number in numbers]
        assert [cell(model, row, Column.LOSS).data(NUMBER_ROLE) for row in range(len(numbers))] == (
            numbers
        )


def test_a_name_typed_is_asked_for_and_shown_once_it_is_the_runs(qtbot: QtBot) -> None:
    model = RunsModel()
    run = named_run(7)
    model.show_runs([run], None)
    name = cell(model, 0, Column.NAME)
    with qtbot.waitSignal(model.renamed) as renamed:
        model.setData(name, "  wide ")
    assert renamed.args == [7, "wide"]
    assert name.data() == "Run 7"
    with qtbot.assertNotEmitted(model.renamed):
        model.show_runs([run._replace(name="wide")], None)
        model.setData(name, " ")
        model.setData(name, "wide ")
    assert name.data() == "wide"


def test_nothing_but_names_can_be_edited(qtbot: QtBot) -> None:
    del qtbot
    model = RunsModel()
    model.show_runs([named_run(1)], None)
    editable = Qt.ItemFlag.ItemIsEditable
    flags = {column: model.flags(cell(model, 0, column)) for column in Column}
    assert [column for column in Column if flags[column] & editable] == [Column.NAME]


def test_every_column_says_what_it_is(qtbot: QtBot) -> None:
    del qtbot
    model = RunsModel()
    across = Qt.Orientation.Horizontal
    for column in Column:
        assert model.headerData(column, across)
        assert model.headerData(column, across, Qt.ItemDataRole.ToolTipRole)
